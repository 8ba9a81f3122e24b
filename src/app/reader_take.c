/* The lesson's text and what is made of it: at once where it is short, else on a worker, after its head. */
#include "app/reader_part.h"

#include "base/alloc.h"

enum {
	AT_ONCE_BYTES = 256 << 10 /* all of them blank lines, which cost most, are 5 ms of work */
};

/* A text with what is made of it: the worker's until it is done. */
struct taking {
	struct lesson_source *source; /* of a long one; NULL: it is there */
	struct str text;
	struct str_buf copy;        /* it stands here, */
	struct shared_text *shared; /* or is part of this; neither: it could not be read */
	uint32_t first_line;
	struct date date;
	struct document_options options;
	struct document *document;
	struct outline outline;

	/* What it takes the place of, if that is long, and how they differ. */
	struct str old;
	struct shared_text *old_shared;
	struct text_change change;

	struct reader *reader;
	struct loop_job *job;
	bool is_abandoned; /* UI thread */
};

static void
make(struct taking *taking)
{
	lesson_outline_find(taking->text, taking->first_line, taking->date, &taking->outline);
	taking->document = document_new(taking->text, taking->first_line, &taking->options);
}

static void
taking_free(struct taking *taking)
{
	document_free(taking->document);
	outline_fini(&taking->outline);
	str_buf_fini(&taking->copy);
	lesson_source_free(taking->source);
	shared_text_release(taking->shared);
	shared_text_release(taking->old_shared);
	free(taking);
}

void
reader_drop_text(struct reader *reader)
{
	flow_set(&reader->flow, NULL, &reader->flow.options);
	document_free(reader->document);
	reader->document = NULL;
	outline_fini(&reader->outline);
	str_buf_fini(&reader->copy);
	shared_text_release(reader->shared);
	reader->shared = NULL;
	reader->text = STR("");
}

/* What places are places in. */
static struct str
text_of_place(const struct reader *reader)
{
	return reader_has_anchor(reader) ? reader->anchor.text : reader->text;
}

/* In place of what the reader has, if it has anything: then the place is kept. */
static void
install(struct reader *reader, struct taking *taking)
{
	bool is_followed = reader->document != NULL, is_left = true;
	struct str old = text_of_place(reader);

	if (is_followed) {
		if (reader_has_anchor(reader))
			reader_go_to_anchor(reader);
		else if (!reader->has_goal)
			reader_set_goal_here(reader);
		if (!taking->old_shared || taking->old.data != old.data) /* one is short; or the place is another one */
			taking->change = text_change_find(old, taking->text);
		is_left = reader_is_place_left(reader, &taking->change);
	}
	struct str_buf old_copy = reader->copy; /* the change borrows it */
	struct shared_text *old_shared = reader->shared;

	reader->copy = (struct str_buf){ 0 };
	reader->shared = NULL;
	reader_drop_text(reader);
	reader->text = taking->text;
	reader->copy = taking->copy;
	reader->shared = taking->shared;
	reader->document = taking->document;
	reader->outline = taking->outline;
	taking->copy = (struct str_buf){ 0 };
	taking->shared = NULL;
	taking->document = NULL;
	taking->outline = (struct outline){ 0 };
	if (reader->width > 0) {
		struct render_options options = reader->flow.options;

		flow_set(&reader->flow, reader->document, &options);
	}
	if (!is_left && !reader_has_anchor(reader)) {
		reader_set_anchor(reader, old, &old_copy, old_shared);
		old_shared = NULL;
	}
	if (is_followed)
		reader_text_changed(reader, &taking->change);
	if (is_left)
		reader_drop_anchor(reader);
	str_buf_fini(&old_copy);
	shared_text_release(old_shared);
}

static void
take_work(struct loop_job *job, void *ctx)
{
	struct taking *taking = ctx;

	(void)job;
	taking->shared = lesson_source_take(taking->source, SIZE_MAX, &taking->text, NULL);
	if (!taking->shared) /* it is being written or gone: the disk is looked at again for that */
		return;
	make(taking);
	if (taking->old_shared)
		taking->change = text_change_find(taking->old, taking->text);
}

static void
take_done(void *ctx, bool was_cancelled)
{
	struct taking *taking = ctx;
	struct reader *reader = taking->reader;

	(void)was_cancelled;
	if (!taking->is_abandoned)
		reader->taking = NULL;
	if (!taking->is_abandoned && taking->shared) {
		install(reader, taking);
		if (reader->document_options.on_ready)
			reader->document_options.on_ready(reader->document_options.ctx);
	}
	taking_free(taking);
}

void
reader_stop_taking(struct reader *reader)
{
	struct taking *taking = reader->taking;

	reader->taking = NULL;
	if (!taking)
		return;
	taking->is_abandoned = true;
	loop_job_cancel(taking->job);
}

bool
reader_is_taking(const struct reader *reader, size_t text_len)
{
	return reader->taking && lesson_source_len(reader->taking->source) == text_len;
}

static struct taking *
taking_new(struct reader *reader)
{
	const struct lesson *lesson = course_lesson(reader->course, reader->lesson);
	struct taking *taking = NEW(struct taking);

	taking->first_line = lesson->line;
	taking->date = lesson->date;
	taking->options = reader->document_options;
	taking->reader = reader;
	return taking;
}

/* Copied: a lesson does not keep a whole file from being let go. */
static void
take_at_once(struct reader *reader, struct str text)
{
	struct taking *taking = taking_new(reader);

	str_buf_append(&taking->copy, text);
	taking->text = str_buf_str(&taking->copy);
	make(taking);
	install(reader, taking);
	taking_free(taking);
}

static void
begin_taking(struct reader *reader, struct lesson_source *source)
{
	struct taking *taking = taking_new(reader);

	taking->source = source;
	struct shared_text *old_shared = reader_has_anchor(reader) ? reader->anchor.shared : reader->shared;

	if (old_shared) {
		taking->old = text_of_place(reader);
		taking->old_shared = shared_text_use(old_shared);
	}
	reader->taking = taking;
	taking->job = loop_job_start(reader->loop, take_work, take_done, taking);
}

/* The last line of a head may go on behind it. */
static struct str
whole_lines(struct str text)
{
	size_t newline = str_rfind_byte(text, '\n');

	return newline == STR_NONE ? text : str_cut(text, 0, newline + 1);
}

static bool
take_head(struct reader *reader, const struct lesson_source *source, bool is_all)
{
	struct str text;
	struct shared_text *shared = lesson_source_take(source, AT_ONCE_BYTES, &text, &reader->error);

	if (!shared)
		return false;
	take_at_once(reader, is_all ? text : whole_lines(text));
	shared_text_release(shared);
	return true;
}

bool
reader_take_text(struct reader *reader)
{
	struct lesson_source *source;
	bool is_long;

	reader_stop_taking(reader);
	err_clear(&reader->error);
	source = catalog_lesson_source(reader->course->catalog, reader->lesson, &reader->error);
	if (!source)
		return false;
	is_long = lesson_source_len(source) > AT_ONCE_BYTES;
	if ((reader->document && !lesson_source_is_current(source)) ||
	    ((!is_long || !reader->document) && !take_head(reader, source, !is_long))) {
		lesson_source_free(source);
		return false;
	}
	if (is_long)
		begin_taking(reader, source);
	else
		lesson_source_free(source);
	return true;
}
