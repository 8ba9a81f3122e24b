/* A file's text cut into lessons at the headings that begin with a date. */
#include "base/i18n.h"
#include "base/path.h"
#include "lesson/catalog_internal.h"
#include "lesson/linescan.h"

#include <ctype.h>
#include <string.h>

#define JOINED_MAX        4   /* headings that make a title */
#define JOINED_MAX_BYTES  120 /* and no further one begins behind this */
#define WORDS_TITLE_BYTES 80

struct mark {             /* a heading as the scan sees it; nothing is copied, for there may be a hundred thousand */
	struct str title; /* borrowed, with its signs */
	uint32_t offset, line;
	unsigned level;
};

struct marks {
	struct mark *items;
	size_t len, capacity;
};

struct cut { /* a dated heading */
	struct date date;
	int weekday;
	struct str title; /* the rest of the heading, borrowed; may be empty */
	size_t mark;
};

struct cuts {
	struct cut *items;
	size_t len, capacity;
};

struct str
title_without_number(struct str title)
{
	size_t at = 0;

	while (at < title.len && (isdigit((unsigned char)title.data[at]) || (at && title.data[at] == '.')))
		at++;
	struct str rest = str_trim(str_skip(title, at));

	return at && rest.len ? rest : title;
}

/* Cut at a character's boundary; bytes that are no character are cut anywhere. */
static struct str
cut_at_char(struct str text, size_t max_bytes)
{
	if (text.len <= max_bytes)
		return text;
	for (size_t back = 0; back < 4; back++)
		if (((unsigned char)text.data[max_bytes - back] & 0xC0) != 0x80)
			return str_cut(text, 0, max_bytes - back);
	return str_cut(text, 0, max_bytes);
}

static void
find_marks(struct str text, size_t start, uint32_t line, struct marks *out)
{
	struct linescan scan = linescan_start(str_skip(text, start));

	for (; linescan_next(&scan); line++) {
		bool is_setext = scan.kind == SCAN_SETEXT;

		if ((scan.kind != SCAN_ATX && !is_setext) || !scan.title.len)
			continue;
		vec_push(out,
			 (struct mark){ .title = scan.title,
					.offset = (uint32_t)(start + (is_setext ? scan.previous_start : scan.start)),
					.line = is_setext ? line - 1 : line,
					.level = scan.level });
	}
}

/* Signs of emphasis and links before a date: **2018-11-03**. */
static struct str
skip_signs(struct str title)
{
	while (title.len && strchr("*_`[", title.data[0]))
		title = str_skip(title, 1);
	return title;
}

static void
find_cuts(const struct marks *marks, struct cuts *out)
{
	for (size_t i = 0; i < marks->len; i++) {
		struct cut cut = { .mark = i };
		struct str title = skip_signs(marks->items[i].title);
		size_t used;

		if (!date_read(title, &cut.date, &used, &cut.weekday))
			continue;
		cut.title = str_trim(str_skip(title, used));
		vec_push(out, cut);
	}
}

/* A heading as plain text, cut at MAX_BYTES; NULL if nothing is left of it. */
static char *
plain(struct str title, size_t max_bytes)
{
	char *text = outline_plain_title(title);
	char *out = text[0] ? str_copy_c(cut_at_char(str_of_c(text), max_bytes)) : NULL;

	free(text);
	return out;
}

/* The first headings of a lesson, joined: those of its highest level. NULL if there are none. */
static char *
join_headings(const struct marks *marks, size_t first, size_t last)
{
	struct str_buf out = { 0 };
	unsigned level = 99, count = 0;

	for (size_t i = first; i < last; i++)
		if (marks->items[i].level < level)
			level = marks->items[i].level;
	for (size_t i = first; i < last && count < JOINED_MAX && out.len < JOINED_MAX_BYTES; i++) {
		if (marks->items[i].level != level)
			continue;
		char *title = plain(title_without_number(marks->items[i].title), JOINED_MAX_BYTES);

		if (title && count++)
			str_buf_append_c(&out, " · ");
		if (title)
			str_buf_append_c(&out, title);
		free(title);
	}
	return out.len ? str_buf_take(&out) : NULL;
}

/* The first words of a text that has no heading. */
static char *
first_words(struct str text)
{
	struct str rest = text, line;

	while (rest.data && str_next_line(&rest, &line)) {
		size_t skip = 0;

		while (skip < line.len && strchr(" \t-*+>#=_`~|", line.data[skip]))
			skip++;
		line = title_without_number(str_trim(str_skip(line, skip)));
		if (line.len)
			return plain(line, WORDS_TITLE_BYTES);
	}
	return NULL;
}

/* What a file's name says: "modules" of "2018-11-03-modules.md". */
static char *
title_of_name(const char *name)
{
	struct str base = path_base_name(str_of_c(name));
	struct str extension = path_extension(base);
	struct date date;
	size_t used;
	int weekday;

	if (extension.len)
		base = str_cut(base, 0, base.len - extension.len - 1);
	if (date_read(base, &date, &used, &weekday) || date_read_file_name(base, &date)) {
		/* without the date and what ties it to the rest */
		size_t at = 0;

		while (at < base.len && strchr("0123456789-_. ", base.data[at]))
			at++;
		if (at < base.len)
			base = str_skip(base, at);
	}
	return base.len ? str_copy_c(base) : mem_copy_c(name[0] ? name : "?");
}

