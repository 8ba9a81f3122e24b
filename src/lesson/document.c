/* Sections parsed when asked for, kept while they are used, plain text where markdown would cost too much. */
#include "lesson/document.h"

#include "base/alloc.h"
#include "base/i18n.h"
#include "lesson/markdown.h"
#include "lesson/section.h"

#include <assert.h>
#include <string.h>

#define DEADLINE_MS_DEFAULT 500
#define LOADED_MAX          64
#define LOADED_MAX_BYTES    (4u * 1024 * 1024) /* of source; blocks take a few times as much */
/*
 * A section as short as this whose estimate is small is parsed at once. Measured on a busy two-core machine: 16 KB of
 * notes take 0.3 ms here and 0.4 ms through a thread, 64 KB 1.4 and 1.6 ms; the worst of the hostile tests at this size
 * takes 35 ms, laid out and all.
 */
#define AT_ONCE_MAX_BYTES (64u * 1024)
#define AT_ONCE_MAX_COST  1000000u
#define COST_MAX          30000000u

struct entry {
	struct section *section; /* NULL: not loaded */
	struct parse_job *job;   /* NULL: none running */
	uint64_t used_at;
};

struct document {
	struct str text;
	struct document_options options;
	struct section_list list;
	struct entry *entries; /* one a section */
	size_t loaded[LOADED_MAX + 1];
	size_t loaded_count, loaded_bytes;
	uint64_t clock; /* counts uses */
};

struct document *
document_new(struct str text, uint32_t first_line, const struct document_options *options)
{
	struct document *document = NEW(struct document);

	assert(text.len < UINT32_MAX);
	document->text = text;
	if (options)
		document->options = *options;
	if (!document->options.deadline_ms)
		document->options.deadline_ms = DEADLINE_MS_DEFAULT;
	if (!document->options.section_max_bytes)
		document->options.section_max_bytes = SECTION_MAX_BYTES_DEFAULT;
	section_list_cut(&document->list, text, first_line, document->options.section_max_bytes);
	document->entries = NEW_ARRAY(struct entry, document->list.ranges.len);
	return document;
}

static void
unload(struct document *document, size_t slot)
{
	struct entry *entry = &document->entries[document->loaded[slot]];

	document->loaded_bytes -= entry->section->source.len;
	section_fini(entry->section);
	free(entry->section);
	entry->section = NULL;
	document->loaded[slot] = document->loaded[--document->loaded_count];
}

void
document_free(struct document *document)
{
	if (!document)
		return;
	while (document->loaded_count)
		unload(document, document->loaded_count - 1);
	for (size_t i = 0; i < document->list.ranges.len; i++)
		if (document->entries[i].job)
			parse_job_abandon(document->entries[i].job);
	free(document->entries);
	section_list_fini(&document->list);
	free(document);
}

size_t
document_section_count(const struct document *document)
{
	return document->list.ranges.len;
}

size_t
document_section_at(const struct document *document, uint32_t offset)
{
	size_t low = 0, high = document->list.ranges.len;

	while (high - low > 1) {
		size_t middle = (low + high) / 2;

		*(document->list.ranges.items[middle].start <= offset ? &low : &high) = middle;
	}
	return low;
}

bool
document_has_lab(const struct document *document, struct str lab, struct str preset)
{
	for (size_t i = 0; i < document->list.labs.len; i++) {
		struct str words = document->list.labs.items[i];

		if (str_has_prefix(words, lab) && (words.len == lab.len || strchr(" \t", words.data[lab.len])) &&
		    str_is_equal(str_trim(str_skip(words, lab.len)), preset))
			return true;
	}
	return false;
}

uint32_t
document_line_of(const struct document *document, uint32_t offset)
{
	const struct section_range *range = &document->list.ranges.items[document_section_at(document, offset)];
	struct str rest = str_cut(document->text, range->start, offset);
	uint32_t line = range->first_line;
	size_t at;

	for (; (at = str_find_byte(rest, '\n')) != STR_NONE; line++)
		rest = str_skip(rest, at + 1);
	return line;
}

