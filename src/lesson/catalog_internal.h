/* What the files of the catalogue share; nobody else includes it. */
#ifndef LESSON_CATALOG_INTERNAL_H
#define LESSON_CATALOG_INTERNAL_H

#include "base/vec.h"
#include "lesson/catalog.h"

#include <sys/types.h>

#define CATALOG_MAX_FILE_BYTES  (UINT64_C(512) << 20)
#define CATALOG_MAX_DEPTH       16
#define CATALOG_MAX_FILES       200000
#define CATALOG_MAX_SKIPPED     1000
#define CATALOG_MAX_DIRECTORIES 256
#define CATALOG_META_MAX_BYTES  (UINT64_C(256) << 10) /* course.yaml */
#define CATALOG_FRONT_MAX_BYTES ((size_t)64 << 10)
#define CATALOG_TITLE_MAX_BYTES 400
#define CATALOG_KEPT_TEXTS      3
#define CATALOG_HEAD_BYTES      ((size_t)256 << 10) /* of a large file, for its first lessons */

struct lessons {
	struct lesson *items;
	size_t len, capacity;
};

struct lesson_table {
	struct lessons lessons;
	size_t sorted;          /* so many of them are in order, those behind came since */
	VEC(uint32_t) by_place; /* indices by file and line; made when asked for */
};

struct directory {  /* waiting to be looked into, or open */
	char *path; /* as to be opened */
	char *name; /* relative to the course; "" at its top */
	uint32_t depth;
	bool is_fallback; /* of the first language: only what is not there in the chosen one counts */
};

struct scan { /* directories found but not looked into yet */
	VEC(struct directory) waiting;
	VEC(uint64_t) seen; /* hash set of (device, inode); 0 is a free slot */
	size_t seen_count;
	void *stream; /* DIR of the one being read; NULL: none */
	struct directory current;
};

struct kept_text {
	size_t file;
	bool is_used, is_head; /* only the first part of the file is here */
	uint64_t last_use;
	struct shared_text *shared; /* NULL: none was read here yet */
};

struct course_info { /* course.yaml */
	char *title; /* in the language asked for; NULL: none */
	VEC(char *) languages;
	struct err error;
	struct file_stamp stamp; /* zero: no file */
};

struct catalog {
	char *path, *root;
	char *fallback_root; /* folder of the first language, if another one is shown; else NULL */
	char *language;      /* as asked for; NULL: none */
	bool is_file;
	uint64_t max_file_bytes;
	uint32_t max_depth;
	struct course_info info;
	struct scan scan;
	bool is_scanned;
	VEC(char *) directories; /* looked into, in that order */
	VEC(struct course_file) files;
	VEC(size_t) unread;      /* files to read, the next one last */
	struct reading *reading; /* of the rest of a large file; NULL: none */
	void (*on_read)(void *ctx);
	void *on_read_ctx;
	struct reload *reload; /* looking at the disk again; NULL: not begun */
	bool wants_reload;
	char *held; /* name of the file whose lessons stay whatever becomes of it; NULL: none */
	uint64_t revision;
	VEC(struct skipped_file) skipped;
	VEC(uint64_t) names; /* hash set of relative names, when a second folder is merged in */
	size_t name_count;
	struct lesson_table *table; /* apart, so that looking at it may sort it */
	struct kept_text kept[CATALOG_KEPT_TEXTS];
	uint64_t use_counter;
	char *title; /* the name of the file or directory: for want of another one */
};

/* catalog_meta.c */
struct front_matter {
	size_t end; /* bytes of the text it takes; 0: there is none */
	struct date date;
	char *title;      /* NULL: none */
	struct err error; /* it looks like front matter but is no YAML: then it is read as text */
};
void front_matter_read(struct str text, const char *language, struct front_matter *out);
void front_matter_fini(struct front_matter *);
void course_info_read(struct course_info *out, const char *dir, const char *language);
void course_info_fini(struct course_info *);
/* The language of INFO that fits LANGUAGE best; NULL if the course has no folders of languages. */
const char *course_info_pick(const struct course_info *, const char *language);

