/* Encodings: any bytes are something, and unless they are binary they become UTF-8 of a bounded size. */
#include "text/encoding.h"
#include "text/utf8.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = { (const char *)data, size };
	enum encoding guess = encoding_guess(bytes);

	for (int i = ENCODING_UTF8; i <= ENCODING_BINARY; i++) {
		struct str_buf out = { 0 };
		size_t bad = 0;
		enum encoding encoding = (enum encoding)i;

		if (encoding_to_utf8(bytes, encoding, &out, &bad, NULL) != (encoding != ENCODING_BINARY))
			abort();
		if (out.len > size * 3 + 3 || bad > size)
			abort();
		if (encoding != ENCODING_UTF8 && !utf8_is_valid(str_buf_str(&out)))
			abort();
		/* What was guessed from how it reads must convert without a loss; a BOM alone promises nothing. */
		if (encoding == guess && guess == ENCODING_GB18030 && !str_has_prefix(bytes, STR("\x84\x31\x95\x33")) &&
		    bad > size / 2)
			abort();
		str_buf_fini(&out);
	}
	return 0;
}
