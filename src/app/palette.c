/* The palette: every command, lesson, heading, lab and preset, bookmark and theme by a few letters of its name. */
#include "app/state.h"

#include "app/picker.h"
#include "base/alloc.h"
#include "base/i18n.h"
#include "lab/preset.h"
#include "lab/registry.h"
#include "lesson/search.h"

#include <stdlib.h>
#include <string.h>

enum {
	SHOWN_MAX = 500,
	RECENT_MAX = 12,
	HEADINGS_OF_ALL_MAX_BYTES = 4 << 20, /* below, the headings of all lessons are offered, else the open one's */
	ITEMS_MAX = 50000,
};

enum item_kind {
	ITEM_COMMAND,
	ITEM_LESSON,
	ITEM_HEADING,
	ITEM_LAB,
	ITEM_BOOKMARK,
	ITEM_THEME,
	ITEM_KIND_COUNT
};

struct item {
	enum item_kind kind;
	char *text, *note;
	char *also;    /* found by this too: a name as config.yaml has it, English words; NULL: no */
	size_t lesson; /* LESSON, HEADING, BOOKMARK; COMMAND, THEME: index */
	uint32_t line; /* HEADING, BOOKMARK */
	char *lab, *preset;
	int recency; /* 0: not chosen lately, else higher is more recent */
};

struct shown {
	size_t item;
	int score;
};

struct palette {
	struct picker picker;
	VEC(struct item) items;
	VEC(struct shown) shown;
	struct str_buf recent;
};

static const char *const kind_labels[ITEM_KIND_COUNT] = {
	[ITEM_COMMAND] = N_("command"), [ITEM_LESSON] = N_("lesson"),     [ITEM_HEADING] = N_("heading"),
	[ITEM_LAB] = N_("lab"),         [ITEM_BOOKMARK] = N_("bookmark"), [ITEM_THEME] = N_("theme"),
};

static struct item *
add_item(struct palette *palette, enum item_kind kind, struct str text, const char *note)
{
	struct item *item = vec_push_zero(&palette->items);

	item->kind = kind;
	item->text = str_copy_c(text);
	item->note = mem_copy_c(note);
	return item;
}

static void
add_commands(struct app *app, struct palette *palette)
{
	enum key_context context = app_context(app);

	for (size_t i = 0; i < command_count(); i++) {
		const struct command *command = command_at(i);
		struct str_buf keys = { 0 };
		struct item *item;

		if (command->is_motion || !command_is_possible(command, app))
			continue;
		if (!keymap_keys_of(&app->settings.keymap, context, command->name, 2, &keys))
			keymap_keys_of(&app->settings.keymap, CONTEXT_READER, command->name, 2, &keys);
		item = add_item(palette, ITEM_COMMAND, str_of_c(_(command->title)), str_buf_c(&keys));
		item->lesson = i;
		str_buf_clear(&keys);
		str_buf_printf(&keys, "%s %s", command->name, command->title);
		item->also = str_copy_c(str_buf_str(&keys));
		str_buf_fini(&keys);
	}
}

static void
add_lessons(struct app *app, struct palette *palette)
{
	size_t count = course_lesson_count(&app->course);

	for (size_t i = 0; i < count && palette->items.len < ITEMS_MAX; i++) {
		const struct lesson *lesson = course_lesson(&app->course, i);
		char date[11] = "";
		struct item *item;

		if (date_is_set(lesson->date))
			date_format_iso(lesson->date, date);
		item = add_item(palette, ITEM_LESSON, str_of_c(lesson->title), date);
		item->lesson = i;
		item->also = mem_copy_c(date);
	}
}

static void
add_headings_of(struct palette *palette, const struct outline *outline, size_t lesson, const char *note)
{
	for (size_t i = 0; i < outline->len && palette->items.len < ITEMS_MAX; i++) {
		struct item *item = add_item(palette, ITEM_HEADING, str_of_c(outline->items[i].title), note);

		item->lesson = lesson;
		item->line = outline->items[i].line;
	}
}

static void
add_headings(struct app *app, struct palette *palette)
{
	size_t lessons = course_lesson_count(&app->course), open = app->reader.lesson;
	uint64_t bytes = 0;

	if (open != STR_NONE)
		add_headings_of(palette, &app->reader.outline, open, "");
	for (size_t i = 0; app->course.catalog && i < catalog_file_count(app->course.catalog); i++)
		bytes += catalog_file(app->course.catalog, i)->size_bytes;
	for (size_t i = 0; i < lessons && bytes <= HEADINGS_OF_ALL_MAX_BYTES && palette->items.len < ITEMS_MAX; i++) {
		struct outline outline = { 0 };
		const struct lesson *lesson = course_lesson(&app->course, i);
		char note[11] = "";

		if (i == open)
			continue;
		if (date_is_set(lesson->date))
			date_format_iso(lesson->date, note);
		catalog_lesson_outline(app->course.catalog, i, &outline);
		add_headings_of(palette, &outline, i, note);
		outline_fini(&outline);
	}
}

