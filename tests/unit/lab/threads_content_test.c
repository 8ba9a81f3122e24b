/*
 * What is shipped about threads, explored: each preset does what it is there to show,
 * each example of the manual what it says.
 */
#include "support/test.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/path.h"
#include "lab/preset.h"
#include "lab/threads/explore.h"

/* What exploring must find first; "" where nothing can go wrong. Sorted by name. */
static const struct expectation {
	const char *preset, *kind;
} presets[] = {
	{ "barrier", "" },
	{ "bounded-buffer", "deadlock" },
	{ "bounded-buffer-fixed", "" },
	{ "check-then-act", "misuse" },
	{ "check-then-act-fixed", "" },
	{ "daemon", "check" },
	{ "deadlock", "deadlock" },
	{ "double-checked-locking", "assert" },
	{ "double-checked-locking-fixed", "" },
	{ "event", "" },
	{ "gil", "check" },
	{ "gil-luck", "" },
	{ "joinable-queue", "" },
	{ "lock", "" },
	{ "lock-order", "" },
	{ "lost-update", "check" },
	{ "lost-wakeup", "lost-wakeup" },
	{ "lost-wakeup-fixed", "" },
	{ "peterson", "" },
	{ "philosophers", "deadlock" },
	{ "philosophers-fixed", "" },
	{ "readers-writers", "" },
	{ "rendezvous", "" },
	{ "rlock", "" },
	{ "semaphore", "" },
	{ "sentinel", "deadlock" },
	{ "sentinel-fixed", "" },
	{ "timer", "" },
};

static const char *
expected_kind(const char *preset)
{
	for (size_t i = 0; i < ARRAY_LEN(presets); i++)
		if (!strcmp(presets[i].preset, preset))
			return presets[i].kind;
	fail_msg("%s: say here what exploring it must find", preset);
	return "";
}

static void
explore_text(struct str text, struct program *program, struct explored *explored, const char *where)
{
	struct explore_limits limits = { 0 };
	struct err err = { 0 };

	if (!program_compile(program, text, &err))
		fail_msg("%s: %u:%u %s\n%.*s", where, err.line, err.column, err.text, STR_ARG(text));
	explore(program, &limits, explored);
	assert_true(explored->is_complete);
}

static const char *
first_kind(const struct explored *explored)
{
	return explored->violations.len ? violation_names[explored->violations.items[0].kind] : "";
}

static void
content__presets__show_what_they_are_for(void **state)
{
	char *content = path_shipped("content"), *labs = path_join(str_of_c(content), STR("labs"));
	const char *dirs[] = { labs, NULL };
	struct preset_list list = { 0 };
	struct err err = { 0 };

	(void)state;
	preset_list_load(&list, dirs, "threads", "zh_CN", &err);
	assert_string_equal(err.text, "");
	assert_int_equal(list.len, ARRAY_LEN(presets));
	for (size_t i = 0; i < list.len; i++) {
		const struct preset *preset = &list.items[i];
		struct program program;
		struct explored explored;

		explore_text(str_of(preset->body, preset->body_len), &program, &explored, preset->name);
		if (strcmp(first_kind(&explored), expected_kind(preset->name)) != 0)
			fail_msg("%s: found “%s”", preset->name, first_kind(&explored));
		/* What shows how it goes wrong has one lesson only. */
		assert_true(explored.violations.len <= 1);
		explored_fini(&explored);
		program_fini(&program);
	}
	preset_list_fini(&list);
	free(labs);
	free(content);
}

/* "924 schedules, 904 fail: check": what is said is compared, what is not said is not. */
static void
compare(struct str said, const struct explored *explored, struct str example)
{
	struct str rest = said, part, number;
	size_t colon = str_find(said, STR(": "));

	if (str_find(said, STR("nothing can go wrong")) != STR_NONE) {
		if (explored->violations.len)
			fail_msg("found %s in\n%.*s", first_kind(explored), STR_ARG(example));
	} else {
		struct str kind = colon == STR_NONE ? said : str_skip(said, colon + 2);

		if (!str_is_equal_c(kind, first_kind(explored)))
			fail_msg("found “%s”, not “%.*s” in\n%.*s", first_kind(explored), STR_ARG(kind),
				 STR_ARG(example));
	}
	while (str_next(&rest, ',', &part)) {
		int64_t count;

		part = str_trim(part);
		number = str_cut(part, 0, str_find_byte(part, ' '));
		if (!str_to_int64(number, &count))
			continue;
		assert_true(explored->is_counted);
		if (str_find(part, STR("schedule")) != STR_NONE)
			assert_int_equal((int64_t)explored->schedules, count);
		else
			assert_int_equal((int64_t)explored->failing, count);
	}
}

static void
content__manual__examples_find_what_it_says(void **state)
{
	const char *srcdir = getenv("srcdir");
	struct str_buf path = { 0 }, text = { 0 };
	struct str rest, fence = STR("```threads\n");
	struct err err = { 0 };
	size_t at, count = 0;

	(void)state;
	str_buf_printf(&path, "%s/docs/threads.md", srcdir ? srcdir : ".");
	if (!file_read(str_buf_c(&path), 1 << 20, &text, NULL, &err))
		fail_msg("%s: %s", str_buf_c(&path), err.text);
	rest = str_buf_str(&text);
	while ((at = str_find(rest, fence)) != STR_NONE) {
		struct str example, said;
		struct program program;
		struct explored explored;

		rest = str_skip(rest, at + fence.len);
		at = str_find(rest, STR("```\n"));
		assert_true(at != STR_NONE);
		example = str_cut(rest, 0, at);
		rest = str_skip(rest, at + 4);
		at = str_find(rest, STR("Explored: "));
		assert_true(at != STR_NONE && at < 3);
		rest = str_skip(rest, at + 10);
		assert_true(str_next_line(&rest, &said));
		explore_text(example, &program, &explored, "docs/threads.md");
		compare(said, &explored, example);
		explored_fini(&explored);
		program_fini(&program);
		count++;
	}
	assert_true(count > 15);
	str_buf_fini(&path);
	str_buf_fini(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(content__presets__show_what_they_are_for),
		cmocka_unit_test(content__manual__examples_find_what_it_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
