/* The verbs of `notes-tui lab regex`. */
#ifndef LAB_REGEX_REGEX_COMMAND_H
#define LAB_REGEX_REGEX_COMMAND_H

#include "lab/lab.h"

extern const struct lab_command regex_commands[]; /* ends with a NULL name */

#endif
