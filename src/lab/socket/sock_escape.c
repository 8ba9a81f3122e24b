/* The escapes of typed text. */
#include "lab/socket/sock_escape.h"

#include "base/alloc.h"
#include "base/i18n.h"
#include "text/utf8.h"

static const struct {
	char letter, byte;
} escapes[] = {
	{ 'n', '\n' },  { 'r', '\r' }, { 't', '\t' }, { '0', '\0' },   { '\\', '\\' }, { '"', '"' },
	{ '\'', '\'' }, { 'a', '\a' }, { 'b', '\b' }, { 'e', '\x1b' }, { 'f', '\f' },  { 'v', '\v' },
};

/* The escape at AT (a backslash): its byte, and how many bytes it is written with. 0: none. */
static size_t
read_one(struct str text, size_t at, char *byte)
{
	if (at + 1 >= text.len)
		return 0;
	char letter = text.data[at + 1];

	if (letter == 'x') {
		int high = at + 2 < text.len ? str_hex_digit(text.data[at + 2]) : -1;
		int low = at + 3 < text.len ? str_hex_digit(text.data[at + 3]) : -1;

		if (high < 0 || low < 0)
			return 0;
		*byte = (char)(high << 4 | low);
		return 4;
	}
	for (size_t i = 0; i < ARRAY_LEN(escapes); i++) {
		if (escapes[i].letter == letter) {
			*byte = escapes[i].byte;
			return 2;
		}
	}
	return 0;
}

bool
sock_escape_read(struct str text, struct str_buf *out, struct err *err)
{
	size_t before = out->len;

	for (size_t at = 0; at < text.len;) {
		char byte = text.data[at];
		size_t len = 1;

		if (byte == '\\' && (len = read_one(text, at, &byte)) == 0) {
			str_buf_cut(out, before);
			err_set_at(err, 0, (uint32_t)at + 1,
				   _("a backslash begins \\n \\r \\t \\0 \\xHH or is written \\\\"));
			return false;
		}
		str_buf_append_byte(out, byte);
		at += len;
	}
	return true;
}

static void
write_byte(unsigned char byte, struct str_buf *out)
{
	if (byte == '\n')
		str_buf_append_c(out, "\\n");
	else if (byte == '\r')
		str_buf_append_c(out, "\\r");
	else if (byte == '\t')
		str_buf_append_c(out, "\\t");
	else if (byte == '\\' || byte == '\'')
		str_buf_printf(out, "\\%c", byte);
	else if (byte >= ' ' && byte < 0x7f)
		str_buf_append_byte(out, (char)byte);
	else
		str_buf_printf(out, "\\x%02x", (unsigned)byte);
}

void
sock_escape_write(struct str bytes, size_t max_bytes, struct str_buf *out)
{
	size_t count = bytes.len < max_bytes ? bytes.len : max_bytes;

	str_buf_append_c(out, "b'");
	for (size_t i = 0; i < count; i++)
		write_byte((unsigned char)bytes.data[i], out);
	str_buf_append_byte(out, '\'');
	if (count < bytes.len)
		str_buf_append_c(out, "…");
}

void
sock_escape_write_text(struct str bytes, size_t max_bytes, struct str_buf *out)
{
	struct str rest = str_cut(bytes, 0, max_bytes);

	str_buf_append_byte(out, '\'');
	while (rest.len > 0) {
		struct str before = rest;
		uint32_t codepoint;
		bool is_valid;

		utf8_next(&rest, &codepoint, &is_valid);
		if (codepoint >= 0xA0 && is_valid)
			str_buf_append(out, str_cut(before, 0, before.len - rest.len));
		else
			for (size_t i = 0; i < before.len - rest.len; i++)
				write_byte((unsigned char)before.data[i], out);
	}
	str_buf_append_byte(out, '\'');
	if (bytes.len > max_bytes)
		str_buf_append_c(out, "…");
}
