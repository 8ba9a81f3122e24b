/*
 * Keeps one text explored, on one worker at a time: a new text cancels the one before, and of texts that come faster
 * than the worker is free only the last is begun. Compiling, exploring and freeing what is outdated are the worker's;
 * ask and the others cost a copy of the text. What is known is handed out for a ticket, so an outdated answer cannot be
 * shown.
 *
 * Shared by counting: the lab holds it, and while its source is typed the draft does, too. UI thread.
 */
#ifndef LAB_THREADS_THREADS_EXPLORER_H
#define LAB_THREADS_THREADS_EXPLORER_H

#include "base/err.h"
#include "base/loop.h"
#include "lab/threads/explore.h"
#include "lab/threads/race.h"

struct threads_proof { /* what exploring found, with the program whose heap its values live in */
	struct program program;
	struct explored explored;
	int8_t *verdicts;     /* of each outcome: 1 every check holds, -1 one does not, 0 there is none to be asked */
	struct str_buf texts; /* what each outcome is, as race_format_values writes it, cut where no picture has room */
	uint32_t *text_ends;  /* of each outcome, in TEXTS */
	uint64_t *known;      /* str_hash of all texts before they were cut, ascending */
};

struct threads_explorer;

/* CHANGED is called when there is an answer; it must be good until the last unref. Without a loop a little is explored
 * in ask itself. */
struct threads_explorer *threads_explorer_new(struct loop *, void (*changed)(void *ctx), void *ctx);
struct threads_explorer *threads_explorer_ref(struct threads_explorer *);
void threads_explorer_unref(struct threads_explorer *); /* the last one cancels. NULL is fine */
/* Explore TEXT from now on. Gives the ticket its answer is had with: never 0, the same one for the same text again. */
uint64_t threads_explorer_ask(struct threads_explorer *, struct str text);
/* NULL: not known yet, asked for something else since, or the text is wrong. Borrowed until the next ask. */
const struct threads_proof *threads_explorer_proof(const struct threads_explorer *, uint64_t ticket);
const struct err *threads_explorer_error(const struct threads_explorer *,
					 uint64_t ticket); /* lines from 1. NULL: none */
bool threads_explorer_is_working(const struct threads_explorer *, uint64_t ticket);
unsigned threads_explorer_progress(const struct threads_explorer *, uint64_t ticket); /* states found so far */
unsigned threads_explorer_begun(const struct threads_explorer *); /* texts a worker has begun with */

#endif
