/* Progress in SQLite: kept, shared, damaged, and where nothing can be written. */
#include "lesson/progress.h"

#include "base/alloc.h"
#include "base/file.h"
#include "support/temp.h"
#include "support/test.h"

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

static const struct str course = { "/notes", 6 }, lesson = { "a.md#2021-03-01", 15 };

static struct progress *
open_quietly(const char *path)
{
	struct err warning = { 0 };
	struct progress *progress = progress_open(path, &warning);

	assert_string_equal(warning.text, "");
	progress_check(progress, &warning);
	assert_string_equal(warning.text, "");
	return progress;
}

static void
progress__everything__comes_back_after_reopening(void **state)
{
	char *path = temp_path(*state, "new/dir/progress.db");
	struct progress *progress = open_quietly(path);
	struct str_buf text = { 0 };
	struct bookmark *bookmarks;
	uint32_t line = 0;
	bool is_set;

	assert_int_equal(progress_lesson_state(progress, course, lesson), PROGRESS_NEW);
	assert_false(progress_position(progress, course, lesson, &line));
	assert_false(progress_last_lesson(progress, course, &text));
	assert_true(progress_set_lesson_state(progress, course, lesson, PROGRESS_FINISHED, NULL));
	assert_true(progress_set_position(progress, course, lesson, 42, NULL));
	assert_true(progress_set_position(progress, course, STR("other"), 7, NULL));
	assert_true(progress_set_position(progress, course, lesson, 43, NULL));
	assert_true(progress_toggle_bookmark(progress, course, lesson, 9, STR("nine"), &is_set, NULL));
	assert_true(is_set);
	assert_true(progress_toggle_bookmark(progress, course, lesson, 3, STR("three"), &is_set, NULL));
	assert_true(progress_toggle_bookmark(progress, course, lesson, 9, STR("nine"), &is_set, NULL));
	assert_false(is_set);
	assert_true(progress_set_value(progress, STR("theme"), STR("paper"), NULL));
	assert_true(progress_set_value(progress, STR("theme"), STR("ink"), NULL));
	progress_close(progress);

	progress = open_quietly(path);
	assert_int_equal(progress_lesson_state(progress, course, lesson), PROGRESS_FINISHED);
	assert_int_equal(progress_lesson_state(progress, STR("/other"), lesson), PROGRESS_NEW);
	assert_true(progress_position(progress, course, lesson, &line));
	assert_int_equal(line, 43);
	assert_true(progress_last_lesson(progress, course, &text));
	assert_str_equal(str_buf_str(&text), "a.md#2021-03-01");
	assert_int_equal(progress_bookmarks(progress, course, &bookmarks), 1);
	assert_int_equal(bookmarks[0].line, 3);
	assert_string_equal(bookmarks[0].text, "three");
	bookmarks_free(bookmarks, 1);
	str_buf_clear(&text);
	assert_true(progress_value(progress, STR("theme"), &text));
	assert_string_equal(str_buf_c(&text), "ink");
	progress_close(progress);
	str_buf_fini(&text);
	free(path);
}

static void
progress__names__may_hold_any_bytes(void **state)
{
	struct progress *progress = open_quietly(NULL);
	struct str odd = STR("\xff'\"; DROP TABLE lesson; --\x01");
	uint32_t line;

	(void)state;
	assert_true(progress_set_position(progress, odd, odd, 5, NULL));
	assert_true(progress_position(progress, odd, odd, &line));
	assert_int_equal(line, 5);
	progress_close(progress);
}

/* What a damaged file looks like; all of it must end with a warning, the file kept aside and a working database. */
static void
progress__open__sets_a_damaged_file_aside(void **state)
{
	char *path = temp_path(*state, "progress.db"), *aside = temp_path(*state, "progress.db.damaged-1");
	char *second = temp_path(*state, "progress.db.damaged-2");
	struct err warning = { 0 };

	temp_write(*state, "progress.db",
		   STR("this is no database, but it is long enough to look like a file of one\n"));
	struct progress *progress = progress_open(path, &warning);

	assert_non_null(strstr(warning.text, "damaged-1"));
	assert_int_equal(access(aside, F_OK), 0);
	progress_check(progress, &warning);
	assert_string_equal(warning.text, "");
	assert_true(progress_set_position(progress, course, lesson, 5, NULL));
	progress_close(progress);

	/* pages overwritten behind the header */
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	char noise[4096];

	memset(noise, 0xA5, sizeof(noise));
	for (off_t at = 4096; at < lseek(fd, 0, SEEK_END); at += 4096)
		assert_int_equal(pwrite(fd, noise, sizeof(noise), at), sizeof(noise));
	close(fd);
	progress = progress_open(path, &warning);
	assert_string_equal(warning.text, ""); /* seen only by looking at every page */
	progress_lesson_state(progress, course, lesson);
	progress_check(progress, &warning);
	assert_non_null(strstr(warning.text, "damaged-2"));
	assert_int_equal(access(second, F_OK), 0);
	assert_true(progress_set_position(progress, course, lesson, 6, NULL));
	progress_close(progress);
	progress_close(open_quietly(path));
	free(path);
	free(aside);
	free(second);
}

