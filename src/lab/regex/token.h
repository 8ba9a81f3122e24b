/*
 * Reads a pattern or a template the way Python's re does: one token ahead, where a token is a character or a backslash
 * with the character behind it. Positions are code points, as Python counts them. Pure.
 */
#ifndef LAB_REGEX_TOKEN_H
#define LAB_REGEX_TOKEN_H

#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

#define TOKEN_END UINT32_MAX

struct token {
	uint32_t first;  /* the character, '\\' of an escape, or TOKEN_END */
	uint32_t second; /* behind the backslash; 0 if there is none */
	size_t len;      /* 1 or 2; 0 at the end */
};

struct token_reader {
	uint32_t *chars; /* owned */
	size_t len, at;  /* at: where NEXT stands */
	struct token next;
	struct err *err;
	struct str_buf shown; /* what an error quotes; owned */
	bool is_broken;       /* a lone backslash at the end was reached: every read fails, the error is set */
};

/* False when the text ends in a lone backslash and is nothing else. ERR's column is the position + 1. */
bool token_reader_init(struct token_reader *, struct str text, struct err *err);
void token_reader_fini(struct token_reader *);

struct token token_get(struct token_reader *);
bool token_match(struct token_reader *, uint32_t character);
void token_seek(struct token_reader *, size_t position);
bool token_next_is_digit(const struct token_reader *);
bool token_next_is_octal(const struct token_reader *);
/* Up to MAX hexadecimal (or octal) digits; how many were read, their value in *VALUE. */
size_t token_get_hex(struct token_reader *, size_t max, uint32_t *value);
size_t token_get_octal(struct token_reader *, size_t max, uint32_t *value);

/* Say what is wrong OFFSET characters before the next token. Always false; the first error stays. */
bool token_fail(struct token_reader *, size_t offset, const char *format, ...) __attribute__((format(printf, 3, 4)));
/*
 * For those words: NAME as repr() writes it, and what was read since position START. Borrowed until the next of these.
 */
const char *token_show_repr(struct token_reader *, struct str name);
const char *token_show_since(struct token_reader *, size_t start);
/* A name up to TERMINATOR, which is read; WHAT is Python's word for it. *LEN is in code points. */
bool token_get_name(struct token_reader *, uint32_t terminator, const char *what, struct str_buf *name, size_t *len);
void token_append(struct str_buf *out, struct token); /* as it was written */

bool token_name_is_identifier(struct str name);
/* A number as int() reads it: ASCII digits; false on anything else or more than 9 digits. */
bool token_name_to_number(struct str name, uint32_t *out);

#endif
