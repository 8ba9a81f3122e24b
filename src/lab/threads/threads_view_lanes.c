/* The columns of threads over time: the start, a row a step, and below the last one who waits for what. */
#include "base/alloc.h"
#include "base/i18n.h"
#include "canvas/lanes.h"
#include "lab/threads/threads_state.h"
#include "lab/threads/threads_words.h"

enum {
	LANE_COLS_MIN = 13,
	LANE_COLS_MAX = 26,
	NAME_COLS_LEAST = 4,
	ITEM_COLS_LEAST = 2, /* of a list's name, before what tells its items apart */
	CARD_ROWS = 2,       /* a name and a state */
};

struct rows { /* what lanes_draw asks for */
	const struct threads_lab *lab;
	struct lane_row row;
	struct str_buf text;
	int room;             /* columns a row's text may take, with its sign */
	VEC(uint8_t) pending; /* threads that wait, below the last step */
};

/* Who takes the lock that makes all wait has taken it: that step is not what is wrong. */
static bool
is_wrong(const struct step_info *wrong)
{
	return wrong->violation && wrong->violation != VIOLATION_DEADLOCK;
}

static const char *
sign_of(int outcome, const struct step_info *wrong)
{
	if (is_wrong(wrong) || outcome < 0)
		return sign(SIGN_CROSS);
	return outcome > 0 ? sign(SIGN_CHECK) : "";
}

/* The blank before a sign gives way before a text is cut. */
static bool
is_too_long(const struct rows *rows, bool has_sign)
{
	return (int)cell_width(str_buf_str(&rows->text)) + has_sign > rows->room;
}

/* What came of it is kept where the name before it must be cut: "a_long_na…: 3", "w…[1]=False", and at the least
 * "[1]=False". */
static void
shorten_row(struct rows *rows, bool has_sign)
{
	static const char *const marks[] = { " = ", ": ", "[" };
	int room = rows->room - (has_sign ? 2 : 0);
	struct str text = str_buf_str(&rows->text);
	struct str_buf out = { 0 };

	for (size_t i = 0; i < ARRAY_LEN(marks) && !out.len && (int)cell_width(text) > room; i++) {
		size_t at = str_find(text, str_of_c(marks[i]));
		struct str tail = at == STR_NONE ? STR("") : str_skip(text, at);
		int head = room - (int)cell_width(tail);

		if (tail.len && head >= (*marks[i] == '[' ? ITEM_COLS_LEAST : NAME_COLS_LEAST))
			cell_clean_fit(str_cut(text, 0, at), (uint32_t)head, &out);
		if (out.len || (tail.len && head >= 0 && *marks[i] == '['))
			str_buf_append(&out, tail);
	}
	if (out.len) {
		str_buf_clear(&rows->text);
		str_buf_append(&rows->text, str_buf_str(&out));
	}
	str_buf_fini(&out);
}

static void
make_step_row(struct rows *rows, size_t step)
{
	const struct past *h = &rows->lab->history;
	struct threads_event e;
	bool has_sign;
	int outcome;

	threads_event_of(h, step, &e);
	outcome = words_row(h, &e, false, &rows->text);
	has_sign = *sign_of(outcome, &h->steps.items[step].wrong) != 0;
	if (is_too_long(rows, has_sign)) {
		str_buf_clear(&rows->text);
		words_row(h, &e, true, &rows->text);
		if (is_too_long(rows, has_sign))
			shorten_row(rows, has_sign);
	}
	rows->row = (struct lane_row){ .lane = (uint16_t)e.thread,
				       .to_lane = -1,
				       .style = threads_view_actor(e.thread) };
	rows->row.sign = str_of_c(sign_of(outcome, &h->steps.items[step].wrong));
	if (is_wrong(&h->steps.items[step].wrong))
		rows->row.style = STYLE(INK_ERROR, .attrs = ATTR_BOLD);
}

static void
make_pending_row(struct rows *rows, unsigned thread)
{
	const struct program *p = &rows->lab->program;
	struct thread_look look;

	waits_look(p, past_state(&rows->lab->history, rows->lab->history.steps.len), thread, &look);
	str_buf_printf(&rows->text, "%s.%s()", words_object(p, look.object), method_names[look.method]);
	if (is_too_long(rows, true)) {
		str_buf_clear(&rows->text);
		str_buf_append_c(&rows->text, words_object(p, look.object));
	}
	rows->row = (struct lane_row){ .lane = (uint16_t)thread,
				       .to_lane = -1,
				       .sign = str_of_c(sign(SIGN_BLOCKED)),
				       .style = STYLE(INK_WARN),
				       .keeps_style = true };
}

