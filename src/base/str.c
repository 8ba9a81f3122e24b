/* Borrowed slices and growing buffers of bytes. */
#include "base/str.h"

#include "base/alloc.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

struct str
str_of(const char *data, size_t len)
{
	return (struct str){ data, len };
}

struct str
str_of_c(const char *text)
{
	return (struct str){ text, text ? strlen(text) : 0 };
}

int
str_printf_len(struct str slice)
{
	return slice.len > INT_MAX ? INT_MAX : (int)slice.len;
}

bool
str_is_equal(struct str a, struct str b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

bool
str_is_equal_c(struct str a, const char *b)
{
	return str_is_equal(a, str_of_c(b));
}

static unsigned char
fold_ascii(char byte)
{
	return (unsigned char)(byte >= 'A' && byte <= 'Z' ? byte - 'A' + 'a' : byte);
}

bool
str_is_equal_nocase(struct str a, struct str b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (fold_ascii(a.data[i]) != fold_ascii(b.data[i]))
			return false;
	return true;
}

int
str_compare(struct str a, struct str b)
{
	size_t common = a.len < b.len ? a.len : b.len;
	int order = common ? memcmp(a.data, b.data, common) : 0;

	return order ? order : (a.len > b.len) - (a.len < b.len);
}

bool
str_has_prefix(struct str slice, struct str prefix)
{
	return slice.len >= prefix.len && str_is_equal(str_cut(slice, 0, prefix.len), prefix);
}

bool
str_has_suffix(struct str slice, struct str suffix)
{
	return slice.len >= suffix.len && str_is_equal(str_skip(slice, slice.len - suffix.len), suffix);
}

bool
str_is_ascii(struct str slice)
{
	for (size_t i = 0; i < slice.len; i++)
		if ((unsigned char)slice.data[i] >= 0x80)
			return false;
	return true;
}

struct str
str_cut(struct str slice, size_t start, size_t end)
{
	if (end > slice.len)
		end = slice.len;
	if (start > end)
		start = end;
	return (struct str){ slice.data ? slice.data + start : NULL, end - start };
}

struct str
str_skip(struct str slice, size_t count)
{
	return str_cut(slice, count, slice.len);
}

static bool
is_blank(char byte)
{
	return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

struct str
str_trim_end(struct str slice)
{
	while (slice.len && is_blank(slice.data[slice.len - 1]))
		slice.len--;
	return slice;
}

struct str
str_trim(struct str slice)
{
	slice = str_trim_end(slice);
	while (slice.len && is_blank(slice.data[0]))
		slice = str_skip(slice, 1);
	return slice;
}

size_t
str_find(struct str haystack, struct str needle)
{
	if (needle.len == 0)
		return 0;
	if (haystack.len < needle.len)
		return STR_NONE;
	const char *hit = memmem(haystack.data, haystack.len, needle.data, needle.len);

	return hit ? (size_t)(hit - haystack.data) : STR_NONE;
}

size_t
str_find_byte(struct str slice, char byte)
{
	const char *hit = slice.len ? memchr(slice.data, byte, slice.len) : NULL;

	return hit ? (size_t)(hit - slice.data) : STR_NONE;
}

size_t
str_rfind_byte(struct str slice, char byte)
{
	const char *hit = slice.len ? memrchr(slice.data, byte, slice.len) : NULL;

	return hit ? (size_t)(hit - slice.data) : STR_NONE;
}

bool
str_next(struct str *rest, char separator, struct str *part)
{
	if (!rest->data)
		return false;
	size_t at = str_find_byte(*rest, separator);

	if (at == STR_NONE) {
		*part = *rest;
		*rest = (struct str){ NULL, 0 };
	} else {
		*part = str_cut(*rest, 0, at);
		*rest = str_skip(*rest, at + 1);
	}
	return true;
}

bool
str_next_line(struct str *rest, struct str *line)
{
	if (rest->len == 0)
		return false;
	size_t at = str_find_byte(*rest, '\n');

	*line = str_cut(*rest, 0, at);
	*rest = str_skip(*rest, at == STR_NONE ? rest->len : at + 1);
	if (at != STR_NONE && line->len && line->data[line->len - 1] == '\r')
		line->len--;
	return true;
}

bool
str_to_int64(struct str slice, int64_t *out)
{
	bool is_negative = slice.len && slice.data[0] == '-';
	int64_t value = 0;

	if (slice.len && (slice.data[0] == '-' || slice.data[0] == '+'))
		slice = str_skip(slice, 1);
	if (slice.len == 0)
		return false;
	for (size_t i = 0; i < slice.len; i++) {
		int digit = slice.data[i] - '0';

		if (digit < 0 || digit > 9 || __builtin_mul_overflow(value, 10, &value))
			return false;
		if (is_negative ? __builtin_sub_overflow(value, digit, &value)
				: __builtin_add_overflow(value, digit, &value))
			return false;
	}
	*out = value;
	return true;
}

bool
str_to_double(struct str slice, double *out)
{
	char copy[64], *end;

	if (slice.len == 0 || slice.len >= sizeof(copy) || is_blank(slice.data[0]))
		return false;
	memcpy(copy, slice.data, slice.len);
	copy[slice.len] = '\0';
	if (strcspn(copy, "xX") != slice.len) /* no NUL, and nothing strtod() takes for hexadecimal */
		return false;
	locale_t c_locale = newlocale(LC_NUMERIC_MASK, "C", NULL);

	errno = 0;
	double value = c_locale ? strtod_l(copy, &end, c_locale) : strtod(copy, &end);

	if (c_locale)
		freelocale(c_locale);
	if (*end || end == copy || errno == ERANGE || !isfinite(value))
		return false;
	*out = value;
	return true;
}

char *
str_copy_c(struct str slice)
{
	return mem_copy(slice.data, slice.len);
}

int
str_hex_digit(char byte)
{
	if (byte >= '0' && byte <= '9')
		return byte - '0';
	byte = (char)(byte | 0x20);
	return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

uint64_t
str_hash(struct str slice)
{
	uint64_t hash = 14695981039346656037u;

	for (size_t i = 0; i < slice.len; i++)
		hash = (hash ^ (unsigned char)slice.data[i]) * 1099511628211u;
	return hash;
}

void
str_buf_fini(struct str_buf *buf)
{
	free(buf->data);
	*buf = (struct str_buf){ 0 };
}

void
str_buf_clear(struct str_buf *buf)
{
	str_buf_cut(buf, 0);
}

void
str_buf_reserve(struct str_buf *buf, size_t extra)
{
	size_t needed;

	if (__builtin_add_overflow(buf->len, extra, &needed) || needed == SIZE_MAX)
		needed = SIZE_MAX - 1; /* mem_realloc_array reports and aborts */
	if (needed < buf->capacity)
		return;
	size_t capacity = buf->capacity < 32 ? 32 : buf->capacity;

	while (capacity <= needed)
		capacity = capacity > SIZE_MAX / 2 ? needed + 1 : capacity * 2;
	buf->data = mem_realloc_array(buf->data, capacity, 1);
	buf->capacity = capacity;
	buf->data[buf->len] = '\0';
}

void
str_buf_append(struct str_buf *buf, struct str slice)
{
	str_buf_reserve(buf, slice.len);
	if (slice.len)
		memcpy(buf->data + buf->len, slice.data, slice.len);
	buf->len += slice.len;
	buf->data[buf->len] = '\0';
}

void
str_buf_append_c(struct str_buf *buf, const char *text)
{
	str_buf_append(buf, str_of_c(text));
}

void
str_buf_append_byte(struct str_buf *buf, char byte)
{
	str_buf_append(buf, (struct str){ &byte, 1 });
}

void
str_buf_append_json(struct str_buf *buf, struct str text)
{
	str_buf_append_byte(buf, '"');
	for (size_t i = 0; i < text.len; i++) {
		unsigned char byte = (unsigned char)text.data[i];

		if (byte == '"' || byte == '\\')
			str_buf_append_byte(buf, '\\');
		if (byte < 0x20)
			str_buf_printf(buf, "\\u%04x", byte);
		else
			str_buf_append_byte(buf, (char)byte);
	}
	str_buf_append_byte(buf, '"');
}

void
str_buf_append_repeat(struct str_buf *buf, struct str slice, size_t times)
{
	for (size_t i = 0; i < times; i++)
		str_buf_append(buf, slice);
}

void
str_buf_vprintf(struct str_buf *buf, const char *format, va_list args)
{
	va_list again;

	va_copy(again, args);
	int len = vsnprintf(NULL, 0, format, again);

	va_end(again);
	assert(len >= 0);
	str_buf_reserve(buf, (size_t)len);
	vsnprintf(buf->data + buf->len, (size_t)len + 1, format, args);
	buf->len += (size_t)len;
}

void
str_buf_printf(struct str_buf *buf, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	str_buf_vprintf(buf, format, args);
	va_end(args);
}

void
str_buf_cut(struct str_buf *buf, size_t len)
{
	assert(len <= buf->len);
	buf->len = len;
	if (buf->data)
		buf->data[len] = '\0';
}

void
str_buf_replace(struct str_buf *buf, size_t start, size_t end, struct str slice)
{
	assert(start <= end && end <= buf->len);
	assert(!slice.len || slice.data + slice.len <= buf->data || slice.data >= buf->data + buf->capacity);
	str_buf_reserve(buf, slice.len);
	memmove(buf->data + start + slice.len, buf->data + end, buf->len - end);
	if (slice.len)
		memcpy(buf->data + start, slice.data, slice.len);
	buf->len = buf->len - (end - start) + slice.len;
	buf->data[buf->len] = '\0';
}

struct str
str_buf_str(const struct str_buf *buf)
{
	return (struct str){ buf->data, buf->len };
}

const char *
str_buf_c(const struct str_buf *buf)
{
	return buf->data ? buf->data : "";
}

char *
str_buf_take(struct str_buf *buf)
{
	str_buf_reserve(buf, 0);
	char *text = buf->data;

	*buf = (struct str_buf){ 0 };
	return text;
}
