/* Gathers what the palette offers. */
#include "app/palette_items.h"

#include "app/state.h"
#include "base/i18n.h"
#include "lab/preset.h"
#include "lab/registry.h"

#include <string.h>

enum {
	HEADINGS_OF_ALL_MAX_BYTES = 4 << 20,
	ITEMS_MAX = 50000,
};

const char *const palette_kind_labels[PALETTE_KIND_COUNT] = {
	[PALETTE_COMMAND] = N_("command"), [PALETTE_LESSON] = N_("lesson"),     [PALETTE_HEADING] = N_("heading"),
	[PALETTE_LAB] = N_("lab"),         [PALETTE_BOOKMARK] = N_("bookmark"), [PALETTE_THEME] = N_("theme"),
};

static const char *
keep(struct palette_items *items, const char *text)
{
	return arena_copy(&items->texts, text, strlen(text));
}

static struct palette_item *
add_item(struct palette_items *items, enum palette_kind kind, struct str text, const char *note)
{
	struct palette_item *item = vec_push_zero(&items->list);

	item->kind = kind;
	item->text = arena_copy(&items->texts, text.data, text.len);
	item->note = keep(items, note);
	return item;
}

static void
add_commands(struct app *app, struct palette_items *items)
{
	enum key_context context = app_context(app);

	for (size_t i = 0; i < command_count(); i++) {
		const struct command *command = command_at(i);
		struct str_buf keys = { 0 };
		struct palette_item *item;

		if (command->is_motion || !command_is_possible(command, app))
			continue;
		if (!keymap_keys_of(&app->settings.keymap, context, command->name, 2, &keys))
			keymap_keys_of(&app->settings.keymap, CONTEXT_READER, command->name, 2, &keys);
		item = add_item(items, PALETTE_COMMAND, str_of_c(_(command->title)), str_buf_c(&keys));
		item->lesson = i;
		str_buf_clear(&keys);
		str_buf_printf(&keys, "%s %s", command->name, command->title);
		item->also = keep(items, str_buf_c(&keys));
		str_buf_fini(&keys);
	}
}

static void
add_lessons(struct app *app, struct palette_items *items)
{
	size_t count = course_lesson_count(&app->course);

	for (size_t i = 0; i < count && items->list.len < ITEMS_MAX; i++) {
		const struct lesson *lesson = course_lesson(&app->course, i);
		char date[11] = "";
		struct palette_item *item;

		if (date_is_set(lesson->date))
			date_format_iso(lesson->date, date);
		item = add_item(items, PALETTE_LESSON, str_of_c(lesson->title), date);
		item->lesson = i;
		item->also = item->note;
	}
}

static void
add_headings_of(struct palette_items *items, const struct outline *outline, size_t lesson, const char *note)
{
	for (size_t i = 0; i < outline->len && items->list.len < ITEMS_MAX; i++) {
		struct palette_item *item = add_item(items, PALETTE_HEADING, str_of_c(outline->items[i].title), note);

		item->lesson = lesson;
		item->line = outline->items[i].line;
	}
}

/* Are all lessons' headings offered? Else the open one's alone. */
static bool
has_headings_of_all(const struct app *app)
{
	uint64_t bytes = 0;

	for (size_t i = 0; app->course.catalog && i < catalog_file_count(app->course.catalog); i++)
		bytes += catalog_file(app->course.catalog, i)->size_bytes;
	return bytes <= HEADINGS_OF_ALL_MAX_BYTES;
}

static void
add_labs(struct app *app, struct palette_items *items)
{
	for (size_t i = 0; i < lab_registry_count(); i++) {
		const struct lab_ops *ops = lab_registry_at(i);
		struct preset_list presets = { 0 };

		preset_list_load(&presets, (const char *const *)app->course.preset_dirs.items, ops->name,
				 app->lab_env.language, NULL);
		for (size_t j = 0; j < presets.len; j++) {
			struct str_buf text = { 0 };
			struct palette_item *item;

			str_buf_printf(&text, "%s %s %s", ops->name, sign(SIGN_DOT), presets.items[j].title);
			item = add_item(items, PALETTE_LAB, str_buf_str(&text), presets.items[j].name);
			item->lab = keep(items, ops->name);
			item->preset = keep(items, presets.items[j].name);
			item->is_plainest = j == 0;
			str_buf_clear(&text);
			str_buf_printf(&text, "%s %s", ops->name, presets.items[j].name);
			item->also = keep(items, str_buf_c(&text));
			str_buf_fini(&text);
		}
		if (presets.len == 0) {
			struct palette_item *item = add_item(items, PALETTE_LAB, str_of_c(ops->name), "");

			item->lab = keep(items, ops->name);
			item->preset = keep(items, "");
			item->is_plainest = true;
		}
		preset_list_fini(&presets);
	}
}

static void
add_bookmarks(struct app *app, struct palette_items *items)
{
	struct bookmark *bookmarks = NULL;
	size_t count = progress_bookmarks(app->course.progress, str_of_c(app->course.root), &bookmarks);

	for (size_t i = 0; i < count && app->course.catalog; i++) {
		size_t lesson = catalog_find_key(app->course.catalog, str_of_c(bookmarks[i].lesson));
		struct palette_item *item;

		if (lesson == STR_NONE)
			continue;
		item = add_item(items, PALETTE_BOOKMARK, str_of_c(bookmarks[i].text),
				course_lesson(&app->course, lesson)->title);
		item->lesson = lesson;
		item->line = bookmarks[i].line;
	}
	bookmarks_free(bookmarks, count);
}

static void
add_themes(struct app *app, struct palette_items *items)
{
	while (theme_set_step(&app->themes)) /* all of them, should somebody be that quick */
		;
	for (size_t i = 0; i < app->themes.themes.len; i++) {
		const struct theme *theme = app->themes.themes.items[i];
		struct palette_item *item = add_item(items, PALETTE_THEME, str_of_c(theme->name), theme->id);

		item->lesson = i;
		item->also = keep(items, theme->id);
	}
}

static void
clear(struct palette_items *items)
{
	arena_fini(&items->texts);
	vec_clear(&items->list);
}

void
palette_items_fill(struct palette_items *items, struct app *app)
{
	clear(items);
	items->generation = app->course.generation;
	items->next_lesson = has_headings_of_all(app) ? 0 : STR_NONE;
	add_commands(app, items);
	add_lessons(app, items);
	add_labs(app, items);
	add_bookmarks(app, items);
	add_themes(app, items);
	if (app->reader.lesson != STR_NONE)
		add_headings_of(items, &app->reader.outline, app->reader.lesson, "");
}

void
palette_items_step(struct palette_items *items, struct app *app)
{
	size_t index = items->next_lesson;
	struct outline outline = { 0 };
	char note[11] = "";

	if (index >= course_lesson_count(&app->course) || items->list.len >= ITEMS_MAX) {
		items->next_lesson = STR_NONE;
		return;
	}
	items->next_lesson++;
	if (index == app->reader.lesson)
		return;
	if (date_is_set(course_lesson(&app->course, index)->date))
		date_format_iso(course_lesson(&app->course, index)->date, note);
	catalog_lesson_outline(app->course.catalog, index, &outline);
	add_headings_of(items, &outline, index, note);
	outline_fini(&outline);
}

void
palette_items_fini(struct palette_items *items)
{
	clear(items);
	vec_fini(&items->list);
}
