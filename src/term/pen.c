/* Styles as the terminal's own sequences. */
#include "term/pen.h"

#include "base/alloc.h"
#include "term/curses.h"
#include "term/terminfo.h"

#include <term.h>

void
pen_init(struct pen *pen, struct str_buf *out, const struct colors *colors)
{
	*pen = (struct pen){ .out = out, .colors = colors };
	pen_reset(pen);
}

void
pen_reset(struct pen *pen)
{
	terminfo_append(pen->out, exit_attribute_mode);
	terminfo_append(pen->out, orig_pair);
	pen->is_plain = true;
}

static void
append_attrs(struct str_buf *out, unsigned attrs)
{
	const struct {
		unsigned attr;
		const char *capability;
	} looks[] = {
		{ ATTR_BOLD, enter_bold_mode },       { ATTR_DIM, enter_dim_mode },
		{ ATTR_ITALIC, enter_italics_mode },  { ATTR_UNDERLINE, enter_underline_mode },
		{ ATTR_REVERSE, enter_reverse_mode },
	};

	for (size_t i = 0; i < ARRAY_LEN(looks); i++)
		if (attrs & looks[i].attr)
			terminfo_append(out, looks[i].capability);
}

static void
append_color(struct pen *pen, struct pen_color *kept, const char *capability, int color)
{
	struct str_buf *out = pen->out;

	if (kept->len > 0 && kept->color == color) {
		str_buf_reserve(out, kept->len);
		str_buf_append(out, str_of(out->data + kept->at, kept->len));
		return;
	}
	kept->color = color;
	kept->at = out->len;
	if (capability && color >= 0)
		terminfo_append(out, tiparm(capability, color));
	kept->len = out->len - kept->at;
}

void
pen_use(struct pen *pen, struct style style)
{
	const struct colors *colors = pen->colors;
	struct style last = pen->style;
	unsigned attrs = colors_attrs(colors, style);
	int pair = colors->pairs[style.ink][style.paper];
	int last_pair = pen->is_plain ? 0 : colors->pairs[last.ink][last.paper];

	if (attrs != (pen->is_plain ? 0 : colors_attrs(colors, last)) || (pair == 0 && last_pair > 0)) {
		if (!pen->is_plain)
			pen_reset(pen);
		last_pair = 0;
		append_attrs(pen->out, attrs);
	}
	if (pair > 0 && (last_pair == 0 || colors->made[pair].ink != colors->made[last_pair].ink))
		append_color(pen, &pen->inks[style.ink], set_a_foreground, colors->made[pair].ink);
	if (pair > 0 && (last_pair == 0 || colors->made[pair].paper != colors->made[last_pair].paper))
		append_color(pen, &pen->papers[style.paper], set_a_background, colors->made[pair].paper);
	pen->style = style;
	pen->is_plain = attrs == 0 && pair == 0;
}
