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
#define BASE_TYPE   "xterm-256color"

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

/*
 * By its variable, and where that was not passed on, by the name it gives itself: tmux may use that, but has its own.
 */
static bool
is_gnu_screen(const char *type)
{
	const char *sty = getenv("STY"), *tmux = getenv("TMUX");

	return (sty && *sty) || (strncmp(type, "screen", 6) == 0 && !(tmux && *tmux));
}

/* xterm and mlterm send alt-a as á; others named so send ESC a anyway. */
static bool
has_meta_mode(const char *type)
{
	return strncmp(type, "xterm", 5) == 0 || strncmp(type, "mlterm", 6) == 0;
}

/* In place of the entry there is; false, and that one stays, when TYPE is not installed. */
static bool
load(struct terminfo *info, const char *type)
{
	TERMINAL *before = info->entry;
	int status;

	if (setupterm(type, STDOUT_FILENO, &status) != OK) {
		set_curterm(before);
		return false;
	}
	if (before && before != cur_term)
		del_curterm(before);
	info->entry = cur_term;
	snprintf(info->type, sizeof(info->type), "%s", type);
	return true;
}

/* By its name: what term.h has under max_colors is cut to 16 bits. */
static int
count_of(const char *name)
{
	int count = tigetnum(name);

	return count > 0 ? count : 0;
}

void
terminfo_append(struct str_buf *out, const char *capability)
{
	for (const char *text = capability ? capability : ""; *text; text++) {
		const char *end = text[0] == '$' && text[1] == '<' ? strchr(text, '>') : NULL;

		if (end)
			text = end;
		else
			str_buf_append_byte(out, *text);
	}
}

/*
 * The entry for TERM, or for the colours wanted if this kind of terminal has them: not GNU screen,
 * not the Linux console.
 */
static bool
load_best(struct terminfo *info, const char *term, enum screen_colors wanted)
{
	bool is_like = is_xterm_like(term), may_differ = is_like && !is_gnu_screen(term);

	if (may_differ && wanted == SCREEN_COLORS_TRUE && load(info, DIRECT_TYPE))
		return true;
	if (!load(info, term) && !(is_like && load(info, BASE_TYPE))) /* a new terminal on an old machine */
		return false;
	if (may_differ && (wanted == SCREEN_COLORS_256 || wanted == SCREEN_COLORS_16) && count_of("colors") < 16)
		load(info, BASE_TYPE);
	return true;
}

/* As ncurses sees it. */
static bool
has_color_sequences(void)
{
	return (set_a_foreground && set_a_background) || (set_foreground && set_background) || set_color_pair;
}

bool
terminfo_choose(struct terminfo *info, enum screen_colors wanted, struct err *err)
{
	const char *term = getenv("TERM");

	*info = (struct terminfo){ 0 };
	term = term ? term : "";
	if (!*term)
		return err_set(err, _("TERM is not set, so it is not known how to draw here: set it, for example "
				      "TERM=xterm-256color, or use notes-tui show"));
	if (!load_best(info, term, wanted))
		return err_set(err,
			       _("no description of the terminal “%.40s” (TERM) is installed: try TERM=xterm-256color, "
				 "or use notes-tui show"),
			       term);
	if (!cursor_address || !clear_screen || hard_copy) {
		terminfo_fini(info);
		return err_set(
			err,
			_("the terminal “%.40s” (TERM) cannot move its cursor, so nothing can be drawn on it: use "
			  "notes-tui show"),
			term);
	}
	info->is_ansi = strncmp(cursor_address, "\033[", 2) == 0;
	info->is_xterm_like = info->is_ansi && is_xterm_like(term);
	info->has_meta_mode = info->is_ansi && has_meta_mode(term);
	/*
	 * GNU screen 4.9, once asked, waits after ESC for the rest of a report:
	 * the key would be told with the next one.
	 */
	info->has_mouse = info->is_ansi && !is_gnu_screen(term);
	info->colors = count_of("colors");
	info->pairs = has_color_sequences() ? count_of("pairs") : 0;
	info->has_alternate = exit_ca_mode && *exit_ca_mode;
	terminfo_append(&info->start, enter_ca_mode);
	terminfo_append(&info->stop, exit_attribute_mode);
	terminfo_append(&info->stop, orig_pair);
	terminfo_append(&info->stop, keypad_local);
	terminfo_append(&info->stop, info->has_alternate ? exit_ca_mode : clear_screen);
	terminfo_append(&info->stop, cursor_normal);
	return true;
}

void
terminfo_fini(struct terminfo *info)
{
	if (info->entry)
		del_curterm(info->entry);
	info->entry = NULL;
	str_buf_fini(&info->start);
	str_buf_fini(&info->stop);
}
