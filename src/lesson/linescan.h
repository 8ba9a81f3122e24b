/*
 * A text line by line, each told apart by what it is to an outline: a heading, part of a fence, or other. One memchr a
 * line; nothing is allocated. Shared by the outline and by the cutting of a document into sections.
 */
#ifndef LESSON_LINESCAN_H
#define LESSON_LINESCAN_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

enum scan_kind {
	SCAN_OTHER,
	SCAN_ATX,    /* # title */
	SCAN_SETEXT, /* === or --- under one line of prose: the heading is the line before */
	SCAN_FENCE,  /* the fence lines and all that is between them */
	SCAN_COMMENT /* <!-- … -->, without a blank line in it: for who writes the notes, never shown */
};

struct linescan {
	struct str text;
	size_t start, next; /* bytes [start, next) of the line, with its end */
	struct str line;    /* without \n or \r\n */
	enum scan_kind kind;
	unsigned level;        /* headings */
	struct str title;      /* headings: borrowed, trimmed, without closing #s */
	size_t previous_start; /* SETEXT: where the title's line begins */
	struct str previous;
	bool is_previous_prose; /* one line of prose that begins a paragraph */
	bool is_paragraph;      /* the line before was prose */
	char fence;             /* ` or ~ inside a fence, else 0 */
	size_t fence_len;
	uint32_t comment_left;    /* lines of the comment still to come */
	uint32_t no_comment_left; /* lines, this one among them, in which no comment begins */
};

struct linescan linescan_start(struct str text);
bool linescan_next(struct linescan *); /* false at the end */
/* Ends like a sentence: so a line of - below it was meant as a rule, not to make a heading of it. */
bool linescan_is_sentence(struct str);

#endif
