/*
 * Watches every directory a course is made of, so that a note saved anywhere in it is seen. inotify wakes the loop when
 * something changed and only then. At most a few hundred directories are watched (catalog_directory_count).
 */
#ifndef APP_WATCH_H
#define APP_WATCH_H

#include "base/loop.h"
#include "base/vec.h"
#include "lesson/catalog.h"

struct watched {
	char *path;
	struct loop_watch *watch; /* NULL: it cannot be watched */
};

struct watch {
	VEC(struct watched) directories;
};

/*
 * Watch what the catalog is made of now and nothing else. True if a directory came to those watched before: what was
 * put into it meanwhile was not seen, so look at the disk again.
 */
bool watch_follow(struct watch *, struct loop *, const struct catalog *, void (*fn)(void *ctx, const char *name),
		  void *ctx);
void watch_fini(struct watch *);

#endif