/* catalog_scan.c: false when every directory was looked into. Looks at a few hundred names. */
bool catalog_scan_some(struct catalog *);
void catalog_scan_begin(struct catalog *, const char *path, bool is_fallback);
void catalog_scan_fini(struct scan *);
void catalog_note_directory(struct catalog *, const char *path);
void catalog_skip(struct catalog *, struct str name, const struct err *why);
bool hash_set_add(uint64_t **slots, size_t *capacity, size_t *count, uint64_t hash); /* false: was there */

/* catalog.c */
bool catalog_read_some(struct catalog *);   /* the next piece of what is not read; true while there is more */
void catalog_finish_scan(struct catalog *); /* all files are known: put the unread ones in order */

/* catalog_sort.c */
void catalog_sort_file(struct lessons *); /* of one file, and count those of a date; any thread */
struct lesson_table *catalog_sorted(const struct catalog *);
/* Sorted lessons, taken: of a file that has none in the table. What takes longest is to move the fewer of both. */
void catalog_merge(struct catalog *, struct lessons *);
void catalog_forget_order(struct lesson_table *); /* lessons moved */

/* catalog_read.c */
void catalog_read_lessons(struct catalog *,
			  size_t file);      /* all of them, or of a large file the first, and begin the others */
void catalog_take_reading(struct catalog *); /* those others: waits for them, or reads here */
bool catalog_reading_is_waiting(const struct catalog *); /* on a thread that is not done */
void catalog_drop_reading(struct catalog *);
void catalog_drop_lessons(struct catalog *, size_t file);

/* catalog_reload.c */
bool catalog_reload_some(struct catalog *); /* once all is read; false: there is no more to do */
bool catalog_reload_is_waiting(const struct catalog *);
void catalog_drop_reload(struct catalog *);

/* catalog_text.c */
/* A file's text as UTF-8 in place of OUT; what is learnt on the way goes into FILE. Any thread. */
bool catalog_load_text(struct course_file *file, uint64_t max_bytes, struct str_buf *out, struct err *);
void catalog_keep_text(struct catalog *, size_t file, struct str_buf *text); /* taken */
bool catalog_read_text(struct catalog *, size_t file, struct str *out, struct err *);
/* The first END bytes of it at least, if they are in memory: to be released. Else NULL. */
struct shared_text *catalog_share_kept(struct catalog *, size_t file, size_t end, struct str *out);
struct shared_text *shared_text_new(struct str_buf *text); /* taken */
/* At least the first END bytes of it. */
bool catalog_read_text_to(struct catalog *, size_t file, size_t end, struct str *out, struct err *);
/*
 * Enough of it for its first lessons: whole lines, or nothing where it is not to be told from a part. IS_WHOLE is set.
 */
bool catalog_read_head(struct catalog *, size_t file, struct str *out, bool *is_whole, struct err *);
void catalog_forget_texts(struct catalog *);

/* catalog_source.c: where lines of the TEXT made of a large file's BYTES stand in both. Any thread. */
struct text_point {
	uint64_t source;
	uint32_t text;
};
void catalog_note_points(struct course_file *, struct str bytes, struct str text);

/*
 * catalog_split.c: append the lessons of a file's text to OUT, sorted, and their titles to TITLES. Of a text that is
 * not WHOLE only those that end in it. Any thread.
 */
struct split_text {
	struct str text;
	size_t file;                 /* its index, */
	const char *name, *language; /* its name; asked for */
	bool is_whole;
};
void catalog_split(const struct split_text *, struct arena *titles, struct lessons *out);
/* A heading's or item's title without a number written before it: "2. threads", "1.1os". */
struct str title_without_number(struct str title);

#endif
