/*
 * What a terminal is asked at the start, and what its answers mean: is a character of ambiguous width one column or
 * two, and does it know OSC 66 (text in sizes)? Nobody waits: answers may come late or never. Pure; any thread.
 */
#ifndef TERM_PROBE_H
#define TERM_PROBE_H

#include "base/str.h"

#include <stdbool.h>

struct probe {
	bool asks_size; /* OSC 66 is part of the question */
	int awaited;    /* cursor reports that are still to come */
	bool is_ambiguous_wide;
	bool can_scale_text;
};

/*
 * Append the question to OUT. It is asked on the second row of a blank screen, concealed, and wiped in the same breath,
 * so it leaves no trace; a screen of fewer than three rows or four columns is not asked.
 */
void probe_ask(struct probe *, bool asks_size, int width, int height, struct str_buf *out);
/* A cursor report; true when it was ours and something is known now that was not. */
bool probe_reply(struct probe *, int row, int column);

#endif
