/* Encodings: what a file is guessed to be and what becomes of it. */
#include "support/test.h"

#include "base/rng.h"
#include "text/encoding.h"
#include "text/utf8.h"

#include <iconv.h>
#include <stdio.h>

static void
assert_guess(struct str bytes, enum encoding expected)
{
	assert_string_equal(encoding_name(encoding_guess(bytes)), encoding_name(expected));
}

static void
encoding__guess__knows_boms_zeros_and_chinese(void **state)
{
	(void)state;
	assert_guess(STR(""), ENCODING_UTF8);
	assert_guess(STR("中文 notes"), ENCODING_UTF8);
	assert_guess(STR("\xEF\xBB\xBFx"), ENCODING_UTF8);
	assert_guess(str_of("\xFF\xFEx\0", 4), ENCODING_UTF16LE);
	assert_guess(str_of("\xFE\xFF\0x", 4), ENCODING_UTF16BE);
	assert_guess(str_of("h\0i\0\n\0", 6), ENCODING_UTF16LE);
	assert_guess(str_of("\0h\0i\0\n", 6), ENCODING_UTF16BE);
	assert_guess(STR("\xCE\xD2\xC3\xC7\xD1\xA7\xCF\xB0"), ENCODING_GB18030);
	assert_guess(STR("\x84\x31\x95\x33x"), ENCODING_GB18030);
	assert_guess(str_of("\x7f"
			    "ELF\2\1\1\0\0\0\0\0",
			    12),
		     ENCODING_BINARY);
	assert_guess(str_of("abc\0def\0", 8), ENCODING_BINARY);
	/* One broken character in a UTF-8 file must not turn the rest into nonsense. */
	assert_guess(STR("多线程共享变\xE9\x87"), ENCODING_UTF8);
	assert_guess(STR("abc\xFF"), ENCODING_UTF8);
}

static void
encoding__to_utf8__drops_the_bom_and_counts_what_is_bad(void **state)
{
	struct str_buf out = { 0 };
	struct err err = { 0 };
	size_t bad = 9;

	(void)state;
	assert_true(encoding_to_utf8(STR("\xEF\xBB\xBFx\xFF"), ENCODING_UTF8, &out, &bad, NULL));
	assert_string_equal(str_buf_c(&out), "x\xFF");
	assert_int_equal(bad, 0);
	str_buf_clear(&out);
	assert_true(encoding_to_utf8(str_of("\xFF\xFE\x3D\xD8\x00\xDE\x00\xD8x\0y", 11), ENCODING_UTF16LE, &out, &bad,
				     NULL));
	assert_string_equal(str_buf_c(&out), "😀�x�");
	assert_int_equal(bad, 2);
	str_buf_clear(&out);
	assert_true(encoding_to_utf8(STR("\xCE\xD2\xFFz\xCE"), ENCODING_GB18030, &out, &bad, NULL));
	assert_string_equal(str_buf_c(&out), "我�z�");
	assert_int_equal(bad, 2);
	assert_false(encoding_to_utf8(STR("x"), ENCODING_BINARY, &out, NULL, &err));
	assert_true(err_is_set(&err));
	str_buf_fini(&out);
}

/* TEXT in another encoding, by iconv. */
static struct str_buf
convert_to(const char *encoding, struct str text)
{
	iconv_t converter = iconv_open(encoding, "UTF-8");
	struct str_buf out = { 0 };
	char *in = (char *)(uintptr_t)text.data;
	size_t in_len = text.len, room = text.len * 4 + 16;

	assert_true(converter != (iconv_t)-1);
	str_buf_reserve(&out, room);
	char *end = out.data;

	assert_int_not_equal(iconv(converter, &in, &in_len, &end, &room), (size_t)-1);
	out.len = (size_t)(end - out.data);
	iconv_close(converter);
	return out;
}

/* Chinese prose with ASCII in it, sometimes an emoji, always a newline. */
static struct str_buf
make_text(struct rng *rng)
{
	struct str_buf text = { 0 };
	size_t count = 20 + rng_below(rng, 200);

	for (size_t i = 0; i < count; i++) {
		uint64_t choice = rng_below(rng, 20);

		utf8_append(&text, choice < 14   ? (uint32_t)(0x4E00 + rng_below(rng, 0x5000))
				   : choice < 19 ? (uint32_t)(0x20 + rng_below(rng, 0x5F))
						 : (uint32_t)(0x1F600 + rng_below(rng, 0x40)));
	}
	utf8_append(&text, '\n');
	return text;
}

