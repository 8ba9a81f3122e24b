/* The clipboard, the title and the question at the start, byte for byte. */
#include "support/test.h"

#include "base/alloc.h"
#include "term/osc.h"
#include "term/probe.h"

static void
osc__copy__is_base64(void **state)
{
	static const struct {
		const char *text, *base64;
	} rows[] = { { "", "" },
		     { "f", "Zg==" },
		     { "fo", "Zm8=" },
		     { "foo", "Zm9v" },
		     { "foob", "Zm9vYg==" },
		     { "fooba", "Zm9vYmE=" },
		     { "\xff\xfe\xfd", "//79" },
		     { "\a\033\\", "Bxtc" } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) { /* RFC 4648, section 10, and bytes that would end the command */
		struct str_buf out = { 0 };

		osc_append_copy(&out, str_of_c(rows[i].text));
		assert_true(str_has_prefix(str_buf_str(&out), STR("\033]52;c;")));
		assert_true(str_has_suffix(str_buf_str(&out), STR("\a")));
		assert_str_equal(str_cut(str_buf_str(&out), 7, out.len - 1), rows[i].base64);
		str_buf_fini(&out);
	}
}

static void
osc__copy__cuts_at_a_character(void **state)
{
	(void)state;
	for (size_t before = 0; before < 4; before++) {
		struct str_buf text = { 0 }, out = { 0 };

		str_buf_append_repeat(&text, STR("x"), OSC_COPY_BYTES_MAX - before);
		str_buf_append_c(&text, "😀 and more");
		osc_append_copy(&out, str_buf_str(&text));
		size_t kept = OSC_COPY_BYTES_MAX - before; /* four bytes never fit into fewer than four */

		assert_int_equal(out.len, 8 + (kept + 2) / 3 * 4);
		str_buf_fini(&text);
		str_buf_fini(&out);
	}
}

static void
osc__title__holds_no_control(void **state)
{
	struct str_buf out = { 0 };

	(void)state;
	osc_append_title(&out, STR("a\033]0;b\a\n\x9c\xe2\x80\xae\xff中"));
	for (size_t i = 4; i < out.len - 1; i++)
		assert_true((uint8_t)out.data[i] >= 0x20 && (uint8_t)out.data[i] != 0x7F);
	assert_int_equal(str_find(str_buf_str(&out), STR("\xe2\x80\xae")), STR_NONE);
	assert_true(str_has_suffix(str_buf_str(&out), STR("中\a")));
	str_buf_clear(&out);
	struct str_buf text = { 0 };

	str_buf_append_repeat(&text, STR("中"), 10000);
	osc_append_title(&out, str_buf_str(&text));
	assert_true(out.len < 1000);
	str_buf_fini(&text);
	str_buf_fini(&out);
}

static void
probe__reply__decides(void **state)
{
	static const struct {
		bool asks_size;
		int replies[3][2]; /* row, column */
		bool is_wide, can_scale;
	} rows[] = {
		{ true, { { 2, 2 }, { 2, 1 } }, false, false },
		{ true, { { 2, 3 }, { 2, 1 } }, true, false },
		{ true, { { 2, 2 }, { 2, 3 } }, false, true },
		{ true, { { 2, 2 }, { 2, 2 } }, false, false },
		{ true, { { 9, 3 }, { 9, 3 } }, false, false },
		{ true, { { 2, 3 } }, true, false },
		{ false, { { 2, 3 }, { 2, 3 } }, true, false },
		{ false, { { 2, 2 }, { 2, 3 }, { 2, 3 } }, false, false },
		{ true, { { 2, 2 }, { 2, 1 }, { 2, 3 } }, false, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct str_buf out = { 0 };
		struct probe probe;

		probe_ask(&probe, rows[i].asks_size, 80, 24, &out);
		assert_int_equal(str_find(str_buf_str(&out), STR("\033]66;")) != STR_NONE, rows[i].asks_size);
		for (size_t j = 0; j < 3 && rows[i].replies[j][0]; j++)
			probe_reply(&probe, rows[i].replies[j][0], rows[i].replies[j][1]);
		assert_int_equal(probe.is_ambiguous_wide, rows[i].is_wide);
		assert_int_equal(probe.can_scale_text, rows[i].can_scale);
		str_buf_fini(&out);
	}
}

static void
probe__ask__leaves_small_screens_alone(void **state)
{
	struct str_buf out = { 0 };
	struct probe probe;

	(void)state;
	probe_ask(&probe, true, 80, 2, &out);
	probe_ask(&probe, true, 3, 24, &out);
	assert_int_equal(out.len, 0);
	assert_false(probe_reply(&probe, 2, 3));
	str_buf_fini(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(osc__copy__is_base64),
		cmocka_unit_test(osc__copy__cuts_at_a_character),
		cmocka_unit_test(osc__title__holds_no_control),
		cmocka_unit_test(probe__reply__decides),
		cmocka_unit_test(probe__ask__leaves_small_screens_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
