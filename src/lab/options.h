/* The options of a lab: a YAML mapping read against the lab's table of keys, types, ranges and defaults. Pure. */
#ifndef LAB_OPTIONS_H
#define LAB_OPTIONS_H

#include "lab/lab.h"

struct lab_options {
	struct lab_value *values; /* as many as the table has, in its order; owned */
	size_t count;
	struct yaml *yaml; /* what the values borrow from; owned */
};

/* Read BODY, whose first line is LINE of FILE. An empty body gives the defaults, a NULL table takes no key at all. On
 * false OUT holds nothing and ERR says the place and what was expected. */
bool lab_options_parse(struct lab_options *out, const struct lab_option *table, struct str body, struct str file,
		       uint32_t line, struct err *);
void lab_options_fini(struct lab_options *);

#endif
