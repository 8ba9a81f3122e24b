/* Reads the arguments of a lab's verb by the table it declares. */
#include "lab/arguments.h"

#include "base/i18n.h"

#include <string.h>

/* The row of TABLE for ARGUMENT, and what stands behind its "=" (NULL: nothing does). */
static const struct lab_argument *
find_row(const struct lab_argument *table, const char *argument, const char **given)
{
	size_t len = strcspn(argument, "=");

	*given = argument[len] ? argument + len + 1 : NULL;
	for (; table->name; table++)
		if (strlen(table->name) == len && strncmp(table->name, argument, len) == 0)
			return !table->value && *given ? NULL : table;
	return NULL;
}

bool
lab_arguments_read(int argc, char **argv, const struct lab_argument *table, const char **file, struct err *err)
{
	for (int i = 1; i < argc; i++) {
		const char *given;
		const struct lab_argument *row = find_row(table, argv[i], &given);

		if (row && !row->value) {
			*row->flag = true;
		} else if (row) {
			if (!given && i + 1 == argc)
				return err_set(err, _("%s needs a value"), row->name);
			*row->value = given ? given : argv[++i];
		} else if (!file || (argv[i][0] == '-' && argv[i][1])) {
			return err_set(err, _("unknown option %s"), argv[i]);
		} else if (*file) {
			return err_set(err, _("there is one argument too many: %s"), argv[i]);
		} else {
			*file = argv[i];
		}
	}
	return true;
}
