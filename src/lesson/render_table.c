/* Tables: columns as wide as their text where there is room, wrapped cells where not, one cell a line below that. */
#include "lesson/layout.h"

#include "base/alloc.h"
#include "text/cell.h"

#define COLUMNS_MAX     64 /* wider tables are stacked */
#define COLUMN_MIN_COLS 6  /* a column is not made narrower than this, or than its text */
#define SEPARATOR_COLS  3

struct table {
	const struct block *block;
	struct styled
		*shown; /* the cells' texts with the targets of their links, row by row; NULL: there are no links */
	uint32_t widths[COLUMNS_MAX];
	bool is_wrapped; /* some cell takes several lines: rows need a rule between them */
};

static const struct table_cell *
cell_at(const struct block *block, uint32_t row, uint32_t column)
{
	return &block->cells[(size_t)row * block->column_count + column];
}

static const struct styled *
text_at(const struct table *table, uint32_t row, uint32_t column)
{
	size_t index = (size_t)row * table->block->column_count + column;

	if (table->shown[index].text.len)
		return &table->shown[index];
	return &table->block->cells[index].text;
}

static void
decorate_cells(struct layout *layout, struct table *table)
{
	size_t count = (size_t)table->block->row_count * table->block->column_count;

	table->shown = NEW_ARRAY(struct styled, count);
	for (size_t i = 0; i < count; i++)
		layout_append_inline(layout, &table->block->cells[i].text, &table->shown[i]);
}

static void
drop_cells(struct table *table)
{
	size_t count = (size_t)table->block->row_count * table->block->column_count;

	for (size_t i = 0; i < count; i++)
		styled_fini(&table->shown[i]);
	free(table->shown);
}

static uint32_t
sum_capped(const struct table *table, uint32_t cap)
{
	uint64_t sum = 0;

	for (uint32_t i = 0; i < table->block->column_count; i++)
		sum += table->widths[i] < cap ? table->widths[i] : cap;
	return sum > UINT32_MAX ? UINT32_MAX : (uint32_t)sum;
}

/* Widths that fit ROOM: the widest columns give first, all down to one cap; what is left over goes to the first. */
static bool
fit_columns(struct table *table, uint32_t room)
{
	const struct block *block = table->block;
	uint32_t low = 1, high = room, left;

	for (uint32_t row = 0; row < block->row_count; row++)
		for (uint32_t column = 0; column < block->column_count; column++) {
			uint32_t cols = cell_width(str_buf_str(&text_at(table, row, column)->text));

			if (cols > table->widths[column])
				table->widths[column] = cols;
		}
	for (uint32_t i = 0; i < block->column_count; i++)
		table->widths[i] += table->widths[i] == 0;
	if (sum_capped(table, UINT32_MAX) <= room)
		return true;
	if (sum_capped(table, COLUMN_MIN_COLS) > room)
		return false;
	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		*(sum_capped(table, middle) <= room ? &low : &high) = middle;
	}
	left = room - sum_capped(table, low);
	for (uint32_t i = 0; i < block->column_count; i++)
		if (table->widths[i] > low) {
			table->widths[i] = low + (left > 0);
			left -= left > 0;
		}
	table->is_wrapped = true;
	return true;
}

static struct style
cell_style(const struct table_cell *cell)
{
	return cell->is_head ? STYLE(INK_STRONG, .attrs = ATTR_BOLD) : STYLE_PLAIN;
}

static void
emit_table_rule(struct layout *layout, const struct frame *frame, const struct table *table)
{
	bool is_ascii = layout->options->ascii;
	const char *line = is_ascii ? "-" : "─";
	uint32_t cols = layout->width_cols - frame->text_cols;

	layout_begin_line(layout, LINE_TABLE);
	layout_prefix(layout, frame);
	for (uint32_t i = 0; i < table->block->column_count; i++) {
		if (i > 0)
			layout_add(layout, is_ascii ? "-+-" : "─┼─", STYLE(INK_RULE));
		layout_fill(layout, line, table->widths[i], STYLE(INK_RULE));
		cols += table->widths[i] + (i > 0 ? SEPARATOR_COLS : 0);
	}
	layout_end_line(layout, cols);
}

