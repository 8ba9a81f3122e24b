/* Marks text that people read: _("…") translates now, N_("…") in a table is translated where it is shown. */
#ifndef BASE_I18N_H
#define BASE_I18N_H

#include "base/str.h"

#include <libintl.h>
#include <stdbool.h>

#define _(text)  gettext(text)
#define N_(text) text

/*
 * From now on messages are in a language, as "zh_CN", or in the first there is of several, "fr:en", as in $LANGUAGE,
 * which is set to it. Chinese of any country is what Chinese there is. Before there are threads.
 */
void i18n_use_language(const char *priority);
/*
 * The language is the environment's. Where there is no catalog of messages in it gettext is not to look for one again
 * at every text, as it does in any locale but C: what is drawn for one key would take as long again.
 */
void i18n_settle(void);
bool i18n_has_language(struct str name); /* are there messages in "zh_CN", "en"? */

#endif
