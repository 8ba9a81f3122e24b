/* What the command line prints: buffered, cleaned, coloured with the terminal's own sixteen colours. */
#include "cli/out.h"

#include "text/cell.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define BUFFER_BYTES ((size_t)64 << 10)

/* SGR of each ink; "" is the terminal's own colour. Bright ones only where the plain ones are hard to read. */
static const char *const ink_sgr[INK_COUNT] = {
	[INK_TEXT] = "",       [INK_STRONG] = "1",   [INK_DIM] = "2",      [INK_RULE] = "2",     [INK_ACCENT] = "36",
	[INK_OK] = "32",       [INK_WARN] = "33",    [INK_ERROR] = "31",   [INK_INFO] = "34",    [INK_LINK] = "34",
	[INK_CODE] = "32",     [INK_KEYWORD] = "35", [INK_STRING] = "32",  [INK_NUMBER] = "33",  [INK_COMMENT] = "2",
	[INK_FUNCTION] = "34", [INK_ACTOR_1] = "34", [INK_ACTOR_2] = "33", [INK_ACTOR_3] = "32", [INK_ACTOR_4] = "35",
	[INK_ACTOR_5] = "36",  [INK_ACTOR_6] = "31", [INK_ACTOR_7] = "94", [INK_ACTOR_8] = "93",
};

static const struct {
	uint8_t attr;
	const char *sgr;
} attr_sgr[] = {
	{ ATTR_BOLD, "1" },      { ATTR_DIM, "2" },     { ATTR_ITALIC, "3" },
	{ ATTR_UNDERLINE, "4" }, { ATTR_REVERSE, "7" }, { ATTR_STRIKE, "9" },
};

void
out_init(struct out *out, int fd, bool has_color)
{
	*out = (struct out){ .fd = fd, .has_color = has_color };
}

void
out_flush(struct out *out)
{
	size_t done = 0;

	while (!out->error && done < out->buf.len) {
		ssize_t count = write(out->fd, out->buf.data + done, out->buf.len - done);

		if (count >= 0)
			done += (size_t)count;
		else if (errno != EINTR)
			out->error = errno;
	}
	str_buf_clear(&out->buf);
}

bool
out_fini(struct out *out)
{
	out_style(out, STYLE_PLAIN);
	out_flush(out);
	str_buf_fini(&out->buf);
	if (out->error && out->error != EPIPE) /* whoever closes a pipe has seen enough */
		out_complain("%s", strerror(out->error));
	return !out->error || out->error == EPIPE;
}

static void
flush_if_full(struct out *out)
{
	if (out->buf.len >= BUFFER_BYTES)
		out_flush(out);
}

void
out_text(struct out *out, struct str text)
{
	cell_clean(text, false, &out->buf);
	flush_if_full(out);
}

void
out_safe(struct out *out, struct str text)
{
	str_buf_append(&out->buf, text);
	flush_if_full(out);
}

void
out_printf(struct out *out, const char *format, ...)
{
	struct str_buf text = { 0 };
	va_list args;

	va_start(args, format);
	str_buf_vprintf(&text, format, args);
	va_end(args);
	out_text(out, str_buf_str(&text));
	str_buf_fini(&text);
}

void
out_newline(struct out *out)
{
	out_style(out, STYLE_PLAIN);
	str_buf_append_byte(&out->buf, '\n');
	flush_if_full(out);
}

void
out_blanks(struct out *out, size_t count)
{
	str_buf_append_repeat(&out->buf, STR(" "), count);
}

void
out_style(struct out *out, struct style style)
{
	if (!out->has_color || !memcmp(&style, &out->style, sizeof(style)))
		return;
	out->style = style;
	str_buf_append_c(&out->buf, "\033[0");
	if (style.ink < INK_COUNT && ink_sgr[style.ink][0])
		str_buf_printf(&out->buf, ";%s", ink_sgr[style.ink]);
	for (size_t i = 0; i < sizeof(attr_sgr) / sizeof(*attr_sgr); i++)
		if (style.attrs & attr_sgr[i].attr)
			str_buf_printf(&out->buf, ";%s", attr_sgr[i].sgr);
	if (style.paper >= PAPER_SELECTED) /* raised is no colour of the sixteen */
		str_buf_append_c(&out->buf, ";7");
	str_buf_append_c(&out->buf, "m");
}

void
out_complain(const char *format, ...)
{
	struct str_buf text = { 0 };
	struct out out;
	va_list args;

	va_start(args, format);
	str_buf_vprintf(&text, format, args);
	va_end(args);
	out_init(&out, STDERR_FILENO, false);
	out_safe(&out, STR("notes-tui: "));
	out_text(&out, str_buf_str(&text));
	out_newline(&out);
	out_flush(&out);
	str_buf_fini(&out.buf);
	str_buf_fini(&text);
}
