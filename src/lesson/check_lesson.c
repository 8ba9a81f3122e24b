/* What the notes doctor sees in files as a whole and in lessons: encodings, dates, fences, links. */
#include "lesson/check_internal.h"

#include "base/i18n.h"
#include "base/path.h"
#include "lesson/catalog_internal.h"
#include "lesson/document.h"

#include <ctype.h>
#include <string.h>
#include <sys/stat.h>

#define PARSE_WAIT_MS 10000
#define LINKS_MAX     10000 /* looked at on the disk in one lesson */

void
check_file(struct checker *checker, size_t index)
{
	struct str text;
	struct front_matter front;
	const struct course_file *file = catalog_file(checker->catalog, index);

	checker->file = file->name;
	if (!catalog_file_text(checker->catalog, index, &text, NULL))
		return; /* it is among the skipped */
	file = catalog_file(checker->catalog, index);
	if (file->has_bom)
		checker_say(checker, FINDING_NOTE, "byte-order-mark", 1,
			    _("the file begins with a byte order mark: left out"));
	if (file->has_crlf)
		checker_say(checker, FINDING_NOTE, "crlf", 1,
			    _("lines end as on Windows (CRLF): read as plain line ends"));
	if (file->has_cr)
		checker_say(checker, FINDING_NOTE, "cr", 1,
			    _("lines end as on old Macintoshes (CR alone): read as plain line ends"));
	if (file->encoding != ENCODING_UTF8)
		checker_say(checker, FINDING_NOTE, "encoding", 1,
			    _("the file is in %s: read as UTF-8 after a conversion"), encoding_name(file->encoding));
	if (file->bad_chars && file->encoding != ENCODING_UTF8)
		checker_say(checker, FINDING_WARNING, "bad-character", 0,
			    ngettext("%zu character could not be converted: shown as \357\277\275",
				     "%zu characters could not be converted: shown as \357\277\275",
				     (unsigned long)file->bad_chars),
			    file->bad_chars);
	front_matter_read(text, NULL, &front);
	if (err_is_set(&front.error))
		checker_say(checker, FINDING_WARNING, "front-matter", front.error.line,
			    _("what looks like front matter is no YAML (%s): read as text"), front.error.text);
	front_matter_fini(&front);
	check_lines(checker, text);
}

static void
check_date(struct checker *checker, size_t index)
{
	const struct lesson *lesson = catalog_lesson(checker->catalog, index);
	const struct lesson *before = index ? catalog_lesson(checker->catalog, index - 1) : NULL;
	char iso[11] = "";

	if (lesson->is_introduction) {
		if (lesson->end < catalog_file(checker->catalog, lesson->file)->size_bytes) /* not a welcome file */
			checker_say(checker, FINDING_NOTE, "introduction", lesson->line,
				    _("text before the first date: read as the introduction"));
		return;
	}
	if (!date_is_set(lesson->date)) {
		checker_say(
			checker, FINDING_NOTE, "undated-lesson", lesson->line,
			_("no date in a heading, the file's name or front matter: it comes after the dated lessons"));
		return;
	}
	date_format_iso(lesson->date, iso);
	if (lesson->written_weekday >= 0 && lesson->written_weekday != date_weekday(lesson->date))
		checker_say(checker, FINDING_WARNING, "weekday-differs", lesson->line,
			    _("the note says %s, but %s was a %s: the date is believed"),
			    date_weekday_short(lesson->written_weekday), iso,
			    date_weekday_short(date_weekday(lesson->date)));
	if (before && date_compare(before->date, lesson->date) == 0 && !before->is_introduction)
		checker_say(checker, FINDING_NOTE, "same-date", lesson->line,
			    _("a second lesson on %s: both are kept, in the order they were written"), iso);
}

/* Does a lesson hold anything but its heading and rules? */
static bool
has_content(struct str text, const struct lesson *lesson)
{
	struct str rest = text, line;
	bool is_first = true;

	while (rest.data && str_next_line(&rest, &line)) {
		size_t at = 0;

		line = str_trim(line);
		if (is_first && date_is_set(lesson->date) && line.len && line.data[0] == '#')
			at = line.len;
		is_first = false;
		while (at < line.len && strchr("-=*_ \t", line.data[at]) && line.data[at])
			at++;
		if (at < line.len)
			return true;
	}
	return false;
}

