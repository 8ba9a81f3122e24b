/* What a reader did, kept in SQLite, or in memory where nothing can be written. */
#include "lesson/progress.h"

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "lesson/progress_db.h"
#include "lesson/progress_last.h"

enum statement {
	GET_STATE,
	SET_STATE,
	GET_LINE,
	SET_LINE,
	GET_LAST,
	ADD_BOOKMARK,
	DROP_BOOKMARK,
	LIST_BOOKMARKS,
	GET_VALUE,
	SET_VALUE,
	STATEMENT_COUNT
};

static const char *const statement_sql[STATEMENT_COUNT + 1] = {
	/* ends with NULL */
	[GET_STATE] = "SELECT state FROM lesson WHERE course = ?1 AND lesson = ?2",
	[SET_STATE] = "INSERT INTO lesson (course, lesson, state) VALUES (?1, ?2, ?3)"
		      " ON CONFLICT DO UPDATE SET state = excluded.state",
	[GET_LINE] = "SELECT line FROM lesson WHERE course = ?1 AND lesson = ?2 AND line > 0",
	[SET_LINE] = "INSERT INTO lesson (course, lesson, line, read_at)"
		     " VALUES (?1, ?2, ?3, 1 + (SELECT coalesce(max(read_at), 0) FROM lesson WHERE course = ?1))"
		     " ON CONFLICT DO UPDATE SET line = excluded.line, read_at = excluded.read_at",
	[GET_LAST] = "SELECT lesson FROM lesson WHERE course = ?1 AND read_at > 0 ORDER BY read_at DESC LIMIT 1",
	[ADD_BOOKMARK] = "INSERT INTO bookmark (course, lesson, line, text) VALUES (?1, ?2, ?3, ?4)",
	[DROP_BOOKMARK] = "DELETE FROM bookmark WHERE course = ?1 AND lesson = ?2 AND line = ?3",
	[LIST_BOOKMARKS] = "SELECT lesson, line, text FROM bookmark WHERE course = ?1 ORDER BY lesson, line",
	[GET_VALUE] = "SELECT value FROM value WHERE name = ?1",
	[SET_VALUE] = "INSERT INTO value (name, value) VALUES (?1, ?2)"
		      " ON CONFLICT DO UPDATE SET value = excluded.value",
};

static const bool is_writing[STATEMENT_COUNT] = {
	[SET_STATE] = true, [SET_LINE] = true, [ADD_BOOKMARK] = true, [DROP_BOOKMARK] = true, [SET_VALUE] = true,
};

struct progress {
	char *path;    /* NULL: in memory */
	bool has_last; /* LAST is believed, and nothing else was needed yet */
	struct progress_last last;
	struct str_buf course;                     /* which was asked about last: that is the one LAST will be about */
	sqlite3 *db;                               /* NULL: not opened yet */
	bool is_glance;                            /* DB is a look at what stands there */
	sqlite3_stmt *statements[STATEMENT_COUNT]; /* prepared when first used */
	struct err trouble;                        /* the first write that failed */
	bool is_trouble_told;
};

static void
forget_statements(struct progress *progress)
{
	for (int i = 0; i < STATEMENT_COUNT; i++) {
		sqlite3_finalize(progress->statements[i]);
		progress->statements[i] = NULL;
	}
}

static void
forget_last(struct progress *progress)
{
	progress_last_fini(&progress->last);
	progress->has_last = false;
}

/* The database itself, also where there was a look at it. */
static void
open_db(struct progress *progress, struct err *warning)
{
	forget_last(progress);
	if (progress->db && !progress->is_glance)
		return;
	forget_statements(progress);
	sqlite3_close(progress->db);
	progress->db = progress_db_open(progress->path, warning);
	progress->is_glance = false;
}

static void
look_at_db(struct progress *progress, struct err *warning)
{
	progress->db = progress->path ? progress_db_glance(progress->path) : NULL;
	progress->is_glance = progress->db != NULL;
	if (!progress->db)
		progress->db = progress_db_open(progress->path, warning);
}

/* A prepared statement, its parameters not bound; NULL if the database fails. */
static sqlite3_stmt *
statement_begin(struct progress *progress, enum statement which)
{
	sqlite3_stmt **slot = &progress->statements[which];

	if (is_writing[which])
		open_db(progress, &progress->trouble);
	else if (!progress->db)
		look_at_db(progress, &progress->trouble);
	if (!*slot)
		sqlite3_prepare_v3(progress->db, statement_sql[which], -1, SQLITE_PREPARE_PERSISTENT, slot, NULL);
	if (*slot)
		sqlite3_clear_bindings(*slot);
	return *slot;
}

