/*
 * What a reader did, in SQLite: position, finished, bookmarks, lab steps, settings that were changed by key. Kept
 * across versions by PRAGMA user_version; two running copies may share it. A damaged database is set aside
 * (progress.db.damaged-N), said, and a new one begun; where nothing can be written the program goes on in memory and
 * says so once. One thread. Writes are small and immediate (WAL, synchronous NORMAL).
 */
#ifndef LESSON_PROGRESS_H
#define LESSON_PROGRESS_H

#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

enum progress_state {
	PROGRESS_NEW,
	PROGRESS_BEGUN,
	PROGRESS_FINISHED
};

struct progress;

/* PATH NULL: in memory. Never fails: WARNING is set if something is to be told, and the result works all the same. */
struct progress *progress_open(const char *path, struct err *warning);
/*
 * What takes longer and can come after the first picture: until then or the first write the database was only looked
 * at. A look at every page, a first write. WARNING as above.
 */
void progress_check(struct progress *, struct err *warning);
void progress_close(struct progress *);
/* True once after a write failed (a full disk): what is to be told. Nothing already saved is lost by it. */
bool progress_take_trouble(struct progress *, struct err *out);

/* COURSE is the catalog's root path, LESSON a catalog_lesson_key. */
enum progress_state progress_lesson_state(struct progress *, struct str course, struct str lesson);
bool progress_set_lesson_state(struct progress *, struct str course, struct str lesson, enum progress_state,
			       struct err *);
/* Place in a lesson: file line and how far down, so that it survives edits above it. */
bool progress_position(struct progress *, struct str course, struct str lesson, uint32_t *line);
bool progress_set_position(struct progress *, struct str course, struct str lesson, uint32_t line, struct err *);
/* The lesson read last in a course; false if none. */
bool progress_last_lesson(struct progress *, struct str course, struct str_buf *lesson);

struct bookmark {
	char *lesson;
	uint32_t line;
	char *text; /* the line's text when it was set */
};
bool progress_toggle_bookmark(struct progress *, struct str course, struct str lesson, uint32_t line, struct str text,
			      bool *is_set, struct err *);
size_t progress_bookmarks(struct progress *, struct str course,
			  struct bookmark **out); /* by lesson, line; caller frees */
void bookmarks_free(struct bookmark *, size_t count);

#define PROGRESS_THEME "theme"
#define PROGRESS_OPEN  "open:" /* and the course: the lab that was open */
/* Small values by name: a lab's step and options ("lab:threads:deadlock"), the theme chosen by key. */
bool progress_value(struct progress *, struct str name, struct str_buf *out);
bool progress_set_value(struct progress *, struct str name, struct str value, struct err *);

#endif
