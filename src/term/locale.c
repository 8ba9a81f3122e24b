/* The character encoding of the C library, which ncurses goes by. */
#include "term/locale.h"

#include "base/alloc.h"

#include <langinfo.h>
#include <locale.h>
#include <string.h>

bool
locale_is_utf8(void)
{
	return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

bool
locale_use_utf8(void)
{
	static const char *const names[] = { "", "C.UTF-8", "C.utf8", "en_US.UTF-8", "POSIX.UTF-8", "UTF-8" };

	for (size_t i = 0; i < ARRAY_LEN(names) && !locale_is_utf8(); i++)
		setlocale(LC_CTYPE, names[i]);
	return locale_is_utf8();
}