static void
add_labs(struct app *app, struct palette *palette)
{
	for (size_t i = 0; i < lab_registry_count(); i++) {
		const struct lab_ops *ops = lab_registry_at(i);
		struct preset_list presets = { 0 };

		preset_list_load(&presets, (const char *const *)app->course.preset_dirs.items, ops->name,
				 app->lab_env.language, NULL);
		for (size_t j = 0; j < presets.len; j++) {
			struct str_buf text = { 0 };
			struct item *item;

			str_buf_printf(&text, "%s %s %s", ops->name, sign(SIGN_DOT), presets.items[j].title);
			item = add_item(palette, ITEM_LAB, str_buf_str(&text), presets.items[j].name);
			item->lab = mem_copy_c(ops->name);
			item->preset = mem_copy_c(presets.items[j].name);
			str_buf_clear(&text);
			str_buf_printf(&text, "%s %s", ops->name, presets.items[j].name);
			item->also = str_copy_c(str_buf_str(&text));
			str_buf_fini(&text);
		}
		if (presets.len == 0) {
			struct item *item = add_item(palette, ITEM_LAB, str_of_c(ops->name), "");

			item->lab = mem_copy_c(ops->name);
			item->preset = mem_copy_c("");
		}
		preset_list_fini(&presets);
	}
}

static void
add_bookmarks(struct app *app, struct palette *palette)
{
	struct bookmark *bookmarks = NULL;
	size_t count = progress_bookmarks(app->course.progress, str_of_c(app->course.root), &bookmarks);

	for (size_t i = 0; i < count && app->course.catalog; i++) {
		size_t lesson = catalog_find_key(app->course.catalog, str_of_c(bookmarks[i].lesson));
		struct item *item;

		if (lesson == STR_NONE)
			continue;
		item = add_item(palette, ITEM_BOOKMARK, str_of_c(bookmarks[i].text),
				course_lesson(&app->course, lesson)->title);
		item->lesson = lesson;
		item->line = bookmarks[i].line;
	}
	bookmarks_free(bookmarks, count);
}

static void
add_themes(struct app *app, struct palette *palette)
{
	while (theme_set_step(&app->themes)) /* all of them, should somebody be that quick */
		;
	for (size_t i = 0; i < app->themes.themes.len; i++) {
		const struct theme *theme = app->themes.themes.items[i];
		struct item *item = add_item(palette, ITEM_THEME, str_of_c(theme->name), theme->id);

		item->lesson = i;
		item->also = mem_copy_c(theme->id);
	}
}

/* What was chosen lately is kept by kind and text, newest first, a line each. */
static void
item_id(const struct item *item, struct str_buf *out)
{
	str_buf_clear(out);
	if (item->kind == ITEM_COMMAND)
		str_buf_printf(out, "command %s", command_at(item->lesson)->name);
	else if (item->kind == ITEM_LAB)
		str_buf_printf(out, "lab %s %s", item->lab, item->preset);
	else
		str_buf_printf(out, "%d %s", (int)item->kind, item->text);
	for (size_t i = 0; i < out->len; i++)
		if (out->data[i] == '\n')
			out->data[i] = ' ';
}

static void
mark_recent(struct app *app, struct palette *palette)
{
	struct str lines[RECENT_MAX], rest; /* a line is empty once its item is found */
	struct str_buf id = { 0 };
	int count = 0;

	if (!progress_value(app->course.progress, STR("palette:recent"), &palette->recent))
		return;
	rest = str_buf_str(&palette->recent);
	while (count < RECENT_MAX && str_next_line(&rest, &lines[count]))
		count++;
	for (size_t i = 0; i < palette->items.len; i++) {
		item_id(&palette->items.items[i], &id);
		for (int line = 0; line < count; line++)
			if (lines[line].len && str_is_equal(lines[line], str_buf_str(&id))) {
				palette->items.items[i].recency = RECENT_MAX - line;
				lines[line] = STR("");
				break;
			}
	}
	str_buf_fini(&id);
}

