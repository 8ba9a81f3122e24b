/* What exploring finds about a scenario while it is typed: the threads lab's draft, for its lab_ops. */
#ifndef LAB_THREADS_THREADS_DRAFT_H
#define LAB_THREADS_THREADS_DRAFT_H

#include "lab/lab.h"

struct threads_explorer;

extern const struct lab_draft_ops threads_draft_ops;

/*
 * The explorer of a draft, held once more, so that the lab opened on its text need not begin anew; NULL for no draft.
 */
struct threads_explorer *threads_draft_explorer(const void *draft);

#endif
