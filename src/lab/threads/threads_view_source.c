/* The source with a mark where each thread goes on: the key that steps it, in its colour. */
#include "base/i18n.h"
#include "lab/threads/threads_state.h"
#include "lab/threads/threads_words.h"

#include <string.h>

enum {
	MARKS_MAX = 6,
	SOURCE_COLS_MIN = 46, /* a line this long is not cut for what stands beside it */
	TAB_COLS = 4
};

static const char *const keywords[] = {
	"and",  "as",    "assert", "atomic", "break", "check", "continue", "critical", "daemon",   "def",   "del",
	"elif", "else",  "except", "fail",   "for",   "from",  "gil",      "goal",     "grain",    "if",    "in",
	"is",   "loop",  "not",    "or",     "pass",  "print", "repeat",   "return",   "schedule", "sleep", "thread",
	"True", "False", "None",   "try",    "while", "with",  "work",     "after",    "always",
};

static int
marks_cols(const struct threads_lab *lab)
{
	size_t count = lab->program.threads.len;

	return (int)(count < MARKS_MAX ? count : MARKS_MAX) + 2;
}

static struct str
whole_source(const struct threads_lab *lab)
{
	return str_trim_end(str_cut(str_buf_str(&lab->source), 0, lab->source_len));
}

int
threads_view_source_rows(const struct threads_lab *lab)
{
	struct str rest = whole_source(lab), line;
	int rows = 0;

	while (rows < 1000 && str_next_line(&rest, &line))
		rows++;
	return rows;
}

int
threads_view_source_cols(const struct threads_lab *lab, int width)
{
	struct str rest = whole_source(lab), line;
	int widest = 12, most;

	while (str_next_line(&rest, &line)) {
		int cols = (int)cell_width(str_cut(line, 0, 200));

		widest = cols > widest ? cols : widest;
	}
	widest += marks_cols(lab);
	most = width * 2 / 5 > SOURCE_COLS_MIN ? width * 2 / 5 : SOURCE_COLS_MIN;
	return widest < most ? widest : most;
}

/* ---- words in colour ---- */

static bool
is_word_byte(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
	       byte == '_' || (unsigned char)byte >= 0x80;
}

static struct style
style_of_word(struct str word)
{
	if (word.data[0] >= '0' && word.data[0] <= '9')
		return STYLE(INK_NUMBER);
	for (size_t i = 0; i < ARRAY_LEN(keywords); i++)
		if (str_is_equal_c(word, keywords[i]))
			return STYLE(INK_KEYWORD);
	return STYLE(INK_TEXT);
}

static size_t
token_end(struct str line, size_t at)
{
	char first = line.data[at];
	size_t end = at + 1;

	if (first == '#')
		return line.len;
	if (first == '"' || first == '\'') {
		while (end < line.len && line.data[end] != first)
			end++;
		return end < line.len ? end + 1 : end;
	}
	while (is_word_byte(first) && end < line.len && is_word_byte(line.data[end]))
		end++;
	return end;
}

static void
color_line(struct str line, struct styled *out)
{
	for (size_t at = 0, end; at < line.len; at = end) {
		struct str token;
		struct style style = STYLE(INK_TEXT);

		end = token_end(line, at);
		token = str_cut(line, at, end);
		if (token.data[0] == '#')
			style.ink = INK_COMMENT;
		else if (token.data[0] == '"' || token.data[0] == '\'')
			style.ink = INK_STRING;
		else if (is_word_byte(token.data[0]))
			style = style_of_word(token);
		styled_append(out, token, style, 0);
	}
}

/* ---- lines ---- */

