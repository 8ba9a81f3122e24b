/* The notes doctor: each code is found where it should be, and nowhere else. */
#include "lesson/check.h"
#include "support/temp.h"
#include "support/test.h"

static bool
refuse_all(void *ctx, struct str name, struct str preset, struct str body, uint32_t body_line, struct err *err)
{
	(void)ctx, (void)body, (void)body_line;
	return err_set(err, "%.*s/%.*s", STR_ARG(name), STR_ARG(preset));
}

static void
check_dir(const char *dir, struct findings *out)
{
	struct check_options options = { .check_fence = refuse_all };
	struct catalog *catalog = catalog_open(dir, NULL, NULL);

	assert_non_null(catalog);
	check_course(catalog, &options, out);
	catalog_free(catalog);
}

/* "line:code line:code …" of one note, without those that belong to the file as such. */
static void
assert_findings(const char *dir, struct str note, const char *expected)
{
	struct findings findings = { 0 };
	struct str_buf text = { 0 };

	temp_write(dir, "note.md", note);
	check_dir(dir, &findings);
	for (size_t i = 0; i < findings.len; i++) {
		assert_string_equal(findings.items[i].file, "note.md");
		assert_true(findings.items[i].text[0]);
		if (strcmp(findings.items[i].code, "undated-lesson") != 0)
			str_buf_printf(&text, "%s%u:%s", text.len ? " " : "", (unsigned)findings.items[i].line,
				       findings.items[i].code);
	}
	assert_string_equal(str_buf_c(&text), expected);
	str_buf_fini(&text);
	findings_fini(&findings);
}

static void
check__lines__find_what_is_odd(void **state)
{
	static const struct {
		const char *note, *expected;
	} rows[] = {
		{ "# tidy\n\ntext\n\n- a\n- b\n  - c\n\n1. x\n2. y\n", "" },
		{ "# a\n---\ntext\n", "2:rule-under-heading" },
		{ "# a\n\n---\n\ntext\n", "" },
		{ "- a\n        - b\n", "2:list-indented-deep" },
		{ "text\n\n      - b\n", "3:list-indented-first" },
		{ "- a\n - b\n- c\n", "2:list-indented-unevenly 3:list-indented-unevenly" },
		{ "- a\n    more\n    and more\n- b\n", "2:prose-under-item" },
		{ "1. a\n\n   > quoted\n   > more\n", "" },
		{ "- a\n   -b\n", "2:item-without-blank" },
		{ "- 1.1 title\n- 1.2title\n", "1:item-as-heading 2:item-as-heading" },
		{ "###title\n", "1:heading-without-blank" },
		{ "# a\n\n#!/bin/sh\n", "" },
		{ "text\\\nmore\n", "1:trailing-backslash" },
		{ "| a | b |\n|-|:-:|\n| 1 | 2 |\n", "2:table-rule-short" },
		{ "| a | b |\n| --- | :--- |\n| 1 | 2 |\n", "" },
		{ "a\n--\nb\n", "" },
		{ "a\tb\n", "1:tab" },
		{ "```\na\tb\n###x\n- a\n        - b\n```\n", "" },
		{ "```\nopen\n", "1:unclosed-fence" },
		{ "a\n\n```\nx\n```\n```\nopen\n", "6:unclosed-fence" },
		{ "a\033[31mb\n", "1:control-character" },
		{ "a\302\233b\n", "1:control-character" },
		{ "a\342\200\256b\n", "1:invisible-character" },
		{ "a\342\200\213b\n", "1:invisible-character" },
		{ "## 2021-03-01 Tue x\ntext\n", "1:weekday-differs" },
		{ "## 2021-03-01 Mon x\ntext\n", "" },
		{ "hello\n\n## 2021-03-01 x\ntext\n", "1:introduction" },
		{ "## 2021-03-01 x\na\n## 2021-03-01 y\nb\n", "3:same-date" },
		{ "## 2021-03-01 x\n\n---\n\n## 2021-03-02 y\nb\n", "1:empty-lesson" },
		{ "a\n\n```lab regex date\n```\n", "3:lab-fence" },
		{ "see [this](nowhere.md) and [that](https://example.org/x) and [self](note.md#x)\n",
		  "1:link-to-nothing" },
		{ "---\na: [\n---\ntext\n", "3:front-matter" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		print_message("# %s\n", rows[i].expected);
		assert_findings(*state, str_of_c(rows[i].note), rows[i].expected);
	}
}

static void
check__files__tell_encodings_and_line_ends(void **state)
{
	assert_findings(*state, STR("\xEF\xBB\xBF# a\r\ntext\r\n"), "1:byte-order-mark 1:crlf");
	assert_findings(*state, STR("# a\rtext\r"), "1:cr");
	assert_findings(*state, STR("# a\rb\n"), "1:control-character");
	assert_findings(*state, STR("# \xBA\xAF\xCA\xFD\n\xD5\xE2\xCA\xC7\xD2\xBB\xB8\xF6\xB2\xE2\xCA\xD4\n"),
			"1:encoding");
}

static void
check__course__tells_skipped_files_and_a_wrong_course_yaml(void **state)
{
	struct findings findings = { 0 };
	char *link = temp_path(*state, "dead.md");

	temp_write(*state, "course.yaml", STR("title: [\n"));
	assert_int_equal(symlink("nowhere", link), 0);
	check_dir(*state, &findings);
	assert_int_equal(findings.len, 3);
	assert_string_equal(findings.items[0].code, "no-lessons");
	assert_string_equal(findings.items[1].code, "course-file");
	assert_int_equal(findings.items[1].severity, FINDING_ERROR);
	assert_string_equal(findings.items[2].code, "skipped-file");
	assert_string_equal(findings.items[2].file, "dead.md");
	findings_fini(&findings);
	free(link);
}

static void
check__lines__stop_listing_what_is_everywhere(void **state)
{
	struct findings findings = { 0 };
	struct str_buf note = { 0 };

	for (int i = 0; i < 100000; i++)
		str_buf_append_c(&note, "a\tb\n");
	temp_write(*state, "note.md", str_buf_str(&note));
	check_dir(*state, &findings);
	assert_in_range(findings.len, 51, 60);
	str_buf_fini(&note);
	findings_fini(&findings);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEMP_TEST(check__lines__find_what_is_odd),
		TEMP_TEST(check__files__tell_encodings_and_line_ends),
		TEMP_TEST(check__course__tells_skipped_files_and_a_wrong_course_yaml),
		TEMP_TEST(check__lines__stop_listing_what_is_everywhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
