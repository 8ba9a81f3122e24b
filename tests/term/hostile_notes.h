/* Notes made to be slow, big or harmful: 100 KB to 1 MB each. */
#ifndef TESTS_TERM_HOSTILE_NOTES_H
#define TESTS_TERM_HOSTILE_NOTES_H

#include "base/str.h"

struct hostile_note {
	const char *name;
	void (*write)(struct str_buf *out);
};

size_t hostile_note_count(void);
const struct hostile_note *hostile_note_at(size_t index);

/* What no terminal may ever be sent from a note; every harmful note has it in titles, text, code, tables and links. */
extern const char hostile_words[];
/* Parts of it that would do something, NULL-terminated: none of them may be among the bytes sent. */
extern const char *const hostile_needles[];

#endif
