/* Notes made to be slow, big or harmful. What is made here is the same on every machine. */
#include "term/hostile_notes.h"

#include "base/alloc.h"

const char hostile_words
	[] = "\033]0;pwned\a\033]52;c;cHduZWQ=\a\033[7777m\033[?5555h\033P1$r\033\\\033_pwned\033\\\033c"
	     "\xc2\x9b"
	     "31m\xc2\x9d"
	     "0;pwned\xc2\x9c\xe2\x80\xae\xe2\x81\xa6\xe2\x80\x8b\xe2\x80\x8d\xef\xbb\xbf\xf3\xa0\x81\xa1\x7f\b\r";

const char *const hostile_needles[] = { "\033]0;pwned",
					"\033]52;c;cHduZWQ=",
					"\033[7777m",
					"\033[?5555h",
					"\033P",
					"\033_",
					"\033c",
					"\xc2\x9b",
					"\xc2\x9d",
					"\xe2\x80\xae",
					"\xe2\x81\xa6",
					"\xe2\x80\x8b",
					"\xe2\x80\x8d",
					"\xef\xbb\xbf",
					"\xf3\xa0\x81\xa1",
					"\x7f",
					"\033[31337m",
					"\033]8;;file://x",
					NULL };

void
hostile_repeat(struct str_buf *out, const char *text, size_t count)
{
	str_buf_append_repeat(out, str_of_c(text), count);
}

void
hostile_begin(struct str_buf *out, const char *title)
{
	str_buf_printf(out, "# 2018-11-03 %s\n\n", title);
}

const struct hostile_note *
hostile_note_at(size_t index)
{
	static const struct hostile_note *const tables[] = { hostile_inline_notes, hostile_blocks_notes,
							     hostile_text_notes, hostile_section_notes,
							     hostile_kind_notes };

	for (size_t i = 0; i < ARRAY_LEN(tables); i++)
		for (const struct hostile_note *note = tables[i]; note->name; note++)
			if (index-- == 0)
				return note;
	return NULL;
}
