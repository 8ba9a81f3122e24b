/* Which language messages come in. */
#include "base/i18n.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

/* As po/LINGUAS has them. */
static const char *const translations[] = { "zh_CN" };

/* Chinese of any country is the Chinese there is, English that of the sources. */
bool
i18n_has_language(struct str name)
{
	struct str language = str_cut(name, 0, 2);
	bool is_alone = name.len == 2 || (name.len > 2 && strchr("_-.@:", name.data[2]));

	if (is_alone && str_is_equal_c(language, "en"))
		return true;
	for (size_t i = 0; i < sizeof(translations) / sizeof(*translations); i++)
		if (is_alone && str_is_equal(language, str_of(translations[i], 2)))
			return true;
	return str_is_equal_c(name, "C") || str_has_prefix(name, STR("C.")) || str_is_equal_c(name, "POSIX");
}

void
i18n_use_language(const char *priority)
{
	bool is_chinese = !strncmp(priority, "zh", 2) && !strstr(priority, "zh_CN");
	struct str_buf list = { 0 };

	str_buf_printf(&list, "%s%s", priority, is_chinese ? ":zh_CN" : "");
	setenv("LANGUAGE", str_buf_c(&list), 1);
	str_buf_fini(&list);
	/* gettext heeds it only when LC_MESSAGES is another locale than C, and one that is not installed is C. */
	if (!strcmp(setlocale(LC_MESSAGES, NULL), "C") || !strcmp(setlocale(LC_MESSAGES, NULL), "POSIX"))
		setlocale(LC_MESSAGES, "C.UTF-8");
	textdomain("notes-tui"); /* forgets what was translated before */
	i18n_settle();
}

/* Only a catalog has a translation of "": its header. */
void
i18n_settle(void)
{
	if (!*gettext(""))
		setlocale(LC_MESSAGES, "C");
}
