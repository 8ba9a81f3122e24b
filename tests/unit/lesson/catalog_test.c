/* A course on the disk as dated lessons. */
#include "base/rng.h"
#include "lesson/catalog.h"
#include "support/temp.h"
#include "support/test.h"

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>

static struct catalog *
open_all(const char *path, const char *language)
{
	struct catalog_options options = { .language = language };
	struct err err = { 0 };
	struct catalog *catalog = catalog_open(path, &options, &err);

	assert_string_equal(err.text, "");
	assert_non_null(catalog);
	catalog_finish(catalog);
	return catalog;
}

/* "2018-11-03 title|…": dates and titles in order; intro: and -: for what has no date. */
static void
assert_lessons(struct catalog *catalog, const char *expected)
{
	struct str_buf text = { 0 };

	for (size_t i = 0; i < catalog_lesson_count(catalog); i++) {
		const struct lesson *lesson = catalog_lesson(catalog, i);
		char iso[11] = "-";

		if (date_is_set(lesson->date))
			date_format_iso(lesson->date, iso);
		str_buf_printf(&text, "%s%s %s", i ? "|" : "", lesson->is_introduction ? "intro" : iso, lesson->title);
	}
	assert_string_equal(str_buf_c(&text), expected);
	str_buf_fini(&text);
}

static const char untidy[] = "### Hello there  \n"
			     "---\n"
			     "\n"
			     "### 2021年3月1日 周一  \n"
			     "---  \n"
			     "#### 1.列表  \n"
			     "- 1.1append\n"
			     "#### 2. 字典\n"
			     "```\n"
			     "### 2021年3月5日 not a lesson\n"
			     "```\n"
			     "### 2021年3月3日  周四 函数\n"
			     "text\n"
			     "### 2021-03-03 again\n"
			     "more\n"
			     "### 2021年3月2日\n"
			     "first words of it  \n";

static void
catalog__open__cuts_a_file_at_dated_headings(void **state)
{
	temp_write(*state, "notes.md", str_of_c(untidy));
	char *path = temp_path(*state, "notes.md");
	struct catalog *catalog = open_all(path, NULL);
	struct str text;

	assert_lessons(catalog, "intro Hello there|2021-03-01 列表 · 字典|2021-03-02 first words of it|2021-03-03 函数|"
				"2021-03-03 again");
	assert_string_equal(catalog_title(catalog), "Hello there");
	assert_true(catalog_is_file(catalog));
	assert_int_equal(catalog_lesson(catalog, 1)->line, 4);
	assert_int_equal(catalog_lesson(catalog, 1)->written_weekday, 0);
	assert_false(catalog_lesson(catalog, 1)->is_title_own);
	assert_int_equal(catalog_lesson(catalog, 3)->line, 12);
	assert_int_equal(catalog_lesson(catalog, 3)->written_weekday, 3);
	assert_true(catalog_lesson(catalog, 3)->is_title_own);
	assert_true(catalog_lesson_text(catalog, 4, &text, NULL));
	assert_str_equal(text, "### 2021-03-03 again\nmore\n");
	catalog_free(catalog);
	free(path);
}

static void
catalog__outline__leaves_out_the_dated_heading_and_counts_lines_of_the_file(void **state)
{
	temp_write(*state, "notes.md", str_of_c(untidy));
	char *path = temp_path(*state, "notes.md");
	struct catalog *catalog = open_all(path, NULL);
	struct outline outline;

	catalog_lesson_outline(catalog, 1, &outline);
	assert_int_equal(outline.len, 3);
	assert_string_equal(outline.items[0].title, "1.列表");
	assert_int_equal(outline.items[0].line, 6);
	assert_true(outline.items[1].is_item);
	assert_int_equal(outline.items[2].line, 8);
	outline_fini(&outline);
	catalog_free(catalog);
	free(path);
}

static void
catalog__open__reads_dates_of_file_names_and_front_matter(void **state)
{
	temp_write(*state, "2021-03-02-loops.md", STR("just text\n"));
	temp_write(*state, "20210301.md", STR("# Begin\n## Sub\n"));
	temp_write(*state, "b.md", STR("---\ntitle: {en: Third, zh_CN: 第三}\ndate: 2021-03-03\n---\n# Heading\n"));
	temp_write(*state, "a.md", STR("# Undated\n"));
	temp_write(*state, "deep/2021-03-04.txt", STR("# Deep one\n"));
	temp_write(*state, "sub/c.markdown", STR("---\nplain words\n---\n\n# After two rules\n"));
	struct catalog *catalog = open_all(*state, "en");

	assert_lessons(catalog, "2021-03-01 Begin|2021-03-02 loops|2021-03-03 Third|2021-03-04 Deep one|- Undated|- "
				"After two rules");
	assert_int_equal(catalog_lesson(catalog, 2)->line, 5);
	assert_int_equal(catalog_skipped_count(catalog), 0);
	catalog_free(catalog);
}

