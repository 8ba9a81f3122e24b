/* What the threads share: variables with their values, objects with owner, waiters, count or contents. */
#include "base/i18n.h"
#include "lab/threads/machine_parts.h"
#include "lab/threads/threads_state.h"
#include "lab/threads/threads_words.h"

enum {
	NAME_COLS_MAX = 20,
	TEXT_COLS_MIN = 9,
	TEXT_COLS_MAX = 22,
	SHARED_COLS_MAX = 40
};

enum brevity { /* "a held by A ← B waits", "a held by A ← B", "a: A ← B" */
	IN_WORDS,
	WITH_ARROWS, /* which say enough of who waits */
	WITH_COLONS, /* which say enough of who has it */
	BREVITY_COUNT
};

struct item { /* one row */
	const struct threads_lab *lab;
	const uint32_t *state, *before; /* before: NULL at the start */
	struct str name;
	struct str_buf text;
	uint32_t object; /* OBJECT_NOTHING: a variable */
	bool is_changed;
	enum brevity brevity;
};

struct measure {
	int rows, name_cols, cols;
};

/* ---- what an object holds, in words ---- */

static uint32_t
waiters_of(const struct item *item, uint32_t object)
{
	const struct program *p = &item->lab->program;
	uint32_t waiters = 0;

	for (unsigned i = 0; i < p->threads.len; i++) {
		struct thread_look look;

		waits_look(p, item->state, i, &look);
		if (look.place == PLACE_BLOCKED && look.object == object)
			waiters |= 1u << i;
	}
	return waiters;
}

static void
describe_lock(struct item *item, uint32_t lock)
{
	const struct program *p = &item->lab->program;
	unsigned owner = waits_owner_of(p, item->state, lock);
	uint32_t depth = item->state[p->object_at + 2 * lock + WORD_SECOND];

	if (owner == THREADS_MAX)
		str_buf_append_c(&item->text, _("free"));
	else if (item->brevity == WITH_COLONS && depth > 1)
		str_buf_printf(&item->text, "%s ×%u", words_thread(p, owner), depth);
	else if (item->brevity == WITH_COLONS)
		str_buf_append_c(&item->text, words_thread(p, owner));
	else if (depth > 1)
		str_buf_printf(&item->text, _("held by %s, %u times"), words_thread(p, owner), depth);
	else
		str_buf_printf(&item->text, _("held by %s"), words_thread(p, owner));
}

static void
describe_items(struct item *item, value items, int64_t size)
{
	const struct program *p = &item->lab->program;
	uint32_t len = 0;
	const value *list = value_items(&p->heap, items, &len);

	str_buf_append_byte(&item->text, '[');
	for (uint32_t i = 0; i < len && item->text.len < 60; i++) {
		str_buf_append_c(&item->text, i ? ", " : "");
		words_value(p, list[i], &item->text);
	}
	str_buf_append_byte(&item->text, ']');
	if (size > 0)
		str_buf_printf(&item->text, " %u/%lld", len, (long long)size);
}

static void
describe_object(struct item *item)
{
	const struct program *p = &item->lab->program;
	const struct object *o = &p->objects.items[item->object];
	const uint32_t *w = item->state + p->object_at + 2 * item->object;
	long long number = (int32_t)w[WORD_FIRST] >> 2;

	switch (o->kind) {
	case OBJECT_LOCK:
	case OBJECT_RLOCK:
		describe_lock(item, item->object);
		break;
	case OBJECT_CONDITION:
		describe_lock(item, o->lock);
		break;
	case OBJECT_SEMAPHORE:
	case OBJECT_BOUNDED:
		str_buf_printf(&item->text, _("%lld free"), number);
		break;
	case OBJECT_EVENT:
		str_buf_append_c(&item->text, w[WORD_FIRST] ? _("set") : _("not set"));
		break;
	case OBJECT_BARRIER:
		if (w[WORD_SECOND])
			str_buf_append_c(&item->text, w[WORD_SECOND] == 1 ? _("open") : _("broken"));
		else
			str_buf_printf(&item->text, _("%u of %lld there"), w[WORD_FIRST], (long long)o->size);
		break;
	case OBJECT_QUEUE:
	case OBJECT_LIFO:
	case OBJECT_PRIORITY:
		describe_items(item, w[WORD_FIRST], o->size);
		break;
	case OBJECT_COUNTDOWN:
		str_buf_printf(&item->text, "%lld", number);
		break;
	case OBJECT_UNSAFE:
		describe_items(item, w[WORD_FIRST], 0);
		if (w[WORD_SECOND])
			str_buf_printf(&item->text, _(", %u inside"), w[WORD_SECOND]);
		break;
	case OBJECT_THREAD:
	case OBJECT_KIND_COUNT:
		break;
	}
}

