/* The table of labs: one line each, sorted by name. */
#include "lab/registry.h"

#include "base/alloc.h"
#include "lab/clock/clock_lab.h"
#include "lab/queue/queue_lab.h"
#include "lab/regex/regex_lab.h"
#include "lab/socket/socket_lab.h"
#include "lab/threads/threads_lab.h"

static const struct lab_ops *const all_labs[] = {
	/* A line each, so that labs added side by side merge. */
	/* clang-format off */
	&clock_lab_ops,
	&queue_lab_ops,
	&regex_lab_ops,
	&socket_lab_ops,
	&threads_lab_ops,
	NULL,
	/* clang-format on */
};

size_t
lab_registry_count(void)
{
	return ARRAY_LEN(all_labs) - 1;
}

const struct lab_ops *
lab_registry_at(size_t index)
{
	return all_labs[index];
}

const struct lab_ops *
lab_registry_find(struct str name)
{
	for (size_t i = 0; i < lab_registry_count(); i++)
		if (str_is_equal_c(name, all_labs[i]->name))
			return all_labs[i];
	return NULL;
}