/* Row 0 is the start, so that something is marked before the first step. */
static const struct lane_row *
row_at(void *ctx, size_t row)
{
	struct rows *rows = ctx;
	size_t steps = rows->lab->history.steps.len;

	str_buf_clear(&rows->text);
	if (row == 0)
		rows->row = (struct lane_row){ .to_lane = -1 };
	else if (row <= steps)
		make_step_row(rows, row - 1);
	else
		make_pending_row(rows, rows->pending.items[row - 1 - steps]);
	rows->row.text = str_buf_str(&rows->text);
	return &rows->row;
}

/* Who stands before something it cannot have. Only where nothing is planned behind it. */
static void
find_pending(struct rows *rows)
{
	const struct threads_lab *lab = rows->lab;
	struct thread_look look;

	if (lab->playback.position < lab->history.steps.len)
		return;
	for (unsigned i = 0; i < lab->program.threads.len; i++) {
		waits_look(&lab->program, past_state(&lab->history, lab->playback.position), i, &look);
		if (look.place == PLACE_BLOCKED && !look.is_waiting && !look.is_notified)
			vec_push(&rows->pending, (uint8_t)i);
	}
}

/* Cut in its middle: threads of a group differ at the end. */
static void
append_name(const char *name, int cols, struct str_buf *out)
{
	struct str text = str_of_c(name);
	size_t tail = text.len;

	while (tail > 0 && text.data[tail - 1] >= '0' && text.data[tail - 1] <= '9')
		tail--;
	if ((int)cell_width(text) <= cols || (int)(text.len - tail) >= cols - NAME_COLS_LEAST) {
		str_buf_append(out, text);
		return;
	}
	cell_clean_fit(str_cut(text, 0, tail), (uint32_t)(cols - (int)(text.len - tail)), out);
	str_buf_append(out, str_skip(text, tail));
}

/* Its key, where that is no letter of its name that one would try. */
static bool
shows_key(const struct threads_lab *lab, unsigned thread)
{
	const char *name = words_thread(&lab->program, thread);
	char key = lab->keys[thread];
	size_t len = strlen(name);

	return key && name[len - 1] != key && name[0] != key && name[0] != key + ('a' - 'A');
}

/* A sign and a word; what it waits for goes before the word where there is no room for both. */
static void
append_place(const struct program *p, const struct thread_look *look, int cols, struct str_buf *out)
{
	static const char *const words[] = {
		[PLACE_READY] = N_("ready"),         [PLACE_BLOCKED] = N_("waits"), [PLACE_ASLEEP] = N_("sleeps"),
		[PLACE_UNSTARTED] = N_("not begun"), [PLACE_ENDED] = N_("ended"),   [PLACE_CUT] = N_("cut off"),
	};
	static const enum sign signs[] = {
		[PLACE_READY] = SIGN_RUN,     [PLACE_BLOCKED] = SIGN_BLOCKED, [PLACE_ASLEEP] = SIGN_BEGUN,
		[PLACE_UNSTARTED] = SIGN_NEW, [PLACE_ENDED] = SIGN_CHECK,     [PLACE_CUT] = SIGN_CROSS,
	};
	const char *glyph = sign(signs[look->place]);
	size_t start = out->len;

	if (look->place != PLACE_BLOCKED || look->object == OBJECT_NOTHING) {
		str_buf_printf(out, "%s %s", glyph, _(words[look->place]));
		return;
	}
	const char *what = words_object(p, look->object);

	if (look->is_waiting && p->objects.items[look->object].kind == OBJECT_CONDITION)
		str_buf_printf(out, _("%s sleeps: %s"), glyph, what);
	else
		str_buf_printf(out, _("%s waits: %s"), glyph, what);
	if ((int)cell_width(str_skip(str_buf_str(out), start)) <= cols)
		return;
	str_buf_cut(out, start);
	str_buf_printf(out, "%s %s", glyph, what);
}

/* Its number in the kernel, and what that says of it; where there is no room the letter top and ps have for that. */
static void
append_performer(const struct performer_look *look, int cols, struct str_buf *out)
{
	const char *word = look->kernel_state == 'R' ? _("at work") : look->kernel_state == 'S' ? _("sleeps") : NULL;
	size_t start = out->len;

	if (word)
		str_buf_printf(out, " %lld %s", (long long)look->kernel_id, word);
	if (word && (int)cell_width(str_skip(str_buf_str(out), start)) <= cols)
		return;
	str_buf_cut(out, start);
	str_buf_printf(out, " %lld %c", (long long)look->kernel_id, look->kernel_state);
}

