/* Literals, patterns and fuzzy matching. */
#include "base/clock.h"
#include "base/rng.h"
#include "lesson/search.h"
#include "lesson/search_shown.h"
#include "support/cpu_time.h"
#include "support/test.h"

#include <stdio.h>

static struct search_query *
query_of(const char *text, bool is_regex)
{
	struct err err = { 0 };
	struct search_query *query = search_query_new(str_of_c(text), is_regex, &err);

	assert_string_equal(err.text, "");
	assert_non_null(query);
	return query;
}

static bool
count_hit(void *ctx, const struct search_hit *hit)
{
	(void)hit;
	++*(size_t *)ctx;
	return true;
}

static size_t
count(const char *text, bool is_regex, struct str in)
{
	struct search_query *query = query_of(text, is_regex);
	size_t found = 0;

	assert_true(search_all(query, in, false, count_hit, &found, NULL));
	search_query_free(query);
	return found;
}

static void
search__literal__is_smart_about_case(void **state)
{
	struct str text = STR("Lock lock LOCK 锁 Été été");

	(void)state;
	assert_int_equal(count("lock", false, text), 3);
	assert_int_equal(count("Lock", false, text), 1);
	assert_int_equal(count("锁", false, text), 1);
	assert_int_equal(count("été", false, text), 2);
	assert_int_equal(count("a.b", false, STR("a.b axb")), 1);
	assert_int_equal(count("\\w", true, STR("Ab")), 2);
	assert_int_equal(count("[^A]", true, STR("Aab")), 2);
	assert_int_equal(count("\\Sb", true, STR("AB ab")), 2); /* the S of an escape is no upper case */
}

static void
search__next__tells_lines(void **state)
{
	struct search_query *query = query_of("b", false);
	struct str text = STR("a\nxb\n\nb");
	struct search_hit hit;

	(void)state;
	assert_true(search_next(query, text, 0, &hit, NULL));
	assert_int_equal(hit.start, 3);
	assert_int_equal(hit.end, 4);
	assert_int_equal(hit.line, 2);
	assert_int_equal(hit.line_start, 2);
	assert_int_equal(hit.line_end, 4);
	assert_true(search_next(query, text, hit.end, &hit, NULL));
	assert_int_equal(hit.line, 4);
	assert_false(search_next(query, text, hit.end, &hit, NULL));
	search_query_free(query);
}

static void
search__regex__never_leaves_its_line(void **state)
{
	(void)state;
	assert_int_equal(count("a[^x]*", true, STR("a1\na2\nb\na3")), 3);
	assert_int_equal(count("a\\s+b", true, STR("a\nb\na b")), 1);
	assert_int_equal(count("^", true, STR("a\nb\n")), 2);
	assert_int_equal(count("b$", true, STR("ab\ncb\n")), 2);
	assert_int_equal(count("(?s)a.b", true, STR("a\nb")), 0);
	assert_int_equal(count("\\n", true, STR("a\nb")), 0);
}

static void
search__regex__works_in_bytes_that_are_no_utf8(void **state)
{
	(void)state;
	assert_int_equal(count("锁", true, STR("\xff\xfe 锁 \x80 锁\n\xe9\x94")), 2);
	assert_int_equal(count(".", true, STR("\xff")), 0);
	assert_int_equal(count("x", false, STR("\xffx\xff")), 1);
}

static void
search__query__says_where_a_pattern_is_wrong(void **state)
{
	struct err err = { 0 };

	(void)state;
	assert_null(search_query_new(STR("锁(a"), true, &err));
	assert_int_equal(err.column, 4);
	assert_null(search_query_new(STR(""), false, &err));
	assert_null(search_query_new(STR("a\\C"), true, &err)); /* one byte of a character */
}

/* Patterns that go back and forth, on texts made for them. */
static void
search__regex__gives_up_in_time_on_hostile_patterns(void **state)
{
	static const char *const patterns[] = { "(a+)+$", "(a|aa)+$",   "a*a*a*a*a*a*b",
						"(.*)*x", "a.*a.*a.*b", "(?:a?){50}a{50}c" };
	size_t len = (size_t)1 << 20;
	char *text = malloc(len);

	(void)state;
	memset(text, 'a', len);
	for (size_t i = 0; i < sizeof(patterns) / sizeof(*patterns); i++) {
		struct search_query *query = query_of(patterns[i], true);
		uint64_t start_ns = cpu_time_ns();
		size_t found = 0;

		search_all(query, str_of(text, len), true, count_hit, &found, NULL);
		assert_true(cpu_time_ns() - start_ns < 20 * NS_PER_S);
		search_query_free(query);
	}
	free(text);
}

