/*
 * Present mode: one section at a time on an empty screen, items revealed one by one. The section is shown in large type
 * with room between items; `.` blanks the screen, the spotlight dims all but the current item.
 */
#ifndef APP_PRESENT_H
#define APP_PRESENT_H

#include "app/flow.h"
#include "app/reader.h"

#include <stdbool.h>
#include <stdint.h>

struct present {
	bool is_on, is_blank, has_spotlight, shows_keys;
	bool has_large_type;   /* the terminal draws it; else it is made of half blocks */
	bool is_paused;        /* left for a lab: the next start goes on from here */
	bool is_fresh;         /* no key was pressed yet: say which there are */
	struct reader *reader; /* borrowed */
	struct flow flow;      /* the lesson at the width of the stage */
	struct document *document;
	int width, stage_rows, corner_cols; /* as drawn last; of the time and the place at the right of the last row */
	size_t lesson;                      /* that was presented last */
	size_t heading;                     /* index in the outline; STR_NONE: what stands before the first */
	size_t revealed;                    /* items shown */
	size_t item_count;                  /* of this section as drawn last */
	uint64_t begun_ns;
	struct str_buf last_keys;
};

void present_init(struct present *, struct reader *);
void present_fini(struct present *);
void present_start(struct present *, uint64_t now_ns);
void present_stop(struct present *); /* the reader goes to the item that was shown last */
void present_pause(struct present *);
/* Where in the lesson the last card shown stands, or else the lab of the current item; false if there is neither. */
bool present_find_lab(struct present *, uint32_t *offset);
void present_draw(struct present *, const struct canvas *, uint64_t now_ns);
void present_step(struct present *, int direction);    /* an item, then the next section */
void present_section(struct present *, int direction); /* true if there is one */
void present_reveal_all(struct present *);
void present_key(struct present *, struct str key); /* for "last keys" */
uint64_t present_next_tick(const struct present *, uint64_t now_ns);

#endif