static void
catalog__open__leaves_out_hidden_files_labs_and_what_is_no_note(void **state)
{
	temp_write(*state, ".hidden.md", STR("# no\n"));
	temp_write(*state, ".git/x.md", STR("# no\n"));
	temp_write(*state, "labs/regex/x.md", STR("# no\n"));
	temp_write(*state, "picture.png", STR("no"));
	temp_write(*state, "sub/labs/yes.md", STR("# yes\n"));
	temp_write(*state, "README", STR("no"));
	struct catalog *catalog = open_all(*state, NULL);

	assert_lessons(catalog, "- yes");
	catalog_free(catalog);
}

static void
catalog__open__skips_pipes_loops_and_binaries_and_says_so(void **state)
{
	char *pipe_path = temp_path(*state, "pipe.md"), *loop = temp_path(*state, "dir/loop");
	char *dead = temp_path(*state, "dead.md");

	temp_write(*state, "dir/a.md", STR("# a\n"));
	temp_write(*state, "binary.md",
		   str_of("\x7f"
			  "ELF\0\0\1\0\0\xff\xfe\0\1\2\3\0\0\0\x81",
			  20));
	assert_int_equal(mkfifo(pipe_path, 0600), 0);
	assert_int_equal(symlink("..", loop), 0);
	assert_int_equal(symlink("nowhere", dead), 0);
	struct catalog *catalog = open_all(*state, NULL);

	assert_lessons(catalog, "- a");
	assert_int_equal(catalog_skipped_count(catalog), 3);
	for (size_t i = 0; i < 3; i++)
		assert_true(err_is_set(&catalog_skipped(catalog, i)->why));
	catalog_free(catalog);
	free(pipe_path);
	free(loop);
	free(dead);
}

static void
catalog__open__picks_the_language_and_falls_back_to_the_first(void **state)
{
	temp_write(*state, "course.yaml", STR("title: {zh_CN: 课程, en: Course}\nlanguages: [zh_CN, en]\n"));
	temp_write(*state, "zh_CN/2021-03-01.md", STR("# 一\n"));
	temp_write(*state, "zh_CN/2021-03-02.md", STR("# 二\n"));
	temp_write(*state, "en/2021-03-01.md", STR("# One\n"));
	temp_write(*state, "stray.md", STR("# Stray\n"));
	struct catalog *catalog = open_all(*state, "en_GB");

	assert_lessons(catalog, "2021-03-01 One|2021-03-02 二");
	assert_string_equal(catalog_title(catalog), "Course");
	catalog_free(catalog);
	catalog = open_all(*state, "fr");
	assert_lessons(catalog, "2021-03-01 一|2021-03-02 二");
	assert_null(catalog_course_error(catalog));
	catalog_free(catalog);
}

static void
catalog__open__says_what_is_wrong_with_course_yaml_and_goes_on(void **state)
{
	temp_write(*state, "course.yaml", STR("title: x\nlanguages: [../etc]\n"));
	temp_write(*state, "a.md", STR("# a\n"));
	struct catalog *catalog = open_all(*state, NULL);

	assert_lessons(catalog, "- a");
	assert_non_null(catalog_course_error(catalog));
	assert_int_equal(catalog_course_error(catalog)->line, 2);
	catalog_free(catalog);
}

static void
catalog__read__takes_bom_crlf_gb18030_and_utf16(void **state)
{
	temp_write(*state, "bom.md", STR("\xEF\xBB\xBF## 2021-03-01 bom\r\ntext\r\n"));
	temp_write(*state, "gb.md",
		   STR("## 2021\xC4\xEA"
		       "3\xD4\xC2"
		       "2\xC8\xD5 \xD6\xDC\xB6\xFE \xBA\xAF\xCA\xFD\n\xD5\xE2\xCA\xC7\n"));
	temp_write(*state, "le.md",
		   str_of("\xFF\xFE#\0 \0"
			  "2\0"
			  "0\0"
			  "2\0"
			  "1\0-\0"
			  "3\0-\0"
			  "3\0 \0x\0\n\0",
			  28));
	struct catalog *catalog = open_all(*state, NULL);

	assert_lessons(catalog, "2021-03-01 bom|2021-03-02 函数|2021-03-03 x");
	for (size_t i = 0; i < 3; i++) {
		const struct course_file *file = catalog_file(catalog, catalog_lesson(catalog, i)->file);

		assert_int_equal(file->has_bom, i != 1);
		assert_int_equal(file->has_crlf, i == 0);
	}
	catalog_free(catalog);
}

