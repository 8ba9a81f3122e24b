/*
 * JSON that is valid whatever the notes hold, and safe on a terminal: bad bytes become U+FFFD, and every character that
 * a terminal might obey or hide is written as \uXXXX, so that a reader gets it back as it was.
 */
#ifndef CLI_JSON_H
#define CLI_JSON_H

#include "cli/out.h"

#include <cjson/cJSON.h>

void json_add_text(struct cJSON *object, const char *key, struct str); /* hostile */
void json_add_number(struct cJSON *object, const char *key, double);
void json_print(struct cJSON *, struct out *); /* takes the value and frees it */

/* An array written item by item, so that nothing waits for its end: "[", items, "]". */
struct json_list {
	struct out *out;
	bool has_items;
};
void json_list_begin(struct json_list *, struct out *);
void json_list_add(struct json_list *, struct cJSON *item); /* takes the item */
void json_list_end(struct json_list *);

#endif
