/* The character encoding of the C library, which ncurses goes by: UTF-8, whatever the environment says. */
#ifndef TERM_LOCALE_H
#define TERM_LOCALE_H

#include <stdbool.h>

bool locale_is_utf8(void);
bool locale_use_utf8(void); /* false: there is no UTF-8 locale to be had */

#endif