static void
catalog__read__takes_lines_that_end_in_cr_alone(void **state)
{
	struct str_buf large = { 0 };
	struct str text;

	temp_write(*state, "a.md", STR("## 2021-03-01 one\r\rtext\r## 2021-03-02 two\rmore\r"));
	temp_write(*state, "b.md", STR("## 2021-03-03 a CR\r in a line\n")); /* is a blank, as anywhere */
	str_buf_append_c(&large, "\xEF\xBB\xBF## 2021-03-04 large\r");
	str_buf_append_repeat(&large, STR("words\r"), 100000);
	str_buf_append_c(&large, "## 2021-03-05 its last\rend");
	temp_write(*state, "c.md", str_buf_str(&large));
	str_buf_fini(&large);
	struct catalog *catalog = open_all(*state, NULL);

	assert_lessons(catalog,
		       "2021-03-01 one|2021-03-02 two|2021-03-03 a CR in a line|2021-03-04 large|2021-03-05 its last");
	assert_int_equal(catalog_lesson(catalog, 1)->line, 4);
	assert_int_equal(catalog_lesson(catalog, 4)->line, 100002);
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(catalog_file(catalog, catalog_lesson(catalog, i)->file)->has_cr, i != 2);
	assert_true(catalog_lesson_text(catalog, 1, &text, NULL));
	assert_str_equal(text, "## 2021-03-02 two\nmore\n");
	catalog_free(catalog);
}

static void
catalog__open__tells_what_cannot_be_opened(void **state)
{
	struct err err = { 0 };
	char *path = temp_path(*state, "absent");

	assert_null(catalog_open(path, NULL, &err));
	assert_non_null(strstr(err.text, "No such file"));
	free(path);
	path = temp_path(*state, "pipe");
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_null(catalog_open(path, NULL, &err));
	assert_non_null(strstr(err.text, "neither"));
	free(path);
	struct catalog *catalog = open_all(*state, NULL);

	assert_int_equal(catalog_lesson_count(catalog), 0); /* an empty course is no error */
	assert_true(catalog_title(catalog)[0]);
	catalog_free(catalog);
}

static void
catalog__find__takes_dates_numbers_and_titles(void **state)
{
	temp_write(*state, "notes.md", str_of_c(untidy));
	struct catalog *catalog = open_all(*state, NULL);

	assert_int_equal(catalog_find(catalog, STR("2021-03-02")), 2);
	assert_int_equal(catalog_find(catalog, STR("2021年3月2日")), 2);
	assert_int_equal(catalog_find(catalog, STR("03-01")), 1);
	assert_int_equal(catalog_find(catalog, STR("3/1")), 1);
	assert_int_equal(catalog_find(catalog, STR("3月1日")), 1);
	assert_int_equal(catalog_find(catalog, STR("0")), 0);
	assert_int_equal(catalog_find(catalog, STR("1")), 1);
	assert_int_equal(catalog_find(catalog, STR("4")), 4);
	assert_int_equal(catalog_find(catalog, STR("函数")), 3);
	assert_int_equal(catalog_find(catalog, STR("AGAIN")), STR_NONE); /* upper case makes it exact */
	assert_int_equal(catalog_find(catalog, STR("5")), STR_NONE);
	assert_int_equal(catalog_find(catalog, STR("")), STR_NONE);
	catalog_free(catalog);
}

static void
catalog__key__stays_when_other_lessons_come(void **state)
{
	temp_write(*state, "notes.md", str_of_c(untidy));
	struct catalog *catalog = open_all(*state, NULL);
	struct str_buf key = { 0 };

	catalog_lesson_key(catalog, 4, &key);
	assert_string_equal(str_buf_c(&key), "notes.md#2021-03-03/2");
	assert_int_equal(catalog_find_key(catalog, str_buf_str(&key)), 4);
	catalog_free(catalog);
	temp_write(*state, "early.md", STR("## 2001-01-01 x\n## 2001-01-02 y\n"));
	catalog = open_all(*state, NULL);
	assert_int_equal(catalog_find_key(catalog, str_buf_str(&key)), 6);
	assert_int_equal(catalog_find_key(catalog, STR("notes.md#1999-01-01")), STR_NONE);
	str_buf_fini(&key);
	catalog_free(catalog);
}

static void
catalog__step__reads_ten_thousand_files_in_bounded_steps(void **state)
{
	char name[32];
	size_t steps = 0;

	for (int i = 0; i < 10000; i++) {
		snprintf(name, sizeof(name), "%02d/n%05d.md", i % 100, i);
		temp_write(*state, name, STR("# one\n"));
	}
	struct catalog *catalog = catalog_open(*state, NULL, NULL);

	assert_int_equal(catalog_lesson_count(catalog), 0); /* nothing was read yet */
	while (catalog_step(catalog, 0))
		steps++;
	assert_int_equal(catalog_lesson_count(catalog), 10000);
	assert_true(steps >= 10000); /* a file each */
	catalog_free(catalog);
}

/* COUNT lessons, a day each from 2001-01-01 on, of about LESSON_BYTES; WORD stands in each one's last line. */
static void
append_days(struct str_buf *out, int count, size_t lesson_bytes, const char *word)
{
	for (int day = 0; day < count; day++) {
		size_t start = out->len;

		str_buf_printf(out, "# %d-%02d-%02d day %d\n", 2001 + day / 336, 1 + day / 28 % 12, 1 + day % 28, day);
		while (out->len - start < lesson_bytes)
			str_buf_append_c(out, "what was said that day, line for line\n");
		str_buf_printf(out, "%s %d\n", word, day);
	}
}

