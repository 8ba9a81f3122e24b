/*
 * Where a lesson's text is to be had: in memory, or on the disk. Of a large file only the lesson's own bytes are read
 * and converted: places in it were noted, in the file and in its text, when all of it was.
 */
#include "base/alloc.h"
#include "lesson/catalog_internal.h"

#include <string.h>

enum {
	POINT_BYTES = 16 << 10, /* of text, from one to the next, or to the end of the line that goes on there */
	SHRINKS_AT_MOST = 2,    /* UTF-16, and some characters of four bytes in GB18030 */
	LONGEST_CHARACTER = 4,
};

struct lesson_source {
	struct shared_text *shared; /* NULL: on the disk */
	struct str text;            /* part of it */

	char *path;
	struct file_stamp stamp;
	enum encoding encoding;
	bool has_cr;
	uint64_t from, to; /* bytes of the file: from a line at or before the lesson to one behind it */
	size_t skip, len;  /* bytes of their text: before the lesson, and the lesson */
};

/* Places of a file's bytes, and how they are told from others: the end of a line is nothing else in any encoding. */
struct line_ends {
	struct str bytes;
	size_t at, unit_bytes, low; /* of a character that ends a line; the byte in it that says so */
	char end;
};

/* Behind the next end of a line, or STR_NONE. */
static size_t
next_line(struct line_ends *ends)
{
	while (ends->at < ends->bytes.len) {
		const char *found = memchr(ends->bytes.data + ends->at, ends->end, ends->bytes.len - ends->at);
		size_t start;

		if (!found)
			break;
		start = (size_t)(found - ends->bytes.data) / ends->unit_bytes * ends->unit_bytes;
		ends->at = start + ends->unit_bytes;
		if (ends->unit_bytes == 1)
			return ends->at;
		if (start + ends->low == (size_t)(found - ends->bytes.data) && ends->at <= ends->bytes.len &&
		    ends->bytes.data[start + 1 - ends->low] == '\0')
			return ends->at;
	}
	return STR_NONE;
}

static bool
has_utf8_bom(struct str text)
{
	return str_has_prefix(text, STR("\xEF\xBB\xBF"));
}

void
catalog_note_points(struct course_file *file, struct str bytes, struct str text)
{
	bool is_utf16 = file->encoding == ENCODING_UTF16LE || file->encoding == ENCODING_UTF16BE;
	char end = str_find_byte(text, '\n') == STR_NONE ? '\r' : '\n';
	struct line_ends in_file = {
		.bytes = bytes, .unit_bytes = is_utf16 ? 2 : 1, .low = file->encoding == ENCODING_UTF16BE, .end = end
	};
	struct line_ends in_text = { .bytes = text, .unit_bytes = 1, .end = end };
	VEC(struct text_point) points = { 0 };
	size_t source, at;

	vec_push(&points, (struct text_point){ 0 });
	do {
		source = next_line(&in_file);
		at = next_line(&in_text);
		/* What looks like a BOM there would be taken for one. */
		if (source != STR_NONE && at != STR_NONE && at - vec_last(&points)->text >= POINT_BYTES &&
		    !has_utf8_bom(str_skip(text, at)))
			vec_push(&points, (struct text_point){ source, (uint32_t)at });
	} while (source != STR_NONE && at != STR_NONE);
	if (source == at) { /* both have as many lines */
		size_t size_bytes = points.len * sizeof(*points.items);
		struct text_point *kept = arena_alloc(&file->titles, size_bytes);

		memcpy(kept, points.items, size_bytes);
		file->points = kept;
		file->point_count = points.len;
	}
	vec_fini(&points);
}

