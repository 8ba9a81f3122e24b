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

struct mark {             /* a heading as the scan sees it; nothing is copied, for there may be a million */
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

/* Signs of emphasis and links before a date: **2018-11-03**. */
static struct str
skip_signs(struct str title)
{
	while (title.len && strchr("*_`[", title.data[0]))
		title = str_skip(title, 1);
	return title;
}

/* False: the heading does not begin with a date. */
static bool
read_cut(const struct mark *mark, struct cut *out)
{
	struct str title = skip_signs(mark->title);
	size_t used;

	if (!date_read(title, &out->date, &used, &out->weekday))
		return false;
	out->title = str_trim(str_skip(title, used));
	return true;
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
	struct arena *titles;
	size_t file;
	const char *name; /* of the file */
	struct str text;
	uint32_t first_line; /* behind the front matter */
	const struct front_matter *front;
	struct marks
		marks;  /* of the lesson that is not ended yet, and before the first one's end of the introduction */
	struct cut cut; /* it begins there, */
	size_t cuts;    /* if there was any so far */
};

/* TITLE is taken. */
static void
add_lesson(struct splitting *split, struct lesson lesson, char *title)
{
	lesson.file = (uint32_t)split->file;
	lesson.title = arena_copy(split->titles, title, strlen(title));
	free(title);
	vec_push(split->out, lesson);
}

/* A whole file as one lesson; CUT is its dated heading, or NULL. */
static void
add_whole(struct splitting *split, struct date date, const struct cut *cut)
{
	struct lesson lesson = { .date = date,
				 .written_weekday = (int8_t)(cut ? cut->weekday : -1),
				 .is_title_own = true };

	/* A file named welcome is what a course begins with, before all dates. */
	lesson.is_introduction = !date_is_set(date) &&
				 str_has_prefix(path_base_name(str_of_c(split->name)), STR("welcome."));
	lesson.start = (uint32_t)split->front->end;
	lesson.end = (uint32_t)split->text.len;
	lesson.line = split->first_line;
	char *title = cut ? plain(cut->title, CATALOG_TITLE_MAX_BYTES) : NULL;

	if (!title && split->front->title)
		title = mem_copy_c(split->front->title);
	if (!title) {
		lesson.is_title_own = false;
		title = join_headings(&split->marks, cut ? cut->mark + 1 : 0, split->marks.len);
	}
	if (!title)
		title = title_of_name(split->name);
	add_lesson(split, lesson, title);
}

static void
add_introduction(struct splitting *split)
{
	size_t end = split->marks.items[split->cut.mark].offset;
	struct str text = str_cut(split->text, split->front->end, end);
	struct lesson lesson = { .written_weekday = -1, .is_introduction = true, .line = split->first_line };

	if (!str_trim(text).len)
		return;
	lesson.start = (uint32_t)split->front->end;
	lesson.end = (uint32_t)end;
	lesson.is_title_own = split->front->title != NULL;
	char *title = split->front->title ? mem_copy_c(split->front->title)
					  : join_headings(&split->marks, 0, split->cut.mark);
	if (!title)
		title = mem_copy_c(_("Introduction"));
	add_lesson(split, lesson, title);
}

/* What begins at the last cut and ends before END. */
static void
add_part(struct splitting *split, size_t end)
{
	const struct cut *cut = &split->cut;
	const struct mark *mark = &split->marks.items[cut->mark];
	struct lesson lesson = { .date = cut->date, .written_weekday = (int8_t)cut->weekday };

	lesson.start = mark->offset;
	lesson.end = (uint32_t)end;
	lesson.line = mark->line;
	char *title = plain(cut->title, CATALOG_TITLE_MAX_BYTES);

	lesson.is_title_own = title != NULL;
	if (!title)
		title = join_headings(&split->marks, cut->mark + 1, split->marks.len);
	if (!title) {
		struct str rest = str_cut(split->text, lesson.start, lesson.end), line;

		str_next_line(&rest, &line);
		title = rest.data ? first_words(rest) : NULL;
	}
	if (!title) {
		char iso[11];

		date_format_iso(cut->date, iso);
		title = mem_copy_c(iso);
	}
	add_lesson(split, lesson, title);
}

/* A lesson ends before END; its headings are done with. */
static void
end_lesson(struct splitting *split, size_t end)
{
	if (split->cuts == 1)
		add_introduction(split);
	add_part(split, end);
	vec_clear(&split->marks);
}

static void
add_mark(struct splitting *split, struct mark mark)
{
	struct cut cut;

	if (read_cut(&mark, &cut)) {
		if (split->cuts > 0)
			end_lesson(split, mark.offset);
		split->cuts++;
		split->cut = cut;
		split->cut.mark = split->marks.len;
	}
	vec_push(&split->marks, mark);
}

static void
read_marks(struct splitting *split)
{
	size_t start = split->front->end;
	uint32_t line = split->first_line;
	struct linescan scan = linescan_start(str_skip(split->text, start));

	for (; linescan_next(&scan); line++) {
		bool is_setext = scan.kind == SCAN_SETEXT;

		if ((scan.kind != SCAN_ATX && !is_setext) || !scan.title.len)
			continue;
		add_mark(split,
			 (struct mark){ .title = scan.title,
					.offset = (uint32_t)(start + (is_setext ? scan.previous_start : scan.start)),
					.line = is_setext ? line - 1 : line,
					.level = scan.level });
	}
}

/* A file dated by its name or front matter is one lesson, unless it has several dated headings: then these say more. */
static void
end_file(struct splitting *split)
{
	struct date date = split->front->date;

	if (!date_is_set(date))
		date_read_file_name(path_base_name(str_of_c(split->name)), &date);
	if (split->cuts > 1 || (split->cuts == 1 && !date_is_set(date)))
		end_lesson(split, split->text.len);
	else
		add_whole(split, date,
			  split->cuts == 1 && date_compare(split->cut.date, date) == 0 ? &split->cut : NULL);
}

void
catalog_split(const struct split_text *of, struct arena *titles, struct lessons *out)
{
	struct front_matter front;
	struct splitting split = { .out = out,
				   .titles = titles,
				   .file = of->file,
				   .name = of->name,
				   .text = of->text,
				   .first_line = 1,
				   .front = &front };

	front_matter_read(of->text, of->language, &front);
	for (size_t i = 0; i < front.end; i++)
		split.first_line += of->text.data[i] == '\n';
	read_marks(&split);
	if (of->is_whole) /* else the rest of the text must tell where the last one ends */
		end_file(&split);
	catalog_sort_file(out);
	vec_fini(&split.marks);
	front_matter_fini(&front);
}
