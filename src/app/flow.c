/* Lays out sections as they are asked for and walks over their lines as if they were one text. */
#include "app/flow.h"

#include "base/alloc.h"

#include <string.h>

enum {
	ENTRIES_KEPT = 8,      /* and all that were used in this turn: of marks alone sixty sections may be in view */
	TURN_BYTES = 160 << 10 /* of source, or one section if that is larger */
};

struct flow_entry {
	size_t section;
	uint64_t used_at;
	struct rendered rendered;
	struct str_buf bodies; /* what the labs' bodies point into: a section does not live as long as its lines */
};

void
flow_init(struct flow *flow)
{
	*flow = (struct flow){ .wait_ms = 10 };
}

void
flow_begin(struct flow *flow)
{
	flow->began = flow->clock;
	flow->laid_out_bytes = 0;
	flow->is_behind = false;
}

static void
forget(struct flow *flow, size_t index)
{
	struct flow_entry *entry = flow->entries.items[index];

	rendered_fini(&entry->rendered);
	str_buf_fini(&entry->bodies);
	free(entry);
	vec_remove(&flow->entries, index);
}

static void
forget_all(struct flow *flow)
{
	while (flow->entries.len > 0)
		forget(flow, flow->entries.len - 1);
}

void
flow_fini(struct flow *flow)
{
	forget_all(flow);
	vec_fini(&flow->entries);
}

void
flow_set(struct flow *flow, struct document *document, const struct render_options *options)
{
	forget_all(flow);
	flow->document = document;
	flow->options = *options;
	flow->options.document = document;
	if (flow->options.width_cols == 0)
		flow->options.width_cols = 1;
}

void
flow_forget(struct flow *flow, size_t section)
{
	for (size_t i = flow->entries.len; i-- > 0;)
		if (flow->entries.items[i]->section == section)
			forget(flow, i);
}

/* The labs' bodies are borrowed from the section, which may go: keep our own. */
static void
keep_bodies(struct flow_entry *entry)
{
	size_t offset = 0;

	for (size_t i = 0; i < entry->rendered.labs.len; i++)
		str_buf_append(&entry->bodies, entry->rendered.labs.items[i].body);
	for (size_t i = 0; i < entry->rendered.labs.len; i++) {
		struct rendered_lab *lab = &entry->rendered.labs.items[i];

		lab->body = str_of(entry->bodies.data ? entry->bodies.data + offset : NULL, lab->body.len);
		offset += lab->body.len;
	}
}

static struct flow_entry *
find_entry(struct flow *flow, size_t section)
{
	for (size_t i = 0; i < flow->entries.len; i++)
		if (flow->entries.items[i]->section == section)
			return flow->entries.items[i];
	return NULL;
}

/* The one not used for longest, if there are enough. */
static void
forget_oldest(struct flow *flow)
{
	size_t oldest = 0;

	if (flow->entries.len < ENTRIES_KEPT)
		return;
	for (size_t i = 1; i < flow->entries.len; i++)
		if (flow->entries.items[i]->used_at < flow->entries.items[oldest]->used_at)
			oldest = i;
	if (flow->entries.items[oldest]->used_at <= flow->began)
		forget(flow, oldest);
}

/* NULL: it is being parsed, or enough was laid out in this turn. */
static struct flow_entry *
lay_out(struct flow *flow, size_t index)
{
	/* Once: what is asked for many times in a turn would be waited for as often. */
	uint32_t wait_ms = flow->is_waiting ? 0 : flow->wait_ms;
	const struct section *section;
	struct flow_entry *entry;

	section = flow->is_behind ? NULL : document_section(flow->document, index, wait_ms);
	if (section && flow->laid_out_bytes > 0 && flow->laid_out_bytes + section->source.len > TURN_BYTES)
		flow->is_behind = true;
	if (!section || flow->is_behind) {
		flow->is_waiting = true;
		return NULL;
	}
	forget_oldest(flow);
	entry = NEW(struct flow_entry);
	entry->section = index;
	render_section(section, &flow->options, &entry->rendered);
	keep_bodies(entry);
	if (entry->rendered.lines.len > 0) /* blank lines cost little */
		flow->laid_out_bytes += (uint32_t)section->source.len;
	vec_push(&flow->entries, entry);
	return entry;
}

