/* The one door: whatever the bytes, what comes out is safe, has the width it says and comes out the same again. */
#include "base/alloc.h"
#include "text/cell.h"
#include "text/utf8.h"

#include <stdint.h>
#include <stdlib.h>
#include <unictype.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(bool is_true)
{
	if (!is_true)
		abort();
}

/* Nothing that a terminal obeys, that turns writing round, or that hides. */
static void
require_safe(struct str shown, bool keep_layout)
{
	uint32_t codepoint;
	bool is_valid;

	while (utf8_next(&shown, &codepoint, &is_valid)) {
		require(is_valid);
		if (keep_layout && (codepoint == '\n' || codepoint == '\t'))
			continue;
		require(cell_codepoint_width(codepoint) >= 0);
		require(!uc_is_general_category_withtable(codepoint, UC_CATEGORY_MASK_Cc | UC_CATEGORY_MASK_Cf |
									     UC_CATEGORY_MASK_Cs | UC_CATEGORY_MASK_Co |
									     UC_CATEGORY_MASK_Cn | UC_CATEGORY_MASK_Zl |
									     UC_CATEGORY_MASK_Zp));
		require(!uc_is_property_bidi_control(codepoint) && !uc_is_property_variation_selector(codepoint) &&
			!uc_is_property_default_ignorable_code_point(codepoint));
	}
}

static void
check_clean(struct str text, bool keep_layout)
{
	struct str_buf once = { 0 }, twice = { 0 };

	cell_clean(text, keep_layout, &once);
	require_safe(str_buf_str(&once), keep_layout);
	cell_clean(str_buf_str(&once), keep_layout, &twice);
	require(str_is_equal(str_buf_str(&once), str_buf_str(&twice)));
	require(cell_width(text) == cell_width(str_buf_str(&once)));
	str_buf_fini(&once);
	str_buf_fini(&twice);
}

static void
check_glyphs(struct str text)
{
	struct str rest = text;
	struct glyph glyph;
	uint32_t cols = 0;

	for (size_t left = text.len; cell_next(&rest, &glyph); left = rest.len) {
		require(rest.len < left);
		require(glyph.width_cols == cell_codepoint_width(glyph.base));
		for (size_t i = 0; i < GLYPH_MARKS_MAX && glyph.marks[i]; i++)
			require(cell_codepoint_width(glyph.marks[i]) == 0);
		cols += glyph.width_cols;
	}
	require(cols == cell_width(text));
	for (uint32_t max_cols = 0; max_cols < 8; max_cols++) {
		struct str_buf out = { 0 };
		uint32_t fit_cols;
		size_t len = cell_fit(text, max_cols, &fit_cols);

		require(len <= text.len && fit_cols <= max_cols && cell_width(str_cut(text, 0, len)) == fit_cols);
		cell_clean_fit(text, max_cols, &out);
		require(cell_width(str_buf_str(&out)) <= max_cols);
		require_safe(str_buf_str(&out), false);
		str_buf_fini(&out);
	}
}

static void
check_boundaries(struct str text)
{
	/* Going back may look far: a bound keeps the fuzzer quick. */
	struct str head = str_cut(text, 0, 512);

	for (size_t at = 0; at < head.len;) {
		size_t next = cell_boundary_after(head, at);

		require(next > at && next <= head.len);
		require(cell_boundary_before(head, next) == at);
		at = next;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* A copy of exactly this size, so that reading one byte too many is seen. */
	char *copy = malloc(size ? size : 1);

	require(copy != NULL);
	__builtin_memcpy(copy, size ? data : (const uint8_t *)"", size);
	struct str text = { copy, size };

	check_clean(text, false);
	check_clean(text, true);
	check_glyphs(text);
	check_boundaries(text);
	free(copy);
	return 0;
}
