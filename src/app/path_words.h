/* Paths in sentences for people, short enough to be read with the rest: "~/…/config.yaml:3:1". */
#ifndef APP_PATH_WORDS_H
#define APP_PATH_WORDS_H

#include "base/str.h"

/* ~ for the home directory HOME wherever a path in TEXT begins with it; HOME may be NULL: nothing is. */
void path_words_put_home(struct str_buf *text, const char *home);
/* TEXT with each path cut in its middle: its first and its last name stay, and what is said of the place behind it. */
void path_words_cut(struct str text, struct str_buf *out);

#endif
