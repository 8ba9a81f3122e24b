/* What threads_sentence.c (steps, what follows from them) and threads_sentence_object.c (calls of objects) share. */
#ifndef LAB_THREADS_THREADS_SENTENCE_PARTS_H
#define LAB_THREADS_THREADS_SENTENCE_PARTS_H

#include "lab/threads/threads_words.h"

struct teller { /* the step that is told, with its names made ready */
	const struct past *history;
	const struct program *program;
	size_t step;
	struct threads_event event;
	const char *who;
	struct str_buf what;  /* the variable or object */
	struct str_buf value; /* what was read, written, put or taken */
	bool has_consequence; /* a second sentence follows, so the first is short */
	struct str_buf *out;
};

void teller_tell_method(struct teller *);

#endif
