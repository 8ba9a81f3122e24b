/* A pattern of Python's, checked as Python checks it and written anew for PCRE2. Pure. */
#ifndef LAB_REGEX_DIALECT_H
#define LAB_REGEX_DIALECT_H

#include "lab/regex/regex.h"

struct dialect {
	struct str_buf pcre2; /* compile with UTF | UCP | ALT_CIRCUMFLEX and newline LF, CASELESS as said below */
	unsigned flags;       /* with those a (?i) at the start adds */
	bool is_caseless;
	size_t group_count;
	char **names; /* as in struct regex_result; owned until taken */
};

/* False with Python's words; the column is the position + 1, or 0 where Python names none. */
bool dialect_translate(struct str pattern, unsigned flags, struct dialect *out, struct err *err);
void dialect_fini(struct dialect *);
/* Index of a named group, 0 if there is none. */
size_t dialect_find_group(const struct dialect *, struct str name);

#endif
