/*
 * Strings: `struct str`, a borrowed slice of bytes, and `struct str_buf`, a growing buffer that owns its bytes.
 *
 * A slice is valid as long as what it was cut from; it need not end in NUL and may hold any byte. Lengths and
 * offsets are in bytes. Nothing here knows about encodings (text/utf8.h does). Any thread.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define STR_NONE SIZE_MAX /* "not found" */

struct str {
	const char *data; /* may be NULL when len is 0 */
	size_t len;
};

#define STR(literal) ((struct str){ "" literal, sizeof(literal) - 1 })
/* For printf: printf("%.*s", STR_ARG(slice)); lengths beyond INT_MAX are cut. */
#define STR_FMT        ".*s"
#define STR_ARG(slice) str_printf_len(slice), ((slice).data ? (slice).data : "")

struct str str_of(const char *data, size_t len);
struct str str_of_c(const char *text); /* NULL gives the empty slice */
int str_printf_len(struct str);

bool str_is_equal(struct str, struct str);
bool str_is_equal_c(struct str, const char *);
bool str_is_equal_nocase(struct str, struct str); /* ASCII letters only */
int str_compare(struct str, struct str);          /* memcmp order, shorter first; for qsort and bsearch */
bool str_has_prefix(struct str, struct str prefix);
bool str_has_suffix(struct str, struct str suffix);
bool str_is_ascii(struct str); /* no byte is 0x80 or more */

/* Cut [start, end); both are clamped to the slice. */
struct str str_cut(struct str, size_t start, size_t end);
struct str str_skip(struct str, size_t count); /* without the first COUNT bytes */
struct str str_trim(struct str);               /* without ASCII blanks (space \t \r \n \f \v) at both ends */
struct str str_trim_end(struct str);

size_t str_find(struct str haystack, struct str needle); /* first offset or STR_NONE; an empty needle is at 0 */
size_t str_find_byte(struct str, char);
size_t str_rfind_byte(struct str, char);

/*
 * Split off the part before the first SEPARATOR and move REST behind it. False when REST was exhausted already
 * (REST.data is set to NULL after the last part), so `while (str_next(&rest, '\n', &part))` sees every part,
 * the empty ones too: "a\n" has the parts "a" and "".
 */
bool str_next(struct str *rest, char separator, struct str *part);
/* The next line without its \n or \r\n; "a\n" is one line. False at the end. */
bool str_next_line(struct str *rest, struct str *line);

/* Whole-slice numbers in decimal with an optional sign; false (and *out untouched) on anything else or overflow. */
bool str_to_int64(struct str, int64_t *out);
bool str_to_double(struct str, double *out); /* C locale, finite numbers only */

char *str_copy_c(struct str);  /* heap copy with a NUL; the caller frees */
int str_hex_digit(char);       /* 0–15; -1: it is none */
uint64_t str_hash(struct str); /* FNV-1a, 64 bits: stable between runs */

/* A growing buffer. All zero is a valid empty buffer. After any append, data is NUL-terminated. */
struct str_buf {
	char *data; /* owned; NULL until something was appended */
	size_t len; /* without the NUL */
	size_t capacity;
};

void str_buf_fini(struct str_buf *);  /* frees; the buffer is empty and usable again */
void str_buf_clear(struct str_buf *); /* empties, keeps the storage */
void str_buf_reserve(struct str_buf *, size_t extra);
void str_buf_append(struct str_buf *, struct str);
void str_buf_append_c(struct str_buf *, const char *);
void str_buf_append_byte(struct str_buf *, char);
void str_buf_append_json(struct str_buf *, struct str); /* a JSON string: in quotes, escaped where it must be */
void str_buf_append_repeat(struct str_buf *, struct str, size_t times);
void str_buf_printf(struct str_buf *, const char *format, ...) __attribute__((format(printf, 2, 3)));
void str_buf_vprintf(struct str_buf *, const char *format, va_list) __attribute__((format(printf, 2, 0)));
void str_buf_cut(struct str_buf *, size_t len);                               /* shorten to LEN <= len */
void str_buf_replace(struct str_buf *, size_t start, size_t end, struct str); /* [start, end) becomes the slice */
struct str str_buf_str(const struct str_buf *);                               /* borrowed until the next change */
const char *str_buf_c(const struct str_buf *);                                /* never NULL */
char *str_buf_take(struct str_buf *); /* the owned C string, never NULL; the buffer is empty afterwards */

#endif