/* The last one at or before a byte of the text. */
static size_t
find_point(const struct course_file *file, size_t at)
{
	size_t low = 0, high = file->point_count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (file->points[middle].text <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* Where the lesson stands in its file. */
static void
find_bytes(const struct course_file *file, const struct lesson *lesson, struct lesson_source *out)
{
	size_t first, last;

	if (file->encoding == ENCODING_UTF8) {
		out->from = lesson->start + (file->has_bom ? 3 : 0);
		out->to = out->from + out->len;
		return;
	}
	first = find_point(file, lesson->start);
	last = find_point(file, lesson->end > 0 ? lesson->end - 1 : 0) + 1;
	out->from = file->points[first].source;
	out->to = last < file->point_count ? file->points[last].source : UINT64_MAX;
	out->skip = lesson->start - file->points[first].text;
}

static bool
is_in_parts(const struct course_file *file)
{
	return file->size_bytes >= 2 * CATALOG_HEAD_BYTES && (file->encoding == ENCODING_UTF8 || file->point_count > 0);
}

struct lesson_source *
catalog_lesson_source(struct catalog *catalog, size_t index, struct err *err)
{
	const struct lesson *lesson = catalog_lesson(catalog, index);
	const struct course_file *file = &catalog->files.items[lesson->file];
	struct lesson_source *source;
	struct str text;
	struct shared_text *shared = catalog_share_kept(catalog, lesson->file, lesson->end, &text);

	if (!shared && !is_in_parts(file)) {
		if (!catalog_read_text_to(catalog, lesson->file, lesson->end, &text, err))
			return NULL;
		shared = catalog_share_kept(catalog, lesson->file, lesson->end, &text);
	}
	source = NEW(struct lesson_source);
	source->shared = shared;
	source->len = lesson->end - lesson->start;
	if (shared) {
		source->text = str_cut(text, lesson->start, lesson->end); /* clamped: it may have become shorter */
		source->len = source->text.len;
		return source;
	}
	source->path = mem_copy_c(file->path);
	source->stamp = file->stamp;
	source->encoding = file->encoding;
	source->has_cr = file->has_cr;
	find_bytes(file, lesson, source);
	return source;
}

void
lesson_source_free(struct lesson_source *source)
{
	if (!source)
		return;
	shared_text_release(source->shared);
	free(source->path);
	free(source);
}

size_t
lesson_source_len(const struct lesson_source *source)
{
	return source->len;
}

bool
lesson_source_is_current(const struct lesson_source *source)
{
	struct file_stamp stamp;

	return source->shared || (file_stamp_get(source->path, &stamp) && file_stamp_is_equal(&stamp, &source->stamp));
}

/* As much of the file as the first LEN bytes of the lesson may take. */
static size_t
bytes_for(const struct lesson_source *source, size_t len)
{
	uint64_t most = source->encoding == ENCODING_UTF8
				? len
				: SHRINKS_AT_MOST * (uint64_t)(source->skip + len) + LONGEST_CHARACTER;

	return (size_t)(source->to - source->from < most ? source->to - source->from : most);
}

static bool
read_text(const struct lesson_source *source, size_t len, struct str_buf *out, struct err *err)
{
	struct str_buf bytes = { 0 };
	bool is_utf8 = source->encoding == ENCODING_UTF8, is_read;

	is_read = file_read_part(source->path, source->from, bytes_for(source, len), is_utf8 ? out : &bytes, NULL, err);
	if (is_read && !is_utf8)
		is_read = encoding_to_utf8(str_buf_str(&bytes), source->encoding, out, NULL, err);
	str_buf_fini(&bytes);
	if (is_read && source->has_cr)
		encoding_mend_cr_lines(out);
	return is_read;
}

struct shared_text *
lesson_source_take(const struct lesson_source *source, size_t max_bytes, struct str *out, struct err *err)
{
	size_t len = source->len < max_bytes ? source->len : max_bytes;
	struct str_buf text = { 0 };
	struct shared_text *shared;

	if (source->shared) {
		*out = str_cut(source->text, 0, len);
		return shared_text_use(source->shared);
	}
	if (!read_text(source, len, &text, err)) {
		str_buf_fini(&text);
		return NULL;
	}
	*out = str_cut(str_buf_str(&text), source->skip, source->skip + len);
	shared = shared_text_new(&text);
	return shared;
}