/* One line of one cell, with its padding; the last column has none behind it. */
static void
append_cell(struct layout *layout, const struct table_cell *cell, const struct styled *text,
	    const struct wrap_line *line, uint32_t width_cols, bool is_last, uint32_t *cols)
{
	uint32_t used = line ? line->width_cols : 0, pad = width_cols > used ? width_cols - used : 0;
	uint32_t before = cell->align == ALIGN_END ? pad : cell->align == ALIGN_CENTER ? pad / 2 : 0;

	if (!line)
		before = 0;
	layout_fill(layout, " ", before, STYLE_PLAIN);
	if (line)
		layout_append(layout, text, line->start, line->end, cell_style(cell), line->width_cols);
	if (!is_last)
		layout_fill(layout, " ", pad - before, STYLE_PLAIN);
	*cols += is_last ? before + used : used + pad;
}

static void
emit_row(struct layout *layout, const struct frame *frame, const struct table *table, uint32_t row)
{
	uint32_t column_count = table->block->column_count;
	size_t starts[COLUMNS_MAX + 1], height = 1;

	vec_clear(&layout->lines);
	for (uint32_t i = 0; i < column_count; i++) {
		starts[i] = layout->lines.len;
		layout_wrap(layout, str_buf_str(&text_at(table, row, i)->text), table->widths[i], table->widths[i]);
		if (layout->lines.len - starts[i] > height)
			height = layout->lines.len - starts[i];
	}
	starts[column_count] = layout->lines.len;
	for (size_t at = 0; at < height; at++) {
		uint32_t cols = layout->width_cols - frame->text_cols;

		layout_begin_line(layout, LINE_TABLE);
		layout_prefix(layout, frame);
		for (uint32_t i = 0; i < column_count; i++) {
			bool has_line = starts[i] + at < starts[i + 1];

			if (i > 0)
				layout_add(layout, layout->options->ascii ? " | " : " │ ", STYLE(INK_RULE));
			cols += i > 0 ? SEPARATOR_COLS : 0;
			append_cell(layout, cell_at(table->block, row, i), text_at(table, row, i),
				    has_line ? &layout->lines.items[starts[i] + at] : NULL, table->widths[i],
				    i + 1 == column_count, &cols);
		}
		layout_end_line(layout, cols);
	}
}

/* No room for columns: the cells of a row one below the other, rows apart. */
static void
emit_stacked(struct layout *layout, const struct frame *frame, const struct table *table)
{
	const struct block *block = table->block;

	for (uint32_t row = 0; row < block->row_count; row++) {
		layout_go_to_line(layout, block->line + row + (row > 0));
		if (row > 0)
			layout_blank(layout);
		for (uint32_t i = 0; i < block->column_count; i++) {
			const struct table_cell *cell = cell_at(block, row, i);

			const struct styled *text = text_at(table, row, i);

			if (text->text.len)
				layout_emit(layout, frame,
					    &(struct emission){ .text = text,
								.end = text->text.len,
								.kind = LINE_TABLE,
								.base = cell_style(cell) });
		}
	}
}

static void
emit_columns(struct layout *layout, const struct frame *frame, const struct table *table)
{
	const struct block *block = table->block;

	for (uint32_t row = 0; row < block->row_count; row++) {
		if (row > 0 && (table->is_wrapped || row == 1)) /* of the row before: a row is found by its words */
			emit_table_rule(layout, frame, table);
		layout_go_to_line(layout, block->line + row + (row > 0));
		emit_row(layout, frame, table, row);
	}
}

void
layout_table(struct layout *layout, const struct frame *frame)
{
	struct table table = { .block = layout->block };
	const struct block *block = table.block;
	uint32_t separators = block->column_count ? (block->column_count - 1) * SEPARATOR_COLS : 0;

	decorate_cells(layout, &table);
	if (block->column_count == 0 || block->column_count > COLUMNS_MAX || separators >= frame->text_cols ||
	    !fit_columns(&table, frame->text_cols - separators))
		emit_stacked(layout, frame, &table);
	else
		emit_columns(layout, frame, &table);
	drop_cells(&table);
}
