/* What host.c (life of a lab) and host_view.c (keys, panels) share; nobody else includes it. */
#ifndef LAB_HOST_PART_H
#define LAB_HOST_PART_H

#include "canvas/edit.h"
#include "canvas/list.h"
#include "lab/host.h"
#include "lab/options.h"

struct source {
	char *preset, *file; /* owned, never NULL once set */
	uint32_t line;
	struct str_buf body;
};

enum host_panel {
	PANEL_NONE,
	PANEL_PRESETS,
	PANEL_SOURCE
};

struct host {
	struct lab_env env;
	char *lab_name;
	const struct lab_ops *ops; /* NULL: no such lab */
	void *state;               /* NULL: not open, err says why */
	struct lab_options options;
	struct preset_list presets;
	struct source source;   /* what runs */
	struct source base;     /* the note's source or the preset chosen: what R goes back to first */
	struct source original; /* the note's: what R goes back to then */
	char *note;             /* owned; NULL: opened from none */
	uint32_t note_line;
	struct err err;
	struct str_buf title;
	uint64_t now_ns;
	enum host_panel panel;
	struct list preset_cursor;
	int lab_y;                /* rows of ours above the lab's, for the mouse */
	int presets_x, presets_y; /* where the list was drawn, for the mouse */
	struct edit *editor;      /* while PANEL_SOURCE */
	int editor_x;             /* behind its line numbers, for the mouse */
};

void host_restore_source(struct host *);
void host_change_source(struct host *, struct str body);
bool host_is_changed(const struct host *);
void host_reopen(struct host *);
void host_choose_preset(struct host *, size_t index);
const struct preset *host_preset(const struct host *); /* NULL for a free source */
void host_make_title(struct host *);

#endif