/* The rest of the row: who waits here, asleep in a condition or held up. */
static void
describe_waiters(struct item *item)
{
	const struct program *p = &item->lab->program;
	uint32_t waiters = waiters_of(item, item->object);

	if (!waiters || p->objects.items[item->object].kind == OBJECT_BARRIER) /* who waits there is counted there */
		return;
	str_buf_printf(&item->text, " %s ", sign(SIGN_ARROW_LEFT));
	words_threads(p, waiters, &item->text);
	if (item->brevity == IN_WORDS)
		str_buf_append_c(&item->text, waiters & (waiters - 1) ? _(" wait") : _(" waits"));
}

/* ---- rows ---- */

static bool
is_hidden(const struct program *p, size_t shared)
{
	const struct shared *s = &p->shareds.items[shared];

	return s->is_object || s->is_constant;
}

/* Threads are columns, and a condition's own lock is shown with the condition. */
static bool
is_shown_object(const struct program *p, uint32_t object)
{
	const struct object *o = &p->objects.items[object];

	if (o->kind == OBJECT_THREAD)
		return false;
	return o->kind > OBJECT_RLOCK || strcmp(o->name, object_kind_names[o->kind]) != 0;
}

static struct item
item_init(const struct threads_lab *lab, size_t position)
{
	return (struct item){ .lab = lab,
			      .state = past_state(&lab->history, position),
			      .before = position ? past_state(&lab->history, position - 1) : NULL,
			      .object = OBJECT_NOTHING };
}

static void
make_variable(struct item *item, size_t shared)
{
	const struct program *p = &item->lab->program;

	item->name = p->shareds.items[shared].name;
	item->object = OBJECT_NOTHING;
	item->is_changed = item->before && item->before[1 + shared] != item->state[1 + shared];
	str_buf_append_c(&item->text, "= ");
	words_value(p, item->state[1 + shared], &item->text);
}

static bool
differs(const struct item *item, uint32_t object)
{
	size_t at = item->lab->program.object_at + 2 * (size_t)object;

	return item->before && memcmp(item->before + at, item->state + at, 2 * sizeof(uint32_t)) != 0;
}

static void
make_object(struct item *item, uint32_t object)
{
	const struct program *p = &item->lab->program;
	const struct object *o = &p->objects.items[object];
	uint32_t lock = o->kind == OBJECT_CONDITION ? o->lock : object;

	item->name = str_of_c(o->name);
	item->object = object;
	item->is_changed = differs(item, object) || differs(item, lock);
	describe_object(item);
	describe_waiters(item);
}

/* Calls FN for each row, made from ITEM as it was begun, until it says that it has seen enough. */
static void
for_each(struct item item, bool (*fn)(void *ctx, const struct item *), void *ctx)
{
	const struct program *p = &item.lab->program;
	bool goes_on = true;

	for (size_t i = 0; i < p->shareds.len && goes_on; i++)
		if (!is_hidden(p, i)) {
			str_buf_clear(&item.text);
			make_variable(&item, i);
			goes_on = fn(ctx, &item);
		}
	for (uint32_t i = 0; i < p->objects.len && goes_on; i++)
		if (is_shown_object(p, i)) {
			str_buf_clear(&item.text);
			make_object(&item, i);
			goes_on = fn(ctx, &item);
		}
	str_buf_fini(&item.text);
}