/* Every lesson lies where its heading is and ends where the next one begins. */
static void
assert_days(struct catalog *catalog, size_t count, const char *word)
{
	assert_true(catalog_lesson_count(catalog) >= count);
	for (size_t i = 0; i < count; i++) {
		struct str_buf begin = { 0 }, end = { 0 };
		struct str text;

		assert_true(catalog_lesson_text(catalog, i, &text, NULL));
		str_buf_printf(&begin, "day %zu\n", i);
		str_buf_printf(&end, "%s %zu\n", word, i);
		assert_true(str_find(text, str_buf_str(&begin)) < 32);
		assert_true(str_has_suffix(text, str_buf_str(&end)));
		str_buf_fini(&begin);
		str_buf_fini(&end);
	}
}

static void
catalog__step__knows_the_first_lessons_of_a_large_file_before_the_last(void **state)
{
	struct str_buf text = { 0 };
	struct str whole;

	append_days(&text, 300, 10000, "end");
	temp_write(*state, "large.md", str_buf_str(&text));
	char *path = temp_path(*state, "large.md");
	struct catalog *catalog = catalog_open(path, NULL, NULL);

	assert_true(catalog_step(catalog, 0));
	size_t first = catalog_lesson_count(catalog);

	assert_true(first > 20 && first < 30); /* of 256 KiB */
	assert_days(catalog, first, "end");
	assert_true(catalog_file_text(catalog, 0, &whole, NULL)); /* all of it for whoever wants it */
	assert_int_equal(whole.len, text.len);
	assert_days(catalog, first, "end");
	catalog_finish(catalog);
	assert_int_equal(catalog_lesson_count(catalog), 300);
	assert_days(catalog, 300, "end");
	assert_int_equal(catalog_lesson(catalog, 299)->end, text.len);
	catalog_free(catalog);
	free(path);
	str_buf_fini(&text);
}

/* The rest of a large file is read on a thread that calls; nothing is waited for, and closing at any moment is fine. */
static void
note_read(void *ctx)
{
	atomic_store((atomic_bool *)ctx, true);
}

static void
note_blocked(void *ctx)
{
	pthread_sigmask(SIG_BLOCK, NULL, ctx);
}

static void
catalog__thread__leaves_signals_to_others(void **state)
{
	sigset_t blocked;
	struct catalog_options options = { .on_read = note_blocked, .ctx = &blocked };
	struct str_buf text = { 0 };

	sigemptyset(&blocked);
	append_days(&text, 300, 10000, "end");
	temp_write(*state, "large.md", str_buf_str(&text));
	struct catalog *catalog = catalog_open(*state, &options, NULL);

	assert_non_null(catalog);
	catalog_finish(catalog);
	catalog_free(catalog);
	assert_true(sigismember(&blocked, SIGTERM));
	str_buf_fini(&text);
}

static void
catalog__on_read__tells_of_the_rest_of_a_large_file(void **state)
{
	struct str_buf text = { 0 };
	atomic_bool is_read = false;
	struct catalog_options options = { .on_read = note_read, .ctx = &is_read };

	append_days(&text, 300, 10000, "end");
	temp_write(*state, "large.md", str_buf_str(&text));
	char *path = temp_path(*state, "large.md");
	struct catalog *catalog = catalog_open(path, &options, NULL);

	while (!catalog_is_waiting(catalog) && !atomic_load(&is_read))
		assert_true(catalog_step(catalog, 0) || atomic_load(&is_read));
	assert_true(catalog_lesson_count(catalog) > 20);
	while (!atomic_load(&is_read))
		sched_yield();
	assert_false(catalog_is_waiting(catalog));
	assert_false(catalog_step(catalog, 0));
	assert_int_equal(catalog_lesson_count(catalog), 300);
	assert_days(catalog, 300, "end");
	catalog_free(catalog);

	catalog = catalog_open(path, &options, NULL);
	catalog_step(catalog, 0);
	catalog_free(catalog);

	catalog = catalog_open(path, &options, NULL);
	catalog_finish(catalog); /* waits */
	assert_int_equal(catalog_lesson_count(catalog), 300);
	catalog_free(catalog);
	free(path);
	str_buf_fini(&text);
}