static bool
always(void *ctx)
{
	(void)ctx;
	return true;
}

static void
search__all__stops_when_asked(void **state)
{
	struct search_query *query = query_of("a", false);
	size_t found = 0;

	(void)state;
	search_all(query, STR("aaa"), false, count_hit, &found, always);
	assert_int_equal(found, 0);
	search_query_free(query);
}

/* Windows and pieces must not lose, double or shift a hit: against counting by hand. */
static void
search__all__finds_as_many_as_a_naive_search(void **state)
{
	uint64_t seed = test_seed();
	struct rng rng;
	struct str_buf text = { 0 };

	(void)state;
	rng_init(&rng, seed);
	while (text.len < 3000000) {
		size_t len = rng_below(&rng, 4) ? rng_below(&rng, 120) : rng_below(&rng, 200000);

		for (size_t i = 0; i < len; i++)
			str_buf_append_byte(&text, "abcdefgh     "[rng_below(&rng, 13)]);
		str_buf_append_byte(&text, '\n');
	}
	for (int is_regex = 0; is_regex < 2; is_regex++) {
		size_t expected = 0, lines = 0, found = 0, found_lines = 0;
		struct str rest = str_buf_str(&text), line;

		while (str_next_line(&rest, &line)) {
			size_t before = expected, at = 0, next;

			while ((next = str_find(str_skip(line, at), STR("abc"))) != STR_NONE) {
				expected++;
				at += next + 3;
			}
			lines += expected > before;
		}
		struct search_query *query = query_of(is_regex ? "a[b]c" : "abc", is_regex);

		assert_true(search_all(query, str_buf_str(&text), false, count_hit, &found, NULL));
		assert_true(search_all(query, str_buf_str(&text), true, count_hit, &found_lines, NULL));
		if (found != expected || found_lines != lines)
			print_error("seed %llu\n", (unsigned long long)seed);
		assert_int_equal(found, expected);
		assert_int_equal(found_lines, lines);
		search_query_free(query);
	}
	str_buf_fini(&text);
}

static void
fuzzy__match__takes_characters_in_order(void **state)
{
	static const struct {
		const char *needle, *haystack;
		bool is_match;
	} rows[] = {
		{ "", "anything", true },
		{ "abc", "a-b-c", true },
		{ "abc", "acb", false },
		{ "ABC", "aabbcc", true },
		{ "死锁", "1.4 死锁问题", true },
		{ "锁死", "死锁", false },
		{ "é", "É", true },
		{ "ik", "İ of 273 \u212A", true },
		{ "k", "\u2013", false },
		{ "ab", "ä b", false },
		{ "x", "", false },
		{ "theme", "Switch theme", true },
		{ "\xff", "\xff", true },
	};
	int score;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (search_fuzzy(str_of_c(rows[i].needle), str_of_c(rows[i].haystack), &score, NULL, 0) !=
		    rows[i].is_match)
			fail_msg("%s in %s", rows[i].needle, rows[i].haystack);
}

static void
fuzzy__score__prefers_what_people_mean(void **state)
{
	static const struct {
		const char *needle, *better, *worse;
	} rows[] = {
		{ "th", "theme", "path" },
		{ "sl", "show lessons", "dissolve" },
		{ "ot", "open theme", "bottom" },
		{ "lesson", "lesson", "lesson next" },
		{ "nl", "next lesson", "only" },
		{ "lock", "Lock", "l o c k" },
		{ "queue", "queue · sentinel", "q u e u e" },
		{ "死锁", "死锁问题", "死的锁" },
		{ "fb", "fooBar", "foobar" },
		{ "re", "regex", "threads" },
		{ "dead", "1.4 deadlock", "d e a d" },
	};
	int better, worse;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		assert_true(search_fuzzy(str_of_c(rows[i].needle), str_of_c(rows[i].better), &better, NULL, 0));
		assert_true(search_fuzzy(str_of_c(rows[i].needle), str_of_c(rows[i].worse), &worse, NULL, 0));
		if (better <= worse)
			fail_msg("%s: %s (%d) before %s (%d)", rows[i].needle, rows[i].better, better, rows[i].worse,
				 worse);
	}
}

static void
fuzzy__positions__are_the_bytes_of_the_best_way(void **state)
{
	size_t positions[8];
	int score;

	(void)state;
	assert_true(search_fuzzy(STR("sl"), STR("is show lesson"), &score, positions, 8));
	assert_int_equal(positions[0], 3);
	assert_int_equal(positions[1], 8);
	assert_true(search_fuzzy(STR("锁x"), STR("死锁 x"), &score, positions, 8));
	assert_int_equal(positions[0], 3);
	assert_int_equal(positions[1], 7);
	assert_true(search_fuzzy(STR("abc"), STR("abc"), &score, positions, 1)); /* no more than asked for */
}

