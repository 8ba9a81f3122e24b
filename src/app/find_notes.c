/* Find in all notes: a worker reads the files one after the other and the list grows while one looks. */
#include "app/state.h"

#include "app/picker.h"
#include "base/alloc.h"
#include "base/i18n.h"
#include "lesson/search.h"
#include "lesson/search_file.h"
#include "lesson/search_shown.h"
#include "text/punct.h"
#include "text/utf8.h"

#include <ctype.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

enum {
	RESULTS_MAX = 2000,
	KEPT_BYTES_BEFORE = 240, /* of the line, before the hit */
	SHOWN_BYTES_BEFORE = 36, /* where there is no room for those */
	SHOWN_BYTES_MAX = 240,
	WAKE_EVERY_MS = 30,
	DATE_COLS = 5, /* month and day */
};

struct result {
	size_t file;
	uint32_t line;
	char *text;
	size_t start, end; /* of the hit in text */
	size_t lead;       /* what of the text may be left out before it */
};

struct source {
	size_t file; /* index in the catalog */
	char *path;
};

/* Shared by the worker and the list. The lock guards what the worker adds; all else is set before it starts. */
struct search {
	pthread_mutex_t lock;
	VEC(struct result) results;
	size_t total;
	bool is_done;

	char *query;
	VEC(struct source) sources;
	uint64_t revision; /* of the catalog whose files they are */
	struct loop *loop;
	struct app *app;
	struct loop_job *job; /* NULL once done */
	bool is_abandoned;    /* nobody looks any more: free when done. UI thread */
	uint64_t woken_ns;
	size_t source; /* the one being read */
};

struct find_notes {
	struct app *app;
	struct picker picker;
	char label[16];        /* of the row being drawn */
	struct search *search; /* NULL: nothing was typed */
	bool is_due;           /* the query changed: look again, once for all keys that came together */
};

static void
search_free(struct search *search)
{
	for (size_t i = 0; i < search->results.len; i++)
		free(search->results.items[i].text);
	for (size_t i = 0; i < search->sources.len; i++)
		free(search->sources.items[i].path);
	vec_fini(&search->results);
	vec_fini(&search->sources);
	free(search->query);
	pthread_mutex_destroy(&search->lock);
	free(search);
}

static void
wake_app(void *ctx)
{
	((struct app *)ctx)->needs_draw = true;
}

static bool
is_inside_word(const char *text, size_t at)
{
	return isalnum((unsigned char)text[at - 1]) && isalnum((unsigned char)text[at]);
}

/* Where to begin showing a line whose hit is far in: behind a comma or the like, at a word, at least at a character. */
static size_t
readable_start(struct str text, size_t from, size_t end)
{
	struct str rest;
	uint32_t codepoint;
	size_t at;

	while (from < end && ((unsigned char)text.data[from] & 0xc0) == 0x80)
		from++;
	rest = str_cut(text, from, end);
	while (utf8_next(&rest, &codepoint, NULL) && rest.len > 0)
		if (codepoint >= 0x2000 && punct_is_closing(codepoint))
			return (size_t)(rest.data - text.data) + (rest.data[0] == ' ');
	for (at = from; at < end && is_inside_word(text.data, at); at++)
		;
	while (at < end && strchr(" ,;:.)", text.data[at]))
		at++;
	return at < end ? at : from;
}

/* The part of a line around its hit, cut between characters: from its beginning, unless that is far away. */
static struct result
make_result(const struct search_shown *line, const struct search_hit *hit, size_t file)
{
	struct str text = str_buf_str(&line->line);
	size_t near = 0, from, to = text.len;
	struct result result = { .file = file, .line = hit->line };
	struct str_buf shown = { 0 };

	if (line->start > SHOWN_BYTES_BEFORE)
		near = readable_start(text, line->start - SHOWN_BYTES_BEFORE, line->start);
	from = line->start > KEPT_BYTES_BEFORE ? near : 0;
	result.lead = near - from;
	if (to - near > SHOWN_BYTES_MAX)
		to = near + SHOWN_BYTES_MAX;
	while (to > from && to < text.len && ((unsigned char)text.data[to] & 0xc0) == 0x80)
		to--;
	if (from > 0)
		str_buf_append_c(&shown, sign(SIGN_ELLIPSIS));
	result.start = shown.len + (line->start < to ? line->start : to) - from;
	result.end = shown.len + (line->end < to ? line->end : to) - from;
	str_buf_append(&shown, str_trim_end(str_cut(text, from, to)));
	if (result.end > shown.len)
		result.end = shown.len;
	result.text = str_copy_c(str_buf_str(&shown));
	str_buf_fini(&shown);
	return result;
}

