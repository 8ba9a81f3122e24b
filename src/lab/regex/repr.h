/* Values as Python's repr() writes them. Pure. */
#ifndef LAB_REGEX_REPR_H
#define LAB_REGEX_REPR_H

#include "base/str.h"

/* A str: 'it' or "it's", with \n, \x00, \u200b where str.isprintable says no. TEXT is valid UTF-8. */
void repr_append(struct str_buf *out, struct str text);

#endif
