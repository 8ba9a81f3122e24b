/*
 * What lies over the panes, one at a time: the palette, find in all notes, help, the find field. An overlay is a const
 * table of functions and its own data, made when it opens and freed when it closes.
 */
#ifndef APP_OVERLAY_H
#define APP_OVERLAY_H

#include "app/keymap.h"
#include "canvas/canvas.h"
#include "canvas/event.h"

#include <stdbool.h>

struct app;

struct overlay_ops {
	enum key_context context;
	void (*close)(struct app *, void *self);
	void (*draw)(struct app *, void *self, const struct canvas *screen);
	bool (*input)(struct app *, void *self, const struct event *); /* what no binding took; true: used */
	void (*accept)(struct app *, void *self);                      /* enter; may close the overlay */
	void (*move)(struct app *, void *self, int rows);              /* may be NULL */
	bool (*is_busy)(const void *self);    /* a worker is at it, or STEP has more to do; may be NULL */
	bool (*holds_keys)(const void *self); /* keys wait until it has done what was asked for; may be NULL */
	/* A piece of what its opening did not wait for, in about BUDGET_NS. True while there is more; may be NULL. */
	bool (*step)(struct app *, void *self, uint64_t budget_ns);
};

struct overlay {
	const struct overlay_ops *ops; /* NULL: none is open */
	void *self;
};

void overlay_open(struct app *, const struct overlay_ops *, void *self); /* closes the one that is open */
void overlay_close(struct app *);
bool overlay_step(struct app *, uint64_t budget_ns); /* true while the open one has more to do */
bool overlay_holds_keys(const struct app *);

void palette_open(struct app *);
void find_notes_open(struct app *);
void find_open(struct app *);
void help_open(struct app *);

#endif
