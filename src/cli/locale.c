/* The locale: UTF-8 whatever the environment says, messages in the language that was asked for. */
#include "cli/locale.h"

#include "base/i18n.h"
#include "base/path.h"

#include <langinfo.h>
#include <locale.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static char language[32];

static bool
is_no_language(const char *locale)
{
	return !strcmp(locale, "C") || !strncmp(locale, "C.", 2) || !strcmp(locale, "POSIX");
}

/* The language the environment names: "zh_CN" of "zh_CN.UTF-8"; "" for C, POSIX and nothing. */
static const char *
environment_language(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const char *value = getenv(names[i]);

		if (!value || !value[0])
			continue;
		return is_no_language(value) ? "" : value;
	}
	return "";
}

static void
set_language(const char *name)
{
	size_t len = strcspn(name, ".@:");

	if (len >= sizeof(language))
		len = sizeof(language) - 1;
	memcpy(language, name, len);
	language[len] = '\0';
	for (size_t i = 0; i < len; i++)
		if (language[i] == '-') /* zh-CN, as browsers write it */
			language[i] = '_';
}

const char *
locale_set(const char *lang)
{
	const char *environment = environment_language();
	const char *priority = getenv("LANGUAGE");
	char *dir = path_shipped("locale");

	if (dir)
		bindtextdomain("notes-tui", dir);
	free(dir);
	bind_textdomain_codeset("notes-tui", "UTF-8");
	textdomain("notes-tui");

	/*
	 * Characters and messages, and no other category: dates are our own,
	 * and JSON and traces know one decimal point.
	 */
	setlocale(LC_CTYPE, "");
	setlocale(LC_MESSAGES, "");
	if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		setlocale(LC_CTYPE, "C.UTF-8");
	if (lang && is_no_language(lang)) {
		set_language("en");
		i18n_use_language(language);
	} else if (lang && lang[0]) {
		set_language(lang);
		i18n_use_language(language);
	} else if (environment[0]) {
		set_language(priority && priority[0] ? priority : environment);
		i18n_use_language(priority && priority[0] ? priority : language);
	} else {
		set_language("en");
	}
	i18n_settle();
	return language;
}