/* The threads whose next step is on this line, those that cannot make it last. */
static void
draw_marks(const struct threads_lab *lab, const struct canvas *canvas, int y, uint32_t number)
{
	const uint32_t *state = past_state(&lab->history, lab->playback.position);
	int end = marks_cols(lab) - 2, x = 0, count = 0;
	struct thread_look looks[THREADS_MAX];

	for (unsigned i = 0; i < lab->program.threads.len; i++) {
		waits_look(&lab->program, state, i, &looks[i]);
		count += looks[i].line == number;
	}
	if (!count)
		return;
	x = count < end ? end - count : 0;
	for (unsigned i = 0; i < lab->program.threads.len && x < end; i++) {
		struct style style = threads_view_actor(i);
		char mark[2] = { lab->keys[i] ? lab->keys[i] : '+', 0 };

		if (looks[i].line != number)
			continue;
		style.attrs = ATTR_BOLD;
		if (looks[i].place == PLACE_BLOCKED)
			style.attrs = ATTR_UNDERLINE;
		if (x == end - 1 && count > end) {
			mark[0] = '+';
			style = STYLE(INK_DIM);
		}
		hits_add(lab->hits, canvas, (struct rect){ x, y, 1, 1 }, THREADS_HIT_THREAD, i);
		canvas_print_c(canvas, x++, y, style, mark);
	}
	canvas_print_c(canvas, end, y, STYLE(INK_ACCENT), sign(SIGN_CLOSED));
}

static uint32_t
current_line(const struct threads_lab *lab)
{
	struct threads_event e;

	if (!lab->playback.position)
		return 0;
	threads_event_of(&lab->history, lab->playback.position - 1, &e);
	return e.line;
}

/* The first and last line where a thread goes on. */
static void
find_range(const struct threads_lab *lab, int *first, int *last)
{
	const uint32_t *state = past_state(&lab->history, lab->playback.position);
	int here = (int)current_line(lab);

	*first = here ? here : INT32_MAX;
	*last = here;
	for (unsigned i = 0; i < lab->program.threads.len; i++) {
		struct thread_look look;

		waits_look(&lab->program, state, i, &look);
		if (!look.line)
			continue;
		*first = (int)look.line < *first ? (int)look.line : *first;
		*last = (int)look.line > *last ? (int)look.line : *last;
	}
}

static int
choose_top(const struct threads_lab *lab, int rows, int height)
{
	int first, last, top;

	if (rows <= height)
		return 0;
	find_range(lab, &first, &last);
	if (first > rows)
		return 0;
	/* all marks in the middle if they fit, else from the line that was just run */
	top = last - first < height ? (first + last - height) / 2 : (int)current_line(lab) - height / 2;
	if (top > rows - height)
		top = rows - height;
	return top > 0 ? top : 0;
}

void
threads_view_source(const struct threads_lab *lab, const struct canvas *canvas)
{
	struct str rest = whole_source(lab), text;
	int height = canvas_height(canvas), width = canvas_width(canvas), x = marks_cols(lab);
	int top = choose_top(lab, threads_view_source_rows(lab), height);
	uint32_t here = current_line(lab);
	struct styled line = { 0 };

	for (int number = 1; number <= top + height && str_next_line(&rest, &text); number++) {
		int y = number - 1 - top;
		struct style base = STYLE(INK_TEXT);

		if (y < 0)
			continue;
		if ((uint32_t)number == here) {
			base.paper = PAPER_SELECTED;
			canvas_fill(canvas, (struct rect){ 0, y, width, 1 }, base);
		}
		styled_clear(&line);
		color_line(str_cut(text, 0, 200), &line);
		canvas_print_styled(canvas, x, y, &line, 0, line.text.len, base);
		if (x + (int)cell_width(text) > width)
			canvas_print_c(canvas, width - 1, y, (struct style){ .ink = INK_DIM, .paper = base.paper },
				       sign(SIGN_ELLIPSIS));
		draw_marks(lab, canvas, y, (uint32_t)number);
		if ((uint32_t)number == here)
			canvas_restyle(canvas, (struct rect){ 0, y, width, 1 },
				       (struct style){ .ink = INK_COUNT, .paper = PAPER_SELECTED });
	}
	styled_fini(&line);
}
