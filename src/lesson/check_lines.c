/* What the notes doctor sees in a file's lines, as one table of checks. */
#include "lesson/check_internal.h"

#include "base/alloc.h"
#include "base/i18n.h"
#include "lesson/linescan.h"
#include "text/utf8.h"

#include <string.h>
#include <unictype.h>

#define DEEP_BEHIND_ITEM 4    /* columns behind an item's text from which on CommonMark sees code */
#define LONG_LINE_BYTES  5000 /* nobody reads it, every editor minds */
#define DEPTH_MAX        32

struct item { /* a list item that may have others under it */
	size_t indent, text_column;
};

struct line_view {
	enum scan_kind kind;
	struct str line;  /* whole */
	struct str text;  /* without its indent */
	size_t indent;    /* columns; a tab goes to the next multiple of four */
	size_t item_sign; /* bytes of "- " or "12. " at the text's start; 0: no item */
	bool is_blank;
	bool is_list_open;     /* an item stands above, nothing at the left edge between */
	enum scan_kind before; /* the line above */
	bool is_before_prose;  /* it was text under an item, too: only the first line of a run is told */
	struct item parent;    /* the item this one would hang under */
	struct item sibling;   /* the item before at the same depth; text_column 0: none */
	uint32_t hidden;       /* the first character that is never shown; 0: none */
	uint32_t control;      /* the first control character; 0: none */
	bool is_valid;
};

static bool
is_rule(struct str text)
{
	size_t count = 0;
	char sign = text.len ? text.data[0] : '\0';

	if (sign != '-' && sign != '*' && sign != '_')
		return false;
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] == sign)
			count++;
		else if (text.data[i] != ' ' && text.data[i] != '\t')
			return false;
	}
	return count >= 3;
}

static bool
is_rule_under_heading(const struct line_view *view)
{
	return view->before == SCAN_ATX && view->kind == SCAN_OTHER && view->indent < 4 && is_rule(view->text);
}

static bool
is_deep_item(const struct line_view *view)
{
	return view->item_sign && view->is_list_open && view->indent >= view->parent.text_column + DEEP_BEHIND_ITEM;
}

static bool
is_deep_first_item(const struct line_view *view)
{
	return view->item_sign && !view->is_list_open && view->indent >= DEEP_BEHIND_ITEM;
}

static bool
is_uneven_item(const struct line_view *view)
{
	return view->item_sign && view->is_list_open && view->sibling.text_column &&
	       view->indent != view->sibling.indent && !is_deep_item(view);
}

static bool
is_glued_item(const struct line_view *view)
{
	return view->kind == SCAN_OTHER && view->is_list_open && !view->item_sign && view->text.len > 1 &&
	       view->text.data[0] == '-' && !is_rule(view->text);
}

static bool
is_prose_under_item(const struct line_view *view)
{
	return view->kind == SCAN_OTHER && view->is_list_open && !view->is_blank && !view->item_sign &&
	       view->text.data[0] != '>' && view->indent >= 2 && !view->is_before_prose && !is_glued_item(view);
}

static bool
is_lost_heading(const struct line_view *view)
{
	size_t level = 0;

	while (level < view->text.len && view->text.data[level] == '#')
		level++;
	return view->kind == SCAN_OTHER && level && level <= 6 && level < view->text.len && view->indent < 4 &&
	       view->text.data[level] != ' ' && view->text.data[level] != '\t' && view->text.data[level] != '!';
}

/* Like the rule below a table's head, but with a column of fewer than the three dashes it takes. */
static bool
is_short_table_rule(const struct line_view *view)
{
	size_t dashes = 0, pipes = 0;
	bool is_short = false, has_dash = false;

	for (size_t i = 0; i <= view->text.len; i++) {
		char byte = i < view->text.len ? view->text.data[i] : '|';

		if (byte == '-') {
			dashes++;
			has_dash = true;
		} else if (byte == '|') {
			is_short |= dashes == 1 || dashes == 2;
			dashes = 0;
			pipes += i < view->text.len;
		} else if (!strchr(": \t", byte)) {
			return false;
		}
	}
	return view->kind == SCAN_OTHER && view->before == SCAN_OTHER && has_dash && is_short && pipes > 0;
}