/*
 * What a row may need by its kind, as a variable by what is in it at the start: so that the columns beside it stand
 * still from step to step.
 */
static int
cols_of_kind(const struct program *p, enum object_kind kind)
{
	int name = 1;

	for (size_t i = 0; i < p->threads.len; i++) {
		int cols = (int)strlen(p->threads.items[i].name);

		name = cols > name && cols < 8 ? cols : name;
	}
	switch (kind) {
	case OBJECT_LOCK:
	case OBJECT_RLOCK:
	case OBJECT_CONDITION:
		return p->threads.len > 2 ? 18 + 2 * name : 17 + 2 * name; /* held by A ← B waits */
	case OBJECT_QUEUE:
	case OBJECT_LIFO:
	case OBJECT_PRIORITY:
	case OBJECT_UNSAFE:
		return 15 + name;
	default:
		return 14 + name;
	}
}

static bool
measure_item(void *ctx, const struct item *item)
{
	struct measure *m = ctx;
	const struct program *p = &item->lab->program;
	int name = (int)cell_width(str_cut(item->name, 0, 100)), text = TEXT_COLS_MAX;

	m->rows++;
	if (item->object != OBJECT_NOTHING)
		text = cols_of_kind(p, p->objects.items[item->object].kind);
	else if ((int)cell_width(str_buf_str(&item->text)) < TEXT_COLS_MAX)
		text = (int)cell_width(str_buf_str(&item->text)) + 1;
	m->name_cols = name > m->name_cols ? name : m->name_cols;
	m->cols = text > m->cols ? text : m->cols;
	return true;
}

static struct measure
measure(const struct threads_lab *lab)
{
	struct measure m = { .cols = TEXT_COLS_MIN };

	for_each(item_init(lab, 0), measure_item, &m);
	if (m.name_cols > NAME_COLS_MAX)
		m.name_cols = NAME_COLS_MAX;
	return m;
}

int
threads_view_shared_rows(const struct threads_lab *lab)
{
	return measure(lab).rows;
}

int
threads_view_shared_cols(const struct threads_lab *lab)
{
	struct measure m = measure(lab);
	int cols = 2 + m.name_cols + 1 + m.cols;

	if (!m.rows)
		return 0;
	return cols < SHARED_COLS_MAX ? cols : SHARED_COLS_MAX;
}

struct painter {
	const struct canvas *canvas;
	int y, x, name_cols;
	int rows; /* how many are left to draw; those that have no room are counted in the last */
};

static struct style
style_of_item(const struct item *item)
{
	const struct program *p = &item->lab->program;
	struct style style = STYLE(INK_TEXT);

	if (item->object != OBJECT_NOTHING && waits_lock_of(p, item->object) != OBJECT_NOTHING) {
		unsigned owner = waits_owner_of(p, item->state, waits_lock_of(p, item->object));

		if (owner < THREADS_MAX)
			style = threads_view_actor(owner);
	}
	if (item->is_changed)
		style.attrs = ATTR_BOLD;
	return style;
}

static bool
draw_item(void *ctx, const struct item *item)
{
	struct painter *at = ctx;
	int width = canvas_width(at->canvas), x = 2 + at->name_cols + 1;
	struct style style = style_of_item(item);
	bool is_last = at->y + 1 == canvas_height(at->canvas);

	if (is_last && at->rows > 1) {
		canvas_printf(at->canvas, 2, at->y, STYLE(INK_DIM), _("… %zu more"), (size_t)at->rows);
		return false;
	}
	if (item->is_changed) {
		canvas_print_c(at->canvas, 0, at->y, STYLE(INK_ACCENT), sign(SIGN_HERE));
		if (item->object == OBJECT_NOTHING)
			style = STYLE(INK_ACCENT, .attrs = ATTR_BOLD);
	}
	canvas_print_fit(at->canvas, 2, at->y, at->name_cols, STYLE(INK_STRONG), item->name);
	canvas_print_fit(at->canvas, x, at->y, width - x, style, str_buf_str(&item->text));
	at->rows--;
	return ++at->y < canvas_height(at->canvas);
}

