/*
 * The lab pane: the lab in view and the few that were open before it in this session, so that a changed source and a
 * step are still there when one comes back. Only the one in view gets ticks.
 */
#ifndef APP_LAB_PANE_H
#define APP_LAB_PANE_H

#include "app/course.h"
#include "lab/host.h"

#include <stdbool.h>
#include <stdint.h>

struct lab_slot;

struct lab_pane {
	struct course *course; /* borrowed */
	const struct lab_env *env;
	struct lab_slot *slots;
	struct host *host; /* in view; NULL: none */
	uint64_t clock;
};

void lab_pane_init(struct lab_pane *, struct course *, const struct lab_env *);
void lab_pane_fini(struct lab_pane *); /* saves every lab */
/*
 * BODY and its place are empty for a preset. A lab seen before comes back as it was left. True if that is with a text
 * of another session that was typed and never run.
 */
bool lab_pane_open(struct lab_pane *, const struct host_spec *);
void lab_pane_hide(struct lab_pane *); /* no lab in view; it stays for later */
void lab_pane_save(struct lab_pane *); /* every lab's step, to progress */
void lab_pane_draw(struct lab_pane *, const struct canvas *, bool is_focused);
bool lab_pane_tick(struct lab_pane *, uint64_t now_ns); /* true: draw */
uint64_t lab_pane_next_tick(const struct lab_pane *);   /* 0: not before something happens */
/* What to write down to open this one again: name, preset and fence line, "" if none is in view. */
void lab_pane_describe(const struct lab_pane *, struct str_buf *out);

#endif
