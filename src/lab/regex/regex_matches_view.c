/* Draws the list of matches: each with its span and its text, its groups in their colours under it. */
#include "base/alloc.h"
#include "base/i18n.h"
#include "lab/regex/regex_state.h"

static int
min_int(int a, int b)
{
	return a < b ? a : b;
}

/* "0–8" */
static void
append_span(struct str_buf *out, struct regex_span chars)
{
	if (chars.start < 0)
		str_buf_append_c(out, "None");
	else
		str_buf_printf(out, "%lld–%lld", (long long)chars.start, (long long)chars.end);
}

static void
append_group_name(const struct regex_lab *lab, size_t group, struct str_buf *out)
{
	const char *name = group ? lab->good.names[group - 1] : NULL;

	if (name)
		str_buf_append_c(out, name);
	else
		str_buf_printf(out, "%zu", group);
}

static int
group_label_width(const struct regex_lab *lab)
{
	struct str_buf name = { 0 };
	int widest = 1;

	for (size_t group = 1; group <= lab->good.group_count && group < 64; group++) {
		int width;

		str_buf_clear(&name);
		append_group_name(lab, group, &name);
		width = (int)cell_width(str_buf_str(&name));
		widest = width > widest ? width : widest;
	}
	str_buf_fini(&name);
	return min_int(widest, 12);
}

/* One row: the match itself (GROUP 0) or one of its groups. */
static void
draw_capture(const struct regex_lab *lab, const struct canvas *canvas, int y, size_t index, size_t group)
{
	const struct regex_capture *capture = regex_result_group(&lab->good, index, group);
	bool is_current = index + 1 == lab->playback.position;
	struct style style = STYLE((uint8_t)(group ? ink_actor((unsigned)group - 1) : INK_TEXT));
	struct str_buf part = { 0 };
	int width = canvas_width(canvas), x = 2;

	if (group == 0 && is_current) {
		canvas_print_c(canvas, 0, y, STYLE(INK_ACCENT), sign(SIGN_CURSOR_BAR));
		style.attrs = ATTR_BOLD;
	}
	if (group == 0) {
		str_buf_printf(&part, "%zu", index + 1);
		x += canvas_print_fit(canvas, x, y, width - x, STYLE(is_current ? INK_ACCENT : INK_DIM),
				      str_buf_str(&part)) +
		     2;
	} else {
		append_group_name(lab, group, &part);
		canvas_print_fit(canvas, x + 2, y, 12, style, str_buf_str(&part));
		x += group_label_width(lab) + 4;
	}
	str_buf_clear(&part);
	append_span(&part, capture->chars);
	x += canvas_print_fit(canvas, x, y, width - x, STYLE(INK_DIM), str_buf_str(&part)) + 2;
	if (capture->bytes.start == capture->bytes.end && capture->bytes.start >= 0)
		canvas_print_fit(canvas, x, y, width - x, STYLE(INK_DIM), STR("''"));
	else if (capture->bytes.start >= 0)
		canvas_print_fit(canvas, x, y, width - x, style,
				 str_cut(lab->asked.text, (size_t)capture->bytes.start,
					 (size_t)min_int((int)capture->bytes.end, (int)capture->bytes.start + 1000)));
	str_buf_fini(&part);
}

void
regex_lab_draw_matches(const struct regex_lab *lab, const struct canvas *canvas)
{
	size_t per_match = lab->good.group_count + 1, total = lab->good.match_count * per_match;
	size_t height = (size_t)canvas_height(canvas), top = 0;

	if (lab->playback.position) {
		size_t first = ((size_t)lab->playback.position - 1) * per_match;

		/* The current match in whole, and the one before it where there is room. */
		if (first + per_match > height)
			top = per_match >= height ? first : first + per_match - height;
		top = (top + per_match - 1) / per_match * per_match;
	}
	for (size_t y = 0; y < height && top + y < total; y++)
		draw_capture(lab, canvas, (int)y, (top + y) / per_match, (top + y) % per_match);
}

void
regex_lab_matches_title(const struct regex_lab *lab, struct str_buf *out)
{
	unsigned long long total = lab->good.match_total;

	if (!lab->asked.text.data) /* nothing has been answered yet */
		str_buf_append_c(out, _("matches"));
	else if (lab->playback.position)
		str_buf_printf(out, _("match %llu of %llu"), (unsigned long long)lab->playback.position, total);
	else if (lab->good.is_cut || lab->good.match_count < total)
		str_buf_printf(out, _("%llu matches and more"), (unsigned long long)lab->good.match_count);
	else
		str_buf_printf(out, ngettext("%llu match", "%llu matches", (unsigned long)total), total);
}
