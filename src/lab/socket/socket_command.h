/* The verbs of `notes-tui lab socket`: run, serve. */
#ifndef LAB_SOCKET_SOCKET_COMMAND_H
#define LAB_SOCKET_SOCKET_COMMAND_H

#include "lab/lab.h"

extern const struct lab_command socket_commands[];

#endif