uint32_t
document_offset_of_line(const struct document *document, uint32_t file_line)
{
	size_t low = 0, high = document->list.ranges.len;

	while (high - low > 1) { /* the last section that begins before the line: it may be in the middle of one */
		size_t middle = (low + high) / 2;

		*(document->list.ranges.items[middle].first_line < file_line ? &low : &high) = middle;
	}
	const struct section_range *range = &document->list.ranges.items[low];
	struct str rest = str_skip(document->text, range->start), line;

	for (uint32_t at = range->first_line; at < file_line; at++)
		if (!str_next_line(&rest, &line))
			return 0;
	return (uint32_t)(document->text.len - rest.len);
}

static size_t
oldest_slot(const struct document *document)
{
	size_t oldest = 0;

	for (size_t i = 1; i < document->loaded_count; i++)
		if (document->entries[document->loaded[i]].used_at <
		    document->entries[document->loaded[oldest]].used_at)
			oldest = i;
	return oldest;
}

static const struct section *
load(struct document *document, size_t index, struct section *section, const char *plain_reason)
{
	struct entry *entry = &document->entries[index];

	if (plain_reason)
		section_make_plain(section, plain_reason);
	entry->section = section;
	entry->used_at = ++document->clock;
	document->loaded_bytes += section->source.len;
	document->loaded[document->loaded_count++] = index;
	while (document->loaded_count > 1 &&
	       (document->loaded_count > LOADED_MAX || document->loaded_bytes > LOADED_MAX_BYTES))
		unload(document, oldest_slot(document));
	return section;
}

static struct section *
new_section(const struct document *document, size_t index)
{
	const struct section_range *range = &document->list.ranges.items[index];
	struct section *section = NEW(struct section);

	section->start = range->start;
	section->end = range->end;
	section->first_line = range->first_line;
	section->source = str_cut(document->text, range->start, range->end);
	return section;
}

static const struct section *
wait_for(struct document *document, size_t index, uint32_t wait_ms)
{
	struct entry *entry = &document->entries[index];
	uint64_t age_ms = parse_job_age_ms(entry->job), deadline_ms = document->options.deadline_ms;
	uint64_t left_ms = age_ms < deadline_ms ? deadline_ms - age_ms : 0;
	const char *reason;

	if (parse_job_wait(entry->job, left_ms < wait_ms ? (uint32_t)left_ms : wait_ms)) {
		struct section *section = new_section(document, index);

		parse_job_take(entry->job, section, &reason);
		entry->job = NULL;
		return load(document, index, section, reason);
	}
	if (wait_ms < left_ms)
		return NULL;
	parse_job_abandon(entry->job);
	entry->job = NULL;
	return load(document, index, new_section(document, index),
		    _("Shown as plain text: it took too long to lay out."));
}

const struct section *
document_section(struct document *document, size_t index, uint32_t wait_ms)
{
	assert(index < document->list.ranges.len);
	const struct section_range *range = &document->list.ranges.items[index];
	struct entry *entry = &document->entries[index];
	const char *reason = NULL;

	if (entry->section) {
		entry->used_at = ++document->clock;
		return entry->section;
	}
	if (entry->job)
		return wait_for(document, index, wait_ms);

	struct section *section = new_section(document, index);

	if (str_trim_end(section->source).len == 0) /* as md4c would find, a hundred times as fast */
		return load(document, index, section, NULL);
	uint64_t cost = markdown_estimate(section->source);
	const struct parse_request request = {
		.text = section->source,
		.definitions = range->is_fence_open ? STR("") : str_buf_str(&document->list.definitions),
		.base = range->start,
		.first_line = range->first_line,
		.on_ready = document->options.on_ready,
		.ctx = document->options.ctx,
	};

	if (range->is_fence_continued)
		return load(document, index, section, _("Shown as plain text: the rest of a very long code block."));
	if (cost > COST_MAX)
		return load(document, index, section,
			    _("Shown as plain text: its brackets or lists are nested too deeply to lay out."));
	if (section->source.len <= AT_ONCE_MAX_BYTES && cost <= AT_ONCE_MAX_COST) {
		section_parse(&request, section, &reason);
		return load(document, index, section, reason);
	}
	entry->job = parse_job_start(&request);
	if (!entry->job)
		return load(document, index, section, _("Shown as plain text: no thread could be started."));
	free(section);
	return wait_for(document, index, wait_ms);
}
