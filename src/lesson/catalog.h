/*
 * A course: a directory or one file, as dated lessons. See docs/notes.md for what counts as a date and a title.
 *
 * Built step by step so that ten thousand files never make anybody wait: catalog_open looks only at the directory,
 * catalog_step does what it can within a budget. Lessons come sorted by date whenever they are looked at. Files that
 * are no regular text are skipped and listed. The text of at most a few files is kept in memory. One thread.
 */
#ifndef LESSON_CATALOG_H
#define LESSON_CATALOG_H

#include "base/err.h"
#include "base/file.h"
#include "base/str.h"
#include "lesson/arena.h"
#include "lesson/date.h"
#include "lesson/outline.h"
#include "text/encoding.h"

#include <stdbool.h>
#include <stdint.h>

struct lesson {
	struct date date;       /* not set: undated or introduction */
	int8_t written_weekday; /* as the note says, or -1; may contradict the date */
	const char *title;      /* in the file's titles; never empty; hostile */
	bool is_introduction;   /* what stands before the first date of a file */
	bool is_title_own;      /* the note gave it; else made from the first headings or the file name */
	uint32_t file;          /* index */
	uint32_t start, end;    /* bytes of the file's text (UTF-8, without front matter for a whole-file lesson) */
	uint32_t line;          /* where it starts, from 1 */
	uint32_t ordinal;       /* which one of its date in its file, from 1 */
};

struct course_file {
	char *path; /* as to be opened */
	char *name; /* relative to the course; hostile */
	enum encoding encoding;
	bool is_encoding_known;                  /* of all of it as it was stamped, not of its head */
	size_t bad_chars;                        /* that could not be converted to UTF-8 */
	bool has_bom, has_crlf, has_cr, is_read; /* CR: alone at the ends of its lines */
	/* Held, though it is not there, is empty or cannot be read any more: its lessons are known, no text is. */
	bool is_gone;
	uint64_t size_bytes;
	struct file_stamp stamp;
	struct arena titles;             /* of its lessons, and the points */
	const struct text_point *points; /* of a large one that is not UTF-8, ascending */
	size_t point_count;
};

struct skipped_file {
	char *name;
	struct err why;
};

struct catalog_options {
	const char *language;    /* "zh_CN", "en": which folder of a course with languages; NULL: the first */
	uint64_t max_file_bytes; /* 0: 512 MiB */
	uint32_t max_depth;      /* of directories; 0: 16 */
	/*
	 * Read the rest of a large file on a thread, and call this there when it is there; catalog_step goes on then.
	 * NULL: all is read by catalog_step.
	 */
	void (*on_read)(void *ctx);
	void *ctx;
};

struct catalog;

/* PATH: a directory or a regular file. Errors: not there, not readable, neither. An empty course is no error. */
struct catalog *catalog_open(const char *path, const struct catalog_options *, struct err *);
void catalog_free(struct catalog *);
/* Read more files for about BUDGET_NS (at least one file). True while there is more to do. */
bool catalog_step(struct catalog *, uint64_t budget_ns);
bool catalog_is_waiting(const struct catalog *); /* a step would do nothing: on_read will be called */
void catalog_finish(struct catalog *);           /* steps to the end, and waits */
/* Only find files, read none: true while there is more to find. For searching in all of them. */
bool catalog_list_files(struct catalog *);

const char *catalog_path(const struct catalog *); /* as given */
const char *catalog_root(const struct catalog *); /* the directory of notes */
bool catalog_is_file(const struct catalog *);
const char *catalog_title(
	const struct catalog *); /* course.yaml, else the introduction's heading or the name; hostile */
size_t catalog_lesson_count(const struct catalog *);
const struct lesson *catalog_lesson(const struct catalog *, size_t index); /* valid until the next step or reload */
/*
 * The first few hundred directories the course is made of: a change in one of them may change it. Valid until a reload.
 */
size_t catalog_directory_count(const struct catalog *);
const char *catalog_directory(const struct catalog *, size_t index);
size_t catalog_file_count(const struct catalog *);
const struct course_file *catalog_file(const struct catalog *, size_t index);
size_t catalog_skipped_count(const struct catalog *);
const struct skipped_file *catalog_skipped(const struct catalog *, size_t index);
const struct err *catalog_course_error(const struct catalog *); /* course.yaml could not be understood; NULL if fine */

/* A file's text as UTF-8, read again if it was dropped. Borrowed until another file is asked for or reload. */
bool catalog_file_text(struct catalog *, size_t file, struct str *out, struct err *);
/* A lesson's part of it. */
bool catalog_lesson_text(struct catalog *, size_t lesson, struct str *out, struct err *);
/* A text that stays as it is until it is released. Use once more and release (NULL is fine) on any thread. */
struct shared_text;
struct shared_text *shared_text_use(struct shared_text *);
void shared_text_release(struct shared_text *);
/*
 * Where the same is to be had on any thread, whatever becomes of the catalog: to make one costs no more than to read a
 * small file. NULL: it cannot be read.
 */
struct lesson_source;
struct lesson_source *catalog_lesson_source(struct catalog *, size_t lesson, struct err *);
void lesson_source_free(struct lesson_source *);        /* NULL is fine */
size_t lesson_source_len(const struct lesson_source *); /* bytes of the text, as the catalog knows it */
/* Not so when the file has been written since the catalog read it. */
bool lesson_source_is_current(const struct lesson_source *);
/* Its first MAX_BYTES bytes, as part of what is returned, to be released. NULL: they cannot be read. */
struct shared_text *lesson_source_take(const struct lesson_source *, size_t max_bytes, struct str *out, struct err *);
/* OUT is set, at most 10,000 headings. The dated heading is the lesson itself and not in it. */
void catalog_lesson_outline(struct catalog *, size_t lesson, struct outline *out);
/* The same of a lesson's TEXT that begins in line LINE of its file. Any thread. */
void lesson_outline_find(struct str text, uint32_t line, struct date lesson_date, struct outline *out);
/*
 * The lesson named by a person: "2018-11-03", "11-03", "3" (its number from 1 not counting introductions; 0 is the
 * introduction), or a part of its title. STR_NONE.
 */
size_t catalog_find(const struct catalog *, struct str name);
/* The lesson that holds a line of a file. STR_NONE if none. */
size_t catalog_lesson_at_line(const struct catalog *, size_t file, uint32_t line);
/* A name that stays the same when other lessons come and go ("notes.md#2018-11-03", "notes.md#2018-11-03/2"). */
void catalog_lesson_key(const struct catalog *, size_t lesson, struct str_buf *out);
size_t catalog_find_key(const struct catalog *, struct str key);

/*
 * Look at the disk again (after a watch fired): by the steps that follow. Where anything changed the lessons are
 * replaced in one of them, their indices are then new, and the revision has grown.
 */
void catalog_reload(struct catalog *);
uint64_t catalog_revision(const struct catalog *);
/*
 * Hold FILE, and no other: should it go, its lessons stay listed. True if the one that was held before is gone: look at
 * the disk again to drop it.
 */
bool catalog_hold(struct catalog *, size_t file);

#endif
