/* Names and values as the picture and the sentence write them; and the sentence. Text only, translated. */
#ifndef LAB_THREADS_THREADS_WORDS_H
#define LAB_THREADS_THREADS_WORDS_H

#include "lab/threads/explore.h"
#include "lab/threads/threads_event.h"

#define VALUE_COLS_MAX      36
#define WORDS_NAMES_MAX     5 /* with more threads than that a sentence names only the first */
#define WORDS_NAMES_OF_MANY 3

const char *words_thread(const struct program *, unsigned thread);
const char *words_object(const struct program *, uint32_t object);
void words_value(const struct program *, value, struct str_buf *out); /* at most VALUE_COLS_MAX columns */
/* "A, B and C", "A, B, C and 4 more": a bit a thread. */
void words_threads(const struct program *, uint32_t threads, struct str_buf *out);
/* The line of the source without its indentation and comment. */
struct str words_line(const struct program *, uint32_t line);
/* "deadlock", "the condition does not hold at the end": what kind of violation, in a few words. */
const char *words_violation(enum violation_kind);
void words_count(explore_count, struct str_buf *out); /* exact up to 15 digits, then ~10^n */

/*
 * "c = 1", "q.get(): 3": what the row of a step says. Gives 1 if it went well, -1 if not, 0 where that is no question.
 */
int words_row(const struct past *, const struct threads_event *, bool is_short, struct str_buf *out);
/* What the step behind which POSITION stands did and why it matters; at 0 what there is to do. EXPLORED may be
 * NULL; untold it says whether a task is done, but not what can come out. */
void words_sentence(const struct past *, size_t position, const struct explored *, bool is_told, struct str_buf *out);
/* Everybody's waiting in one sentence: "A holds a and waits for b; …" */
void words_deadlock(const struct program *, const uint32_t *state, unsigned from, struct str_buf *out);

#endif
