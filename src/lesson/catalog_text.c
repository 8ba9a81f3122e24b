/* The texts of a course's files as UTF-8: read when asked for, a few kept. */
#include "base/i18n.h"
#include "lesson/catalog_internal.h"
#include "text/utf8.h"

#include <string.h>

#define BAD_COUNT_MAX 1000000

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

static size_t
count_bad(struct str text)
{
	uint32_t codepoint;
	bool is_valid;
	size_t count = 0;

	if (utf8_is_valid(text))
		return 0;
	while (count < BAD_COUNT_MAX && utf8_next(&text, &codepoint, &is_valid))
		count += !is_valid;
	return count;
}

/* Bytes as they are in the file to UTF-8 in TEXT; what is learnt on the way goes into FILE. */
static bool
convert(struct course_file *file, struct str_buf *raw, struct str_buf *text, struct err *err)
{
	struct str bytes = str_buf_str(raw);

	file->encoding = encoding_guess(bytes);
	file->has_bom = str_has_prefix(bytes, STR("\xEF\xBB\xBF")) ||
			((file->encoding == ENCODING_UTF16LE || file->encoding == ENCODING_UTF16BE) &&
			 (str_has_prefix(bytes, STR("\xFF\xFE")) || str_has_prefix(bytes, STR("\xFE\xFF"))));
	file->bad_chars = 0;
	if (file->encoding == ENCODING_UTF8 && !file->has_bom) { /* as it is: no second copy */
		str_buf_fini(text);
		*text = *raw;
		*raw = (struct str_buf){ 0 };
	} else {
		str_buf_clear(text);
		if (!encoding_to_utf8(bytes, file->encoding, text, &file->bad_chars, err))
			return false;
	}
	struct str out = str_buf_str(text);
	const char *newline = out.len ? memchr(out.data, '\n', out.len) : NULL;

	file->has_crlf = newline && newline > out.data && newline[-1] == '\r';
	if (file->encoding == ENCODING_UTF8)
		file->bad_chars = count_bad(out);
	return true;
}

bool
catalog_read_text(struct catalog *catalog, size_t index, struct str *out, struct err *err)
{
	struct course_file *file = &catalog->files.items[index];
	struct str_buf raw = { 0 };
	bool is_there;
	struct kept_text *slot = slot_for(catalog, index, &is_there);

	slot->last_use = ++catalog->use_counter;
	if (!is_there) {
		slot->is_used = false;
		str_buf_fini(&slot->text);
		if (!file_read(file->path, catalog->max_file_bytes, &raw, &file->stamp, err))
			return false;
		file->size_bytes = file->stamp.size_bytes;
		bool is_text = convert(file, &raw, &slot->text, err);

		str_buf_fini(&raw);
		if (!is_text)
			return false;
		slot->is_used = true;
		slot->file = index;
	}
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