struct emit_ctx {
	struct search *search;
	struct loop_job *job;
	struct search_shown *shown;
	size_t file;
};

static bool
on_hit(void *ctx, const struct search_hit *hit)
{
	struct emit_ctx *emit = ctx;
	struct search *search = emit->search;
	bool is_kept = search->total < RESULTS_MAX;
	struct result result = { 0 };
	uint64_t now;

	if (search_shown_is_hidden(emit->shown, hit))
		return !loop_job_is_cancelled(emit->job);
	if (is_kept) {
		search_shown_hit(emit->shown, hit);
		result = make_result(emit->shown, hit, emit->file);
	}
	pthread_mutex_lock(&search->lock);
	if (is_kept)
		vec_push(&search->results, result);
	search->total++;
	pthread_mutex_unlock(&search->lock);
	if (search->total > 1 && (search->total & 0xff) != 0 && is_kept == (search->total < RESULTS_MAX))
		return true;
	now = clock_monotonic_ns();
	if (now - search->woken_ns >= WAKE_EVERY_MS * NS_PER_MS) {
		search->woken_ns = now;
		loop_post(search->loop, wake_app, search->app);
	}
	return !loop_job_is_cancelled(emit->job);
}

static bool
is_cancelled(void *ctx)
{
	const struct emit_ctx *emit = ctx;

	return loop_job_is_cancelled(emit->job);
}

static void
search_work(struct loop_job *job, void *ctx)
{
	struct search *search = ctx;
	struct search_query *query = search_query_new(str_of_c(search->query), false, NULL);
	struct search_query *again = search_query_new(str_of_c(search->query), false, NULL);
	struct search_file file = { 0 };
	struct search_shown shown = { .cell_rule = sign(SIGN_RULE_V) };
	struct str text;

	for (size_t i = 0; query && again && i < search->sources.len && !loop_job_is_cancelled(job); i++) {
		struct emit_ctx emit = {
			.search = search, .job = job, .shown = &shown, .file = search->sources.items[i].file
		};

		if (!search_file_read(&file, search->sources.items[i].path, &text, NULL))
			continue;
		search_shown_begin(&shown, again, text);
		search_all(query, text, true, on_hit, &emit, is_cancelled);
	}
	search_file_fini(&file);
	search_shown_fini(&shown);
	search_query_free(query);
	search_query_free(again);
}

static void
search_done(void *ctx, bool was_cancelled)
{
	struct search *search = ctx;

	(void)was_cancelled;
	search->job = NULL;
	search->is_done = true;
	if (search->is_abandoned)
		search_free(search);
	else
		search->app->needs_draw = true;
}

static void
abandon(struct find_notes *find)
{
	struct search *search = find->search;

	find->search = NULL;
	if (!search)
		return;
	if (search->job) {
		search->is_abandoned = true;
		loop_job_cancel(search->job);
	} else {
		search_free(search);
	}
}

/* The files in the order of their lessons, then those that have none yet. */
static void
list_sources(struct app *app, struct search *search)
{
	size_t files = catalog_file_count(app->course.catalog), lessons = course_lesson_count(&app->course);
	bool *is_listed = NEW_ARRAY(bool, files);

	for (size_t i = 0; i < lessons + files && search->sources.len < files; i++) {
		size_t index = i < lessons ? course_lesson(&app->course, i)->file : i - lessons;
		const struct course_file *file = catalog_file(app->course.catalog, index);

		if (is_listed[index])
			continue;
		is_listed[index] = true;
		vec_push(&search->sources, (struct source){ .file = index, .path = mem_copy_c(file->path) });
	}
	free(is_listed);
}

static void
start(struct app *app, struct find_notes *find)
{
	struct str query = picker_query(&find->picker);
	struct search *search;

	abandon(find);
	if (str_trim(query).len == 0 || !app->course.catalog)
		return;
	search = NEW(struct search);
	pthread_mutex_init(&search->lock, NULL);
	search->query = str_copy_c(query);
	search->loop = app->loop;
	search->app = app;
	search->revision = catalog_revision(app->course.catalog);
	list_sources(app, search);
	find->search = search;
	list_select(&find->picker.list, 0);
	search->job = loop_job_start(app->loop, search_work, search_done, search);
}

