/* The texts of a course's files as UTF-8: read when asked for, a few kept. */
#include "base/i18n.h"
#include "lesson/catalog_internal.h"

#include <stdatomic.h>
#include <string.h>

#define REUSED_MAX_BYTES ((size_t)32 << 20)

struct shared_text {
	atomic_uint users;
	struct str_buf text;
};

struct shared_text *
shared_text_new(struct str_buf *text)
{
	struct shared_text *shared = NEW(struct shared_text);

	atomic_init(&shared->users, 1);
	shared->text = *text;
	*text = (struct str_buf){ 0 };
	return shared;
}

struct shared_text *
shared_text_use(struct shared_text *shared)
{
	atomic_fetch_add(&shared->users, 1);
	return shared;
}

void
shared_text_release(struct shared_text *shared)
{
	if (!shared || atomic_fetch_sub(&shared->users, 1) > 1)
		return;
	str_buf_fini(&shared->text);
	free(shared);
}

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
	if (!file->is_encoding_known)
		file->encoding = encoding_guess(bytes);
	file->is_encoding_known = true;
	file->has_bom = file->has_bom && file->encoding != ENCODING_GB18030;
	if (file->encoding != ENCODING_UTF8 || file->has_bom) {
		bool is_text = encoding_to_utf8(bytes, file->encoding, &converted, &file->bad_chars, err);

		if (is_text && file->encoding != ENCODING_UTF8 && !file->point_count &&
		    bytes.len >= 2 * CATALOG_HEAD_BYTES)
			catalog_note_points(file, bytes, str_buf_str(&converted));
		str_buf_fini(text);
		*text = converted;
		if (!is_text)
			return false;
	}
	return true;
}

static void
read_line_ends(struct course_file *file, struct str_buf *text)
{
	const char *newline;

	file->has_cr = encoding_mend_cr_lines(text);
	newline = text->len ? memchr(text->data, '\n', text->len) : NULL;
	file->has_crlf = newline && newline > text->data && newline[-1] == '\r';
}

bool
catalog_load_text(struct course_file *file, uint64_t max_bytes, struct str_buf *out, struct err *err)
{
	struct file_stamp before = file->stamp;

	if (!file_read(file->path, max_bytes, out, &file->stamp, err))
		return false;
	if (!file_stamp_is_equal(&before, &file->stamp)) { /* to guess takes as long as to convert */
		file->is_encoding_known = false;
		file->point_count = 0;
	}
	if (!convert(file, out, err))
		return false;
	file->size_bytes = file->stamp.size_bytes;
	read_line_ends(file, out);
	return true;
}

/*
 * A slot to read into. Its storage serves again, if nobody else holds it: fresh pages cost more than reading into them.
 */
static struct str_buf *
empty(struct kept_text *slot)
{
	struct shared_text *shared = slot->shared;

	slot->is_used = false;
	if (shared && (atomic_load(&shared->users) > 1 || shared->text.capacity > REUSED_MAX_BYTES)) {
		shared_text_release(shared);
		shared = NULL;
	}
	slot->shared = shared ? shared : shared_text_new(&(struct str_buf){ 0 });
	str_buf_clear(&slot->shared->text);
	return &slot->shared->text;
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

	shared_text_release(slot->shared);
	slot->shared = shared_text_new(text);
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
	if (!is_there || (slot->is_head && end > slot->shared->text.len)) {
		if (!catalog_load_text(file, catalog->max_file_bytes, empty(slot), err))
			return false;
		fill(slot, index, false);
	}
	*out = str_buf_str(&slot->shared->text);
	return true;
}

struct shared_text *
catalog_share_kept(struct catalog *catalog, size_t index, size_t end, struct str *out)
{
	bool is_there;
	struct kept_text *slot = slot_for(catalog, index, &is_there);

	if (!is_there || (slot->is_head && end > slot->shared->text.len))
		return NULL;
	slot->last_use = ++catalog->use_counter;
	*out = str_buf_str(&slot->shared->text);
	return shared_text_use(slot->shared);
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
	struct str_buf *head = empty(slot);

	if (!file_read_part(file->path, 0, CATALOG_HEAD_BYTES, head, &file->stamp, err))
		return false;
	file->size_bytes = file->stamp.size_bytes;
	if (!take_head(file, head))
		return true;
	read_line_ends(file, head);
	fill(slot, index, true);
	*out = str_buf_str(head);
	return true;
}

void
catalog_forget_texts(struct catalog *catalog)
{
	for (size_t i = 0; i < CATALOG_KEPT_TEXTS; i++) {
		shared_text_release(catalog->kept[i].shared);
		catalog->kept[i] = (struct kept_text){ 0 };
	}
}
