/* Present mode: which section is shown and how much of it. Items are present_items.c's, pictures present_view.c's. */
#include "app/present_part.h"

#include "base/clock.h"

#include <string.h>

enum {
	KEYS_KEPT_BYTES = 64,
};

void
present_init(struct present *present, struct reader *reader)
{
	*present = (struct present){ .reader = reader, .heading = STR_NONE };
	flow_init(&present->flow);
}

void
present_fini(struct present *present)
{
	flow_fini(&present->flow);
	str_buf_fini(&present->last_keys);
}

/* Sections are true headings; numbered items are items. */
bool
present_is_section(const struct present *present, size_t heading)
{
	return heading < present->reader->outline.len && !present->reader->outline.items[heading].is_item;
}

size_t
present_next_section(const struct present *present, size_t heading)
{
	size_t next = heading == STR_NONE ? 0 : heading + 1;

	while (next < present->reader->outline.len && !present_is_section(present, next))
		next++;
	return next < present->reader->outline.len ? next : STR_NONE;
}

bool
present_has_opening(const struct present *present)
{
	const struct outline *outline = &present->reader->outline;
	size_t first = present_next_section(present, STR_NONE);
	struct str text = present->reader->text, title;

	if (first != STR_NONE)
		text = str_cut(text, 0, outline->items[first].offset);
	str_next_line(&text, &title);
	for (size_t i = 0; i < text.len; i++)
		if (!strchr(" \t\r\n-=*_", text.data[i]))
			return true;
	return false;
}

size_t
present_first_section(const struct present *present)
{
	return present_has_opening(present) ? STR_NONE : present_next_section(present, STR_NONE);
}

static size_t
section_before(const struct present *present, size_t heading)
{
	while (heading != STR_NONE && heading-- > 0)
		if (present_is_section(present, heading))
			return heading;
	return STR_NONE;
}

void
present_start(struct present *present, uint64_t now_ns)
{
	size_t heading = reader_heading(present->reader);

	bool goes_on = present->is_paused && present->lesson == present->reader->lesson;

	present->is_on = true;
	present->is_blank = false;
	present->is_fresh = !goes_on;
	present->is_paused = false;
	if (!goes_on)
		present->begun_ns = now_ns;
	present->width = 0;
	while (heading != STR_NONE && !present_is_section(present, heading))
		heading = heading > 0 ? heading - 1 : STR_NONE;
	if (heading == STR_NONE)
		heading = present_first_section(present);
	if (!goes_on || heading != present->heading)
		present->revealed = 0;
	present->heading = heading;
	present->lesson = present->reader->lesson;
}

void
present_stop(struct present *present)
{
	uint32_t offset = 0;
	struct items items = { 0 };

	if (present->heading < present->reader->outline.len)
		offset = present->reader->outline.items[present->heading].offset;
	if (present->width > 0 && present->document == present->reader->document && present->revealed > 0)
		present_collect(present, &items);
	if (items.len > 0)
		offset = flow_offset_of(
			&present->flow,
			items.items[(present->revealed < items.len ? present->revealed : items.len) - 1].first);
	vec_fini(&items);
	present->is_on = false;
	reader_jump(present->reader, offset);
	flow_set(&present->flow, NULL, &present->flow.options);
	present->document = NULL;
	present->width = 0;
}

void
present_pause(struct present *present)
{
	present_stop(present);
	present->is_paused = true;
}

void
present_section(struct present *present, int direction)
{
	size_t to = direction > 0 ? present_next_section(present, present->heading)
				  : section_before(present, present->heading);

	if (to == STR_NONE && (direction > 0 || present->heading == STR_NONE || !present_has_opening(present)))
		return;
	present->heading = to;
	present->revealed = 0;
}

void
present_reveal_all(struct present *present)
{
	present->revealed = SIZE_MAX;
}

void
present_step(struct present *present, int direction)
{
	struct items items = { 0 };
	size_t before;

	if (!present->reader->document || present->width == 0)
		return;
	present_lay_out(present, present->width); /* where nothing is drawn, as on no rows, nobody else did */
	present_collect(present, &items);
	vec_fini(&items);
	if (present->revealed > present->item_count)
		present->revealed = present->item_count;
	if (direction > 0 && present->revealed < present->item_count) {
		present->revealed++;
	} else if (direction < 0 && present->revealed > 0) {
		present->revealed--;
	} else {
		before = present->heading;
		present_section(present, direction);
		if (direction < 0 && present->heading != before)
			present_reveal_all(present);
	}
}

void
present_key(struct present *present, struct str key)
{
	struct str_buf *keys = &present->last_keys;

	if (!present->is_on)
		return;
	present->is_fresh = false;
	if (keys->len > 0)
		str_buf_append_c(keys, "  ");
	str_buf_append(keys, key);
	while (keys->len > KEYS_KEPT_BYTES) {
		size_t cut = str_find(str_buf_str(keys), STR("  "));

		if (cut == STR_NONE)
			break;
		str_buf_replace(keys, 0, cut + 2, STR(""));
	}
}

uint64_t
present_next_tick(const struct present *present, uint64_t now_ns)
{
	uint64_t minute = 60 * NS_PER_S;

	return now_ns + minute - (now_ns - present->begun_ns) % minute;
}
