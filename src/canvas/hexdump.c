/* Bytes as offset, hex and text, as xxd shows them. */
#include "canvas/hexdump.h"

#include "base/alloc.h"

#include <inttypes.h>
#include <stdio.h>

#define OFFSET_COLS 10 /* "00000000: " */

/* Hex with a blank behind each byte, a blank, the text. */
static int
row_cols(int bytes)
{
	return OFFSET_COLS + 3 * bytes + 1 + bytes;
}

int
hexdump_bytes_per_row(int width_cols)
{
	for (int bytes = 16; bytes > 1; bytes /= 2)
		if (row_cols(bytes) <= width_cols)
			return bytes;
	return 1;
}

/* Told apart without colour too: what is no text is a dot in the text column. */
static struct style
byte_style(unsigned char byte, bool is_marked)
{
	bool is_text = byte >= ' ' && byte < 0x7f;
	struct style style = { .ink = is_text ? INK_TEXT : byte == 0 ? INK_DIM : INK_NUMBER };

	if (is_marked) {
		style.paper = PAPER_MATCH;
		style.attrs = ATTR_BOLD;
	}
	return style;
}

static void
draw_row(const struct canvas *canvas, int y, struct str bytes, size_t start, int per_row, size_t mark_start,
	 size_t mark_end)
{
	canvas_printf(canvas, 0, y, STYLE(INK_DIM), "%08zx:", start);
	for (int i = 0; i < per_row && start + (size_t)i < bytes.len; i++) {
		size_t at = start + (size_t)i;
		unsigned char byte = (unsigned char)bytes.data[at];
		struct style style = byte_style(byte, at >= mark_start && at < mark_end);
		bool is_joined = i + 1 < per_row && at + 1 >= mark_start && at + 1 < mark_end &&
				 style.paper != PAPER_BASE;
		char text[4];

		snprintf(text, sizeof(text), "%02x ", (unsigned)byte);
		canvas_print(canvas, OFFSET_COLS + 3 * i, y, style, str_of(text, is_joined ? 3 : 2));
		bool is_text = byte >= ' ' && byte < 0x7f;

		canvas_print(canvas, OFFSET_COLS + 3 * per_row + 1 + i, y, style,
			     is_text ? str_cut(bytes, at, at + 1) : STR("."));
	}
}

void
hexdump_draw(const struct canvas *canvas, struct str bytes, size_t first_row, size_t mark_start, size_t mark_end)
{
	int per_row = hexdump_bytes_per_row(canvas_width(canvas));
	size_t rows = bytes.len / (size_t)per_row + (bytes.len % (size_t)per_row != 0);

	for (int y = 0; y < canvas_height(canvas) && first_row < rows && (size_t)y < rows - first_row; y++)
		draw_row(canvas, y, bytes, (first_row + (size_t)y) * (size_t)per_row, per_row, mark_start, mark_end);
}