static void
encoding__round_trip__gives_back_every_text(void **state)
{
	static const struct {
		const char *name;
		enum encoding encoding;
	} encodings[] = {
		{ "UTF-16LE", ENCODING_UTF16LE },
		{ "UTF-16BE", ENCODING_UTF16BE },
		{ "GB18030", ENCODING_GB18030 },
	};
	struct rng rng;

	(void)state;
	printf("# seed %llu\n", (unsigned long long)test_seed());
	rng_init(&rng, test_seed());
	for (int round = 0; round < 300; round++) {
		struct str_buf text = make_text(&rng);

		assert_int_equal(encoding_guess(str_buf_str(&text)), ENCODING_UTF8);
		for (size_t i = 0; i < sizeof(encodings) / sizeof(encodings[0]); i++) {
			struct str_buf foreign = convert_to(encodings[i].name, str_buf_str(&text)), back = { 0 };
			size_t bad = 9;

			assert_guess(str_buf_str(&foreign), encodings[i].encoding);
			assert_true(encoding_to_utf8(str_buf_str(&foreign), encodings[i].encoding, &back, &bad, NULL));
			assert_int_equal(bad, 0);
			assert_string_equal(str_buf_c(&back), str_buf_c(&text));
			str_buf_fini(&foreign);
			str_buf_fini(&back);
		}
		str_buf_fini(&text);
	}
}

static void
encoding__guess__of_a_large_text_looks_at_its_first_foreign_part(void **state)
{
	struct str_buf text = { 0 }, foreign;

	(void)state;
	while (text.len < 300000)
		str_buf_append_c(&text, "plain words\n");
	while (text.len < 600000)
		str_buf_append_c(&text, "线程与队列\n");
	assert_guess(str_buf_str(&text), ENCODING_UTF8);
	foreign = convert_to("GB18030", str_buf_str(&text));
	assert_guess(str_buf_str(&foreign), ENCODING_GB18030);
	str_buf_append(&text, STR("\0"));
	assert_guess(str_buf_str(&text), ENCODING_BINARY);
	str_buf_fini(&text);
	str_buf_fini(&foreign);
}

/* A large text is converted in another way than its lines are, one by one, and comes out the same. */
static void
encoding__convert__large_gb18030_is_as_its_lines_are(void **state)
{
	struct rng rng;
	struct str_buf bytes = { 0 }, whole = { 0 }, lines = { 0 };
	size_t bad_whole, bad_lines = 0;

	(void)state;
	rng_init(&rng, test_seed());
	for (int lead = 0x81; lead <= 0xFE; lead++)
		for (int trail = 0x40; trail <= 0xFE; trail++) {
			str_buf_append_byte(&bytes, (char)lead);
			str_buf_append_byte(&bytes, (char)trail);
			if (rng_below(&rng, 40) == 0)
				str_buf_append_byte(&bytes, '\n');
			if (rng_below(&rng, 40) == 0)
				str_buf_append_byte(&bytes, (char)rng_below(&rng, 256));
			if (rng_below(&rng, 40) == 0)
				str_buf_append_c(&bytes, "ascii \x81\x30\x81\x30\x95\x32\x82\x36");
			if (rng_below(&rng, 40) == 0) /* well-formed, but no character, and then one */
				str_buf_append_c(&bytes, "\x84\x36\x84\x31\x95\x33\xC4\xE3");
		}
	while (bytes.len < 1 << 20)
		str_buf_append(&bytes, STR("\xC4\xE3\xBA\xC3 \n"));
	assert_true(encoding_to_utf8(str_buf_str(&bytes), ENCODING_GB18030, &whole, &bad_whole, NULL));
	for (struct str rest = str_buf_str(&bytes); rest.len > 0;) {
		size_t newline = str_find_byte(rest, '\n'), bad;
		struct str line = str_cut(rest, 0, newline == STR_NONE ? rest.len : newline + 1);

		assert_true(encoding_to_utf8(line, ENCODING_GB18030, &lines, &bad, NULL));
		bad_lines += bad;
		rest = str_skip(rest, line.len);
	}
	assert_int_equal(bad_whole, bad_lines);
	assert_true(str_is_equal(str_buf_str(&whole), str_buf_str(&lines)));
	assert_int_equal(whole.data[whole.len], '\0');
	str_buf_fini(&bytes);
	str_buf_fini(&whole);
	str_buf_fini(&lines);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(encoding__guess__knows_boms_zeros_and_chinese),
		cmocka_unit_test(encoding__to_utf8__drops_the_bom_and_counts_what_is_bad),
		cmocka_unit_test(encoding__guess__of_a_large_text_looks_at_its_first_foreign_part),
		cmocka_unit_test(encoding__round_trip__gives_back_every_text),
		cmocka_unit_test(encoding__convert__large_gb18030_is_as_its_lines_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
