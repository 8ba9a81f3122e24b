/* What this terminal can and cannot do, in lines, for people who wonder. */
#include "base/i18n.h"
#include "term/colors.h"
#include "term/locale.h"
#include "term/screen.h"
#include "term/terminfo.h"
#include "term/tty.h"
#include "text/cell.h"

#include <langinfo.h>
#include <stdlib.h>

static void
append_variable(struct str_buf *out, const char *name)
{
	const char *value = getenv(name);

	str_buf_printf(out, "%s: ", name);
	if (value && *value)
		cell_clean(str_of_c(value), false, out);
	else
		str_buf_append_c(out, _("not set"));
	str_buf_append_byte(out, '\n');
}

static void
append_terminfo(struct str_buf *out)
{
	enum screen_colors wanted = colors_wanted(SCREEN_COLORS_AUTO);
	struct terminfo info;
	struct err err = { 0 };

	if (!terminfo_choose(&info, wanted, &err)) {
		str_buf_printf(out, "%s: ", _("terminfo"));
		cell_clean(str_of_c(err.text), false, out);
		str_buf_append_byte(out, '\n');
		return;
	}
	str_buf_printf(out, "%s: %s\n", _("terminfo"), info.type);
	str_buf_printf(out, "%s: %s\n", _("colors"), colors_name(colors_depth(&info, wanted)));
	str_buf_printf(out, "%s: %s\n", _("alternate screen"), info.has_alternate ? _("yes") : _("no"));
	str_buf_printf(out, "%s: %s\n", _("paste and focus are told"), info.is_ansi ? _("asked for") : _("no"));
	str_buf_printf(out, "%s: %s\n", _("the mouse is told"), info.has_mouse ? _("asked for") : _("no"));
	str_buf_printf(out, "%s: %s\n", _("title, clipboard and large text"),
		       info.is_xterm_like ? _("asked for") : _("no"));
	terminfo_fini(&info);
}

void
screen_describe(struct str_buf *out)
{
	static const char *const variables[] = { "TERM", "COLORTERM", "NO_COLOR", "TMUX",
						 "STY",  "LANG",      "LC_ALL",   "LC_CTYPE" };
	struct err err = { 0 };
	struct tty tty;

	for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++)
		append_variable(out, variables[i]);
	append_terminfo(out);
	if (tty_open(&tty, &err)) {
		int width, height;

		tty_size(&tty, &width, &height);
		str_buf_printf(out, "%s: %dx%d\n", _("size"), width, height);
		tty_close(&tty);
	} else {
		str_buf_printf(out, "%s: %s\n", _("size"), err.text);
	}
	str_buf_printf(out, "%s: %s\n", _("encoding of the locale"), nl_langinfo(CODESET));
	str_buf_printf(out, "%s: %s\n", _("encoding used"), locale_use_utf8() ? "UTF-8" : _("ASCII only"));
}
