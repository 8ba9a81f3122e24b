/*
 * Presets are files, content/labs/NAME/PRESET.*: optional YAML front matter between two lines of --- with `title` and
 * `question` (a text, or a mapping of language to text) and `order` (a number; then by name), then the body. A course
 * may have its own labs/ directory, which hides shipped presets of the same name.
 */
#ifndef LAB_PRESET_H
#define LAB_PRESET_H

#include "base/err.h"
#include "base/str.h"

struct preset {
	char *name;     /* file name without its ending */
	char *title;    /* in the language asked for, else English, else the name */
	char *question; /* to think about; may be "" */
	char *path;
	char *body;
	size_t body_len;
	uint32_t body_line; /* line of the body in its file */
	int64_t order;
};

struct preset_list {
	struct preset *items;
	size_t len, capacity;
};

/*
 * Presets of LAB in DIRS (NULL-terminated, first wins), sorted by order and name. Files in error are left out and put
 * in ERR (the last one).
 */
void preset_list_load(struct preset_list *, const char *const *dirs, const char *lab, const char *language,
		      struct err *);
const struct preset *preset_list_find(const struct preset_list *, struct str name);
void preset_list_fini(struct preset_list *);

/*
 * Make TEXT, a preset's file or a plain source, a source: the front matter becomes blank lines,
 * so lines stay what they are.
 */
void preset_blank_front_matter(struct str_buf *text);

#endif
