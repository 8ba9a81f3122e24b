/* What a program may write to a terminal, as a small grammar: everything else is harm. */
#ifndef TESTS_TERM_HARM_H
#define TESTS_TERM_HARM_H

#include "base/str.h"

#include <stdbool.h>

/*
 * True if BYTES hold anything but UTF-8 text that draws (no control but \r \n \b and shift in, nothing bidirectional,
 * invisible or that joins) and the sequences the program itself uses: cursor, erasing, colours, its own modes, its
 * title, its probes, what was copied. WHY tells what and where. What is cut off at the end is no harm.
 */
bool harm_find(struct str bytes, struct str_buf *why);

#endif
