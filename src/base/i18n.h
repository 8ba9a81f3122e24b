/* Marks text that people read: _("…") translates now, N_("…") in a table is translated where it is shown. */
#ifndef BASE_I18N_H
#define BASE_I18N_H

#include <libintl.h>

#define _(text)  gettext(text)
#define N_(text) text

#endif
