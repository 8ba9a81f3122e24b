/* The open note gone from the disk: noticed, said once it is sure, and noticed again when it is back. */
#include "app/state.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/path.h"

#include <errno.h>
#include <string.h>

enum {
	SURE_MS = 1000,  /* no save takes so long between two names */
	SHOWN_S = 86400, /* until a key is pressed: who comes back from a break is to see it */
};

static void
forget(struct lost *lost)
{
	lost_fini(lost);
	*lost = (struct lost){ 0 };
}

static void
stop_watching(struct lost *lost)
{
	loop_watch_free(lost->watch);
	lost->watch = NULL;
	free(lost->above);
	lost->above = NULL;
}

static void
on_above_changed(void *ctx, const char *name)
{
	(void)name;
	app_look_at_disk_soon(ctx);
}

/*
 * The watch of a directory ends with it, so while the note is away the nearest one that is left is watched: anew each
 * time, since one that was removed and made again is another directory by the same name.
 */
static void
watch_above(struct app *app, const char *path)
{
	struct lost *lost = &app->lost;
	char *above = str_copy_c(path_dir_name(str_of_c(path)));

	while (file_probe(above) != EISDIR && strcmp(above, "/") != 0 && strcmp(above, ".") != 0) {
		char *upper = str_copy_c(path_dir_name(str_of_c(above)));

		free(above);
		above = upper;
	}
	bool is_same = lost->above && strcmp(lost->above, above) == 0;
	struct file_stamp before = lost->above_stamp;

	stop_watching(lost);
	lost->above = above;
	lost->watch = loop_watch_new(app->loop, above, on_above_changed, app, NULL);
	if (!file_stamp_get(above, &lost->above_stamp) || !is_same || !file_stamp_is_equal(&before, &lost->above_stamp))
		app_look_at_disk_soon(app); /* it may have come back just before */
}

static void
append_why(int problem, const char *name, struct str_buf *out)
{
	if (problem == ENOENT || problem == ENOTDIR)
		str_buf_printf(out, _("%s was deleted, moved or renamed."), name);
	else if (problem == ENODATA)
		str_buf_printf(out, _("%s is empty now."), name);
	else if (problem == EISDIR)
		str_buf_printf(out, _("%s is a directory now."), name);
	else if (problem == EINVAL)
		str_buf_printf(out, _("%s is no regular file any more."), name);
	else
		str_buf_printf(out, _("%s cannot be read any more (%s)."), name, strerror(problem));
}

static void
tell(struct app *app, const char *name)
{
	struct str_buf text = { 0 };

	append_why(app->lost.problem, name, &text);
	str_buf_append_c(
		&text, _(" What you were reading stays here, nothing is lost, and it is read again once it is back."));
	app_say(app, MESSAGE_WARNING, "%s", str_buf_c(&text));
	app->message.until_ns = app->now_ns + SHOWN_S * NS_PER_S;
	app->lost.is_told = true;
	str_buf_fini(&text);
}

static void
find_again(struct app *app, const char *name)
{
	struct lost *lost = &app->lost;

	if (lost->is_told)
		app_say(app, MESSAGE_INFO, _("%s is back and was read again."), name);
	forget(lost);
	course_reload(&app->course);
	app_follow_disk(app); /* its directory may be another one by the same name */
	app->needs_draw = true;
}

static const struct course_file *
open_file(const struct app *app)
{
	if (!reader_is_open(&app->reader) || !app->course.catalog)
		return NULL;
	return catalog_file(app->course.catalog, course_lesson(&app->course, app->reader.lesson)->file);
}

/* Another note is open: nobody misses this one any more. */
static void
forget_other(struct lost *lost, const struct course_file *open)
{
	if (lost->is_lost && (!open || strcmp(open->path, lost->path) != 0))
		forget(lost);
}

/* An empty one is as good as gone: most likely it is being saved. */
static int
probe(const char *path)
{
	struct file_stamp stamp;
	int problem = file_probe(path);

	return !problem && file_stamp_get(path, &stamp) && stamp.size_bytes == 0 ? ENODATA : problem;
}

void
lost_check(struct app *app)
{
	const struct course_file *file = open_file(app);
	struct lost *lost = &app->lost;

	forget_other(lost, file);
	if (!file)
		return;
	lost->problem = probe(file->path);
	if (!lost->problem) {
		if (lost->is_lost)
			find_again(app, file->name);
		return;
	}
	if (!lost->is_lost) {
		lost->due_ns = app->now_ns + SURE_MS * NS_PER_MS;
		lost->path = mem_copy_c(file->path);
	}
	lost->is_lost = true;
	watch_above(app, file->path);
}

void
lost_advance(struct app *app)
{
	struct lost *lost = &app->lost;
	const struct course_file *file;

	if (!lost->is_lost)
		return;
	file = open_file(app);
	forget_other(lost, file);
	if (!lost->due_ns || app->now_ns < lost->due_ns)
		return;
	lost->due_ns = 0;
	lost_check(app); /* nothing may have told that it is back */
	file = open_file(app);
	if (lost->is_lost && file)
		tell(app, file->name);
}

void
lost_fini(struct lost *lost)
{
	stop_watching(lost);
	free(lost->path);
	lost->path = NULL;
}
