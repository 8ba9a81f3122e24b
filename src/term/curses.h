/* ncurses without the macros that take common words. */
#ifndef TERM_CURSES_H
#define TERM_CURSES_H

#define NCURSES_NOMACROS         1
#define NCURSES_WIDECHAR         1
#define NCURSES_ENABLE_STDBOOL_H 1
#include <curses.h>

#endif
