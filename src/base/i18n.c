/* Which language messages come in. */
#include "base/i18n.h"

#include "base/str.h"

#include <locale.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

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
}
