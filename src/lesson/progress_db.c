/* Opening the progress database: schema, damage, and what to do where nothing can be written. */
#include "lesson/progress_db.h"

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/path.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define BUSY_MS     500 /* another copy of the program is writing; its writes take well under a millisecond */
#define DAMAGED_MAX 100
#define WHY_BYTES   256

/* Step i brings a database from version i to i + 1. Never change one that was released: add another. */
static const char *const migrations[] = {
	"CREATE TABLE lesson ("
	"  course TEXT NOT NULL, lesson TEXT NOT NULL,"
	"  state INTEGER NOT NULL DEFAULT 0, line INTEGER NOT NULL DEFAULT 0,"
	"  read_at INTEGER NOT NULL DEFAULT 0," /* a counter, not a clock: it only orders */
	"  PRIMARY KEY (course, lesson)) WITHOUT ROWID;"
	"CREATE TABLE bookmark ("
	"  course TEXT NOT NULL, lesson TEXT NOT NULL, line INTEGER NOT NULL, text TEXT NOT NULL,"
	"  PRIMARY KEY (course, lesson, line)) WITHOUT ROWID;"
	"CREATE TABLE value (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;",
};

static bool
run(sqlite3 *db, const char *sql)
{
	return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

static int
user_version(sqlite3 *db)
{
	sqlite3_stmt *statement = NULL;
	int version = -1;

	if (sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &statement, NULL) == SQLITE_OK &&
	    sqlite3_step(statement) == SQLITE_ROW)
		version = sqlite3_column_int(statement, 0);
	sqlite3_finalize(statement);
	return version;
}

/* Is what the file says about itself whole? Small database: the check costs well under a millisecond. */
static bool
is_sound(sqlite3 *db)
{
	sqlite3_stmt *statement = NULL;
	bool is_ok = sqlite3_prepare_v2(db, "PRAGMA quick_check(1)", -1, &statement, NULL) == SQLITE_OK &&
		     sqlite3_step(statement) == SQLITE_ROW &&
		     !strcmp((const char *)sqlite3_column_text(statement, 0), "ok");

	sqlite3_finalize(statement);
	return is_ok;
}

enum opening {
	OPENED,
	DAMAGED,
	TOO_NEW,
	UNUSABLE
};

static enum opening
opening_of_error(sqlite3 *db)
{
	int code = sqlite3_errcode(db) & 0xFF;

	return code == SQLITE_CORRUPT || code == SQLITE_NOTADB ? DAMAGED : UNUSABLE;
}

/* Bring the schema up to date, in one transaction, so that two copies starting at once do it once. */
static enum opening
migrate(sqlite3 *db)
{
	int newest = (int)ARRAY_LEN(migrations);
	int version = user_version(db);
	char sql[64];

	if (version < 0)
		return opening_of_error(db);
	if (version == newest)
		return OPENED;
	if (version > newest)
		return TOO_NEW;
	run(db, "PRAGMA journal_mode = WAL"); /* stays so in the file */
	if (!run(db, "BEGIN IMMEDIATE"))
		return opening_of_error(db);
	for (version = user_version(db); version >= 0 && version < newest; version++)
		if (!run(db, migrations[version])) {
			/* Tables are there that no version of ours left so: somebody else's file, or half of one. */
			enum opening why = (sqlite3_errcode(db) & 0xFF) == SQLITE_ERROR ? DAMAGED
											: opening_of_error(db);

			run(db, "ROLLBACK");
			return why;
		}
	snprintf(sql, sizeof(sql), "PRAGMA user_version = %d; COMMIT", newest);
	if (run(db, sql))
		return OPENED;
	enum opening why = opening_of_error(db);

	run(db, "ROLLBACK");
	return why;
}

/* Every statement compiles: the tables are as this version knows them. */
static bool
has_tables(sqlite3 *db, const char *const *statements)
{
	for (size_t i = 0; statements[i]; i++) {
		sqlite3_stmt *statement = NULL;
		bool is_ok = sqlite3_prepare_v2(db, statements[i], -1, &statement, NULL) == SQLITE_OK;

		sqlite3_finalize(statement);
		if (!is_ok)
			return false;
	}
	return true;
}