struct progress *
progress_open(const char *path, struct err *warning)
{
	struct progress *progress = NEW(struct progress);

	progress->path = path ? mem_copy_c(path) : NULL;
	progress->has_last = path && progress_last_read(&progress->last, path);
	if (!progress->has_last)
		look_at_db(progress, warning);
	return progress;
}

void
progress_check(struct progress *progress, struct err *warning)
{
	struct err opening = { 0 };

	open_db(progress, &opening);
	forget_statements(progress);
	progress->db = progress_db_check(progress->db, statement_sql, warning);
	if (warning && err_is_set(&opening))
		*warning = opening;
}

/* What the next start's first picture needs, if it is in a file. */
static bool
take_last(struct progress *progress, struct progress_last *last)
{
	const char *name = progress->db && !progress->is_glance ? sqlite3_db_filename(progress->db, "main") : NULL;
	struct str course = str_buf_str(&progress->course);

	*last = (struct progress_last){ 0 };
	if (!name || !*name || !progress_last_lesson(progress, course, &last->lesson))
		return false;
	str_buf_append(&last->course, course);
	progress_position(progress, course, str_buf_str(&last->lesson), &last->line);
	str_buf_append_c(&last->values[0].name, PROGRESS_THEME);
	str_buf_printf(&last->values[1].name, "%s%.*s", PROGRESS_OPEN, STR_ARG(course));
	for (size_t i = 0; i < PROGRESS_LAST_VALUES; i++)
		progress_value(progress, str_buf_str(&last->values[i].name), &last->values[i].value);
	return true;
}

void
progress_close(struct progress *progress)
{
	struct progress_last last;
	bool has_last;

	if (!progress)
		return;
	has_last = take_last(progress, &last);
	forget_last(progress);
	forget_statements(progress);
	sqlite3_close(progress->db);
	if (has_last)
		progress_last_write(&last, progress->path);
	progress_last_fini(&last);
	str_buf_fini(&progress->course);
	free(progress->path);
	free(progress);
}

bool
progress_take_trouble(struct progress *progress, struct err *out)
{
	if (!err_is_set(&progress->trouble) || progress->is_trouble_told)
		return false;
	progress->is_trouble_told = true;
	*out = progress->trouble;
	return true;
}

static void
bind(sqlite3_stmt *statement, int index, struct str text)
{
	sqlite3_bind_text64(statement, index, text.data ? text.data : "", text.len, SQLITE_TRANSIENT, SQLITE_UTF8);
}

static void
bind_lesson(sqlite3_stmt *statement, struct str course, struct str lesson)
{
	bind(statement, 1, course);
	bind(statement, 2, lesson);
}

static struct str
column(sqlite3_stmt *statement, int index)
{
	const unsigned char *text = sqlite3_column_text(statement, index);

	return str_of((const char *)text, (size_t)sqlite3_column_bytes(statement, index));
}

/* Run a writing statement to its end. */
static bool
statement_write(struct progress *progress, sqlite3_stmt *statement, struct err *err)
{
	bool is_ok = statement && sqlite3_step(statement) == SQLITE_DONE;

	if (!is_ok) {
		err_set(err, _("progress could not be saved: %s"), sqlite3_errmsg(progress->db));
		if (!err_is_set(&progress->trouble))
			err_set(&progress->trouble, _("progress could not be saved: %s"), sqlite3_errmsg(progress->db));
	}
	sqlite3_reset(statement);
	return is_ok;
}

enum progress_state
progress_lesson_state(struct progress *progress, struct str course, struct str lesson)
{
	sqlite3_stmt *statement = statement_begin(progress, GET_STATE);
	int state = PROGRESS_NEW;

	if (!statement)
		return PROGRESS_NEW;
	bind_lesson(statement, course, lesson);
	if (sqlite3_step(statement) == SQLITE_ROW)
		state = sqlite3_column_int(statement, 0);
	sqlite3_reset(statement);
	return state == PROGRESS_BEGUN || state == PROGRESS_FINISHED ? (enum progress_state)state : PROGRESS_NEW;
}

bool
progress_set_lesson_state(struct progress *progress, struct str course, struct str lesson, enum progress_state state,
			  struct err *err)
{
	sqlite3_stmt *statement = statement_begin(progress, SET_STATE);

	if (statement) {
		bind_lesson(statement, course, lesson);
		sqlite3_bind_int(statement, 3, (int)state);
	}
	return statement_write(progress, statement, err);
}

static void
remember_course(struct progress *progress, struct str course)
{
	if (str_is_equal(course, str_buf_str(&progress->course)))
		return;
	str_buf_clear(&progress->course);
	str_buf_append(&progress->course, course);
}