/* What the head of a file cannot tell: where a long lesson ends, and that it was in another encoding all along. */
static void
catalog__step__begins_anew_where_the_head_of_a_file_misled(void **state)
{
	struct str_buf text = { 0 };

	append_days(&text, 2, 700000, "end");
	temp_write(*state, "long.md", str_buf_str(&text));
	str_buf_clear(&text);
	append_days(&text, 80, 10000, "end");                       /* ASCII */
	str_buf_append_c(&text, "# 2009-01-01 \xd6\xd0\xce\xc4\n"); /* GB18030 */
	for (int i = 0; i < 1000; i++)
		str_buf_append_c(&text, "\xd6\xd0\xce\xc4\n");
	temp_write(*state, "mixed.md", str_buf_str(&text));
	char *paths[] = { temp_path(*state, "long.md"), temp_path(*state, "mixed.md") };
	struct catalog *catalog = catalog_open(paths[0], NULL, NULL);

	catalog_step(catalog, 0);
	assert_int_equal(catalog_lesson_count(catalog), 1); /* as much of it as the head has */
	assert_true(catalog_lesson(catalog, 0)->end < 300000);
	catalog_finish(catalog);
	assert_int_equal(catalog_lesson_count(catalog), 2);
	assert_days(catalog, 2, "end");
	catalog_free(catalog);

	catalog = catalog_open(paths[1], NULL, NULL);
	catalog_step(catalog, 0);
	assert_int_equal(catalog_file(catalog, 0)->encoding, ENCODING_UTF8);
	catalog_finish(catalog);
	assert_int_equal(catalog_file(catalog, 0)->encoding, ENCODING_GB18030);
	assert_int_equal(catalog_lesson_count(catalog), 81);
	assert_days(catalog, 80, "end");
	assert_string_equal(catalog_lesson(catalog, 80)->title, "中文");
	catalog_free(catalog);
	free(paths[0]);
	free(paths[1]);
	str_buf_fini(&text);
}

/* True if anything changed. */
static bool
reload(struct catalog *catalog)
{
	uint64_t revision = catalog_revision(catalog);

	catalog_reload(catalog);
	catalog_finish(catalog);
	return catalog_revision(catalog) != revision;
}

static void
catalog__reload__sees_what_changed_came_and_went(void **state)
{
	temp_write(*state, "a.md", STR("## 2021-03-01 a\n"));
	temp_write(*state, "b.md", STR("## 2021-03-02 b\n"));
	struct catalog *catalog = open_all(*state, NULL);

	assert_false(reload(catalog));
	temp_write(*state, "b.md", STR("## 2021-03-02 b changed\n"));
	temp_write(*state, "c.md", STR("## 2021-02-01 c\n"));
	assert_true(reload(catalog));
	assert_lessons(catalog, "2021-02-01 c|2021-03-01 a|2021-03-02 b changed");
	char *path = temp_path(*state, "a.md");

	assert_int_equal(unlink(path), 0);
	assert_true(reload(catalog));
	assert_lessons(catalog, "2021-02-01 c|2021-03-02 b changed");
	assert_false(reload(catalog));
	catalog_free(catalog);
	free(path);
}

static void
write_large(const char *dir, const char *title)
{
	struct str_buf large = { 0 };

	str_buf_printf(&large, "# 2021-03-01 %s\n", title);
	str_buf_append_repeat(&large, STR("words\n"), 200000);
	temp_write(dir, "large.md", str_buf_str(&large));
	str_buf_fini(&large);
}

/* Until the thread that reads the rest of a large file has read all of it. Mostly what it read is not taken yet. */
static void
step_until_read(struct catalog *catalog, atomic_bool *is_read)
{
	while (!catalog_is_waiting(catalog) && !atomic_load(is_read))
		catalog_step(catalog, 0);
	while (!atomic_load(is_read))
		sched_yield();
}

/* Nobody waits for the thread that reads it: what it read is used, then the disk is looked at once more. */
/* It is the same bytes, not a copy read again: a text of tens of megabytes is long to read. */
static void
catalog__reload__keeps_the_text_of_a_file_that_is_as_it_was(void **state)
{
	struct str before, after;

	temp_write(*state, "a.md", STR("## 2021-03-01 a\n"));
	temp_write(*state, "b.md", STR("## 2021-03-02 b\n"));
	struct catalog *catalog = open_all(*state, NULL);

	assert_true(catalog_lesson_text(catalog, 1, &before, NULL));
	temp_write(*state, "a.md", STR("## 2021-03-01 a changed\n## 2021-03-01 again\n"));
	assert_true(reload(catalog));
	assert_lessons(catalog, "2021-03-01 a changed|2021-03-01 again|2021-03-02 b");
	assert_true(catalog_lesson_text(catalog, 2, &after, NULL));
	assert_ptr_equal(after.data, before.data);
	catalog_free(catalog);
}

static void
catalog__reload__again_lets_a_large_file_be_read_to_its_end(void **state)
{
	atomic_bool is_read = false;
	struct catalog_options options = { .on_read = note_read, .ctx = &is_read };

	write_large(*state, "one");
	struct catalog *catalog = catalog_open(*state, &options, NULL);

	assert_non_null(catalog);
	catalog_finish(catalog);
	atomic_store(&is_read, false);
	write_large(*state, "second");
	uint64_t revision = catalog_revision(catalog);

	catalog_reload(catalog);
	step_until_read(catalog, &is_read);
	write_large(*state, "the third");
	catalog_reload(catalog);
	catalog_finish(catalog);
	assert_int_equal(catalog_revision(catalog), revision + 2);
	assert_lessons(catalog, "2021-03-01 the third");
	catalog_free(catalog);
}