struct splitting {
	struct lessons *out;
	const char *name; /* of the file */
	struct str text;
	const struct marks *marks;
	uint32_t first_line; /* behind the front matter */
	const struct front_matter *front;
};

/* A whole file as one lesson; CUT is its dated heading, or NULL. */
static void
add_whole(struct splitting *split, struct date date, const struct cut *cut)
{
	struct lesson lesson = { .date = date, .written_weekday = cut ? cut->weekday : -1, .is_title_own = true };

	/* A file named welcome is what a course begins with, before all dates. */
	lesson.is_introduction = !date_is_set(date) &&
				 str_has_prefix(path_base_name(str_of_c(split->name)), STR("welcome."));
	lesson.start = (uint32_t)split->front->end;
	lesson.end = (uint32_t)split->text.len;
	lesson.line = split->first_line;
	lesson.title = cut ? plain(cut->title, CATALOG_TITLE_MAX_BYTES) : NULL;
	if (!lesson.title && split->front->title)
		lesson.title = mem_copy_c(split->front->title);
	if (!lesson.title) {
		lesson.is_title_own = false;
		lesson.title = join_headings(split->marks, cut ? cut->mark + 1 : 0, split->marks->len);
	}
	if (!lesson.title)
		lesson.title = title_of_name(split->name);
	vec_push(split->out, lesson);
}

static void
add_introduction(struct splitting *split, size_t end, size_t mark_end)
{
	struct str text = str_cut(split->text, split->front->end, end);
	struct lesson lesson = { .written_weekday = -1, .is_introduction = true, .line = split->first_line };

	if (!str_trim(text).len)
		return;
	lesson.start = (uint32_t)split->front->end;
	lesson.end = (uint32_t)end;
	lesson.is_title_own = split->front->title != NULL;
	lesson.title = split->front->title ? mem_copy_c(split->front->title) : join_headings(split->marks, 0, mark_end);
	if (!lesson.title)
		lesson.title = mem_copy_c(_("Introduction"));
	vec_push(split->out, lesson);
}

static void
add_part(struct splitting *split, const struct cut *cut, const struct cut *next)
{
	const struct mark *mark = &split->marks->items[cut->mark];
	size_t last = next ? next->mark : split->marks->len;
	struct lesson lesson = { .date = cut->date, .written_weekday = cut->weekday };

	lesson.start = mark->offset;
	lesson.end = next ? split->marks->items[next->mark].offset : (uint32_t)split->text.len;
	lesson.line = mark->line;
	lesson.title = plain(cut->title, CATALOG_TITLE_MAX_BYTES);
	lesson.is_title_own = lesson.title != NULL;
	if (!lesson.title)
		lesson.title = join_headings(split->marks, cut->mark + 1, last);
	if (!lesson.title) {
		struct str rest = str_cut(split->text, lesson.start, lesson.end), line;

		str_next_line(&rest, &line);
		lesson.title = rest.data ? first_words(rest) : NULL;
	}
	if (!lesson.title) {
		char iso[11];

		date_format_iso(cut->date, iso);
		lesson.title = mem_copy_c(iso);
	}
	vec_push(split->out, lesson);
}

/* A file dated by its name or front matter is one lesson, unless it has several dated headings: then these say more. */
static bool
is_one_lesson(const struct cuts *cuts, bool is_dated)
{
	return !cuts->len || (is_dated && cuts->len == 1);
}

static void
add_lessons(struct splitting *split, const struct cuts *cuts, size_t count, bool is_first)
{
	const struct front_matter *front = split->front;
	struct date date = front->date;

	if (!date_is_set(date))
		date_read_file_name(path_base_name(str_of_c(split->name)), &date);
	if (is_first && is_one_lesson(cuts, date_is_set(date))) {
		bool is_its_own = cuts->len && date_compare(cuts->items[0].date, date) == 0;

		add_whole(split, date, is_its_own ? &cuts->items[0] : NULL);
		return;
	}
	if (is_first)
		add_introduction(split, split->marks->items[cuts->items[0].mark].offset, cuts->items[0].mark);
	for (size_t i = 0; i < count; i++)
		add_part(split, &cuts->items[i], i + 1 < cuts->len ? &cuts->items[i + 1] : NULL);
}

void
catalog_split(const struct split_text *of, struct split_place *place, struct lessons *out)
{
	struct front_matter front;
	struct marks marks = { 0 };
	struct cuts cuts = { 0 };
	struct splitting split = { .out = out, .name = of->name, .text = of->text, .marks = &marks, .front = &front };
	bool is_first = place->start == 0;
	size_t start = place->start;

	front_matter_read(of->text, of->language, &front);
	split.first_line = place->line;
	if (is_first) {
		start = front.end;
		split.first_line = 1;
		for (size_t i = 0; i < front.end; i++)
			split.first_line += of->text.data[i] == '\n';
	}
	find_marks(of->text, start, split.first_line, &marks);
	find_cuts(&marks, &cuts);
	if (of->is_whole) {
		add_lessons(&split, &cuts, cuts.len, is_first);
	} else if (cuts.len > 1) { /* else the rest of the text must tell where the first one ends */
		const struct mark *next = &marks.items[vec_last(&cuts)->mark];

		add_lessons(&split, &cuts, cuts.len - 1, is_first);
		place->start = next->offset;
		place->line = next->line;
	}
	vec_fini(&cuts);
	vec_fini(&marks);
	front_matter_fini(&front);
}
