/* The palette: every command, lesson, heading, lab and preset, bookmark and theme by a few letters of its name. */
#include "app/state.h"

#include "app/palette_query.h"
#include "app/picker.h"
#include "base/alloc.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "lesson/search.h"

#include <stdlib.h>

enum {
	SHOWN_MAX = 500,
	LOOK_ITEMS = 16, /* between two looks at the clock: fifty thousand long titles take a second */
	LOOK_SORTED_MAX = 8192,
	LOOK_KEY_MS = 8, /* what a key waits for: of most courses, all */
};

struct shown {
	size_t item;
	int score;
};

struct palette {
	struct picker picker;
	struct palette_query query;
	struct palette_items items;
	VEC(struct shown) shown; /* the best of the items looked at so far, in order */
	size_t looked;           /* so many of the items */
	size_t chosen;           /* the item to stay chosen; STR_NONE: whichever is first */
	bool is_accepted;        /* the best opens once all was looked at: it may be among the last */
	struct str_buf recent;
};

/* What was chosen lately is kept by kind and text, newest first, a line each. */
static void
item_id(const struct palette_item *item, struct str_buf *out)
{
	str_buf_clear(out);
	if (item->kind == PALETTE_COMMAND)
		str_buf_printf(out, "command %s", command_at(item->lesson)->name);
	else if (item->kind == PALETTE_LAB)
		str_buf_printf(out, "lab %s %s", item->lab, item->preset);
	else
		str_buf_printf(out, "%d %s", (int)item->kind, item->text);
	for (size_t i = 0; i < out->len; i++)
		if (out->data[i] == '\n')
			out->data[i] = ' ';
}

/* The items from FROM on. */
static void
mark_recent(struct app *app, struct palette *palette, size_t from)
{
	struct str lines[PALETTE_RECENT_MAX], rest; /* a line is empty once its item is found */
	struct str_buf id = { 0 };
	int count = 0;

	str_buf_clear(&palette->recent);
	if (!progress_value(app->course.progress, STR("palette:recent"), &palette->recent))
		return;
	rest = str_buf_str(&palette->recent);
	while (count < PALETTE_RECENT_MAX && str_next_line(&rest, &lines[count]))
		count++;
	for (size_t i = from; i < palette->items.list.len; i++) {
		item_id(&palette->items.list.items[i], &id);
		for (int line = 0; line < count; line++)
			if (lines[line].len && str_is_equal(lines[line], str_buf_str(&id))) {
				palette->items.list.items[i].recency = PALETTE_RECENT_MAX - line;
				lines[line] = STR("");
				break;
			}
	}
	str_buf_fini(&id);
}

static void
remember_choice(struct app *app, struct palette *palette, const struct palette_item *item)
{
	struct str_buf id = { 0 }, list = { 0 };
	struct str rest = str_buf_str(&palette->recent), line;
	size_t kept = 1;

	item_id(item, &id);
	str_buf_append(&list, str_buf_str(&id));
	while (kept < PALETTE_RECENT_MAX && str_next_line(&rest, &line))
		if (!str_is_equal(line, str_buf_str(&id))) {
			str_buf_append_byte(&list, '\n');
			str_buf_append(&list, line);
			kept++;
		}
	progress_set_value(app->course.progress, STR("palette:recent"), str_buf_str(&list), NULL);
	str_buf_fini(&list);
	str_buf_fini(&id);
}

static int
compare_shown(const void *a, const void *b)
{
	const struct shown *left = a, *right = b;

	if (left->score != right->score)
		return left->score > right->score ? -1 : 1;
	return left->item < right->item ? -1 : left->item > right->item;
}

static void
look_at(struct palette *palette, size_t index)
{
	int score;

	if (palette_query_matches(&palette->query, &palette->items.list.items[index], &score))
		vec_push(&palette->shown, (struct shown){ index, score });
}

static void
keep_best(struct palette *palette)
{
	if (palette->shown.len > 0)
		qsort(palette->shown.items, palette->shown.len, sizeof(palette->shown.items[0]), compare_shown);
	if (palette->shown.len > SHOWN_MAX)
		palette->shown.len = SHOWN_MAX;
}

static bool
has_looked(const struct palette *palette)
{
	return palette->looked >= palette->items.list.len;
}

