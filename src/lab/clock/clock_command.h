/* The verbs of `notes-tui lab clock`, and reading an instant as people write it. */
#ifndef LAB_CLOCK_CLOCK_COMMAND_H
#define LAB_CLOCK_CLOCK_COMMAND_H

#include "lab/lab.h"

extern const struct lab_command clock_commands[]; /* ends with a NULL name */

/* Epoch seconds, or "2018-11-14 20:30[:00][ +08:00]" (UTC without an offset), or a date alone. */
bool clock_read_instant(struct str text, int64_t *epoch_s, struct err *err);
#define CLOCK_ZONE_DIR "/usr/share/zoneinfo"

#endif
