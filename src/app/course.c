/* Opens a course with everything that belongs to it, and answers what the panes ask about it. */
#include "app/course.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/path.h"

#include <string.h>

enum {
	TOPICS_MAX_BYTES = 1 << 20,
	INTRODUCTION_MIN_BYTES = 300
};

/* Where topics.yaml and labs/ stand: beside the folders of languages, not in one. */
static const char *
own_dir(const struct course *course)
{
	if (!course->catalog)
		return NULL;
	return catalog_is_file(course->catalog) ? catalog_root(course->catalog) : catalog_path(course->catalog);
}

/* Those of the course, else the shipped ones. NULL: neither are there, or WARNING says what is wrong with them. */
static struct topic_map *
read_topics(const char *own, const char *shipped, struct err *warning)
{
	const char *dirs[] = { own, shipped };
	struct topic_map *topics = NULL;

	for (size_t i = 0; i < ARRAY_LEN(dirs) && !topics; i++) {
		struct str_buf text = { 0 };
		struct file_stamp stamp;
		struct err err = { 0 };
		char *path;

		if (!dirs[i])
			continue;
		path = path_join(str_of_c(dirs[i]), STR("topics.yaml"));
		if (file_stamp_get(path, &stamp)) {
			if (file_read(path, TOPICS_MAX_BYTES, &text, NULL, &err))
				topics = topic_map_parse(str_buf_str(&text), &err);
			if (!topics && warning) {
				*warning = err;
				err_at(warning, STR("topics.yaml"), err.line, err.column);
			}
		}
		str_buf_fini(&text);
		free(path);
	}
	return topics;
}

static void
find_preset_dirs(struct course *course, const char *shipped)
{
	if (course->catalog && !course->is_shipped)
		vec_push(&course->preset_dirs, path_join(str_of_c(own_dir(course)), STR("labs")));
	if (shipped)
		vec_push(&course->preset_dirs, path_join(str_of_c(shipped), STR("labs")));
	vec_push(&course->preset_dirs, NULL);
}

void
course_open(struct course *course, const struct course_options *options, struct err *warning)
{
	char *shipped = path_shipped("content");
	const char *path = options->path ? options->path : shipped;
	struct catalog_options catalog_options = { .language = options->language,
						   .on_read = options->on_read,
						   .ctx = options->ctx };

	*course = (struct course){ .is_shipped = !options->path };
	if (path)
		course->catalog = catalog_open(path, &catalog_options, &course->error);
	else
		err_set(&course->error, _("the shipped course is not installed: name a directory of notes"));
	course->root = mem_copy_c(course->catalog ? catalog_root(course->catalog) : "");
	course->progress = progress_open(options->progress, warning);
	find_preset_dirs(course, shipped);
	if (course->catalog)
		course_step(course, 0);
	free(shipped);
}

void
course_read_topics(struct course *course, struct err *warning)
{
	char *shipped = path_shipped("content");

	course->topics = read_topics(own_dir(course), shipped, warning);
	course->has_topics = true;
	free(shipped);
}

void
course_close(struct course *course)
{
	if (course->catalog)
		catalog_free(course->catalog);
	if (course->topics)
		topic_map_free(course->topics);
	course_forget_marks(course);
	progress_close(course->progress);
	for (size_t i = 0; i < course->preset_dirs.len; i++)
		free(course->preset_dirs.items[i]);
	vec_fini(&course->preset_dirs);
	free(course->root);
}

void
course_forget_marks(struct course *course)
{
	free(course->marks);
	course->marks = NULL;
	course->mark_count = 0;
	bookmarks_free(course->bookmarks, course->bookmark_count);
	course->bookmarks = NULL;
	course->bookmark_count = 0;
	course->has_bookmarks = false;
}

bool
course_step(struct course *course, uint64_t budget_ns)
{
	size_t count = course_lesson_count(course);

	if (!course->catalog || course->is_complete)
		return false;
	course->is_complete = !catalog_step(course->catalog, budget_ns);
	if (course_lesson_count(course) != count || course->is_complete) {
		course->generation++;
		course_forget_marks(course);
	}
	return course_has_more(course);
}

