/* The replacement of re.sub: Python's template syntax, parsed once and filled in for each match. Pure. */
#ifndef LAB_REGEX_TEMPLATE_H
#define LAB_REGEX_TEMPLATE_H

#include "base/err.h"
#include "base/vec.h"
#include "lab/regex/dialect.h"

struct template_part {
	size_t literal_end; /* literal text up to here, in struct template's text … */
	size_t group;       /* … then this group; SIZE_MAX: none */
};

struct template
{
	struct str_buf text;
	VEC(struct template_part) parts;
};

/* \1 \g<name> \g<0> \n and octal escapes; the errors are Python's, with the column in code points. */
bool template_parse(struct str source, const struct dialect *, struct template *out, struct err *err);
void template_fini(struct template *);

#endif
