/* What every unit test includes: cmocka with the headers it needs, and checks for our own types. */
#ifndef SUPPORT_TEST_H
#define SUPPORT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The slice has exactly these bytes. */
#define assert_str_equal(slice_, expected_)                             \
	do {                                                            \
		char *actual_copy_ = str_copy_c(slice_);                \
		char *expected_copy_ = str_copy_c(str_of_c(expected_)); \
		assert_string_equal(actual_copy_, expected_copy_);      \
		free(actual_copy_);                                     \
		free(expected_copy_);                                   \
	} while (0)

/* This machine cannot show it. cmocka's own skip() is "not ok" in TAP, which make check takes for a failure. */
#define skip_test(why_)                                   \
	do {                                              \
		fprintf(stderr, "# skipped: %s\n", why_); \
		return;                                   \
	} while (0)

/* The seed of a property test: $SEED, or a fixed one; print it in a failing message. */
static inline uint64_t
test_seed(void)
{
	const char *text = getenv("SEED");

	return text ? strtoull(text, NULL, 10) : 20181103;
}

#endif