static bool
is_backslash_end(const struct line_view *view)
{
	return view->kind == SCAN_OTHER && view->text.len > 1 && view->line.data[view->line.len - 1] == '\\';
}

static bool
has_tab(const struct line_view *view)
{
	return view->kind != SCAN_FENCE && memchr(view->line.data, '\t', view->line.len) != NULL;
}

static bool
is_very_long(const struct line_view *view)
{
	return view->line.len > LONG_LINE_BYTES;
}

static bool
has_bad_utf8(const struct line_view *view)
{
	return !view->is_valid;
}

static bool
has_control(const struct line_view *view)
{
	return view->control != 0;
}

static bool
has_hidden(const struct line_view *view)
{
	return view->hidden != 0;
}

static const struct line_check {
	const char *code;
	enum finding_severity severity;
	bool (*is_odd)(const struct line_view *);
	const char *text;
} line_checks[] = {
	{ "rule-under-heading", FINDING_NOTE, is_rule_under_heading,
	  N_("a rule right under a heading: read as a rule, the heading is one by its #") },
	{ "list-indented-deep", FINDING_NOTE, is_deep_item,
	  N_("a list item indented so far that others read it as code: read as an item of the list under the one "
	     "above") },
	{ "list-indented-first", FINDING_NOTE, is_deep_first_item,
	  N_("a list that begins indented by four blanks or more: read as a list, not as code") },
	{ "list-indented-unevenly", FINDING_NOTE, is_uneven_item,
	  N_("a list item indented a little differently from the one before: read as an item of the same list") },
	{ "item-without-blank", FINDING_NOTE, is_glued_item,
	  N_("a dash with no blank behind it: read as a line of the item above, not as an item") },
	{ "prose-under-item", FINDING_NOTE, is_prose_under_item,
	  N_("text indented under a list item: read as part of that item, its line breaks kept") },
	{ "heading-without-blank", FINDING_WARNING, is_lost_heading,
	  N_("no blank between # and the title: read as text; write a blank to make it a heading") },
	{ "table-rule-short", FINDING_WARNING, is_short_table_rule,
	  N_("a table's rule with fewer than three dashes in a column: read as text; write --- for each column") },
	{ "trailing-backslash", FINDING_NOTE, is_backslash_end,
	  N_("a backslash at the end of a line: read as a line break") },
	{ "tab", FINDING_NOTE, has_tab, N_("a tab: read as blanks up to the next column of four") },
	{ "very-long-line", FINDING_NOTE, is_very_long,
	  N_("a line of more than 5000 bytes: read as it is, and wrapped") },
	{ "bad-character", FINDING_WARNING, has_bad_utf8,
	  N_("bytes that are no character in UTF-8: each is shown as \357\277\275") },
	{ "control-character", FINDING_WARNING, has_control,
	  N_("a control character, as terminals obey them: shown as a picture, never sent") },
	{ "invisible-character", FINDING_WARNING, has_hidden,
	  N_("an invisible character, or one that turns writing round: left out") },
};

/* Bytes of a list item's sign with the blank behind it at the start of TEXT; 0 if it is no item. */
static size_t
item_sign(struct str text)
{
	size_t at = 0;

	if (!text.len)
		return 0;
	if (strchr("-*+", text.data[0])) {
		at = 1;
	} else {
		while (at < text.len && at < 9 && text.data[at] >= '0' && text.data[at] <= '9')
			at++;
		if (!at || at >= text.len || (text.data[at] != '.' && text.data[at] != ')'))
			return 0;
		at++;
	}
	return at < text.len && (text.data[at] == ' ' || text.data[at] == '\t') ? at + 1 : 0;
}

