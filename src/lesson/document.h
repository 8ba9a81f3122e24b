/*
 * A lesson's markdown as blocks. The text is hostile: it is parsed in sections, on a worker thread, against a deadline,
 * with its size, nesting and output capped; what goes past a cap is shown as plain text with a word why.
 *
 * A document is cut into sections at top-level headings (outside fences), each at most a few tens of KB where the text
 * allows it, so that a million lines open at once: sections are parsed when first asked for, and the ones not used for
 * long are forgotten. Short ones that cannot cost much are parsed at once, the others on a thread. A document belongs
 * to one thread (the UI's, or the command line's).
 */
#ifndef LESSON_DOCUMENT_H
#define LESSON_DOCUMENT_H

#include "base/str.h"
#include "base/vec.h"
#include "lesson/arena.h"
#include "text/span.h"

#include <stdbool.h>
#include <stdint.h>

enum block_kind {
	BLOCK_HEADING,
	BLOCK_PARAGRAPH,
	BLOCK_CODE,
	BLOCK_TABLE,
	BLOCK_RULE,
	BLOCK_LAB,
	BLOCK_PLAIN
};
enum block_align {
	ALIGN_START,
	ALIGN_CENTER,
	ALIGN_END
};

struct table_cell {
	struct styled text;
	enum block_align align;
	bool is_head;
};

struct block { /* a leaf block; what it is nested in is told by its depths */
	enum block_kind kind;
	uint8_t heading_level;             /* 1–6 */
	uint8_t quote_depth, outer_quotes; /* all; of them, those that stand around the list it is in */
	uint8_t list_depth;                /* 0: in no list; at most 32 */
	bool is_item_start;                /* draw MARKER before it, else it hangs under its item */
	bool is_task, is_task_done;
	bool is_loose; /* a blank line is to stand before it: by its kind, or in a list because the source has one */
	/*
	 * 1 + index of the block that begins the answer it is part of: a quote that begins with **Answer** or **答案**.
	 */
	uint32_t answer;
	bool is_item_title; /* `- 1.1 title` at the first depth: drawn as a small heading without its bullet */
	char marker[16];    /* "•" (any bullet), "3."; "" outside lists; also where it only tells how far to hang */
	struct styled
		text; /* inline text; CODE and LAB: the body as it is; PLAIN: the source as it is. Tag: link + 1 */
	uint32_t start, end;      /* bytes of the document's text it came from */
	uint32_t line;            /* in the file, from 1 */
	char *info;               /* CODE: language, may be ""; LAB: the words behind "lab"; else NULL */
	uint32_t body_line;       /* CODE, LAB: file line of the body's first line */
	struct table_cell *cells; /* TABLE: row by row */
	uint32_t row_count, column_count;
};

struct document_link {
	char *target; /* as written, entities decoded; hostile */
};

struct section {
	uint32_t start, end; /* bytes of the document's text */
	uint32_t first_line; /* in the file, from 1 */
	struct block *blocks;
	size_t block_count;
	struct document_link *links;
	size_t link_count;
	const char *plain_reason; /* translated: why it is shown as plain text; NULL if it is not */
	struct str source;        /* bytes [start, end) of the document's text, borrowed from it */
	struct arena arena;       /* owns what the blocks point to: never change or free a block's text */
};

struct document_options {
	uint32_t deadline_ms;       /* for one section; 0: 500 */
	uint32_t section_max_bytes; /* a longer one is cut, or plain text; 0: 128 KiB */
	/* A section asked for earlier became ready. Called on a worker thread. May be NULL. */
	void (*on_ready)(void *ctx);
	void *ctx;
};

struct document;

/*
 * TEXT is copied or kept alive by the caller until document_free: it is borrowed. FIRST_LINE: file line of its start.
 */
struct document *document_new(struct str text, uint32_t first_line, const struct document_options *);
void document_free(struct document *); /* a parse still running is abandoned to its own copy of the text */
size_t document_section_count(const struct document *);
size_t document_section_at(const struct document *, uint32_t offset); /* the section that holds a byte */
/*
 * A section's blocks, parsed if need be, waiting at most WAIT_MS for it. NULL: not ready yet. on_ready will tell, but
 * not of a parse that overran: ask again at the latest when deadline_ms have passed, then there is plain text.
 * The pointer is valid until the next call with another index or document_free.
 */
const struct section *document_section(struct document *, size_t index, uint32_t wait_ms);
/* Does a fence with this lab and preset stand in the text? Of its first 64 with a lab. */
bool document_has_lab(const struct document *, struct str lab, struct str preset);
uint32_t document_line_of(const struct document *, uint32_t offset); /* file line of a byte */
/* Where a file line begins; 0: it is not in the document, or begins it. */
uint32_t document_offset_of_line(const struct document *, uint32_t file_line);

#endif
