/*
 * What the files that turn md4c's events into blocks share: the state of one parse, the places of leaves in the text
 * (markdown_place.c), leaves begun and ended (markdown_leaf.c), what stands in them (markdown_span.c). Internal to
 * markdown*.c.
 */
#ifndef LESSON_MARKDOWN_BUILD_H
#define LESSON_MARKDOWN_BUILD_H

#include "lesson/markdown.h"

#include <md4c.h>

#define LINKS_MAX     UINT16_MAX /* the tag of a span has sixteen bits, the last value is the renderer's */
#define LINK_NEST_MAX 8
#define NOWHERE       SIZE_MAX

struct list {
	bool is_ordered;
	bool is_merged; /* stands where an item should have begun (`- 1. text`): shown at that item's depth */
	char delimiter;
	unsigned number; /* of the next item */
	char marker[16]; /* of the item we are in */
};

struct builder {
	const struct markdown_input *input;
	struct section *out;
	VEC(struct block) blocks;
	VEC(struct document_link) links;
	VEC(struct table_cell) cells;

	bool is_open; /* a leaf is being gathered */
	struct block leaf;
	struct styled text; /* of the leaf or the table cell */
	size_t first, last; /* bytes of the input the leaf's text came from; first is NOWHERE until then */
	bool is_break_due;  /* a soft break waits for what follows it */
	bool is_in_code, is_head_row, is_setext_broken;
	enum block_align cell_align;

	unsigned quote_depth, list_depth; /* true depths, may pass the cap */
	unsigned outer_quotes;            /* the quotes around the outermost list we are in */
	bool is_quote_new;                /* a quote began and nothing stands in it yet */
	uint32_t answer;                  /* as in struct block: of the answer we are in; 0: in none */
	unsigned answer_depth;            /* the quote depth it ends with */
	struct list lists[MARKDOWN_DEPTH_MAX];
	unsigned merged_depth; /* of them, merged ones */
	bool is_marker_due;    /* an item began and nothing stands in it yet */
	bool is_under_title;   /* what stands in an item that is a title moves out by one depth */
	bool is_task, is_task_done;

	unsigned strong, emphasis, strike, code;
	uint16_t link_tags[LINK_NEST_MAX];
	size_t link_texts[LINK_NEST_MAX]; /* where the link's text begins */
	unsigned link_depth;

	size_t cursor;        /* behind the last leaf: where the next one is looked for */
	size_t blank_seen_at; /* where is_blank_before looked last */
	size_t search_left;   /* bytes that such looking may still read */
	size_t counted_to, cell_count;
	uint32_t line; /* of counted_to */
	uint64_t output_bytes, output_max_bytes;
	enum markdown_result result;
};

/* Places. Looking ahead is rationed, so that hostile notes cannot make it quadratic. */
uint32_t place_line_at(struct builder *b, size_t offset);
size_t place_line_start(struct builder *b, size_t offset);
bool place_is_after_blank(struct builder *b, size_t start);
size_t place_find_line(struct builder *b, const char *signs);
size_t place_line_end(struct builder *b, size_t offset);
void place_without_text(struct builder *b, const char *signs);
void place_touch(struct builder *b, const char *data, size_t len);
void place_pass_fence(struct builder *b);

/* For md4c to return: it stops at what is not 0. What goes out is counted, and that the parse was given up is seen. */
int build_fail(struct builder *b, enum markdown_result result);
int build_account(struct builder *b, size_t bytes);
struct str build_as_shown(const struct builder *b, const char *data, size_t len);
char *build_attribute(struct builder *b, const MD_ATTRIBUTE *attribute); /* kept with the section */

/* For md4c: text and spans. */
int span_text(MD_TEXTTYPE type, const MD_CHAR *data, MD_SIZE size, void *ctx);
int span_enter(MD_SPANTYPE type, void *detail, void *ctx);
int span_leave(MD_SPANTYPE type, void *detail, void *ctx);

/* Leaves. */
struct list *leaf_list(struct builder *b);
struct styled leaf_keep(struct builder *b, const struct styled *text, size_t start, size_t end);
void leaf_open(struct builder *b, enum block_kind kind);
void leaf_close(struct builder *b);
void leaf_flush_marker(struct builder *b);

#endif
