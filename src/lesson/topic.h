/*
 * Words to labs: topics.yaml joins what notes say (死锁, deadlock) to a lab and a preset, so that notes without any
 * fence come alive. Only headings and list items are looked at.
 */
#ifndef LESSON_TOPIC_H
#define LESSON_TOPIC_H

#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>

struct topic {
	struct str *words; /* owned */
	size_t word_count;
	char *lab;
	char *preset;      /* "" : the lab's first */
	struct str *under; /* owned, lower case: it is meant only where one of these stands above; none: everywhere */
	size_t under_count;
	bool is_first; /* it is meant only where the line begins with the word, behind its number and signs */
	uint32_t line;
};

struct topic_context { /* what stands above a line: its headings and the items it hangs under */
	/* Is WORD (lower case) in one of them? ASCII letters are compared without regard to case. */
	bool (*has)(void *ctx, struct str word);
	void *ctx;
};

struct topic_map;

struct topic_map *topic_map_parse(struct str yaml, struct err *); /* NULL on error, with its line */
void topic_map_free(struct topic_map *);
size_t topic_map_count(const struct topic_map *);
const struct topic *topic_map_at(const struct topic_map *, size_t index);
/*
 * The topic a line names, or NULL. The longest word wins, then the first in the line, then the first in the file.
 * ASCII words match whole words without regard to case (re is not in require); others anywhere. CONTEXT may be NULL:
 * then `under` is looked for in the line alone, where it is looked for in any case.
 */
const struct topic *topic_map_find(const struct topic_map *, struct str line, const struct topic_context *);
/* Does TEXT hold WORD, which is in lower case? For topic_context.has. */
bool topic_text_has(struct str text, struct str word);

#endif
