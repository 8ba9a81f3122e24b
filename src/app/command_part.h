/* The tables that make up the commands, each ending with a NULL name, and what they share; command*.c only. */
#ifndef APP_COMMAND_PART_H
#define APP_COMMAND_PART_H

#include "app/command.h"

extern const struct command command_moves[];    /* about the pane that has the focus, through the course, back */
extern const struct command command_reading[];  /* what is done with the lesson */
extern const struct command command_panes[];    /* what is seen where */
extern const struct command command_lists[];    /* in what lies over the panes */
extern const struct command command_presents[]; /* in present mode */

bool command_has_lesson(struct app *); /* one is open */
bool command_has_notes(struct app *);

#endif
