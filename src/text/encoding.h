/* Files that are not UTF-8: find out what they are and make UTF-8 of them (iconv). Any thread. */
#ifndef TEXT_ENCODING_H
#define TEXT_ENCODING_H

#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>

enum encoding {
	ENCODING_UTF8,
	ENCODING_UTF16LE,
	ENCODING_UTF16BE,
	ENCODING_GB18030,
	ENCODING_BINARY
};

/*
 * A BOM decides. With NUL bytes it is UTF-16, the way round that most of them say, if it reads as text; else binary.
 * Without, it is UTF-8 if it is valid or less than half damaged; else GB18030 if all of it is well-formed; else UTF-8.
 * Of a large text whose first 64 KB behind the ASCII are valid UTF-8 the rest is only looked at for NULs.
 */
enum encoding encoding_guess(struct str bytes);
const char *encoding_name(enum encoding); /* "UTF-8", "GB18030", …: not translated */

/*
 * Append BYTES to OUT as UTF-8 without a BOM. UTF-8 is copied as it is, bad bytes and all (text/cell.h shows them).
 * What cannot be converted becomes U+FFFD and counts in *BAD (may be NULL). False only for ENCODING_BINARY,
 * and for GB18030 where the system has no such converter.
 */
bool encoding_to_utf8(struct str bytes, enum encoding, struct str_buf *out, size_t *bad, struct err *);
/*
 * A text whose lines end in CR alone, as on a Macintosh before 2001: with a CR and no LF in it. They become LF;
 * true then.
 */
bool encoding_mend_cr_lines(struct str_buf *text);

#endif