/* A log that outlived its database would be played into the next one. */
static void
progress__open__sets_the_log_aside_with_its_database(void **state)
{
	char *path = temp_path(*state, "progress.db"), *log = temp_path(*state, "progress.db.damaged-1-wal");
	struct err warning = { 0 };

	temp_write(*state, "progress.db", STR("this is no database, but it has a log beside it as if it were\n"));
	temp_write(*state, "progress.db-wal", STR("this is no log\n"));
	struct progress *progress = progress_open(path, &warning);

	assert_non_null(strstr(warning.text, "damaged-1"));
	assert_int_equal(access(log, F_OK), 0);
	progress_close(progress);
	free(path);
	free(log);
}

/* One page of many, which nothing but the look at every page would meet. */
static void
progress__check__finds_one_damaged_page(void **state)
{
	char *path = temp_path(*state, "progress.db"), noise[4096];
	struct err warning = { 0 };
	struct progress *progress = open_quietly(path);
	bool is_set;

	for (uint32_t line = 1; line < 400; line++)
		assert_true(progress_toggle_bookmark(
			progress, course, lesson, line,
			STR("words of a line that was marked, so long that there are many pages"), &is_set, NULL));
	progress_close(progress);

	int fd = open(path, O_WRONLY | O_CLOEXEC);
	off_t end = lseek(fd, 0, SEEK_END);

	assert_true(end >= (off_t)(6 * sizeof(noise)));
	memset(noise, 0xA5, sizeof(noise));
	assert_int_equal(pwrite(fd, noise, sizeof(noise), end - (off_t)sizeof(noise)), sizeof(noise));
	close(fd);
	progress = progress_open(path, &warning);
	assert_string_equal(warning.text, "");
	progress_check(progress, &warning);
	assert_non_null(strstr(warning.text, "damaged-1"));
	progress_close(progress);
	free(path);
}

static void
progress__open__leaves_a_newer_database_alone(void **state)
{
	char *path = temp_path(*state, "progress.db");
	struct err warning = { 0 };
	sqlite3 *db;
	uint32_t line;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "PRAGMA user_version = 999; CREATE TABLE future (x)", NULL, NULL, NULL),
			 SQLITE_OK);
	sqlite3_close(db);
	struct progress *progress = progress_open(path, &warning);

	assert_non_null(strstr(warning.text, "newer"));
	assert_true(progress_set_position(progress, course, lesson, 5, NULL));
	assert_true(progress_position(progress, course, lesson, &line));
	progress_close(progress);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "SELECT x FROM future", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
	free(path);
}

/* Opened and checked: WARNING is what was said at either. */
static struct progress *
open_checked(const char *path, struct err *warning)
{
	struct progress *progress = progress_open(path, warning);

	if (!err_is_set(warning))
		progress_check(progress, warning);
	return progress;
}

static void
assert_works_in_memory(const char *path)
{
	struct err warning = { 0 };
	struct progress *progress = open_checked(path, &warning);
	uint32_t line;

	assert_non_null(strstr(warning.text, "until you quit"));
	assert_true(progress_set_position(progress, course, lesson, 5, NULL));
	assert_true(progress_position(progress, course, lesson, &line));
	progress_close(progress);
}

static void
progress__open__goes_on_in_memory_where_it_cannot_write(void **state)
{
	char *path = temp_path(*state, "progress.db");

	assert_works_in_memory("/proc/progress.db"); /* nobody can write there, root neither */
	temp_write(*state, "file", STR(""));
	char *under_file = temp_path(*state, "file/progress.db");

	assert_works_in_memory(under_file);
	assert_int_equal(mkdir(path, 0700), 0); /* a directory stands where the file belongs */
	assert_works_in_memory(path);
	free(under_file);
	free(path);
}