static void
remember_choice(struct app *app, struct palette *palette, const struct item *item)
{
	struct str_buf id = { 0 }, list = { 0 };
	struct str rest = str_buf_str(&palette->recent), line;
	size_t kept = 1;

	item_id(item, &id);
	str_buf_append(&list, str_buf_str(&id));
	while (kept < RECENT_MAX && str_next_line(&rest, &line))
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

enum {
	RECENT_BONUS = 2
};

static bool
matches(const struct item *item, struct str query, int *score)
{
	if (search_fuzzy(query, str_of_c(item->text), score, NULL, 0))
		return true;
	if (item->also && search_fuzzy(query, str_of_c(item->also), score, NULL, 0))
		return true;
	/* The word for a kind lists all of it: "bookmark". */
	*score = 0;
	return str_is_equal_c(query, kind_labels[item->kind]) || str_is_equal_c(query, _(kind_labels[item->kind]));
}

static void
look(struct palette *palette)
{
	struct str query = str_trim(picker_query(&palette->picker));

	vec_clear(&palette->shown);
	for (size_t i = 0; i < palette->items.len; i++) {
		const struct item *item = &palette->items.items[i];
		int score = 0;

		if (query.len == 0 && item->kind == ITEM_HEADING)
			continue; /* too many to be looked through */
		if (query.len > 0 && !matches(item, query, &score))
			continue;
		score += query.len == 0 ? item->recency * 1000 : item->recency * RECENT_BONUS;
		vec_push(&palette->shown, (struct shown){ i, score });
	}
	if (palette->shown.len > 0)
		qsort(palette->shown.items, palette->shown.len, sizeof(palette->shown.items[0]), compare_shown);
	if (palette->shown.len > SHOWN_MAX)
		palette->shown.len = SHOWN_MAX;
	picker_set_count(&palette->picker, palette->shown.len);
	list_select(&palette->picker.list, 0);
}

static void
row_at(void *ctx, size_t index, struct picker_row *out)
{
	struct palette *palette = ctx;
	const struct item *item = &palette->items.items[palette->shown.items[index].item];
	struct str query = str_trim(picker_query(&palette->picker));
	size_t positions[PICKER_MARKS_MAX];
	int score;

	out->text = str_of_c(item->text);
	out->note = str_of_c(item->note);
	out->label = str_of_c(_(kind_labels[item->kind]));
	if (query.len == 0 || !search_fuzzy(query, out->text, &score, positions, PICKER_MARKS_MAX))
		return;
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
	for (size_t i = 0; i < palette->items.len; i++) {
		free(palette->items.items[i].text);
		free(palette->items.items[i].note);
		free(palette->items.items[i].also);
		free(palette->items.items[i].lab);
		free(palette->items.items[i].preset);
	}
	vec_fini(&palette->items);
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
		    _("Nothing is called that. Fewer letters find more."));
	str_buf_fini(&status);
}

static void
palette_accept(struct app *app, void *self)
{
	struct palette *palette = self;
	int64_t cursor = palette->picker.list.cursor;
	struct item item;

	if (palette->shown.len == 0)
		return;
	item = palette->items.items[palette->shown.items[cursor].item];
	remember_choice(app, palette, &item);
	/* The choice outlives the palette, which must be gone before a command opens something else. */
	item.lab = item.lab ? mem_copy_c(item.lab) : NULL;
	item.preset = item.preset ? mem_copy_c(item.preset) : NULL;
	overlay_close(app);
	switch (item.kind) {
	case ITEM_COMMAND:
		command_run(command_at(item.lesson), app, 0);
		break;
	case ITEM_LESSON:
		app_open_lesson(app, item.lesson, 0);
		app_focus(app, PANE_READER);
		break;
	case ITEM_HEADING:
	case ITEM_BOOKMARK:
		app_open_lesson(app, item.lesson, item.line);
		app_focus(app, PANE_READER);
		break;
	case ITEM_LAB:
		app_open_preset(app, str_of_c(item.lab), str_of_c(item.preset));
		break;
	case ITEM_THEME:
		app_set_theme(app, app->themes.themes.items[item.lesson]);
		break;
	case ITEM_KIND_COUNT:
		break;
	}
	free(item.lab);
	free(item.preset);
}

static bool
palette_input(struct app *app, void *self, const struct event *event)
{
	struct palette *palette = self;
	bool is_accepted;

	if (picker_input(&palette->picker, event, &is_accepted))
		look(palette);
	if (is_accepted)
		palette_accept(app, palette);
	return true;
}

static void
palette_move(struct app *app, void *self, int rows)
{
	struct palette *palette = self;

	(void)app;
	list_move(&palette->picker.list, rows);
}

static const struct overlay_ops palette_ops = {
	.context = CONTEXT_LIST,
	.close = palette_close,
	.draw = palette_draw,
	.input = palette_input,
	.accept = palette_accept,
	.move = palette_move,
};

void
palette_open(struct app *app)
{
	struct palette *palette = NEW(struct palette);
	int label_cols = 0;

	picker_init(&palette->picker, _("type a few letters"), row_at, palette);
	for (size_t i = 0; i < ITEM_KIND_COUNT; i++) {
		int cols = (int)cell_width(str_of_c(_(kind_labels[i])));

		label_cols = cols > label_cols ? cols : label_cols;
	}
	palette->picker.label_cols = label_cols;
	add_commands(app, palette);
	add_lessons(app, palette);
	add_labs(app, palette);
	add_bookmarks(app, palette);
	add_themes(app, palette);
	add_headings(app, palette);
	mark_recent(app, palette);
	look(palette);
	overlay_open(app, &palette_ops, palette);
}
