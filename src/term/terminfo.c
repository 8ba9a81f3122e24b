/* Which description of the terminal to use and what it says. */
#include "term/terminfo.h"

#include "base/alloc.h"
#include "base/i18n.h"
#include "term/curses.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>
#include <unistd.h>

#define DIRECT_TYPE "vte-direct" /* its form of direct colour is understood by more terminals than xterm-direct's */

/* Families of terminals whose sequences are xterm's; by the beginning of TERM. */
static const char *const xterm_like[] = {
	"alacritty", "contour", "foot",   "ghostty",     "gnome", "iterm",   "kitty",
	"konsole",   "mintty",  "mlterm", "ms-terminal", "putty", "rio",     "rxvt",
	"screen",    "st-",     "st256",  "tmux",        "vte",   "wezterm", "xterm",
};

static bool
is_xterm_like(const char *type)
{
	if (strcmp(type, "st") == 0)
		return true;
	for (size_t i = 0; i < ARRAY_LEN(xterm_like); i++)
		if (strncmp(type, xterm_like[i], strlen(xterm_like[i])) == 0)
			return true;
	return false;
}

static bool
load(const char *type)
{
	int status;

	return setupterm(type, STDOUT_FILENO, &status) == OK;
}

static void
unload(void)
{
	if (cur_term)
		del_curterm(cur_term);
}

static const char *
capability(const char *name)
{
	const char *text = tigetstr(name);

	return text == NULL || text == (const char *)-1 ? "" : text;
}

/* Capabilities may hold padding, $<5>: that is for tputs, not for the wire. */
static void
append_capability(struct str_buf *out, const char *name)
{
	for (const char *text = capability(name); *text; text++) {
		const char *end = text[0] == '$' && text[1] == '<' ? strchr(text, '>') : NULL;

		if (end)
			text = end;
		else
			str_buf_append_byte(out, *text);
	}
}

static bool
choose_base(struct terminfo *info, const char *term, struct err *err)
{
	if (!*term)
		return err_set(err, _("TERM is not set, so it is not known how to draw here: set it, for example "
				      "TERM=xterm-256color, or use notes-tui show"));
	snprintf(info->type, sizeof(info->type), "%s", term);
	if (load(info->type))
		return true;
	unload();
	if (is_xterm_like(term)) { /* a new terminal on an old machine */
		snprintf(info->type, sizeof(info->type), "%s", "xterm-256color");
		if (load(info->type))
			return true;
		unload();
	}
	return err_set(err,
		       _("no description of the terminal “%.40s” (TERM) is installed: try TERM=xterm-256color, or use "
			 "notes-tui show"),
		       term);
}

/* The entry for the colours wanted, if this kind of terminal has them: not GNU screen, not the Linux console. */
static void
upgrade(struct terminfo *info, enum screen_colors wanted)
{
	const char *type = wanted == SCREEN_COLORS_TRUE                                ? DIRECT_TYPE
			   : wanted == SCREEN_COLORS_256 || wanted == SCREEN_COLORS_16 ? "xterm-256color"
										       : NULL;
	const char *sty = getenv("STY");

	if (!type || !info->is_xterm_like || (sty && *sty) || (wanted != SCREEN_COLORS_TRUE && info->colors >= 16))
		return;
	unload();
	if (load(type))
		snprintf(info->type, sizeof(info->type), "%s", type);
	else if (unload(), !load(info->type))
		unload();
}

bool
terminfo_choose(struct terminfo *info, enum screen_colors wanted, struct err *err)
{
	const char *term = getenv("TERM");

	*info = (struct terminfo){ 0 };
	term = term ? term : "";
	if (!choose_base(info, term, err))
		return false;
	if (!*capability("cup") || !*capability("clear") || tigetflag("hc") > 0) {
		unload();
		return err_set(
			err,
			_("the terminal “%.40s” (TERM) cannot move its cursor, so nothing can be drawn on it: use "
			  "notes-tui show"),
			term);
	}
	info->is_ansi = strncmp(capability("cup"), "\033[", 2) == 0;
	info->is_xterm_like = info->is_ansi && is_xterm_like(term);
	info->colors = tigetnum("colors");
	upgrade(info, wanted);
	info->colors = tigetnum("colors") > 0 ? tigetnum("colors") : 0;
	info->has_alternate = *capability("rmcup");
	append_capability(&info->start, "smcup");
	append_capability(&info->stop, "sgr0");
	append_capability(&info->stop, "op");
	append_capability(&info->stop, "rmkx");
	append_capability(&info->stop, info->has_alternate ? "rmcup" : "clear");
	append_capability(&info->stop, "cnorm");
	unload();
	return true;
}

void
terminfo_fini(struct terminfo *info)
{
	str_buf_fini(&info->start);
	str_buf_fini(&info->stop);
}
