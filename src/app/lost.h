/*
 * Whether the note that is open is still there. One that was deleted, renamed or made unreadable stays on the screen,
 * which is said once it has been so for a moment (many an editor saves by putting a new file in place of the old one),
 * and read again when it is back.
 */
#ifndef APP_LOST_H
#define APP_LOST_H

#include "base/file.h"
#include "base/loop.h"

#include <stdbool.h>
#include <stdint.h>

struct app;

struct lost {
	bool is_lost, is_told;
	char *path;      /* of what is lost; owned */
	int problem;     /* as file_probe has it */
	uint64_t due_ns; /* when it is to be told; 0: there is nothing to tell */
	char *above;     /* the nearest directory above the note that is there, watched while it is lost; owned */
	struct file_stamp above_stamp; /* as it was when that began */
	struct loop_watch *watch;      /* NULL: it cannot be watched */
};

void lost_check(struct app *);   /* the disk changed, or another note was opened */
void lost_advance(struct app *); /* time went on */
void lost_fini(struct lost *);

#endif