static void
row_at(void *ctx, size_t index, struct picker_row *out)
{
	struct find_notes *find = ctx;
	struct course *course = &find->app->course;
	const struct result *result = &find->search->results.items[index];
	size_t lesson = course_lesson_at_line(course, result->file, result->line);
	struct date date;

	out->text = str_of_c(result->text);
	out->marks[0].start = result->start;
	out->marks[0].end = result->end;
	out->mark_count = 1;
	out->lead = result->lead;
	if (lesson == STR_NONE)
		return;
	/* The lesson is named where its hits begin: below, the lines have the room. */
	if (index == 0 || course_lesson_at_line(course, result[-1].file, result[-1].line) != lesson)
		out->note = str_of_c(course_lesson(course, lesson)->title);
	out->is_note_spare = true;
	date = course_lesson(course, lesson)->date;
	if (!date_is_set(date))
		return;
	snprintf(find->label, sizeof(find->label), "%02d-%02d", date.month, date.day);
	out->label = str_of_c(find->label);
}

static void
find_notes_close(struct app *app, void *self)
{
	struct find_notes *find = self;

	(void)app;
	abandon(find);
	picker_fini(&find->picker);
	free(find);
}

/* Without dated lessons there is no column of dates. */
static int
label_cols(const struct course *course)
{
	for (size_t i = 0; i < course_lesson_count(course); i++)
		if (date_is_set(course_lesson(course, i)->date))
			return DATE_COLS;
	return 0;
}

static void
find_notes_draw(struct app *app, void *self, const struct canvas *screen)
{
	struct find_notes *find = self;
	struct search *search = find->search;
	struct str_buf status = { 0 };
	const char *when_empty = _("Type a word: every note is looked through.");

	find->picker.label_cols = label_cols(&app->course);
	if (search) {
		pthread_mutex_lock(&search->lock);
		picker_set_count(&find->picker, search->results.len);
		str_buf_printf(&status, ngettext("%zu line%s", "%zu lines%s", search->total), search->total,
			       search->is_done ? "" : "…");
		when_empty = search->is_done ? _("No note says that.") : _("Looking…");
	}
	picker_draw(&find->picker, screen, str_of_c(_("Find in all notes")), str_buf_str(&status), when_empty);
	if (search)
		pthread_mutex_unlock(&search->lock);
	str_buf_fini(&status);
}

static void
find_notes_accept(struct app *app, void *self)
{
	struct find_notes *find = self;
	struct search *search = find->search;
	struct result result = { 0 };
	size_t lesson;
	char *query;

	if (!search)
		return;
	pthread_mutex_lock(&search->lock);
	if ((size_t)find->picker.list.cursor < search->results.len)
		result = search->results.items[find->picker.list.cursor];
	pthread_mutex_unlock(&search->lock);
	if (result.line == 0)
		return;
	lesson = course_lesson_at_line(&app->course, result.file, result.line);
	if (lesson == STR_NONE)
		return;
	query = mem_copy_c(search->query);
	overlay_close(app);
	app_open_lesson(app, lesson, result.line);
	reader_find(&app->reader, str_of_c(query), UINT32_MAX);
	app_focus(app, PANE_READER);
	free(query);
}

static bool
find_notes_input(struct app *app, void *self, const struct event *event)
{
	struct find_notes *find = self;
	bool is_accepted;

	if (picker_input(&find->picker, event, &is_accepted)) {
		abandon(find);
		picker_set_count(&find->picker, 0);
		find->is_due = true;
	}
	if (is_accepted)
		find_notes_accept(app, find);
	return true;
}

/* The disk changed: files have other numbers, and lines may hold something else. */
static bool
is_outdated(const struct find_notes *find)
{
	return find->search && find->search->revision != catalog_revision(find->app->course.catalog);
}

static bool
find_notes_step(struct app *app, void *self, uint64_t budget_ns)
{
	struct find_notes *find = self;

	(void)budget_ns;
	if (find->is_due || is_outdated(find))
		start(app, find);
	find->is_due = false;
	return false;
}

static void
find_notes_move(struct app *app, void *self, int rows)
{
	struct find_notes *find = self;

	(void)app;
	list_move(&find->picker.list, rows);
}

static bool
find_notes_is_busy(const void *self)
{
	const struct find_notes *find = self;

	return find->is_due || (find->search && !find->search->is_done);
}

static const struct overlay_ops find_notes_ops = {
	.context = CONTEXT_LIST,
	.close = find_notes_close,
	.draw = find_notes_draw,
	.input = find_notes_input,
	.accept = find_notes_accept,
	.move = find_notes_move,
	.is_busy = find_notes_is_busy,
	.step = find_notes_step,
};

void
find_notes_open(struct app *app)
{
	struct find_notes *find = NEW(struct find_notes);

	picker_init(&find->picker, _("find in all notes"), row_at, find);
	find->app = app;
	overlay_open(app, &find_notes_ops, find);
}
