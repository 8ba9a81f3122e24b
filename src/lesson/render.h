/*
 * Blocks to styled lines of a width: what `show` prints and the reader draws. No line is wider than asked, from 1
 * column up; what is in the text is in the lines at every width.
 */
#ifndef LESSON_RENDER_H
#define LESSON_RENDER_H

#include "lesson/document.h"
#include "lesson/topic.h"
#include "text/span.h"

#include <stdint.h>

enum line_kind {
	LINE_TEXT,
	LINE_HEADING,
	LINE_CODE,
	LINE_TABLE,
	LINE_RULE,
	LINE_BLANK,
	LINE_CARD,
	LINE_NOTICE,
	LINE_FOLD /* stands for an answer that is not shown */
};

/* The tag of what the renderer added: bullets, bars, rules, badges, indents. What has another tag is the notes' own. */
#define RENDER_TAG_ADDED UINT16_MAX

struct rendered_lab {        /* a lab that a line offers */
	char *name, *preset; /* preset may be "" */
	struct str body;     /* fence body, a copy of the rendered text's own; empty for a topic */
	char *body_storage;
	uint32_t line; /* file line of the fence or the topic */
	uint32_t body_line;
	bool is_fence; /* else found through the topic map */
};

struct rendered_line {
	uint32_t start, end;  /* bytes of rendered.text */
	uint32_t source;      /* byte of the document's text this line begins at */
	uint32_t source_line; /* in the file */
	uint32_t block;       /* index in the section */
	uint16_t width_cols;
	uint8_t kind; /* enum line_kind */
	uint8_t heading_level;
	int32_t lab;       /* index of the lab it offers, or -1; a card has it on each of its rows */
	uint32_t answer;   /* 1 + byte where the answer it is of begins, if answers fold; 0: of none */
	uint16_t card_row; /* LINE_CARD: 0 for the first row */
};

struct rendered {
	struct styled text;
	VEC(struct rendered_line) lines;
	VEC(struct rendered_lab) labs;
};

struct render_options {
	uint32_t width_cols;            /* >= 1 */
	const struct topic_map *topics; /* NULL: no badges */
	/*
	 * Where the section is from: a lab its author has placed in a fence needs no badge. NULL: every topic has one.
	 */
	const struct document *document;
	/* Rows to keep for a lab fence's card, which the caller draws; NULL: the fence is rendered as text. */
	uint32_t (*card_rows)(void *ctx, const struct block *, uint32_t width_cols);
	/*
	 * Whether the answer that begins at byte START is shown, else it is one line; NULL: all are, and nothing folds.
	 */
	bool (*is_answer_shown)(void *ctx, uint32_t start);
	void *ctx;
	bool show_badges; /* as text at the right end; else only line.lab is set */
	bool ascii;       /* bullets and rules in ASCII */
};

void render_section(const struct section *, const struct render_options *,
		    struct rendered *out); /* OUT is cleared first */
void rendered_fini(struct rendered *);

#endif
