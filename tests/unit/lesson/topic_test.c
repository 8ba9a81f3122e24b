/* Words to labs. */
#include "support/test.h"

#include "base/alloc.h"
#include "lesson/topic.h"

static const char topics_yaml[] = "- words: [死锁, deadlock]\n"
				  "  lab: threads\n"
				  "  preset: deadlock\n"
				  "- words: [re, 正则, 正则表达式]\n"
				  "  lab: regex\n"
				  "- words: os\n"
				  "  lab: files\n"
				  "- words: [消息队列, 死锁检测]\n"
				  "  lab: queue\n"
				  "- words: [time]\n"
				  "  lab: clock\n"
				  "  first: true\n";

static void
topic_map__find__takes_the_longest_word_then_the_first(void **state)
{
	static const struct {
		const char *line, *lab;
	} cases[] = {
		{ "1.4 死锁问题", "threads" },
		{ "a DeadLock here", "threads" },
		{ "deadlocks", NULL },
		{ "require", NULL },
		{ "Expression,re", "regex" },
		{ "RE", "regex" },
		{ "正则表达式 and 死锁检测", "regex" },
		{ "re os", "regex" },
		{ "os re", "files" },
		{ "1.1os - 操作", "files" },
		{ "os2", NULL },
		{ "os模块", "files" },
		{ "time", "clock" },
		{ "1.2 `time.time()`: seconds", "clock" },
		{ "at the same time", NULL },
		{ "每次 time", NULL },
		{ "死锁检测", "queue" },
		{ "死", NULL },
		{ "", NULL },
		{ "o", NULL },
		{ "\xE6\xAD", NULL },
	};
	struct topic_map *map = topic_map_parse(str_of_c(topics_yaml), NULL);

	(void)state;
	assert_non_null(map);
	assert_int_equal(topic_map_count(map), 5);
	assert_string_equal(topic_map_at(map, 0)->preset, "deadlock");
	assert_string_equal(topic_map_at(map, 1)->preset, "");
	assert_int_equal(topic_map_at(map, 1)->line, 4);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct topic *topic = topic_map_find(map, str_of_c(cases[i].line), NULL);

		if (!topic != !cases[i].lab || (topic && strcmp(topic->lab, cases[i].lab) != 0))
			fail_msg("%s: %s, not %s", cases[i].line, topic ? topic->lab : "none",
				 cases[i].lab ? cases[i].lab : "none");
	}
	topic_map_free(map);
}

static void
topic_map__parse__says_where_it_is_wrong(void **state)
{
	static const struct {
		const char *yaml;
		uint32_t line;
	} cases[] = {
		{ "a: b\n", 1 },
		{ "- words: [ab]\n  lab: x\n- words: [cd]\n", 3 },
		{ "- lab: x\n", 1 },
		{ "- words: [a]\n  lab: x\n", 1 },
		{ "- words:\n  - [ab]\n  lab: x\n", 2 },
		{ "- words: [ab]\n  lab: x\n  preset: [y]\n", 1 },
		{ "- words: [ab]\n  lab: x\n  first: perhaps\n", 3 },
		{ "- [\n", 2 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct err err = { 0 };
		struct topic_map *map = topic_map_parse(str_of_c(cases[i].yaml), &err);

		assert_null(map);
		assert_true(err_is_set(&err));
		assert_int_equal(err.line, cases[i].line);
	}
	struct topic_map *empty = topic_map_parse(STR(""), NULL);

	assert_non_null(empty);
	assert_null(topic_map_find(empty, STR("死锁"), NULL));
	topic_map_free(empty);
}

static bool
has_above(void *ctx, struct str word)
{
	return topic_text_has(str_of_c(ctx), word);
}

static void
topic_map__find__asks_what_stands_above(void **state)
{
	static const char yaml[] = "- {words: [流程, bind], under: [UDP], lab: one}\n"
				   "- {words: [流程, bind], under: [TCP, 'Socket'], lab: two}\n"
				   "- {words: [bind], lab: three}\n";
	static const struct {
		const char *line, *above, *lab;
	} cases[] = {
		{ "流程", "1.3 udp 编程", "one" }, { "流程", "1.4 TCP编程", "two" }, { "流程", "1.2 SOCKET", "two" },
		{ "流程", "别的", NULL },          { "bind", "别的", "three" },      { "bind", "UDP", "one" },
		{ "TCP 的流程", "", "two" },
	};
	struct topic_map *map = topic_map_parse(str_of_c(yaml), NULL);
	struct err err = { 0 };

	(void)state;
	assert_non_null(map);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct topic_context context = { has_above, (void *)(uintptr_t)cases[i].above };
		const struct topic *topic = topic_map_find(map, str_of_c(cases[i].line), &context);

		if (!topic != !cases[i].lab || (topic && strcmp(topic->lab, cases[i].lab) != 0))
			fail_msg("%s under %s: %s", cases[i].line, cases[i].above, topic ? topic->lab : "none");
	}
	assert_null(topic_map_find(map, STR("流程"), NULL));
	topic_map_free(map);
	assert_null(topic_map_parse(STR("- words: [ab]\n  lab: x\n  under: [[y]]\n"), &err));
	assert_int_equal(err.line, 3);
	assert_null(topic_map_parse(STR("- {words: [ab], lab: x}\n- {words: [], lab: x}\n"), &err));
	assert_int_equal(err.line, 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(topic_map__find__takes_the_longest_word_then_the_first),
		cmocka_unit_test(topic_map__find__asks_what_stands_above),
		cmocka_unit_test(topic_map__parse__says_where_it_is_wrong),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