/* A target's path in the file system, relative to the file it stands in; NULL if it is no file of ours. */
static char *
path_of_target(const struct course_file *file, const char *target)
{
	struct str_buf decoded = { 0 };
	size_t len = strcspn(target, "#?");

	if (!len || target[0] == '/' || memchr(target, ':', len)) /* a place in the page, another site, mailto: */
		return NULL;
	for (size_t i = 0; i < len; i++) {
		if (target[i] == '%' && i + 2 < len && isxdigit((unsigned char)target[i + 1]) &&
		    isxdigit((unsigned char)target[i + 2])) {
			char hex[3] = { target[i + 1], target[i + 2], '\0' };

			str_buf_append_byte(&decoded, (char)strtoul(hex, NULL, 16));
			i += 2;
		} else {
			str_buf_append_byte(&decoded, target[i]);
		}
	}
	char *path = path_join(path_dir_name(str_of_c(file->path)), str_buf_str(&decoded));

	str_buf_fini(&decoded);
	return path;
}

static void
check_links(struct checker *checker, const struct course_file *file, const struct section *section,
	    const struct block *block)
{
	size_t seen = 0;

	for (size_t i = 0; i < block->text.spans.len && seen < LINKS_MAX; i++) {
		size_t link = block->text.spans.items[i].tag;
		struct stat status;

		if (!link || link > section->link_count || (i && block->text.spans.items[i - 1].tag == link))
			continue;
		const char *target = section->links[link - 1].target;
		char *path = path_of_target(file, target);

		seen++;
		if (path && stat(path, &status) != 0)
			checker_say(checker, FINDING_WARNING, "link-to-nothing", block->line,
				    _("a link to %s, which is not there: shown, but it leads nowhere"), target);
		free(path);
	}
}

static void
check_fence(struct checker *checker, const struct block *block)
{
	struct str rest = str_trim(str_of_c(block->info)), name, preset;
	struct err err = { 0 };

	if (!checker->options->check_fence)
		return;
	if (!str_next(&rest, ' ', &name))
		name = STR("");
	preset = rest.data ? str_trim(rest) : STR("");
	if (!checker->options->check_fence(checker->options->ctx, name, preset, str_buf_str(&block->text.text),
					   block->body_line, &err))
		checker_say(checker, FINDING_ERROR, "lab-fence", err.line ? err.line : block->line, "%s", err.text);
}

static void
check_blocks(struct checker *checker, const struct course_file *file, struct str text, uint32_t line)
{
	struct document *document = document_new(text, line, NULL);

	for (size_t i = 0; i < document_section_count(document); i++) {
		const struct section *section = document_section(document, i, PARSE_WAIT_MS);

		if (!section)
			continue;
		if (section->plain_reason)
			checker_say(checker, FINDING_WARNING, "plain-section", section->first_line, "%s",
				    section->plain_reason);
		for (size_t j = 0; j < section->block_count; j++) {
			if (section->blocks[j].kind == BLOCK_LAB)
				check_fence(checker, &section->blocks[j]);
			check_links(checker, file, section, &section->blocks[j]);
		}
	}
	document_free(document);
}

static void
check_numbered_items(struct checker *checker, size_t index)
{
	struct outline outline;
	size_t said = 0;

	catalog_lesson_outline(checker->catalog, index, &outline);
	for (size_t i = 0; i < outline.len && said < CHECK_SAME_MAX; i++)
		if (outline.items[i].is_item) {
			said++;
			checker_say(checker, FINDING_NOTE, "item-as-heading", outline.items[i].line,
				    _("a numbered list item where a heading was meant: it is in the outline as one"));
		}
	outline_fini(&outline);
}

void
check_lesson(struct checker *checker, size_t index)
{
	struct lesson lesson = *catalog_lesson(checker->catalog, index);
	struct str text;

	checker->file = catalog_file(checker->catalog, lesson.file)->name;
	check_date(checker, index);
	if (!catalog_lesson_text(checker->catalog, index, &text, NULL))
		return;
	if (!has_content(text, &lesson)) {
		checker_say(checker, FINDING_WARNING, "empty-lesson", lesson.line, _("nothing stands in this lesson"));
		return;
	}
	check_numbered_items(checker, index);
	catalog_lesson_text(checker->catalog, index, &text, NULL);
	check_blocks(checker, catalog_file(checker->catalog, lesson.file), text, lesson.line);
}
