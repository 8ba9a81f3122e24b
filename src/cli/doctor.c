/* `doctor`: what works here and what does not: terminal, locale, libraries, directories, settings. */
#include "base/alloc.h"
#include "base/i18n.h"
#include "base/path.h"
#include "cli/command.h"
#include "cli/versions.h"
#include "lab/registry.h"
#include "term/screen.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

enum health {
	GOOD,
	ODD, /* works, but not all of it */
	BAD
};

static const struct {
	const char *sign;
	uint8_t ink;
} health_signs[] = { [GOOD] = { "✓", INK_OK }, [ODD] = { "!", INK_WARN }, [BAD] = { "✗", INK_ERROR } };

struct checkup {
	struct out *out;
	bool has_bad;
};

static void tell(struct checkup *, enum health, const char *name, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

static void
tell(struct checkup *checkup, enum health health, const char *name, const char *format, ...)
{
	struct str_buf text = { 0 };
	va_list args;

	va_start(args, format);
	str_buf_vprintf(&text, format, args);
	va_end(args);
	checkup->has_bad |= health == BAD;
	out_blanks(checkup->out, 2);
	out_style(checkup->out, STYLE(health_signs[health].ink));
	out_safe(checkup->out, str_of_c(health_signs[health].sign));
	out_style(checkup->out, STYLE_PLAIN);
	out_printf(checkup->out, " %s: ", name);
	out_text(checkup->out, str_buf_str(&text));
	out_newline(checkup->out);
	str_buf_fini(&text);
}

static void
title(struct checkup *checkup, const char *text)
{
	out_style(checkup->out, STYLE(INK_STRONG));
	out_text(checkup->out, str_of_c(text));
	out_newline(checkup->out);
}

static void
check_terminal(struct checkup *checkup)
{
	struct str_buf lines = { 0 };
	struct str rest, line;
	bool is_terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);

	title(checkup, _("Terminal"));
	if (is_terminal)
		tell(checkup, GOOD, _("terminal"), "%s", _("standard input and output are one"));
	else
		tell(checkup, ODD, _("terminal"), "%s",
		     _("standard input or output is none: courses are printed here, not opened"));
	screen_describe(&lines);
	rest = str_buf_str(&lines);
	while (rest.len && str_next_line(&rest, &line)) {
		if (!str_trim(line).len)
			continue;
		out_blanks(checkup->out, 4);
		out_text(checkup->out, line);
		out_newline(checkup->out);
	}
	str_buf_fini(&lines);
}

static void
check_locale(struct checkup *checkup, const struct cli *cli)
{
	const char *codeset = nl_langinfo(CODESET);
	char *dir = path_shipped("locale");

	title(checkup, _("Locale"));
	tell(checkup, strcmp(codeset, "UTF-8") ? BAD : GOOD, _("characters"), "%s (%s)", codeset,
	     setlocale(LC_CTYPE, NULL));
	tell(checkup, GOOD, _("language"), "%s", cli->language);
	if (dir)
		tell(checkup, GOOD, _("translations"), "%s", dir);
	else
		tell(checkup, ODD, _("translations"), "%s", _("not installed: messages are in English"));
	free(dir);
}

static void
check_libraries(struct checkup *checkup)
{
	title(checkup, _("Libraries"));
	for (const struct library *library = library_list(); library->name; library++) {
		char text[128] = "";

		library->version(text, sizeof(text));
		tell(checkup, GOOD, library->name, "%s", text);
	}
}

/* The user's own: what is set up is only read, what is kept is written. */
static const struct own_directory {
	const char *name;
	char *(*path)(void); /* NULL: it has no place; else to be freed */
	int access;          /* what is done there, as access() takes it */
	const char *placeless, *absent, *unusable;
} own_directories[] = {
	{ N_("configuration"), path_config_dir, R_OK | X_OK,
	  N_("neither XDG_CONFIG_HOME nor HOME is set: everything is as it comes"),
	  N_("not there: everything is as it comes"), N_("what is set up there does nothing") },
	{ N_("state"), path_state_dir, W_OK | X_OK, N_("neither XDG_STATE_HOME nor HOME is set: nothing is kept"),
	  N_("made when it is needed"), N_("what belongs there is not kept") },
};

static void
check_own_directory(struct checkup *checkup, const struct own_directory *own)
{
	char *path = own->path();

	if (!path)
		tell(checkup, ODD, _(own->name), "%s", _(own->placeless));
	else if (access(path, own->access) == 0)
		tell(checkup, GOOD, _(own->name), "%s", path);
	else if (errno == ENOENT)
		tell(checkup, GOOD, _(own->name), "%s (%s)", path, _(own->absent));
	else
		tell(checkup, ODD, _(own->name), "%s (%s): %s", path, strerror(errno), _(own->unusable));
	free(path);
}

static void
check_shipped(struct checkup *checkup, const char *name, const char *label)
{
	char *path = path_shipped(name);

	if (path)
		tell(checkup, GOOD, label, "%s", path);
	else
		tell(checkup, BAD, label, "%s", _("not found: install the program whole, or set NOTES_TUI_DATADIR"));
	free(path);
}

static void
check_directories(struct checkup *checkup)
{
	title(checkup, _("Directories"));
	check_shipped(checkup, "content", _("shipped course"));
	check_shipped(checkup, "themes", _("themes"));
	for (size_t i = 0; i < ARRAY_LEN(own_directories); i++)
		check_own_directory(checkup, &own_directories[i]);
}

static void
tell_setup(void *ctx, bool is_good, const char *name, const char *text)
{
	tell(ctx, is_good ? GOOD : BAD, name, "%s", text);
}

static void
check_labs(struct checkup *checkup)
{
	struct str_buf names = { 0 };

	title(checkup, _("Labs"));
	for (size_t i = 0; i < lab_registry_count(); i++)
		str_buf_printf(&names, "%s%s", i ? ", " : "", lab_registry_at(i)->name);
	tell(checkup, names.len ? GOOD : ODD, _("labs"), "%s", str_buf_c(&names));
	str_buf_fini(&names);
}

static int
run_doctor(struct cli *cli, struct err *err)
{
	struct checkup checkup = { .out = cli->out };
	struct utsname system;

	(void)err;
	title(&checkup, "notes-tui " PACKAGE_VERSION);
	if (uname(&system) == 0)
		tell(&checkup, GOOD, _("system"), "%s %s %s", system.sysname, system.release, system.machine);
	check_terminal(&checkup);
	check_locale(&checkup, cli);
	check_libraries(&checkup);
	check_directories(&checkup);
	title(&checkup, _("Settings"));
	cli->handlers->check_setup(tell_setup, &checkup);
	check_labs(&checkup);
	return checkup.has_bad ? CLI_FAILED : CLI_OK;
}

const struct cli_command cli_doctor = {
	.name = "doctor",
	.usage = "",
	.summary = N_("what works here and what does not: terminal, locale, libraries, directories, settings"),
	.details = N_("Exit status 1 if something does not work or config.yaml or a theme has a mistake."),
	.run = run_doctor,
};
