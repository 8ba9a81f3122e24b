/* What a terminal is asked at the start, and what its answers mean. */
#include "term/probe.h"

/* On row 2: a report from row 1 could be F3 with modifiers. */
#define AT_ROW_2 "\033[2;1H"

void
probe_ask(struct probe *probe, bool asks_size, int width, int height, struct str_buf *out)
{
	*probe = (struct probe){ .asks_size = asks_size };
	if (width < 4 || height < 3)
		return;
	probe->awaited = asks_size ? 2 : 1;
	str_buf_append_c(out, "\033[8m" AT_ROW_2 "\xe2\x91\xa0\033[6n"); /* ① */
	if (asks_size)
		str_buf_append_c(out, AT_ROW_2 "\033[K" AT_ROW_2 "\033]66;s=2; \a\033[6n");
	str_buf_append_c(out, "\033[m" AT_ROW_2 "\033[K\033[3;1H\033[K\033[H");
}

bool
probe_reply(struct probe *probe, int row, int column)
{
	bool is_first = probe->awaited == (probe->asks_size ? 2 : 1);

	if (probe->awaited == 0)
		return false;
	probe->awaited--;
	if (row != 2)
		return false;
	/* One character moved to column 2 or 3; s=2 must move exactly two, to column 3. */
	if (is_first)
		probe->is_ambiguous_wide = column == 3;
	else
		probe->can_scale_text = column == 3;
	return column == 3;
}
