/* The verbs of `notes-tui lab threads`, a file each. */
#ifndef LAB_THREADS_THREADS_COMMAND_H
#define LAB_THREADS_THREADS_COMMAND_H

#include "lab/lab.h"
#include "lab/threads/program.h"

/* FILE, or - for the standard input, compiled. On false nothing is held; ERR has file and line. */
bool threads_command_load(struct lab_io *, const char *file, struct program *, struct err *);

/* As struct lab_command wants them. */
int threads_command_replay(struct lab_io *, int argc, char **argv, struct err *);
int threads_command_race(struct lab_io *, int argc, char **argv, struct err *);

#endif