static bool
is_last_course(const struct progress *progress, struct str course)
{
	return progress->has_last && str_is_equal(course, str_buf_str(&progress->last.course));
}

bool
progress_position(struct progress *progress, struct str course, struct str lesson, uint32_t *line)
{
	if (is_last_course(progress, course) && str_is_equal(lesson, str_buf_str(&progress->last.lesson))) {
		if (progress->last.line > 0)
			*line = progress->last.line;
		return progress->last.line > 0;
	}
	sqlite3_stmt *statement = statement_begin(progress, GET_LINE);
	bool is_there = false;

	if (!statement)
		return false;
	bind_lesson(statement, course, lesson);
	if (sqlite3_step(statement) == SQLITE_ROW) {
		sqlite3_int64 value = sqlite3_column_int64(statement, 0);

		is_there = value > 0 && value <= UINT32_MAX;
		if (is_there)
			*line = (uint32_t)value;
	}
	sqlite3_reset(statement);
	return is_there;
}

bool
progress_set_position(struct progress *progress, struct str course, struct str lesson, uint32_t line, struct err *err)
{
	sqlite3_stmt *statement = statement_begin(progress, SET_LINE);

	remember_course(progress, course);
	if (statement) {
		bind_lesson(statement, course, lesson);
		sqlite3_bind_int64(statement, 3, line);
	}
	return statement_write(progress, statement, err);
}

/* The one text a query gives, appended to OUT. */
static bool
read_text(sqlite3_stmt *statement, struct str key, struct str_buf *out)
{
	bool is_there;

	if (!statement)
		return false;
	bind(statement, 1, key);
	is_there = sqlite3_step(statement) == SQLITE_ROW;
	if (is_there)
		str_buf_append(out, column(statement, 0));
	sqlite3_reset(statement);
	return is_there;
}

bool
progress_last_lesson(struct progress *progress, struct str course, struct str_buf *lesson)
{
	remember_course(progress, course);
	if (!is_last_course(progress, course))
		return read_text(statement_begin(progress, GET_LAST), course, lesson);
	str_buf_append(lesson, str_buf_str(&progress->last.lesson));
	return true;
}

bool
progress_toggle_bookmark(struct progress *progress, struct str course, struct str lesson, uint32_t line,
			 struct str text, bool *is_set, struct err *err)
{
	sqlite3_stmt *statement = statement_begin(progress, DROP_BOOKMARK);

	if (statement) {
		bind_lesson(statement, course, lesson);
		sqlite3_bind_int64(statement, 3, line);
	}
	if (!statement_write(progress, statement, err))
		return false;
	*is_set = sqlite3_changes(progress->db) == 0;
	if (!*is_set)
		return true;
	statement = statement_begin(progress, ADD_BOOKMARK);
	if (statement) {
		bind_lesson(statement, course, lesson);
		sqlite3_bind_int64(statement, 3, line);
		bind(statement, 4, text);
	}
	return statement_write(progress, statement, err);
}

size_t
progress_bookmarks(struct progress *progress, struct str course, struct bookmark **out)
{
	sqlite3_stmt *statement = statement_begin(progress, LIST_BOOKMARKS);
	VEC(struct bookmark) list = { 0 };

	if (statement) {
		bind(statement, 1, course);
		while (sqlite3_step(statement) == SQLITE_ROW)
			vec_push(&list, (struct bookmark){ .lesson = str_copy_c(column(statement, 0)),
							   .line = (uint32_t)sqlite3_column_int64(statement, 1),
							   .text = str_copy_c(column(statement, 2)) });
		sqlite3_reset(statement);
	}
	*out = list.items;
	return list.len;
}

void
bookmarks_free(struct bookmark *bookmarks, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(bookmarks[i].lesson);
		free(bookmarks[i].text);
	}
	free(bookmarks);
}

bool
progress_value(struct progress *progress, struct str name, struct str_buf *out)
{
	for (size_t i = 0; i < PROGRESS_LAST_VALUES && progress->has_last; i++) {
		const struct progress_last_value *value = &progress->last.values[i];

		if (str_is_equal(name, str_buf_str(&value->name))) {
			str_buf_append(out, str_buf_str(&value->value));
			return value->value.len > 0;
		}
	}
	return read_text(statement_begin(progress, GET_VALUE), name, out);
}

bool
progress_set_value(struct progress *progress, struct str name, struct str value, struct err *err)
{
	sqlite3_stmt *statement = statement_begin(progress, SET_VALUE);

	if (statement) {
		bind(statement, 1, name);
		bind(statement, 2, value);
	}
	return statement_write(progress, statement, err);
}
