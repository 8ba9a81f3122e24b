/*
 * Files read for searching only: no lessons are cut, buffers are used again, and UTF-8 is searched where it was read.
 */
#include "lesson/search_file.h"

#include "base/file.h"
#include "base/i18n.h"
#include "text/encoding.h"

#define MAX_FILE_BYTES (UINT64_C(512) << 20)

bool
search_file_read(struct search_file *file, const char *path, struct str *out, struct err *err)
{
	str_buf_clear(&file->raw);
	if (!file_read(path, MAX_FILE_BYTES, &file->raw, NULL, err))
		return false;
	struct str bytes = str_buf_str(&file->raw);
	enum encoding encoding = encoding_guess(bytes);

	if (encoding == ENCODING_BINARY)
		return err_set(err, _("this is not a text file"));
	if (encoding == ENCODING_UTF8) {
		encoding_mend_cr_lines(&file->raw);
		*out = str_has_prefix(bytes, STR("\xEF\xBB\xBF")) ? str_skip(bytes, 3) : bytes;
		return true;
	}
	str_buf_clear(&file->converted);
	if (!encoding_to_utf8(bytes, encoding, &file->converted, NULL, err))
		return false;
	encoding_mend_cr_lines(&file->converted);
	*out = str_buf_str(&file->converted);
	return true;
}

void
search_file_fini(struct search_file *file)
{
	str_buf_fini(&file->raw);
	str_buf_fini(&file->converted);
}