/* At the next items, until then; what is found so far is shown. */
static void
look_on(struct palette *palette, uint64_t until_ns)
{
	while (!has_looked(palette)) {
		look_at(palette, palette->looked++);
		if (palette->shown.len >= LOOK_SORTED_MAX)
			keep_best(palette);
		if (palette->looked % LOOK_ITEMS == 0 && clock_monotonic_ns() >= until_ns)
			break;
	}
	keep_best(palette);
	picker_set_count(&palette->picker, palette->shown.len);
	list_select(&palette->picker.list, 0);
	for (size_t i = 0; i < palette->shown.len && palette->chosen != STR_NONE; i++)
		if (palette->shown.items[i].item == palette->chosen)
			list_select(&palette->picker.list, (int64_t)i);
}

static void
look_for_key(struct palette *palette)
{
	if (!has_looked(palette))
		look_on(palette, clock_monotonic_ns() + LOOK_KEY_MS * NS_PER_MS);
}

/* The row under the cursor stays chosen while more is found, unless it is the first, which is the best. */
static void
choose_row(struct palette *palette)
{
	int64_t cursor = palette->picker.list.cursor;

	palette->chosen = cursor > 0 ? palette->shown.items[cursor].item : STR_NONE;
}

/* From the first item on, by the steps that follow: many letters may come at once. */
static void
look(struct palette *palette, size_t chosen)
{
	palette_query_set(&palette->query, picker_query(&palette->picker));
	palette->looked = 0;
	palette->chosen = chosen;
	vec_clear(&palette->shown);
	picker_set_count(&palette->picker, 0);
}

static void
fill(struct app *app, struct palette *palette)
{
	palette_items_fill(&palette->items, app);
	mark_recent(app, palette, 0);
	look(palette, STR_NONE);
}

static void
open_chosen(struct app *app, struct palette *palette)
{
	struct palette_item item;

	palette->is_accepted = false;
	if (palette->shown.len == 0)
		return;
	item = palette->items.list.items[palette->shown.items[palette->picker.list.cursor].item];
	remember_choice(app, palette, &item);
	/* The choice outlives the palette, which must be gone before a command opens something else. */
	char *lab = item.lab ? mem_copy_c(item.lab) : NULL;
	char *preset = item.preset ? mem_copy_c(item.preset) : NULL;

	overlay_close(app);
	switch (item.kind) {
	case PALETTE_COMMAND:
		command_run(command_at(item.lesson), app, 0);
		break;
	case PALETTE_LESSON:
		app_open_lesson(app, item.lesson, 0);
		app_focus(app, PANE_READER);
		break;
	case PALETTE_HEADING:
	case PALETTE_BOOKMARK:
		app_open_lesson(app, item.lesson, item.line);
		app_focus(app, PANE_READER);
		break;
	case PALETTE_LAB:
		app_open_preset(app, str_of_c(lab), str_of_c(preset));
		break;
	case PALETTE_THEME:
		app_set_theme(app, app->themes.themes.items[item.lesson]);
		break;
	case PALETTE_KIND_COUNT:
		break;
	}
	free(lab);
	free(preset);
}

static bool
palette_step(struct app *app, void *self, uint64_t budget_ns)
{
	struct palette *palette = self;

	/* Of a course being read there are new items at every step: each step shows some. */
	if (palette->items.generation != app->course.generation)
		fill(app, palette);
	uint64_t until_ns = clock_monotonic_ns() + budget_ns;
	size_t known = palette->items.list.len;

	if (!has_looked(palette)) {
		look_on(palette, until_ns);
		app->needs_draw = true;
		if (palette->is_accepted && has_looked(palette))
			open_chosen(app, palette);
		return true;
	}
	if (palette->items.next_lesson == STR_NONE)
		return false;
	while (palette->items.next_lesson != STR_NONE && clock_monotonic_ns() < until_ns)
		palette_items_step(&palette->items, app);
	mark_recent(app, palette, known);
	palette->looked = palette->items.list.len; /* those that came are looked at when all are here */
	if (palette->items.next_lesson == STR_NONE && picker_query(&palette->picker).len > 0) {
		look(palette, palette->chosen);
		app->needs_draw = true;
	}
	return palette->items.next_lesson != STR_NONE || !has_looked(palette);
}

static bool
palette_is_busy(const void *self)
{
	const struct palette *palette = self;

	return palette->items.next_lesson != STR_NONE || !has_looked(palette);
}

