/*
 * Light colour for code: keywords, strings, numbers, comments, names being called. A lexer of one table a language,
 * no parser: it never fails, never looks further than one pass, and leaves every byte as it is. Any thread.
 */
#ifndef LESSON_HIGHLIGHT_H
#define LESSON_HIGHLIGHT_H

#include "text/span.h"

/* Append CODE to OUT in styles. LANGUAGE is a fence's first word; one that is not known gives plain code. */
void highlight_code(struct str code, struct str language, struct styled *out);

#endif