/* A full disk: no file may grow. In a child, for the limit stays. */
static void
progress__open__goes_on_in_memory_on_a_full_disk(void **state)
{
	char *path = temp_path(*state, "progress.db");
	pid_t pid = fork();

	if (pid == 0) {
		struct rlimit none = { 0, 0 };
		struct err warning = { 0 };
		uint32_t line = 0;

		signal(SIGXFSZ, SIG_IGN);
		setrlimit(RLIMIT_FSIZE, &none);
		struct progress *progress = open_checked(path, &warning);
		bool is_good = strstr(warning.text, "until you quit") != NULL &&
			       progress_set_position(progress, course, lesson, 5, NULL) &&
			       progress_position(progress, course, lesson, &line) && line == 5;

		progress_close(progress);
		_exit(is_good ? 0 : 1);
	}
	int status;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	free(path);
}

/* Until it is checked it is only looked at, so others can write; the first write of ours opens it all the same. */
static void
progress__write__opens_what_was_only_looked_at(void **state)
{
	char *path = temp_path(*state, "progress.db");
	struct progress *first = progress_open(path, NULL), *second;
	uint32_t line = 0;

	assert_int_not_equal(access(path, F_OK), 0);
	assert_true(progress_set_position(first, course, lesson, 7, NULL));
	assert_int_equal(access(path, F_OK), 0);
	progress_close(first);
	second = progress_open(path, NULL);
	assert_true(progress_position(second, course, lesson, &line));
	assert_int_equal(line, 7);
	first = progress_open(path, NULL);
	assert_true(progress_set_position(first, course, lesson, 8, NULL));
	assert_true(progress_set_position(second, course, STR("other"), 9, NULL));
	assert_true(progress_position(second, course, lesson, &line));
	assert_int_equal(line, 8);
	progress_close(first);
	progress_close(second);
	free(path);
}

static char *
last_of(const char *path)
{
	char *name = mem_alloc_array(strlen(path) + 6, 1);

	strcat(strcpy(name, path), ".last");
	return name;
}

static void
write_bytes(const char *path, const char *bytes, size_t len)
{
	FILE *file = fopen(path, "wbe");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
}