/* Whatever of it the thread had read by then, the text before or the one after: in the end it is the one after. */
static void
catalog__reload__again_while_a_large_file_is_read(void **state)
{
	atomic_bool is_read = false;
	struct catalog_options options = { .on_read = note_read, .ctx = &is_read };

	write_large(*state, "one");
	struct catalog *catalog = catalog_open(*state, &options, NULL);

	assert_non_null(catalog);
	catalog_finish(catalog);
	write_large(*state, "second");
	catalog_reload(catalog);
	while (catalog_step(catalog, 0) && !catalog_is_waiting(catalog))
		;
	write_large(*state, "the third");
	catalog_reload(catalog);
	catalog_finish(catalog);
	assert_lessons(catalog, "2021-03-01 the third");
	catalog_free(catalog);
}

/*
 * Its first lessons are known by then, but they are the old text's,
 * and the place to go on from is nowhere in the new one.
 */
static void
catalog__step__begins_anew_where_a_large_file_is_written_between_head_and_rest(void **state)
{
	struct str_buf text = { 0 };
	char *path = temp_path(*state, "large.md");

	append_days(&text, 300, 10000, "old");
	temp_write(*state, "large.md", str_buf_str(&text));
	struct catalog *catalog = catalog_open(path, NULL, NULL);

	assert_true(catalog_step(catalog, 0));
	assert_true(catalog_lesson_count(catalog) > 20 && catalog_lesson_count(catalog) < 300);
	str_buf_clear(&text);
	append_days(&text, 300, 10000, "newer");
	temp_write(*state, "large.md", str_buf_str(&text));
	catalog_finish(catalog);
	assert_int_equal(catalog_lesson_count(catalog), 300);
	assert_days(catalog, 300, "newer");
	assert_false(reload(catalog)); /* and nothing is left that another look would have to find */
	catalog_free(catalog);
	free(path);
	str_buf_fini(&text);
}

static void
catalog__texts__come_back_after_they_were_dropped(void **state)
{
	char name[16], expected[32];
	struct str text;

	for (int i = 0; i < 20; i++) {
		snprintf(name, sizeof(name), "f%02d.md", i);
		snprintf(expected, sizeof(expected), "# title %d\n", i);
		temp_write(*state, name, str_of_c(expected));
	}
	struct catalog *catalog = open_all(*state, NULL);

	for (int i = 0; i < 20; i++) {
		snprintf(expected, sizeof(expected), "# title %d\n", i);
		assert_true(catalog_lesson_text(catalog, (size_t)i, &text, NULL));
		assert_str_equal(text, expected);
	}
	catalog_free(catalog);
}

/* One character of the file as it is written there, or, seldom, half of one. */
static void
append_junk(struct str_buf *out, enum encoding encoding, struct rng *rng)
{
	unsigned unit = rng_below(rng, 4) ? 0x20 + (unsigned)rng_below(rng, 0x5F) : (unsigned)rng_below(rng, 0x10000);
	static const char *const pieces[] = { "\x81\x30\x84\x36", "\xD6\xD0", "\xCE\xC4", "\x81",
					      "\x84\x31\x95\x33", "a" };

	if (rng_below(rng, 30) == 0)
		unit = '\n';
	if (encoding == ENCODING_GB18030 && unit != '\n')
		str_buf_append_c(out, pieces[rng_below(rng, ARRAY_LEN(pieces))]);
	else if (encoding == ENCODING_GB18030)
		str_buf_append_byte(out, '\n');
	else if (encoding == ENCODING_UTF8)
		str_buf_append_byte(out, unit == 0 ? ' ' : (char)unit);
	else
		for (int i = 0; i < 2; i++)
			str_buf_append_byte(out, (char)(unit >> ((encoding == ENCODING_UTF16BE) == (i == 0) ? 8 : 0)));
}

static void
append_ascii(struct str_buf *out, enum encoding encoding, const char *text)
{
	for (; *text; text++) {
		if (encoding == ENCODING_UTF16BE)
			str_buf_append_byte(out, '\0');
		str_buf_append_byte(out, *text);
		if (encoding == ENCODING_UTF16LE)
			str_buf_append_byte(out, '\0');
	}
}