static void
row_at(void *ctx, size_t index, struct picker_row *out)
{
	struct palette *palette = ctx;
	const struct palette_item *item = &palette->items.list.items[palette->shown.items[index].item];
	struct str query = str_buf_str(&palette->query.text);
	size_t positions[PICKER_MARKS_MAX];
	int score;

	out->text = str_of_c(item->text);
	out->note = str_of_c(item->note);
	out->is_note_spare = item->kind == PALETTE_LAB;
	out->label = str_of_c(_(palette_kind_labels[item->kind]));
	if (query.len == 0)
		return;
	if (!search_fuzzy(query, out->text, &score, positions, PICKER_MARKS_MAX)) {
		query = str_buf_str(&palette->query.by_kind[item->kind].rest);
		if (query.len == 0 || !search_fuzzy(query, out->text, &score, positions, PICKER_MARKS_MAX))
			return;
	}
	/* One mark a code point of the query, less the blanks; a cluster is marked whole. */
	for (struct str rest = query; rest.len > 0 && out->mark_count < PICKER_MARKS_MAX;) {
		size_t step = cell_boundary_after(rest, 0), at = positions[out->mark_count];

		rest = str_skip(rest, step > 0 ? step : 1);
		if (at >= out->text.len || (out->mark_count > 0 && at < out->marks[out->mark_count - 1].end))
			break;
		out->marks[out->mark_count].start = at;
		out->marks[out->mark_count].end = cell_boundary_after(out->text, at);
		out->mark_count++;
	}
}

static void
palette_close(struct app *app, void *self)
{
	struct palette *palette = self;

	(void)app;
	palette_items_fini(&palette->items);
	palette_query_fini(&palette->query);
	vec_fini(&palette->shown);
	str_buf_fini(&palette->recent);
	picker_fini(&palette->picker);
	free(palette);
}

static void
palette_draw(struct app *app, void *self, const struct canvas *screen)
{
	struct palette *palette = self;
	struct str_buf status = { 0 };

	(void)app;
	str_buf_printf(&status, "%zu", palette->shown.len);
	picker_draw(&palette->picker, screen, str_of_c(_("Commands, lessons, headings, labs")), str_buf_str(&status),
		    has_looked(palette) ? _("Nothing is called that. Fewer letters find more.") : "");
	str_buf_fini(&status);
}

static void
palette_accept(struct app *app, void *self)
{
	struct palette *palette = self;

	look_for_key(palette);
	if (has_looked(palette) || palette->picker.list.cursor > 0)
		open_chosen(app, palette);
	else
		palette->is_accepted = true;
}

static bool
palette_holds_keys(const void *self)
{
	const struct palette *palette = self;

	return palette->is_accepted;
}

static bool
palette_input(struct app *app, void *self, const struct event *event)
{
	struct palette *palette = self;
	bool is_clicked;

	if (palette->is_accepted)
		return true;
	if (picker_input(&palette->picker, event, &is_clicked))
		look(palette, STR_NONE);
	else if (event->kind == EVENT_MOUSE)
		choose_row(palette);
	if (is_clicked)
		open_chosen(app, palette);
	return true;
}

static void
palette_move(struct app *app, void *self, int rows)
{
	struct palette *palette = self;

	(void)app;
	look_for_key(palette);
	list_move(&palette->picker.list, rows);
	choose_row(palette);
}

static const struct overlay_ops palette_ops = {
	.context = CONTEXT_LIST,
	.close = palette_close,
	.draw = palette_draw,
	.input = palette_input,
	.accept = palette_accept,
	.move = palette_move,
	.is_busy = palette_is_busy,
	.holds_keys = palette_holds_keys,
	.step = palette_step,
};

void
palette_open(struct app *app)
{
	struct palette *palette = NEW(struct palette);
	int label_cols = 0;

	picker_init(&palette->picker, _("type a few letters"), row_at, palette);
	for (size_t i = 0; i < PALETTE_KIND_COUNT; i++) {
		int cols = (int)cell_width(str_of_c(_(palette_kind_labels[i])));

		label_cols = cols > label_cols ? cols : label_cols;
	}
	palette->picker.label_cols = label_cols;
	fill(app, palette);
	overlay_open(app, &palette_ops, palette);
}