/* As if nobody had touched the file since. */
static void
write_unseen(const char *path, const char *bytes, size_t len)
{
	struct stat status;

	assert_int_equal(stat(path, &status), 0);
	const struct timespec times[2] = { status.st_atim, status.st_mtim };

	write_bytes(path, bytes, len);
	assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static void
make_progress(const char *path)
{
	struct progress *progress = open_quietly(path);

	assert_true(progress_set_position(progress, STR("/else"), STR("b"), 5, NULL));
	assert_true(progress_set_position(progress, course, lesson, 42, NULL));
	assert_true(progress_set_value(progress, STR(PROGRESS_THEME), STR("paper"), NULL));
	assert_true(progress_set_value(progress, STR(PROGRESS_OPEN "/notes"), STR("regex\nemail"), NULL));
	progress_close(progress);
}

static void
check_first_picture(struct progress *progress, bool is_known)
{
	struct str_buf text = { 0 };
	uint32_t line = 0;

	assert_int_equal(progress_last_lesson(progress, course, &text), is_known);
	assert_str_equal(str_buf_str(&text), is_known ? "a.md#2021-03-01" : "");
	assert_int_equal(progress_position(progress, course, lesson, &line), is_known);
	assert_int_equal(line, is_known ? 42 : 0);
	str_buf_clear(&text);
	assert_int_equal(progress_value(progress, STR(PROGRESS_THEME), &text), is_known);
	assert_str_equal(str_buf_str(&text), is_known ? "paper" : "");
	str_buf_clear(&text);
	assert_int_equal(progress_value(progress, STR(PROGRESS_OPEN "/notes"), &text), is_known);
	assert_str_equal(str_buf_str(&text), is_known ? "regex\nemail" : "");
	str_buf_fini(&text);
}

/* A database that cannot be read any more, and nobody looks; what needs it looks, and says so. */
static void
progress__last__answers_without_the_database(void **state)
{
	char *path = temp_path(*state, "progress.db");
	struct err warning = { 0 };
	char noise[16384];

	make_progress(path);
	memset(noise, 'x', sizeof(noise));
	write_unseen(path, noise, sizeof(noise));
	struct progress *progress = progress_open(path, &warning);

	check_first_picture(progress, true);
	assert_false(err_is_set(&warning));
	progress_check(progress, &warning);
	assert_true(err_is_set(&warning));
	check_first_picture(progress, false);
	progress_close(progress);
	free(path);
}

static void
progress__last__is_believed_only_beside_its_database(void **state)
{
	char *path = temp_path(*state, "progress.db"), *name = last_of(path);
	const struct timespec times[2] = { { .tv_sec = 1 }, { .tv_sec = 1 } };
	struct str_buf last = { 0 }, text = { 0 };
	struct progress *progress;

	make_progress(path);
	assert_true(file_read(name, 1 << 20, &last, NULL, NULL));

	/* Another time: the database is asked, and knows. */
	assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
	progress = progress_open(path, NULL);
	check_first_picture(progress, true);
	progress_close(progress);

	/* Every beginning of it is as none. */
	for (size_t i = 0; i < last.len; i++) {
		write_bytes(name, last.data, i);
		progress = progress_open(path, NULL);
		check_first_picture(progress, true);
		progress_close(progress);
	}

	/* With any byte changed it is one or none. */
	for (size_t i = 0; i < last.len; i++) {
		last.data[i] = (char)(last.data[i] ^ 1);
		write_bytes(name, last.data, last.len);
		progress = progress_open(path, NULL);
		assert_true(progress_last_lesson(progress, course, &text));
		progress_close(progress);
		last.data[i] = (char)(last.data[i] ^ 1);
	}

	/* Without it there is nothing to be known. */
	assert_int_equal(unlink(path), 0);
	write_bytes(name, last.data, last.len);
	progress = progress_open(path, NULL);
	check_first_picture(progress, false);
	progress_close(progress);
	str_buf_fini(&text);
	str_buf_fini(&last);
	free(name);
	free(path);
}

/* What is written after it was read counts, also what another copy left in a log. */
static void
progress__last__gives_way_to_what_is_written(void **state)
{
	char *path = temp_path(*state, "progress.db");
	struct str_buf text = { 0 };
	uint32_t line = 0;

	make_progress(path);
	struct progress *first = progress_open(path, NULL), *second;

	assert_true(progress_set_position(first, course, STR("later"), 3, NULL));
	assert_true(progress_last_lesson(first, course, &text));
	assert_str_equal(str_buf_str(&text), "later");
	second = progress_open(path, NULL);
	assert_true(progress_position(second, course, STR("later"), &line));
	assert_int_equal(line, 3);
	progress_close(first);
	progress_close(second);
	str_buf_fini(&text);
	free(path);
}

/* What another copy wrote and left in its log, because it was killed, is seen at once. */
static void
progress__open__sees_a_log_left_behind(void **state)
{
	char *path = temp_path(*state, "progress.db");
	struct progress *progress = open_quietly(path);
	uint32_t line = 0;
	pid_t pid = fork();

	if (pid == 0) {
		struct progress *killed = open_quietly(path);

		progress_set_position(killed, course, lesson, 11, NULL);
		_exit(0); /* not closed */
	}
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	struct progress *next = progress_open(path, NULL);

	assert_true(progress_position(next, course, lesson, &line));
	assert_int_equal(line, 11);
	progress_close(next);
	progress_close(progress);
	free(path);
}

/* Nothing there can be written any more: what was kept can still be read, and what is new lasts until the end. */
static void
progress__check__keeps_what_it_knew_where_it_cannot_write(void **state)
{
	static const char *const names[] = { "progress.db", "progress.db-wal", "progress.db-shm" };
	char *path = temp_path(*state, "progress.db");
	struct progress *progress = open_quietly(path);

	assert_true(progress_set_position(progress, course, lesson, 5, NULL));
	progress_close(progress);
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		char *name = temp_path(*state, names[i]);

		assert_int_equal(chmod(name, 0444), 0);
		free(name);
	}
	assert_int_equal(chmod(*state, 0555), 0);
	pid_t pid = fork();

	if (pid == 0) {
		struct err warning = { 0 };
		uint32_t line = 0;
		bool is_good = geteuid() != 0 || setuid(65534) == 0; /* root could write all the same */

		progress = progress_open(path, &warning);
		is_good = is_good && !err_is_set(&warning) && progress_position(progress, course, lesson, &line) &&
			  line == 5;
		progress_check(progress, &warning);
		is_good = is_good && strstr(warning.text, "until you quit") &&
			  progress_position(progress, course, lesson, &line) && line == 5 &&
			  progress_set_position(progress, course, lesson, 6, NULL) &&
			  progress_position(progress, course, lesson, &line) && line == 6;
		progress_close(progress);
		_exit(is_good ? 0 : 1);
	}
	int status;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(chmod(*state, 0700), 0);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	free(path);
}

