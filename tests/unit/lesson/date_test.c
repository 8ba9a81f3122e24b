/* Dates as people write them. */
#include "support/test.h"

#include "base/alloc.h"
#include "base/rng.h"
#include "lesson/date.h"

#include <stdio.h>

static void
date__read__takes_every_form_people_write(void **state)
{
	static const struct {
		const char *text;
		int year, month, day, weekday;
		const char *rest;
	} cases[] = {
		{ "2018年11月3日 周六   ", 2018, 11, 3, 5, "" },
		{ "2018年11月6日  周二", 2018, 11, 6, 1, "" },
		{ "2018 年 11 月 3 日", 2018, 11, 3, -1, "" },
		{ "2018年11月3号（星期六）常用模块", 2018, 11, 3, 5, "常用模块" },
		{ "２０１８年１１月３日 礼拜六", 2018, 11, 3, 5, "" },
		{ "２０１８－１１－０３", 2018, 11, 3, -1, "" },
		{ "2018-11-03", 2018, 11, 3, -1, "" },
		{ "2018-11-03: modules", 2018, 11, 3, -1, "modules" },
		{ "2018-11-03——模块", 2018, 11, 3, -1, "模块" },
		{ "2018-11-03 - Sat", 2018, 11, 3, -1, "Sat" },
		{ "2018-11-03, Saturday | modules", 2018, 11, 3, 5, "modules" },
		{ "2018/11/3 Sat", 2018, 11, 3, 5, "" },
		{ "2018/11/3 (Sat.) · x", 2018, 11, 3, 5, "x" },
		{ "2018/11/3 Frida Kahlo", 2018, 11, 3, -1, "Frida Kahlo" },
		{ "2018/11/3 Saturn", 2018, 11, 3, -1, "Saturn" },
		{ "2018/11/3 (Sat modules", 2018, 11, 3, -1, "(Sat modules" },
		{ "2018.11.3", 2018, 11, 3, -1, "" },
		{ "2018.11.3 日志", 2018, 11, 3, -1, "日志" },
		{ "20181103", 2018, 11, 3, -1, "" },
		{ "  20181103　模块", 2018, 11, 3, -1, "模块" },
		{ "Nov 3, 2018", 2018, 11, 3, -1, "" },
		{ "november 3rd 2018 sunday", 2018, 11, 3, 6, "" },
		{ "Sept. 3, 2018", 2018, 9, 3, -1, "" },
		{ "3 November 2018", 2018, 11, 3, -1, "" },
		{ "3rd of", 0, 0, 0, -1, "" },
		{ "3 Nov, 2018 – modules", 2018, 11, 3, -1, "modules" },
		{ "2018-11-03T10:00:00Z", 2018, 11, 3, -1, "T10:00:00Z" },
		{ "2020-02-29", 2020, 2, 29, -1, "" },
		{ "2000年2月29日", 2000, 2, 29, -1, "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct date date = { 0 };
		size_t used = 0;
		int weekday = -1;
		struct str text = str_of_c(cases[i].text);

		assert_int_equal(date_read(text, &date, &used, &weekday), cases[i].year != 0);
		assert_int_equal(date.year, cases[i].year);
		assert_int_equal(date.month, cases[i].month);
		assert_int_equal(date.day, cases[i].day);
		assert_int_equal(weekday, cases[i].weekday);
		if (cases[i].year)
			assert_str_equal(str_skip(text, used), cases[i].rest);
	}
}

static void
date__read__refuses_what_is_no_date(void **state)
{
	static const char *const cases[] = {
		"",
		"2018",
		"2018年",
		"2018年13月1日",
		"2018年2月29日",
		"1900-02-29",
		"2018-00-03",
		"2018-11-00",
		"2018-11-31",
		"2018-11/03",
		"2018.11.3.4",
		"20181131",
		"201811031",
		"20181103abc",
		"0999-01-01",
		"12018-01-01",
		"Nov 31, 2018",
		"Nova 3, 2018",
		"No 3, 2018",
		"31 Feb 2018",
		"2018-11-03th",
		"2018-11-003",
		"11-03",
		"x 2018-11-03",
		"3 2018",
		"1.1 title",
		"2018年11月3日4x",
		"\xEF\xBC",
		"2018-11-\xEF\xBC",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct date date = { 0 };
		size_t used = 7;
		int weekday = 7;

		if (date_read(str_of_c(cases[i]), &date, &used, &weekday))
			fail_msg("read as a date: %s", cases[i]);
	}
}

static void
date__read_file_name__finds_it_at_the_start(void **state)
{
	static const char *const names[] = { "2018-11-03-modules.md", "20181103.md", "2018_11_03 x.md", "2018.11.3.md",
					     "2018年11月3日.md" };
	struct date date;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		char iso[11];

		assert_true(date_read_file_name(str_of_c(names[i]), &date));
		date_format_iso(date, iso);
		assert_string_equal(iso, "2018-11-03");
	}
	assert_false(date_read_file_name(STR("modules-2018-11-03.md"), &date));
	assert_false(date_read_file_name(STR("notes.md"), &date));
}

static void
date__weekday__follows_the_calendar_through_four_centuries(void **state)
{
	static const int days[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int weekday = 5; /* 2000-01-01 was a Saturday */

	(void)state;
	for (int year = 2000; year < 2400; year++)
		for (int month = 1; month <= 12; month++) {
			int last = days[month - 1] + (month == 2 && ((year % 4 == 0 && year % 100) || year % 400 == 0));

			for (int day = 1; day <= last; day++) {
				struct date date = { (int16_t)year, (uint8_t)month, (uint8_t)day };

				assert_int_equal(date_weekday(date), weekday);
				weekday = (weekday + 1) % 7;
			}
		}
	assert_int_equal(date_weekday((struct date){ 2018, 11, 3 }), 5);
	assert_int_equal(date_weekday((struct date){ 1752, 9, 14 }), 3);
	assert_int_equal(date_weekday((struct date){ 1000, 1, 1 }), 2);
}

static void
date__format__says_it_in_words(void **state)
{
	struct str_buf out = { 0 };
	struct date date = { 2018, 11, 3 };

	(void)state;
	date_format_long(date, &out);
	assert_string_equal(str_buf_c(&out), "Sat 3 November 2018");
	str_buf_clear(&out);
	date_format_month(date, &out);
	assert_string_equal(str_buf_c(&out), "November 2018");
	str_buf_clear(&out);
	date_format_long((struct date){ 0 }, &out);
	assert_string_equal(str_buf_c(&out), "");
	assert_string_equal(date_weekday_short(-1), "");
	assert_true(date_compare(date, (struct date){ 2018, 11, 4 }) < 0);
	assert_true(date_compare(date, (struct date){ 2018, 10, 30 }) > 0);
	assert_int_equal(date_compare(date, date), 0);
	assert_false(date_is_set((struct date){ 0 }));
	str_buf_fini(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(date__read__takes_every_form_people_write),
		cmocka_unit_test(date__read__refuses_what_is_no_date),
		cmocka_unit_test(date__read_file_name__finds_it_at_the_start),
		cmocka_unit_test(date__weekday__follows_the_calendar_through_four_centuries),
		cmocka_unit_test(date__format__says_it_in_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