/* Title and state of every lane; the texts live in STORE until the picture is drawn. */
static void
fill_lanes(const struct threads_lab *lab, int cols, struct lane *lanes, struct str_buf *store)
{
	const uint32_t *state = past_state(&lab->history, lab->playback.position);
	struct {
		size_t title, state, end;
		enum thread_place place;
	} at[THREADS_MAX];
	size_t count = lab->program.threads.len;

	for (unsigned i = 0; i < count; i++) {
		struct thread_look look;

		waits_look(&lab->program, state, i, &look);
		at[i].title = store->len;
		append_name(words_thread(&lab->program, i), cols - 1 - (shows_key(lab, i) ? 2 : 0), store);
		if (shows_key(lab, i))
			str_buf_printf(store, " %c", lab->keys[i]);
		if (lab->troupe)
			append_performer(&lab->performers[i], cols - 1 - (int)(store->len - at[i].title), store);
		at[i].state = store->len;
		append_place(&lab->program, &look, cols - 1, store);
		at[i].end = store->len;
		at[i].place = look.place;
	}
	for (unsigned i = 0; i < count; i++) {
		lanes[i].title = str_cut(str_buf_str(store), at[i].title, at[i].state);
		lanes[i].state = str_cut(str_buf_str(store), at[i].state, at[i].end);
		lanes[i].style = threads_view_actor(i);
		lanes[i].state_ink = at[i].place == PLACE_BLOCKED ? INK_WARN : at[i].place == PLACE_CUT ? INK_WARN : 0;
	}
}

static int
longest_object(const struct program *p, bool has_threads)
{
	int longest = 0;

	for (size_t i = 0; i < p->objects.len; i++) {
		const struct object *o = &p->objects.items[i];
		int cols = (int)cell_width(str_of_c(o->name));

		if ((o->kind == OBJECT_THREAD) == has_threads && cols > longest)
			longest = cols;
	}
	return longest;
}

/* By what the program can do, not by what it has done: so that columns stand still. */
int
threads_view_lane_cols(const struct threads_lab *lab)
{
	const struct program *p = &lab->program;
	int objects = longest_object(p, false), threads = longest_object(p, true), widest = LANE_COLS_MIN;

	for (size_t i = 0; i < p->code.len; i++) {
		const struct instr *in = &p->code.items[i];
		int cols = 0;

		if (in->op == DO_METHOD) {
			bool is_of_thread = in->a == METHOD_START || (in->a == METHOD_JOIN && !objects);

			cols = (is_of_thread ? threads : objects) + (int)strlen(method_names[in->a]) + 3;
			cols += in->a == METHOD_WAIT ? 7 : in->a == METHOD_GET || in->a == METHOD_PUT ? 3 : 0;
		} else if (in->op == DO_QUERY) { /* (): False, and no sign behind it */
			cols = (in->a == METHOD_IS_ALIVE ? threads : objects) + (int)strlen(method_names[in->a]) + 8;
		} else if (in->op == DO_STORE_SHARED || in->op == DO_STORE_ITEM) {
			cols = (int)cell_width(p->shareds.items[in->a].name) + (in->op == DO_STORE_ITEM ? 11 : 5);
		} else if (in->op == DO_SHARED) {
			cols = (int)cell_width(p->shareds.items[in->a].name) + 9;
		}
		cols += 5; /* line, blank, sign, and a blank before the next */
		widest = cols > widest ? cols : widest;
	}
	return widest < LANE_COLS_MAX ? widest : LANE_COLS_MAX;
}

void
threads_view_lanes(const struct threads_lab *lab, const struct canvas *canvas)
{
	struct rows rows = { .lab = lab };
	struct lane lanes[THREADS_MAX] = { 0 };
	struct str_buf store = { 0 };
	struct lanes_view view = {
		.lanes = lanes,
		.lane_count = lab->program.threads.len,
		.row_at = row_at,
		.ctx = &rows,
		.hits = lab->hits,
		.hit_lane = THREADS_HIT_THREAD,
		.hit_row = THREADS_HIT_ROW,
	};
	struct canvas room;
	int height = canvas_height(canvas);
	int cols = lanes_cols(canvas_width(canvas), lab->program.threads.len);

	rows.room = lanes_text_cols(cols);
	find_pending(&rows);
	fill_lanes(lab, cols, lanes, &store);
	view.row_count = 1 + lab->history.steps.len + rows.pending.len;
	view.current = lab->playback.position;
	if (lab->env.is_still && height > CARD_ROWS) /* no row of a step: there is none */
		height = CARD_ROWS;
	room = canvas_cut(canvas, (struct rect){ 0, 0, canvas_width(canvas), height });
	lanes_draw(&view, &room);
	vec_fini(&rows.pending);
	str_buf_fini(&rows.text);
	str_buf_fini(&store);
}