/* Can a write succeed? Said now, once, and not at each key. */
static bool
can_write(sqlite3 *db)
{
	return run(db, "BEGIN IMMEDIATE; INSERT INTO value (name, value) VALUES ('writable', '')"
		       " ON CONFLICT DO UPDATE SET value = ''; COMMIT");
}

/*
 * The database at PATH with the newest schema. The files of the write-ahead log stay when it is closed: making them
 * anew takes longer than all the rest of an opening.
 */
static enum opening
open_file(const char *path, sqlite3 **out, char why_text[WHY_BYTES])
{
	enum opening result = UNUSABLE;
	sqlite3 *db = NULL;
	int is_kept = 1;

	*out = NULL;
	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOFOLLOW, NULL) ==
	    SQLITE_OK) {
		sqlite3_busy_timeout(db, BUSY_MS);
		sqlite3_limit(db, SQLITE_LIMIT_LENGTH, 16 << 20);
		sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
		sqlite3_file_control(db, NULL, SQLITE_FCNTL_PERSIST_WAL, &is_kept);
		result = migrate(db);
	}
	if (result == OPENED) {
		*out = db;
		return result;
	}
	snprintf(why_text, WHY_BYTES, "%s", db ? sqlite3_errmsg(db) : "");
	sqlite3_close(db);
	return result;
}

static enum opening
check(sqlite3 *db, const char *const *statements)
{
	run(db, "PRAGMA synchronous = NORMAL");
	run(db, "PRAGMA journal_size_limit = 1048576"); /* and none of the log is left when it is closed */
	if (!is_sound(db))
		return DAMAGED;
	if (!has_tables(db, statements))
		return opening_of_error(db) == UNUSABLE ? DAMAGED : opening_of_error(db);
	if (can_write(db))
		return OPENED;
	/* Another copy writing for half a second is no reason to forget everything. */
	return (sqlite3_errcode(db) & 0xFF) == SQLITE_BUSY ? OPENED : opening_of_error(db);
}

/* Move a database and what belongs to it out of the way: PATH.damaged-N. */
static bool
set_aside(const char *path, struct str_buf *aside)
{
	static const char *const parts[] = { "-wal", "-shm", "-journal" };
	struct stat status;

	for (int n = 1; n <= DAMAGED_MAX; n++) {
		str_buf_clear(aside);
		str_buf_printf(aside, "%s.damaged-%d", path, n);
		if (lstat(str_buf_c(aside), &status) == 0)
			continue;
		if (rename(path, str_buf_c(aside)) != 0)
			return false;
		for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
			struct str_buf from = { 0 }, to = { 0 };

			str_buf_printf(&from, "%s%s", path, parts[i]);
			str_buf_printf(&to, "%s%s", str_buf_c(aside), parts[i]);
			rename(str_buf_c(&from), str_buf_c(&to));
			str_buf_fini(&from);
			str_buf_fini(&to);
		}
		return true;
	}
	return false;
}

