/* Wrapping: whatever the text and the width, the rules of tests/support/wrap_check.h hold. */
#include "support/wrap_check.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(struct str text, uint32_t width_cols, bool is_verbatim)
{
	struct wrap_lines lines = { 0 };

	if (is_verbatim)
		wrap_verbatim(text, width_cols, &lines);
	else
		wrap_text(text, width_cols, width_cols, &lines);
	const char *wrong = wrap_check(text, width_cols, is_verbatim, &lines);

	if (wrong) {
		fprintf(stderr, "width %u, verbatim %d: %s\n", width_cols, is_verbatim, wrong);
		abort();
	}
	vec_fini(&lines);
}

/* The first byte is the width. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	char *copy = mem_copy(data + 1, size - 1);
	struct str text = { copy, size - 1 };
	struct wrap_lines lines = { 0 };
	struct str_buf expanded = { 0 };
	uint32_t width_cols = 1 + data[0] % 80;

	check(text, width_cols, false);
	check(text, width_cols, true);
	wrap_text(text, 1 + data[0] / 16, width_cols, &lines);
	vec_fini(&lines);
	wrap_expand_tabs(text, 1 + data[0] % 8, &expanded);
	if (str_find_byte(str_buf_str(&expanded), '\t') != STR_NONE)
		abort();
	str_buf_fini(&expanded);
	free(copy);
	return 0;
}