static void
look_at_characters(struct line_view *view)
{
	struct str rest = view->line;
	uint32_t codepoint;
	bool is_valid;

	view->is_valid = true;
	view->hidden = view->control = 0;
	while (utf8_next(&rest, &codepoint, &is_valid)) {
		if (!is_valid)
			view->is_valid = false;
		else if (codepoint < 0x20 ? codepoint != '\t' : codepoint >= 0x7F && codepoint < 0xA0)
			view->control = view->control ? view->control : codepoint + !codepoint;
		else if (codepoint >= 0xAD && codepoint != UTF8_REPLACEMENT && !view->hidden &&
			 (uc_is_general_category_withtable(codepoint, UC_CATEGORY_MASK_Cf | UC_CATEGORY_MASK_Zl |
									      UC_CATEGORY_MASK_Zp)))
			view->hidden = codepoint;
	}
}

struct list_state {
	struct item items[DEPTH_MAX];
	size_t depth;
};

/* Where a line hangs in the lists above it. */
static void
look_at_list(struct line_view *view, struct list_state *list)
{
	struct item left = { 0 };

	view->is_list_open = list->depth > 0;
	if (!view->item_sign)
		return;
	/* Up to three columns left or right of where an item stood is the same list (CommonMark 5.3). */
	while (list->depth && view->indent < list->items[list->depth - 1].text_column)
		left = list->items[--list->depth];
	view->is_list_open = list->depth > 0 || left.text_column;
	view->sibling = left;
	view->parent = list->depth ? list->items[list->depth - 1] : (struct item){ 0 };
	if (list->depth < DEPTH_MAX)
		list->items[list->depth++] = (struct item){ .indent = view->indent,
							    .text_column = view->indent + view->item_sign };
}

static void
look(struct line_view *view, const struct linescan *scan, struct list_state *list)
{
	size_t at = 0, column = 0;

	view->kind = scan->kind;
	view->line = scan->line;
	for (; at < view->line.len && strchr(" \t", view->line.data[at]) && view->line.data[at]; at++)
		column = view->line.data[at] == '\t' ? column / 4 * 4 + 4 : column + 1;
	view->indent = column;
	view->text = str_trim_end(str_skip(view->line, at));
	view->is_blank = !view->text.len;
	view->sibling = view->parent = (struct item){ 0 };
	view->item_sign = view->kind == SCAN_OTHER && !is_rule(view->text) ? item_sign(view->text) : 0;
	look_at_characters(view);
	look_at_list(view, list);
	bool is_left_text = !view->is_blank && !view->item_sign && view->indent < 2;

	if (view->kind == SCAN_ATX || view->kind == SCAN_SETEXT || is_left_text) {
		/* a lazy line of the same paragraph stays in the list, a new one ends it */
		list->depth = 0;
		view->is_list_open = false;
	}
}

void
check_lines(struct checker *checker, struct str text)
{
	struct linescan scan = linescan_start(text);
	struct line_view view = { 0 };
	struct list_state list = { 0 };
	uint32_t line = 1, fence_line = 0;
	bool was_in_fence = false;
	size_t counts[ARRAY_LEN(line_checks)] = { 0 };

	for (; linescan_next(&scan); line++) {
		look(&view, &scan, &list);
		for (size_t i = 0; i < ARRAY_LEN(line_checks); i++)
			if (line_checks[i].is_odd(&view) && counts[i]++ < CHECK_SAME_MAX)
				checker_say(checker, line_checks[i].severity, line_checks[i].code, line, "%s",
					    _(line_checks[i].text));
		if (!view.is_blank)
			view.is_before_prose = view.is_list_open && !view.item_sign && view.indent >= 2;
		if (scan.fence && !was_in_fence)
			fence_line = line;
		was_in_fence = scan.fence != '\0';
		view.before = scan.kind;
	}
	if (scan.fence)
		checker_say(checker, FINDING_WARNING, "unclosed-fence", fence_line,
			    _("a fence that is never closed: all that follows is read as its text"));
	for (size_t i = 0; i < ARRAY_LEN(line_checks); i++)
		if (counts[i] > CHECK_SAME_MAX)
			checker_say(checker, line_checks[i].severity, line_checks[i].code, 0,
				    ngettext("%zu more line like these is not listed",
					     "%zu more lines like these are not listed",
					     (unsigned long)(counts[i] - CHECK_SAME_MAX)),
				    counts[i] - CHECK_SAME_MAX);
}
