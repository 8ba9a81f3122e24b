/* What the parser (dialect.c), its escapes (escape.c) and its groups (group.c) share; nobody else includes it. */
#ifndef LAB_REGEX_DIALECT_PART_H
#define LAB_REGEX_DIALECT_PART_H

#include "lab/regex/charset.h"
#include "lab/regex/dialect.h"
#include "lab/regex/token.h"

enum {
	DIALECT_DEPTH_MAX = 120, /* below PCRE2's own limit of 250, with room for the groups we add */
	DIALECT_REPEAT_MAX = 65535
};
#define WIDTH_MAX UINT64_C(4294967295) /* as wide as wanted */

struct width { /* in characters, of what an expression can match */
	uint64_t low, high;
};

struct group {
	char *name; /* owned; NULL: none */
	bool is_closed;
	struct width width;
};

struct group_use { /* (?(N)…): checked when all groups are known */
	uint32_t group;
	size_t position;
};

enum item_kind { /* what stands before a quantifier */
	ITEM_NONE,
	ITEM_PLAIN,
	ITEM_AT,
	ITEM_REPEAT
};

struct item {
	enum item_kind kind;
	struct width width;
	size_t start; /* in the output */
};

struct parser {
	struct token_reader reader;
	struct str_buf out;
	unsigned flags;           /* of the whole pattern */
	VEC(struct group) groups; /* [0] is the whole */
	VEC(struct group_use) uses;
	size_t lookbehind_groups; /* groups open when the outermost lookbehind began; 0: in none */
	int depth;
	bool has_bad_lookbehind;
	size_t bad_lookbehind_at;
};

/* One of these for each level of the grammar. FLAGS are those in force here. All return false after an error. */
bool parse_branches(struct parser *, unsigned flags, bool is_top, struct width *out);
bool parse_sequence(struct parser *, unsigned flags, bool is_start, struct width *out);
/* Behind the backslash of ESCAPE, which was read. */
bool parse_escape(struct parser *, struct token escape, unsigned flags, struct item *item);
/* A character of a class into *CHARACTER, or a category into *CATEGORY (else 0). */
bool parse_class_escape(struct parser *, struct token escape, uint32_t *character, char *category);
/*
 * Behind an opening parenthesis. ITEM stays ITEM_NONE for what leaves nothing: comments and (?i).
 * *FLAGS changes by (?i).
 */
bool parse_group(struct parser *, unsigned *flags, bool may_set_flags, struct item *item);
void write_reference(struct parser *, uint32_t group, unsigned flags);
bool check_group_use(struct parser *, uint32_t group);
/* (?i as PCRE2 shall see it: in ASCII mode cases are written out instead. */
bool is_caseless(unsigned flags);

#endif
