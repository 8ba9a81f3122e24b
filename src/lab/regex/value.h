/* The value each mode returns, written while the matches are found. Pure. */
#ifndef LAB_REGEX_VALUE_H
#define LAB_REGEX_VALUE_H

#include "lab/regex/regex.h"
#include "lab/regex/template.h"

struct value_writer {
	const struct regex_request *request;
	const struct template *template; /* REGEX_SUB */
	struct regex_result *result;
	struct str_buf replaced; /* REGEX_SUB: the new text */
	size_t last_end;         /* bytes: what was copied or split off up to here */
	bool is_full;            /* value_bytes_max reached */
};

void value_begin(struct value_writer *);
/* GROUPS: group_count + 1 captures of the next match. */
void value_add(struct value_writer *, const struct regex_capture *groups);
void value_end(struct value_writer *);
void value_writer_fini(struct value_writer *);
/* <re.Match object; span=(0, 3), match='abc'> */
void value_write_match(struct str text, const struct regex_capture *whole, struct str_buf *out);

#endif
