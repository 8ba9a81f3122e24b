/* The texts of a course's files as UTF-8: read when asked for, a few kept. */
#include "base/i18n.h"
#include "lesson/catalog_internal.h"

#include <string.h>

#define REUSED_MAX_BYTES ((size_t)32 << 20)

/* The slot that holds FILE, else the one longest unused. */
static struct kept_text *
slot_for(struct catalog *catalog, size_t file, bool *is_there)
{
	struct kept_text *best = &catalog->kept[0];

	*is_there = true;
	for (size_t i = 0; i < CATALOG_KEPT_TEXTS; i++)
		if (catalog->kept[i].is_used && catalog->kept[i].file == file)
			return &catalog->kept[i];
	for (size_t i = 1; i < CATALOG_KEPT_TEXTS; i++)
		if (best->is_used && (!catalog->kept[i].is_used || catalog->kept[i].last_use < best->last_use))
			best = &catalog->kept[i];
	*is_there = false;
	return best;
}

static bool
has_bom(struct str bytes)
{
	return str_has_prefix(bytes, STR("\xEF\xBB\xBF")) || str_has_prefix(bytes, STR("\xFF\xFE")) ||
	       str_has_prefix(bytes, STR("\xFE\xFF"));
}

static bool
convert(struct course_file *file, struct str_buf *text, struct err *err)
{
	struct str bytes = str_buf_str(text);
	struct str_buf converted = { 0 };

	file->bad_chars = 0;
	file->has_bom = has_bom(bytes);
	file->encoding = encoding_guess(bytes);
	file->has_bom = file->has_bom && file->encoding != ENCODING_GB18030;
	if (file->encoding != ENCODING_UTF8 || file->has_bom) {
		bool is_text = encoding_to_utf8(bytes, file->encoding, &converted, &file->bad_chars, err);

		str_buf_fini(text);
		*text = converted;
		if (!is_text)
			return false;
	}
	return true;
}

static void
note_line_ends(struct course_file *file, struct str text)
{
	const char *newline = text.len ? memchr(text.data, '\n', text.len) : NULL;

	file->has_crlf = newline && newline > text.data && newline[-1] == '\r';
}

bool
catalog_load_text(struct course_file *file, uint64_t max_bytes, struct str_buf *out, struct err *err)
{
	if (!file_read(file->path, max_bytes, out, &file->stamp, err) || !convert(file, out, err))
		return false;
	file->size_bytes = file->stamp.size_bytes;
	note_line_ends(file, str_buf_str(out));
	return true;
}

/* A slot to read into. Its storage serves again: fresh pages cost more than reading into them. */
static void
empty(struct kept_text *slot)
{
	slot->is_used = false;
	str_buf_clear(&slot->text);
	if (slot->text.capacity > REUSED_MAX_BYTES)
		str_buf_fini(&slot->text);
}

static void
fill(struct kept_text *slot, size_t file, bool is_head)
{
	slot->is_used = true;
	slot->is_head = is_head;
	slot->file = file;
}

void
catalog_keep_text(struct catalog *catalog, size_t file, struct str_buf *text)
{
	bool is_there;
	struct kept_text *slot = slot_for(catalog, file, &is_there);

	str_buf_fini(&slot->text);
	slot->text = *text;
	*text = (struct str_buf){ 0 };
	slot->last_use = ++catalog->use_counter;
	fill(slot, file, false);
}

bool
catalog_read_text_to(struct catalog *catalog, size_t index, size_t end, struct str *out, struct err *err)
{
	struct course_file *file = &catalog->files.items[index];
	bool is_there;
	struct kept_text *slot = slot_for(catalog, index, &is_there);

	slot->last_use = ++catalog->use_counter;
	if (!is_there || (slot->is_head && end > slot->text.len)) {
		empty(slot);
		if (!catalog_load_text(file, catalog->max_file_bytes, &slot->text, err))
			return false;
		fill(slot, index, false);
	}
	*out = str_buf_str(&slot->text);
	return true;
}

bool
catalog_read_text(struct catalog *catalog, size_t index, struct str *out, struct err *err)
{
	return catalog_read_text_to(catalog, index, SIZE_MAX, out, err);
}

/* A head of UTF-8, which needs no conversion: only there is a byte of the head the same byte of the whole. */
static bool
take_head(struct course_file *file, struct str_buf *text)
{
	struct str bytes = str_buf_str(text);
	size_t newline = str_rfind_byte(bytes, '\n');

	if (newline == STR_NONE || has_bom(bytes) || encoding_guess(bytes) != ENCODING_UTF8)
		return false;
	str_buf_cut(text, newline + 1);
	file->encoding = ENCODING_UTF8;
	file->has_bom = false;
	file->bad_chars = 0;
	return true;
}

bool
catalog_read_head(struct catalog *catalog, size_t index, struct str *out, bool *is_whole, struct err *err)
{
	struct course_file *file = &catalog->files.items[index];
	struct file_stamp stamp;
	bool is_there;
	struct kept_text *slot = slot_for(catalog, index, &is_there);

	*is_whole = is_there || !file_stamp_get(file->path, &stamp) || stamp.size_bytes < 2 * CATALOG_HEAD_BYTES ||
		    stamp.size_bytes > catalog->max_file_bytes;
	if (*is_whole)
		return catalog_read_text(catalog, index, out, err);
	*out = STR("");
	slot->last_use = ++catalog->use_counter;
	empty(slot);
	if (!file_read_head(file->path, CATALOG_HEAD_BYTES, &slot->text, &file->stamp, err))
		return false;
	file->size_bytes = file->stamp.size_bytes;
	if (!take_head(file, &slot->text))
		return true;
	note_line_ends(file, str_buf_str(&slot->text));
	fill(slot, index, true);
	*out = str_buf_str(&slot->text);
	return true;
}

void
catalog_forget_texts(struct catalog *catalog)
{
	for (size_t i = 0; i < CATALOG_KEPT_TEXTS; i++) {
		str_buf_fini(&catalog->kept[i].text);
		catalog->kept[i].is_used = false;
	}
}
