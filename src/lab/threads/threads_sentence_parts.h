/*
 * What threads_sentence.c (steps, what follows from them), threads_sentence_object.c (calls of objects)
 * and threads_sentence_wait.c share.
 */
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
/* "C waits for an item in q", without a full stop; not helped: and nobody is left to put one there. */
void teller_tell_wait(const struct program *, const struct thread_look *, const char *who, bool is_helped,
		      struct str_buf *out);
/* All who sleep in the condition that THREAD sleeps in; 0 if it sleeps in none. */
uint32_t teller_find_sleepers(const struct program *, const uint32_t *state, unsigned thread);

#endif