/* Lessons of a few bytes and of many, in a file of a megabyte whose end of lines is END. */
static void
write_junk(const char *dir, const char *name, enum encoding encoding, char end, struct rng *rng)
{
	static const char *const boms[] = { [ENCODING_UTF8] = "\xEF\xBB\xBF",
					    [ENCODING_UTF16LE] = "\xFF\xFE",
					    [ENCODING_UTF16BE] = "\xFE\xFF",
					    [ENCODING_GB18030] = "\x84\x31\x95\x33" };
	struct str_buf bytes = { 0 };

	str_buf_append_c(&bytes, boms[encoding]);
	for (int day = 0; bytes.len < (size_t)1 << 20; day++) {
		char heading[32];

		snprintf(heading, sizeof(heading), "\n## 20%02d-%02d-%02d x\n", 10 + day / 336, day / 28 % 12 + 1,
			 day % 28 + 1);
		append_ascii(&bytes, encoding, heading);
		for (uint64_t left = rng_below(rng, rng_below(rng, 10) ? 4000 : 60000); left > 0; left--)
			append_junk(&bytes, encoding, rng);
		if (encoding == ENCODING_GB18030) /* half a character must not take the heading with it */
			str_buf_append_c(&bytes, "a");
	}
	for (size_t i = 0; end != '\n' && i < bytes.len; i++)
		if (bytes.data[i] == '\n' || bytes.data[i] == '\r')
			bytes.data[i] = end;
	temp_write(dir, name, str_buf_str(&bytes));
	str_buf_fini(&bytes);
}

/* The same text as of the whole file, and the same beginning of it. */
static void
assert_source(struct lesson_source *source, struct str text, struct rng *rng)
{
	size_t max_bytes = rng_below(rng, text.len + 2);
	struct str all, head;
	struct shared_text *all_shared = lesson_source_take(source, SIZE_MAX, &all, NULL),
			   *head_shared = lesson_source_take(source, max_bytes, &head, NULL);

	assert_non_null(all_shared);
	assert_non_null(head_shared);
	assert_int_equal(lesson_source_len(source), text.len);
	assert_true(str_is_equal(all, text));
	assert_true(str_is_equal(head, str_cut(text, 0, max_bytes)));
	shared_text_release(all_shared);
	shared_text_release(head_shared);
}

static void
assert_sources(const char *dir, enum encoding encoding, char end, struct rng *rng)
{
	struct str text;

	write_junk(dir, "0.md", encoding, end, rng);
	for (char name[] = "1.md"; name[0] < '5'; name[0]++)
		temp_write(dir, name, STR("# other\n"));
	struct catalog *catalog = open_all(dir, NULL);

	assert_int_equal(catalog_file(catalog, catalog_lesson(catalog, 1)->file)->encoding, encoding);
	for (size_t i = 0; i < catalog_lesson_count(catalog); i++) {
		size_t file = catalog_lesson(catalog, i)->file;

		if (strcmp(catalog_file(catalog, file)->name, "0.md") != 0)
			continue;
		for (size_t other = 0; other < catalog_file_count(catalog); other++) /* so that it is not in memory */
			if (other != file)
				assert_true(catalog_file_text(catalog, other, &text, NULL));
		struct lesson_source *source = catalog_lesson_source(catalog, i, NULL);

		assert_non_null(source);
		assert_true(lesson_source_is_current(source));
		assert_true(catalog_lesson_text(catalog, i, &text, NULL));
		assert_source(source, text, rng);
		lesson_source_free(source);
	}
	assert_true(catalog_lesson_count(catalog) > 30);
	catalog_free(catalog);
}

static void
catalog__source__of_a_large_file_gives_the_lesson_as_of_all_of_it(void **state)
{
	static const enum encoding encodings[] = { ENCODING_UTF8, ENCODING_GB18030, ENCODING_UTF16LE,
						   ENCODING_UTF16BE };
	struct rng rng;

	rng_init(&rng, 7);
	for (size_t i = 0; i < ARRAY_LEN(encodings); i++) {
		assert_sources(*state, encodings[i], '\n', &rng);
		assert_sources(*state, encodings[i], '\r', &rng);
	}
}

/* What stands in the file long before it is not looked at: other bytes there would make more or less text. */
static void
catalog__source__of_a_large_file_reads_nothing_else(void **state)
{
	struct str_buf bytes = { 0 };
	struct str text, again;
	struct rng rng;
	char *path = temp_path(*state, "0.md");

	rng_init(&rng, 8);
	write_junk(*state, "0.md", ENCODING_GB18030, '\n', &rng);
	struct catalog *catalog = open_all(*state, NULL);

	for (char name[] = "1.md"; name[0] < '5'; name[0]++)
		temp_write(*state, name, STR("# other\n"));
	assert_true(reload(catalog));
	struct lesson_source *source = catalog_lesson_source(catalog, 40, NULL);
	struct shared_text *before = lesson_source_take(source, SIZE_MAX, &text, NULL), *after;

	assert_non_null(before);
	assert_true(file_read(path, UINT64_MAX, &bytes, NULL, NULL));
	memset(bytes.data, 'x', 4096);
	temp_write(*state, "0.md", str_buf_str(&bytes));
	assert_false(lesson_source_is_current(source));
	after = lesson_source_take(source, SIZE_MAX, &again, NULL);
	assert_non_null(after);
	assert_true(str_is_equal(text, again));
	shared_text_release(before);
	shared_text_release(after);
	lesson_source_free(source);
	catalog_free(catalog);
	str_buf_fini(&bytes);
	free(path);
}

