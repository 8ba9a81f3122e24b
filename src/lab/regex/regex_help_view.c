/* The quick reference: what a pattern may say, in two columns. */
#include "base/alloc.h"
#include "base/i18n.h"
#include "lab/regex/regex_state.h"

static const struct {
	const char *syntax, *meaning;
} rows[] = {
	{ ".", N_("any character but a newline") },
	{ "[abc] [^a-z]", N_("one of these, none of these") },
	{ "\\d \\w \\s", N_("digit, word character, blank; capitals: not") },
	{ "^ $", N_("start and end of the text; with m of lines") },
	{ "\\A \\Z", N_("start and end of the text, always") },
	{ "\\b \\B", N_("edge of a word, no edge") },
	{ "a|b", N_("this or that") },
	{ "* + ?", N_("any number, at least one, at most one") },
	{ "{3} {2,5} {,4}", N_("so many times") },
	{ "*? +? | *+ ++", N_("as few as possible | never given back") },
	{ "( ) (?: )", N_("group numbered from 1, group not kept") },
	{ "(?P<name> )", N_("group with a name") },
	{ "(?> )", N_("group never entered again") },
	{ "\\1 (?P=name)", N_("what that group matched") },
	{ "(?= ) (?! )", N_("followed by, not followed by") },
	{ "(?<= ) (?<! )", N_("preceded by, not preceded by") },
	{ "(?(1)a|b)", N_("a if group 1 took part, else b") },
	{ "(?i) (?i: )", N_("flags for all, for a part") },
	{ "i m s", N_("ignore case, ^ $ at lines, . takes \\n") },
	{ "x a", N_("blanks and # comments free, ASCII only") },
};

void
regex_help_draw(const struct canvas *canvas)
{
	int width = canvas_width(canvas), height = canvas_height(canvas), count = (int)ARRAY_LEN(rows);
	int columns = width >= 108 ? 2 : 1, per_column = (count + columns - 1) / columns;
	int column_cols = width / columns, syntax_cols = width >= 44 ? 15 : 10;

	for (int i = 0; i < count; i++) {
		int x = i / per_column * column_cols, y = i % per_column;

		if (y >= height)
			continue;
		canvas_print_fit(canvas, x, y, syntax_cols, STYLE(INK_CODE), str_of_c(rows[i].syntax));
		canvas_print_fit(canvas, x + syntax_cols + 1, y, column_cols - syntax_cols - 2, STYLE(INK_TEXT),
				 str_of_c(_(rows[i].meaning)));
	}
}
