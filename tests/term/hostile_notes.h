/* Notes made to be slow, big or harmful: 100 KB to 1 MB each. */
#ifndef TESTS_TERM_HOSTILE_NOTES_H
#define TESTS_TERM_HOSTILE_NOTES_H

#include "base/str.h"

struct hostile_note {
	const char *name;
	void (*write)(struct str_buf *out); /* NULL: one thing again and again, as follows */
	const char *head, *unit, *middle, *closing;
	size_t head_len; /* 0: to its NUL */
	size_t bytes;    /* of units and what closes them; 0: 1 MB */
};

const struct hostile_note *hostile_note_at(size_t index); /* NULL behind the last */

/* Each file's own, ended by one without a name. */
extern const struct hostile_note hostile_inline_notes[], hostile_blocks_notes[], hostile_text_notes[],
	hostile_section_notes[], hostile_kind_notes[];
void hostile_write(const struct hostile_note *, struct str_buf *out);
void hostile_begin(struct str_buf *out, const char *title); /* the dated heading they all begin with */
void hostile_repeat(struct str_buf *out, const char *text, size_t count);

/* What no terminal may ever be sent from a note; every harmful note has it in titles, text, code, tables and links. */
extern const char hostile_words[];
/* Parts of it that would do something, NULL-terminated: none of them may be among the bytes sent. */
extern const char *const hostile_needles[];

#endif