const struct rendered *
flow_section(struct flow *flow, size_t index)
{
	struct flow_entry *entry;

	if (!flow->document || index >= document_section_count(flow->document))
		return NULL;
	entry = find_entry(flow, index);
	if (!entry)
		entry = lay_out(flow, index);
	if (!entry)
		return NULL;
	entry->used_at = ++flow->clock;
	return &entry->rendered;
}

const struct rendered_line *
flow_line(struct flow *flow, struct flow_place place, const struct rendered **section)
{
	const struct rendered *rendered = flow_section(flow, place.section);

	if (section)
		*section = rendered;
	return rendered && place.line < rendered->lines.len ? &rendered->lines.items[place.line] : NULL;
}

bool
flow_next(struct flow *flow, struct flow_place *place)
{
	const struct rendered *rendered = flow_section(flow, place->section);
	size_t count = flow->document ? document_section_count(flow->document) : 0;

	if (rendered && place->line + 1 < rendered->lines.len) {
		place->line++;
		return true;
	}
	if (!rendered)
		return false;
	for (size_t next = place->section + 1; next < count; next++) {
		rendered = flow_section(flow, next);
		if (!rendered)
			return false;
		if (rendered->lines.len > 0) {
			*place = (struct flow_place){ next, 0 };
			return true;
		}
	}
	return false;
}

bool
flow_previous(struct flow *flow, struct flow_place *place)
{
	if (place->line > 0) {
		place->line--;
		return true;
	}
	for (size_t before = place->section; before-- > 0;) {
		const struct rendered *rendered = flow_section(flow, before);

		if (!rendered)
			return false;
		if (rendered->lines.len > 0) {
			*place = (struct flow_place){ before, (uint32_t)rendered->lines.len - 1 };
			return true;
		}
	}
	return false;
}

int
flow_move(struct flow *flow, struct flow_place *place, int lines)
{
	int moved = 0;

	for (; moved < lines && flow_next(flow, place); moved++)
		;
	for (; moved > lines && flow_previous(flow, place); moved--)
		;
	return moved;
}

struct flow_place
flow_first(struct flow *flow)
{
	struct flow_place place = { 0, 0 };
	const struct rendered *rendered = flow_section(flow, 0);

	if (rendered && rendered->lines.len == 0)
		flow_next(flow, &place);
	return place;
}

struct flow_place
flow_last(struct flow *flow)
{
	size_t count = flow->document ? document_section_count(flow->document) : 0;
	struct flow_place place = { 0, 0 };

	for (size_t i = count; i-- > 0;) {
		const struct rendered *rendered = flow_section(flow, i);

		place.section = i;
		if (!rendered)
			break;
		if (rendered->lines.len > 0) {
			place.line = (uint32_t)rendered->lines.len - 1;
			break;
		}
	}
	return place;
}

struct flow_place
flow_place_of(struct flow *flow, uint32_t offset)
{
	struct flow_place place = { 0, 0 };
	const struct rendered *rendered;
	size_t low = 0, high;

	if (!flow->document || document_section_count(flow->document) == 0)
		return place;
	place.section = document_section_at(flow->document, offset);
	rendered = flow_section(flow, place.section);
	for (high = rendered ? rendered->lines.len : 0; low < high;) {
		size_t middle = low + (high - low) / 2;

		if (rendered->lines.items[middle].source <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	place.line = low > 0 ? (uint32_t)low - 1 : 0;
	/* Of lines that begin at the same byte (a heading, its blank line and its rule), the first with words on it. */
	while (rendered && place.line > 0 &&
	       rendered->lines.items[place.line - 1].source == rendered->lines.items[place.line].source)
		place.line--;
	while (rendered && place.line + 1 < rendered->lines.len &&
	       rendered->lines.items[place.line].kind == LINE_BLANK &&
	       rendered->lines.items[place.line + 1].source == rendered->lines.items[place.line].source)
		place.line++;
	return place;
}

uint32_t
flow_offset_of(struct flow *flow, struct flow_place place)
{
	const struct rendered_line *line = flow_line(flow, place, NULL);

	return line ? line->source : 0;
}

int
flow_compare(struct flow_place a, struct flow_place b)
{
	if (a.section != b.section)
		return a.section < b.section ? -1 : 1;
	return a.line < b.line ? -1 : a.line > b.line;
}
