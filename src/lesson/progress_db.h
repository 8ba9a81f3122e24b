/* Opening the progress database; only for progress.c. */
#ifndef LESSON_PROGRESS_DB_H
#define LESSON_PROGRESS_DB_H

#include "base/err.h"

#include <sqlite3.h>

/*
 * The database at PATH with the newest schema, made if it is not there, set aside if it is damaged; one in memory if PATH
 * is NULL or cannot be used, with WARNING set. STATEMENTS (NULL-terminated) must compile in it. Never NULL.
 */
sqlite3 *progress_db_open(const char *path, const char *const *statements, struct err *warning);

#endif
