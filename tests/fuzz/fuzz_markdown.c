/*
 * Any bytes as notes, laid out at a width of their own choice: no line is wider than asked, lines cover the text in
 * order, blocks lie inside their section. The first byte is the width, the second how small sections are.
 */
#include "base/alloc.h"
#include "lesson/document.h"
#include "lesson/outline.h"
#include "lesson/render.h"
#include "text/cell.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_section(const struct section *section, uint32_t text_len)
{
	if (section->start > section->end || section->end > text_len)
		abort();
	for (size_t i = 0; i < section->block_count; i++) {
		const struct block *block = &section->blocks[i];

		if (block->start > block->end || block->start < section->start || block->end > section->end ||
		    block->line < section->first_line || block->list_depth > 32)
			abort();
		if (i > 0 && (block->start < block[-1].start || block->line < block[-1].line))
			abort();
	}
}

static void
check_lines(const struct rendered *rendered, const struct section *section, uint32_t width_cols)
{
	uint32_t offset = 0;

	for (size_t i = 0; i < rendered->lines.len; i++) {
		const struct rendered_line *line = &rendered->lines.items[i];
		struct str text = str_cut(str_buf_str(&rendered->text.text), line->start, line->end);
		uint32_t cols = cell_width(text);

		if (line->start != offset || line->end < line->start || cols > width_cols || cols != line->width_cols)
			abort();
		if (line->block >= section->block_count || line->lab >= (int32_t)rendered->labs.len)
			abort();
		if (line->source < section->start || line->source > section->end)
			abort();
		offset = line->end;
	}
	if (offset != rendered->text.text.len)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct rendered rendered = { 0 };
	struct outline outline;

	if (size < 2)
		return 0;
	uint32_t width_cols = data[0] % 120 + 1;
	struct document_options options = { .section_max_bytes = data[1] < 16 ? data[1] * 16u + 4 : 0 };
	struct str text = str_of((const char *)data + 2, size - 2);
	struct topic_map *topics = topic_map_parse(STR("- {words: [死锁, re, lock], lab: threads}\n"), NULL);
	struct document *document = document_new(text, 1, &options);
	struct render_options render = {
		.width_cols = width_cols, .topics = topics, .show_badges = data[1] & 1, .ascii = data[1] & 2
	};

	for (size_t i = 0; i < document_section_count(document); i++) {
		const struct section *section = document_section(document, i, 10000);

		if (!section)
			abort();
		check_section(section, (uint32_t)text.len);
		render_section(section, &render, &rendered);
		check_lines(&rendered, section, width_cols);
	}
	outline_find(text, 1, 100, &outline);
	outline_fini(&outline);
	rendered_fini(&rendered);
	document_free(document);
	topic_map_free(topics);
	return 0;
}