static void
fuzzy__match__is_bounded_on_hostile_text(void **state)
{
	size_t len = (size_t)1 << 20;
	char *text = malloc(len);
	int score;
	uint64_t start_ns = cpu_time_ns();

	(void)state;
	memset(text, 'a', len);
	assert_true(search_fuzzy(str_of(text, len), str_of(text, len), &score, NULL, 0));
	assert_true(cpu_time_ns() - start_ns < 10 * NS_PER_S);
	free(text);
}

struct shown_check {
	struct search_shown shown;
	const char *const *expected; /* the hit between ‹ and › */
};

static bool
check_shown(void *ctx, const struct search_hit *hit)
{
	struct shown_check *check = ctx;
	struct str line;
	struct str_buf marked = { 0 };

	if (search_shown_is_hidden(&check->shown, hit))
		return true;
	search_shown_hit(&check->shown, hit);
	line = str_buf_str(&check->shown.line);
	str_buf_append(&marked, str_cut(line, 0, check->shown.start));
	str_buf_append_c(&marked, "‹");
	str_buf_append(&marked, str_cut(line, check->shown.start, check->shown.end));
	str_buf_append_c(&marked, "›");
	str_buf_append(&marked, str_skip(line, check->shown.end));
	assert_non_null(*check->expected);
	assert_string_equal(str_buf_c(&marked), *check->expected++);
	str_buf_fini(&marked);
	return true;
}

static void
search__shown__is_what_the_reader_shows(void **state)
{
	static const char *const expected[] = {
		"1.2 锁 ‹Lock›",          "锁（‹Lock›，互斥锁 mutex）是一个标志",
		"用 with ‹Lock›: 打开",   "one ‹Lock›",
		"x = **‹Lock›", /* a program as it stands */
		"ask ‹Lock›smith: Locks", "‹Lock›",
		"lab threads ‹Lock›",     "‹Lock› │ what",
		"the ‹Lock› │ a|b c",     "‹Lock› │ in a quote",
		"a ‹Lock› begun",         "and a ‹Lock› ended, 2**3",
		"‹Lock› on ** its own",   NULL,
	};
	struct str text = STR(
		"### 1.2 锁 Lock\n\n**锁（Lock，互斥锁 mutex）**是一个标志\n- 用 `with Lock:` [打开](http://x)\n"
		"      - 1. one Lock\n```python\n  x = **Lock\n```\n<!-- a -->\nask *Lock*smith: Locks\n\n"
		"Lock\n====\n<!-- who reads Lock? -->\n```lab threads Lock\n```\n"
		"| `Lock` | what |\n|:--|--:|\n| the **Lock** | a\\|b c |\n\n> a|b\n> ---|---\n> Lock | in a "
		"*quote*\n\n"
		"# T\n- **a Lock begun\n  and a Lock ended**, 2**3\n\nLock on ** its own\n");
	struct search_query *query = query_of("Lock", false), *again = query_of("Lock", false);
	struct shown_check check = { .expected = expected };

	(void)state;
	check.shown.cell_rule = "│";
	search_shown_begin(&check.shown, again, text);
	assert_true(search_all(query, text, true, check_shown, &check, NULL));
	assert_null(*check.expected);
	search_shown_fini(&check.shown);
	search_query_free(query);
	search_query_free(again);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(search__literal__is_smart_about_case),
		cmocka_unit_test(search__next__tells_lines),
		cmocka_unit_test(search__shown__is_what_the_reader_shows),
		cmocka_unit_test(search__regex__never_leaves_its_line),
		cmocka_unit_test(search__regex__works_in_bytes_that_are_no_utf8),
		cmocka_unit_test(search__query__says_where_a_pattern_is_wrong),
		cmocka_unit_test(search__regex__gives_up_in_time_on_hostile_patterns),
		cmocka_unit_test(search__all__stops_when_asked),
		cmocka_unit_test(search__all__finds_as_many_as_a_naive_search),
		cmocka_unit_test(fuzzy__match__takes_characters_in_order),
		cmocka_unit_test(fuzzy__score__prefers_what_people_mean),
		cmocka_unit_test(fuzzy__positions__are_the_bytes_of_the_best_way),
		cmocka_unit_test(fuzzy__match__is_bounded_on_hostile_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
