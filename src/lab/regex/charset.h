/* Characters and character classes, collected as Python reads them and written as PCRE2 takes them. Pure. */
#ifndef LAB_REGEX_CHARSET_H
#define LAB_REGEX_CHARSET_H

#include "base/str.h"
#include "base/vec.h"

#include <stdbool.h>
#include <stdint.h>

struct charset_range {
	uint32_t low, high; /* inclusive */
};

struct charset {
	VEC(struct charset_range) ranges;
	struct str_buf categories; /* letters of d D s S w W */
	bool is_negated;
};

void charset_fini(struct charset *);
void charset_add(struct charset *, uint32_t low, uint32_t high);
/* As a class in brackets. FLAGS are enum regex_flag. */
void charset_write(const struct charset *, unsigned flags, struct str_buf *out);

/* One character outside a class. */
void charset_write_char(uint32_t character, unsigned flags, struct str_buf *out);
/* \d \D \s \S \w \W outside a class, and \b \B. */
void charset_write_category(char letter, unsigned flags, struct str_buf *out);
void charset_write_boundary(bool is_negated, unsigned flags, struct str_buf *out);

#endif