bool
course_has_more(const struct course *course)
{
	return course->catalog && !course->is_complete && !catalog_is_waiting(course->catalog);
}

void
course_reload(struct course *course)
{
	if (!course->catalog)
		return;
	catalog_reload(course->catalog);
	course->is_complete = false;
}

size_t
course_lesson_count(const struct course *course)
{
	return course->catalog ? catalog_lesson_count(course->catalog) : 0;
}

const struct lesson *
course_lesson(const struct course *course, size_t index)
{
	return catalog_lesson(course->catalog, index);
}

struct str
course_title(const struct course *course)
{
	return course->catalog ? str_of_c(catalog_title(course->catalog)) : STR("notes-tui");
}

void
course_lesson_key(const struct course *course, size_t lesson, struct str_buf *out)
{
	str_buf_clear(out);
	catalog_lesson_key(course->catalog, lesson, out);
}

static bool
has_bookmark(struct course *course, struct str key)
{
	if (!course->has_bookmarks)
		course->bookmark_count = progress_bookmarks(course->progress, str_of_c(course->root),
							    &course->bookmarks);
	course->has_bookmarks = true;
	for (size_t i = 0; i < course->bookmark_count; i++)
		if (str_is_equal_c(key, course->bookmarks[i].lesson))
			return true;
	return false;
}

const struct lesson_mark *
course_mark(struct course *course, size_t lesson)
{
	struct lesson_mark *mark;

	if (course->mark_count !=
	    course_lesson_count(course)) { /* fresh pages: of a million only those looked at cost */
		free(course->marks);
		course->mark_count = course_lesson_count(course);
		course->marks = NEW_ARRAY(struct lesson_mark, course->mark_count);
	}
	mark = &course->marks[lesson];
	if (!mark->is_known) {
		struct str_buf key = { 0 };

		course_lesson_key(course, lesson, &key);
		mark->is_known = true;
		mark->state = progress_lesson_state(course->progress, str_of_c(course->root), str_buf_str(&key));
		mark->is_bookmarked = has_bookmark(course, str_buf_str(&key));
		str_buf_fini(&key);
	}
	return mark;
}

const struct lesson_mark *
course_shown_mark(struct course *course, size_t lesson)
{
	static const struct lesson_mark blank;

	return course->shows_marks ? course_mark(course, lesson) : &blank;
}

void
course_set_state(struct course *course, size_t lesson, enum progress_state state)
{
	struct str_buf key = { 0 };

	course_lesson_key(course, lesson, &key);
	progress_set_lesson_state(course->progress, str_of_c(course->root), str_buf_str(&key), state, NULL);
	str_buf_fini(&key);
	if (lesson < course->mark_count)
		course->marks[lesson].is_known = false;
}

static bool
is_welcome(const struct course *course, size_t file)
{
	return str_has_prefix(path_base_name(str_of_c(catalog_file(course->catalog, file)->name)), STR("welcome."));
}

static bool
has_welcome(const struct course *course)
{
	for (size_t i = 0; course->catalog && i < catalog_file_count(course->catalog); i++)
		if (is_welcome(course, i))
			return true;
	return false;
}

size_t
course_first_lesson(const struct course *course)
{
	size_t count = course_lesson_count(course);

	for (size_t i = 0; has_welcome(course) && i < count; i++)
		if (is_welcome(course, course_lesson(course, i)->file))
			return i;
	/* A line or two before the first date are a title, not a lesson. */
	if (count > 1 && course_lesson(course, 0)->is_introduction &&
	    course_lesson(course, 0)->end - course_lesson(course, 0)->start < INTRODUCTION_MIN_BYTES)
		return 1;
	return count > 0 ? 0 : STR_NONE;
}

size_t
course_lesson_at_line(const struct course *course, size_t file, uint32_t line)
{
	return course->catalog ? catalog_lesson_at_line(course->catalog, file, line) : STR_NONE;
}