void
threads_view_shared(const struct threads_lab *lab, const struct canvas *canvas)
{
	struct measure m = measure(lab);
	struct painter at = { .canvas = canvas, .name_cols = m.name_cols, .rows = m.rows };

	if (canvas_height(canvas) <= 0)
		return;
	if (canvas_height(canvas) > m.rows)
		canvas_print_fit(canvas, 2, at.y++, canvas_width(canvas) - 2, STYLE(INK_DIM), str_of_c(_("shared")));
	for_each(item_init(lab, lab->playback.position), draw_item, &at);
}

static bool
has_colon(const struct item *item)
{
	return item->brevity == WITH_COLONS && item->object != OBJECT_NOTHING;
}

static bool
draw_part(void *ctx, const struct item *item)
{
	struct painter *at = ctx;
	int width = canvas_width(at->canvas);

	if (at->x > 0)
		at->x += 2 + canvas_print_c(at->canvas, at->x + 1, at->y, STYLE(INK_DIM), sign(SIGN_DOT));
	at->x += canvas_print_fit(at->canvas, at->x, at->y, width - at->x, STYLE(INK_STRONG), item->name);
	if (has_colon(item))
		at->x += canvas_print_c(at->canvas, at->x, at->y, STYLE(INK_DIM), ":");
	at->x++;
	if (at->x >= width) /* a name alone says nothing */
		return false;
	at->x += canvas_print_fit(at->canvas, at->x, at->y, width - at->x, style_of_item(item),
				  str_buf_str(&item->text));
	at->rows--;
	return at->x < width;
}

/* What changed is in view: where there is no room for all, it comes first. */
static bool
draw_changed_part(void *ctx, const struct item *item)
{
	return !item->is_changed || draw_part(ctx, item);
}

static bool
draw_unchanged_part(void *ctx, const struct item *item)
{
	return item->is_changed || draw_part(ctx, item);
}

static bool
measure_part(void *ctx, const struct item *item)
{
	int *cols = ctx;

	*cols += (*cols ? 3 : 0) + (int)cell_width(item->name) + has_colon(item) + 1;
	*cols += (int)cell_width(str_buf_str(&item->text));
	return true;
}

void
threads_view_shared_line(const struct threads_lab *lab, const struct canvas *canvas)
{
	struct painter at = { .canvas = canvas, .rows = measure(lab).rows };
	struct item item = item_init(lab, lab->playback.position);
	int cols, width = canvas_width(canvas);

	if (canvas_height(canvas) <= 0 || width <= 0)
		return;
	for (;; item.brevity++) {
		cols = 0;
		for_each(item, measure_part, &cols);
		if (cols <= width || item.brevity + 1 == BREVITY_COUNT)
			break;
	}
	if (cols <= width) {
		int label_cols = (int)cell_width(str_of_c(_("shared"))) + 2;
		struct canvas rest = canvas_part(canvas, label_cols, 0, width - label_cols, 1);

		if (label_cols + cols <= width) {
			canvas_print_c(canvas, 0, 0, STYLE(INK_DIM), _("shared"));
			at.canvas = &rest;
		}
		for_each(item, draw_part, &at);
		return;
	}
	for_each(item, draw_changed_part, &at);
	if (at.x < width)
		for_each(item, draw_unchanged_part, &at);
	if (at.rows > 0)
		canvas_print_c(canvas, width - 1, 0, STYLE(INK_DIM), sign(SIGN_ELLIPSIS));
}
