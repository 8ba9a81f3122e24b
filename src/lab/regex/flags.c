/* Flags as letters, and the call as Python writes it. */
#include "base/alloc.h"
#include "base/i18n.h"
#include "lab/regex/regex.h"
#include "lab/regex/repr.h"
#include "text/utf8.h"

static const struct {
	char letter;
	unsigned flag;
	const char *python;
} flags_known[] = {
	{ 'i', REGEX_IGNORECASE, "re.I" }, { 'm', REGEX_MULTILINE, "re.M" }, { 's', REGEX_DOTALL, "re.S" },
	{ 'x', REGEX_VERBOSE, "re.X" },    { 'a', REGEX_ASCII, "re.A" },
};

static bool
find_flag(uint32_t letter, unsigned *flag)
{
	for (size_t i = 0; i < ARRAY_LEN(flags_known); i++) {
		if (letter == (uint32_t)flags_known[i].letter || letter + 32 == (uint32_t)flags_known[i].letter) {
			*flag |= flags_known[i].flag;
			return true;
		}
	}
	return letter == 'u' || letter == 'U' || letter == ' ' || letter == ',' || letter == '|';
}

bool
regex_flags_parse(struct str letters, unsigned *flags, struct err *err)
{
	struct str rest = letters;
	uint32_t letter, column = 0;

	*flags = 0;
	while (utf8_next(&rest, &letter, NULL)) {
		column++;
		if (!find_flag(letter, flags))
			return err_set_at(err, 0, column, "%s", _("unknown flag; known are i m s x a"));
	}
	return true;
}

/* A pattern is written raw where that is possible. */
static void
append_raw(struct str text, struct str_buf *out)
{
	struct str_buf repr = { 0 };
	bool is_raw = str_find_byte(text, '\\') != STR_NONE && str_find_byte(text, '\'') == STR_NONE &&
		      str_find_byte(text, '\n') == STR_NONE && text.data[text.len - 1] != '\\';

	if (is_raw) {
		str_buf_append_c(out, "r'");
		str_buf_append(out, text);
		str_buf_append_byte(out, '\'');
	} else {
		repr_append(&repr, text);
		str_buf_append(out, str_buf_str(&repr));
	}
	str_buf_fini(&repr);
}

void
regex_call_format(const struct regex_request *request, struct str_buf *out)
{
	const char *separator = ", flags=";

	str_buf_printf(out, "re.%s(", regex_mode_names[request->mode]);
	append_raw(request->pattern, out);
	if (request->mode == REGEX_SUB) {
		str_buf_append_c(out, ", ");
		append_raw(request->repl, out);
	}
	str_buf_append_c(out, ", text");
	for (size_t i = 0; i < ARRAY_LEN(flags_known); i++) {
		if (!(request->flags & flags_known[i].flag))
			continue;
		str_buf_printf(out, "%s%s", separator, flags_known[i].python);
		separator = " | ";
	}
	str_buf_append_byte(out, ')');
}