/* A few files of dated headings, not in the order of their dates, and the same date more than once. */
static void
write_random_course(const char *dir, struct rng *rng)
{
	for (int file = 0; file < 8; file++) {
		struct str_buf text = { 0 };
		char name[16];

		for (uint64_t i = rng_below(rng, 12); i > 0; i--)
			str_buf_printf(&text, "text\n# 2021-%02d-%02d\n", (int)rng_below(rng, 3) + 1,
				       (int)rng_below(rng, 5) + 1);
		snprintf(name, sizeof(name), "%c.md", 'a' + file);
		temp_write(dir, name, str_buf_str(&text));
		str_buf_fini(&text);
	}
}

static int
place_in_order(const struct lesson *lesson)
{
	return lesson->is_introduction ? 0 : date_is_set(lesson->date) ? 1 : 2;
}

static size_t
lesson_at_line_slowly(const struct catalog *catalog, size_t file, uint32_t line)
{
	size_t found = STR_NONE;

	for (size_t i = 0; i < catalog_lesson_count(catalog); i++) {
		const struct lesson *lesson = catalog_lesson(catalog, i);

		if (lesson->file == file && lesson->line <= line &&
		    (found == STR_NONE || catalog_lesson(catalog, found)->line <= lesson->line))
			found = i;
	}
	return found;
}

static void
catalog__order__holds_whenever_it_is_looked_at_and_lines_find_their_lessons(void **state)
{
	uint64_t seed = test_seed();
	struct rng rng;

	print_message("# SEED=%llu\n", (unsigned long long)seed);
	rng_init(&rng, seed);
	for (int round = 0; round < 20; round++) {
		write_random_course(*state, &rng);
		struct catalog *catalog = catalog_open(*state, NULL, NULL);
		bool is_more;

		assert_non_null(catalog);
		do {
			is_more = catalog_step(catalog, 0); /* about a file: the next one is merged in */
			for (size_t i = 1; i < catalog_lesson_count(catalog); i++) {
				const struct lesson *a = catalog_lesson(catalog, i - 1), *b = a + 1;
				int order = place_in_order(a) - place_in_order(b);

				if (!order)
					order = date_compare(a->date, b->date);
				if (!order)
					order = strcmp(catalog_file(catalog, a->file)->name,
						       catalog_file(catalog, b->file)->name);
				assert_true(order < 0 || (!order && a->line < b->line));
			}
			for (size_t file = 0; file < catalog_file_count(catalog); file++)
				for (uint32_t line = 0; line < 30; line++)
					assert_int_equal(catalog_lesson_at_line(catalog, file, line),
							 lesson_at_line_slowly(catalog, file, line));
		} while (is_more);
		catalog_free(catalog);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEMP_TEST(catalog__open__cuts_a_file_at_dated_headings),
		TEMP_TEST(catalog__outline__leaves_out_the_dated_heading_and_counts_lines_of_the_file),
		TEMP_TEST(catalog__open__reads_dates_of_file_names_and_front_matter),
		TEMP_TEST(catalog__open__leaves_out_hidden_files_labs_and_what_is_no_note),
		TEMP_TEST(catalog__open__skips_pipes_loops_and_binaries_and_says_so),
		TEMP_TEST(catalog__open__picks_the_language_and_falls_back_to_the_first),
		TEMP_TEST(catalog__open__says_what_is_wrong_with_course_yaml_and_goes_on),
		TEMP_TEST(catalog__read__takes_bom_crlf_gb18030_and_utf16),
		TEMP_TEST(catalog__read__takes_lines_that_end_in_cr_alone),
		TEMP_TEST(catalog__open__tells_what_cannot_be_opened),
		TEMP_TEST(catalog__find__takes_dates_numbers_and_titles),
		TEMP_TEST(catalog__key__stays_when_other_lessons_come),
		TEMP_TEST(catalog__step__reads_ten_thousand_files_in_bounded_steps),
		TEMP_TEST(catalog__step__knows_the_first_lessons_of_a_large_file_before_the_last),
		TEMP_TEST(catalog__on_read__tells_of_the_rest_of_a_large_file),
		TEMP_TEST(catalog__thread__leaves_signals_to_others),
		TEMP_TEST(catalog__step__begins_anew_where_the_head_of_a_file_misled),
		TEMP_TEST(catalog__reload__sees_what_changed_came_and_went),
		TEMP_TEST(catalog__order__holds_whenever_it_is_looked_at_and_lines_find_their_lessons),
		TEMP_TEST(catalog__reload__keeps_the_text_of_a_file_that_is_as_it_was),
		TEMP_TEST(catalog__reload__again_lets_a_large_file_be_read_to_its_end),
		TEMP_TEST(catalog__reload__again_while_a_large_file_is_read),
		TEMP_TEST(catalog__step__begins_anew_where_a_large_file_is_written_between_head_and_rest),
		TEMP_TEST(catalog__source__of_a_large_file_gives_the_lesson_as_of_all_of_it),
		TEMP_TEST(catalog__source__of_a_large_file_reads_nothing_else),
		TEMP_TEST(catalog__texts__come_back_after_they_were_dropped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