/* Before its first use; later it says no. We have few pages and few statements: nothing need be laid out for more. */
static void
configure(void)
{
	sqlite3_config(SQLITE_CONFIG_PAGECACHE, NULL, 0, 0);
	sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

bool
progress_db_has_log(const char *path)
{
	static const char *const parts[] = { "-wal", "-journal" };
	struct str_buf name = { 0 };
	struct stat status;
	bool is_there = false;

	for (size_t i = 0; i < ARRAY_LEN(parts) && !is_there; i++) {
		str_buf_clear(&name);
		str_buf_printf(&name, "%s%s", path, parts[i]);
		is_there = stat(str_buf_c(&name), &status) == 0 && status.st_size > 0;
	}
	str_buf_fini(&name);
	return is_there;
}

/* PATH as SQLite's URI, in which nothing of it can be an option. */
static void
append_uri(struct str_buf *out, const char *path)
{
	str_buf_append_c(out, "file:");
	for (; *path; path++) {
		if (strchr("%?#", *path))
			str_buf_printf(out, "%%%02X", (unsigned char)*path);
		else
			str_buf_append_byte(out, *path);
	}
	str_buf_append_c(out, "?immutable=1");
}

static sqlite3 *
open_memory(void)
{
	sqlite3 *db = NULL;

	if (sqlite3_open_v2(":memory:", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) != SQLITE_OK ||
	    migrate(db) != OPENED)
		abort(); /* only memory can be short here */
	return db;
}

sqlite3 *
progress_db_glance(const char *path)
{
	struct str_buf uri = { 0 };
	struct stat status;
	sqlite3 *db = NULL;

	configure();
	if (progress_db_has_log(path))
		return NULL;
	if (stat(path, &status) != 0 && errno == ENOENT)
		return open_memory();
	append_uri(&uri, path);
	if (sqlite3_open_v2(str_buf_c(&uri), &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOFOLLOW,
			    NULL) != SQLITE_OK ||
	    user_version(db) != (int)ARRAY_LEN(migrations)) {
		sqlite3_close(db);
		db = NULL;
	}
	str_buf_fini(&uri);
	return db;
}

/* What cannot be written can perhaps still be read: nobody should lose the place for a full disk. */
static sqlite3 *
copy_to_memory(sqlite3 *from)
{
	sqlite3 *db = NULL;
	sqlite3_backup *backup = NULL;

	if (sqlite3_open_v2(":memory:", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) == SQLITE_OK)
		backup = sqlite3_backup_init(db, "main", from, "main");
	if (backup) {
		sqlite3_backup_step(backup, -1);
		if (sqlite3_backup_finish(backup) == SQLITE_OK && migrate(db) == OPENED)
			return db;
	}
	sqlite3_close(db);
	return NULL;
}

/*
 * After an opening that did not succeed: begin anew if the file was damaged; say what is the matter. NULL: use memory.
 */
static sqlite3 *
recover(const char *path, enum opening result, char why[WHY_BYTES], struct err *warning)
{
	sqlite3 *db = NULL;
	struct str_buf aside = { 0 };

	if (result == DAMAGED && !set_aside(path, &aside)) {
		snprintf(why, WHY_BYTES, "%s", strerror(errno));
	} else if (result == DAMAGED) {
		result = open_file(path, &db, why);
		if (result == OPENED)
			err_set(warning,
				_("your reading progress was damaged; it is kept as %s and a new one was begun"),
				str_buf_c(&aside));
	}
	if (result == TOO_NEW)
		err_set(warning, _("%s was written by a newer notes-tui; progress is not kept this time"), path);
	else if (result != OPENED)
		err_set(warning, _("progress cannot be kept in %s (%s); it lasts until you quit"), path, why);
	str_buf_fini(&aside);
	return db;
}

static bool
make_parent(const char *path, struct err *warning)
{
	char *dir = str_copy_c(path_dir_name(str_of_c(path)));
	struct err err = { 0 };
	bool is_ok = path_make_dirs(dir, &err);

	if (!is_ok)
		err_set(warning, _("progress cannot be kept in %s (%s); it lasts until you quit"), path, err.text);
	free(dir);
	return is_ok;
}

sqlite3 *
progress_db_open(const char *path, struct err *warning)
{
	sqlite3 *db = NULL;

	configure();
	if (warning)
		err_clear(warning);
	if (path && make_parent(path, warning)) {
		char why[WHY_BYTES] = "";
		enum opening result = open_file(path, &db, why);

		if (result != OPENED)
			db = recover(path, result, why, warning);
	}
	return db ? db : open_memory();
}

sqlite3 *
progress_db_check(sqlite3 *db, const char *const *statements, struct err *warning)
{
	const char *name = sqlite3_db_filename(db, "main");
	char why[WHY_BYTES];
	enum opening result;
	sqlite3 *next;

	if (warning)
		err_clear(warning);
	if (!name || !*name)
		return db;
	result = check(db, statements);
	snprintf(why, sizeof(why), "%s", sqlite3_errmsg(db));
	if (!sqlite3_get_autocommit(db))
		run(db, "ROLLBACK"); /* and forget the message */
	if (result == OPENED)
		return db;
	char *path = mem_copy_c(name);

	next = result == UNUSABLE ? copy_to_memory(db) : NULL;
	sqlite3_close(db);
	db = recover(path, result, why, warning);
	free(path);
	if (!db)
		return next ? next : open_memory();
	sqlite3_close(next);
	return db;
}
