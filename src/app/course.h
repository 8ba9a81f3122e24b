/*
 * The open course: its lessons, what the reader did in it, its topics and the folders of its presets, in one place.
 * UI thread; files are read in small steps (course_step).
 */
#ifndef APP_COURSE_H
#define APP_COURSE_H

#include "base/err.h"
#include "base/vec.h"
#include "lesson/catalog.h"
#include "lesson/progress.h"
#include "lesson/topic.h"

#include <stdbool.h>
#include <stdint.h>

struct lesson_mark { /* what is known about a lesson from progress; asked for when first shown */
	bool is_known, is_bookmarked;
	enum progress_state state;
};

struct course {
	struct catalog *catalog; /* NULL: it could not be opened */
	struct err error;        /* why */
	struct progress *progress;
	struct topic_map *topics;  /* NULL: not read yet, or none could be */
	bool has_topics;           /* they were read */
	bool shows_marks;          /* not in the first picture: it need not wait for the database */
	VEC(char *) preset_dirs;   /* with a NULL at the end */
	struct lesson_mark *marks; /* of all lessons, or NULL: none was asked for */
	size_t mark_count;
	struct bookmark *bookmarks; /* of this course, asked for once until marks are forgotten */
	size_t bookmark_count;
	bool has_bookmarks;
	char *root;          /* what progress knows the course by */
	bool is_shipped;     /* the course that comes with the program */
	bool is_complete;    /* every file has been looked at */
	uint64_t generation; /* grows when lessons come, go or move */
};

struct course_options {
	const char *path;     /* NULL: the shipped course */
	const char *language; /* of the folders in it; NULL: the first */
	const char *progress; /* path of the database; NULL: in memory */
	/* The rest of a large file was read, on a thread, which calls this: take another step. NULL: steps read all. */
	void (*on_read)(void *ctx);
	void *ctx;
};

/* Always gives a course one can ask; WARNING gets what is to be told (progress, topics) and may be NULL. */
void course_open(struct course *, const struct course_options *, struct err *warning);
void course_read_topics(struct course *, struct err *warning); /* once; a lesson can be shown without them */
void course_close(struct course *);
bool course_step(struct course *, uint64_t budget_ns); /* true while there is more to do; on_read may bring some */
bool course_has_more(const struct course *);           /* the same without doing any */
void course_reload(struct course *); /* by steps; where anything changed catalog_revision and the generation grow */

size_t course_lesson_count(const struct course *);
const struct lesson *course_lesson(const struct course *, size_t index);
struct str course_title(const struct course *);
const struct lesson_mark *course_mark(struct course *, size_t lesson);
const struct lesson_mark *course_shown_mark(struct course *, size_t lesson); /* blank until marks are shown */
void course_set_state(struct course *, size_t lesson, enum progress_state);
void course_forget_marks(struct course *); /* a bookmark came or went */
void course_lesson_key(const struct course *, size_t lesson, struct str_buf *out);
/*
 * Where a new reader begins: the file named welcome, else the first lesson worth opening. STR_NONE in an empty course.
 */
size_t course_first_lesson(const struct course *);
/* The lesson that holds a line of a file. STR_NONE if none. */
size_t course_lesson_at_line(const struct course *, size_t file, uint32_t line);

#endif
