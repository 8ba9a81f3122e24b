/* Writes strings the way Python's repr() does. */
#include "lab/regex/repr.h"

#include "text/utf8.h"

#include <stdbool.h>
#include <stdint.h>
#include <unictype.h>

/* str.isprintable: no control, format, surrogate, private or unassigned character, no separator but the space. */
static bool
is_printable(uint32_t character)
{
	if (character < 0x7F)
		return character >= 0x20;
	return !uc_is_general_category_withtable(character, UC_CATEGORY_MASK_Cc | UC_CATEGORY_MASK_Cf |
								    UC_CATEGORY_MASK_Cs | UC_CATEGORY_MASK_Co |
								    UC_CATEGORY_MASK_Cn | UC_CATEGORY_MASK_Zl |
								    UC_CATEGORY_MASK_Zp | UC_CATEGORY_MASK_Zs);
}

static void
append_escaped(struct str_buf *out, uint32_t character)
{
	switch (character) {
	case '\n':
		str_buf_append_c(out, "\\n");
		return;
	case '\r':
		str_buf_append_c(out, "\\r");
		return;
	case '\t':
		str_buf_append_c(out, "\\t");
		return;
	}
	if (character < 0x100)
		str_buf_printf(out, "\\x%02x", character);
	else if (character < 0x10000)
		str_buf_printf(out, "\\u%04x", character);
	else
		str_buf_printf(out, "\\U%08x", character);
}

void
repr_append(struct str_buf *out, struct str text)
{
	bool uses_double = str_find_byte(text, '\'') != STR_NONE && str_find_byte(text, '"') == STR_NONE;
	char quote = uses_double ? '"' : '\'';
	uint32_t character;

	str_buf_append_byte(out, quote);
	while (utf8_next(&text, &character, NULL)) {
		if (character == (uint32_t)(unsigned char)quote || character == '\\') {
			str_buf_append_byte(out, '\\');
			str_buf_append_byte(out, (char)character);
		} else if (is_printable(character)) {
			utf8_append(out, character);
		} else {
			append_escaped(out, character);
		}
	}
	str_buf_append_byte(out, quote);
}
