/* The table of labs: one line each. */
#ifndef LAB_REGISTRY_H
#define LAB_REGISTRY_H

#include "lab/lab.h"

size_t lab_registry_count(void);
const struct lab_ops *lab_registry_at(size_t index);      /* sorted by name */
const struct lab_ops *lab_registry_find(struct str name); /* NULL if there is none */

#endif
