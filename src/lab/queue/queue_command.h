/* `notes-tui lab queue simulate`. */
#ifndef LAB_QUEUE_QUEUE_COMMAND_H
#define LAB_QUEUE_QUEUE_COMMAND_H

#include "lab/lab.h"

extern const struct lab_command queue_commands[];

#endif