/* The reason is told that the write gave, not what came of taking it back. */
static void
progress__check__says_why_it_cannot_write(void **state)
{
	char *path = temp_path(*state, "progress.db");
	struct progress *progress = open_quietly(path);
	struct err warning = { 0 };
	sqlite3 *db;

	assert_true(progress_set_position(progress, course, lesson, 5, NULL));
	progress_close(progress);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(
		sqlite3_exec(db, "CREATE TRIGGER no BEFORE INSERT ON value BEGIN SELECT RAISE(FAIL, 'out of ink'); END",
			     NULL, NULL, NULL),
		SQLITE_OK);
	sqlite3_close(db);
	progress = progress_open(path, &warning);
	progress_check(progress, &warning);
	assert_non_null(strstr(warning.text, "out of ink"));
	progress_close(progress);
	free(path);
}

/* It fills up later: the write fails and says so, what was there stays. */
static void
progress__write__says_that_the_disk_is_full(void **state)
{
	char *path = temp_path(*state, "progress.db");
	pid_t pid = fork();

	if (pid == 0) {
		struct progress *progress = progress_open(path, NULL);
		struct rlimit little = { 1, 1 };
		struct err err = { 0 };

		bool is_good = progress_set_position(progress, course, lesson, 5, NULL);

		signal(SIGXFSZ, SIG_IGN);
		setrlimit(RLIMIT_FSIZE, &little);
		is_good = is_good && !progress_set_position(progress, course, lesson, 6, &err) && err_is_set(&err);
		_exit(is_good ? 0 : 1);
	}
	int status;
	uint32_t line;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(WEXITSTATUS(status), 0);
	struct progress *progress = open_quietly(path);

	assert_true(progress_position(progress, course, lesson, &line));
	assert_int_equal(line, 5);
	progress_close(progress);
	free(path);
}

#define WRITERS 4
#define WRITES  50

/* Several copies start at once on nothing and write at once: no write is lost, nobody warns. */
static void
progress__processes__share_one_database(void **state)
{
	char *path = temp_path(*state, "progress.db");
	pid_t pids[WRITERS];

	for (int i = 0; i < WRITERS; i++) {
		pids[i] = fork();
		if (pids[i] == 0) {
			struct err warning = { 0 };
			struct progress *progress = progress_open(path, &warning);
			bool is_good = !err_is_set(&warning);
			char name[32];

			progress_check(progress, &warning);
			is_good = is_good && !err_is_set(&warning);
			for (int j = 0; is_good && j < WRITES; j++) {
				snprintf(name, sizeof(name), "%d/%d", i, j);
				is_good = progress_set_value(progress, str_of_c(name), STR("x"), NULL);
			}
			progress_close(progress);
			_exit(is_good ? 0 : 1);
		}
	}
	for (int i = 0; i < WRITERS; i++) {
		int status;

		assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
		assert_int_equal(WEXITSTATUS(status), 0);
	}
	struct progress *progress = open_quietly(path);
	struct str_buf text = { 0 };
	char name[32];

	for (int i = 0; i < WRITERS; i++)
		for (int j = 0; j < WRITES; j++) {
			snprintf(name, sizeof(name), "%d/%d", i, j);
			assert_true(progress_value(progress, str_of_c(name), &text));
		}
	progress_close(progress);
	str_buf_fini(&text);
	free(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEMP_TEST(progress__everything__comes_back_after_reopening),
		TEMP_TEST(progress__names__may_hold_any_bytes),
		TEMP_TEST(progress__open__sets_a_damaged_file_aside),
		TEMP_TEST(progress__open__sets_the_log_aside_with_its_database),
		TEMP_TEST(progress__check__finds_one_damaged_page),
		TEMP_TEST(progress__open__leaves_a_newer_database_alone),
		TEMP_TEST(progress__open__goes_on_in_memory_where_it_cannot_write),
		TEMP_TEST(progress__open__goes_on_in_memory_on_a_full_disk),
		TEMP_TEST(progress__write__opens_what_was_only_looked_at),
		TEMP_TEST(progress__open__sees_a_log_left_behind),
		TEMP_TEST(progress__last__answers_without_the_database),
		TEMP_TEST(progress__last__is_believed_only_beside_its_database),
		TEMP_TEST(progress__last__gives_way_to_what_is_written),
		TEMP_TEST(progress__check__keeps_what_it_knew_where_it_cannot_write),
		TEMP_TEST(progress__check__says_why_it_cannot_write),
		TEMP_TEST(progress__write__says_that_the_disk_is_full),
		TEMP_TEST(progress__processes__share_one_database),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
