/* Opening the progress database; only for progress.c. */
#ifndef LESSON_PROGRESS_DB_H
#define LESSON_PROGRESS_DB_H

#include "base/err.h"

#include <sqlite3.h>
#include <stdbool.h>

/*
 * The database at PATH with the newest schema, made if it is not there, set aside if it is none; one in memory if PATH
 * is NULL or cannot be used, with WARNING set. Never NULL.
 */
sqlite3 *progress_db_open(const char *path, struct err *warning);
/*
 * A look at what stands at PATH, for the first picture: without a lock, so nothing can be written, and what others
 * write is not seen; a fraction of what an opening costs. An empty one where there is none yet. NULL if it is not of
 * the newest schema, or if its log is not empty: open it then.
 */
sqlite3 *progress_db_glance(const char *path);
/* Is there a log beside the database at PATH which has something to add to it? */
bool progress_db_has_log(const char *path);
/*
 * What an opening has no time for: is every page sound, do STATEMENTS (NULL-terminated) compile, can it be written? If
 * not, DB is closed, WARNING is set, and the result is another one, as with progress_db_open.
 */
sqlite3 *progress_db_check(sqlite3 *db, const char *const *statements, struct err *warning);

#endif
