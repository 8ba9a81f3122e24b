/* Inks, papers and attributes by name, as theme files and goldens write them. */
#ifndef CANVAS_STYLE_NAME_H
#define CANVAS_STYLE_NAME_H

#include "base/str.h"
#include "text/style.h"

#include <stdbool.h>

const char *ink_name(unsigned ink);     /* "accent", "actor-1" */
const char *paper_name(unsigned paper); /* "base", "match-alt" */
bool ink_of_name(struct str, unsigned *ink);
bool paper_of_name(struct str, unsigned *paper);
bool attr_of_name(struct str, unsigned *attr);

/* "ink/paper+attr+attr", without what is plain; "text" for plain text. */
void style_name_append(struct str_buf *out, struct style);

#endif
