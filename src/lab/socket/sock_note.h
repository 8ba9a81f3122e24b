/*
 * The line of a note that a step of a script is. Notes are indented by hand, so a line hangs under each line above it
 * that is indented less than all between.
 */
#ifndef LAB_SOCKET_SOCK_NOTE_H
#define LAB_SOCKET_SOCK_NOTE_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * WORDS are separated by \n: the last is the number of the item ("3" for `3. …`), the others must stand in what it
 * hangs under, in any case of letters. The first such line of TEXT, whose first line is FIRST_LINE; *FOUND is the line,
 * trimmed.
 */
bool sock_note_find(struct str text, uint32_t first_line, struct str words, uint32_t *line, struct str *found);

#endif
