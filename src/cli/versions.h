/* The libraries this program runs with, by name and version. */
#ifndef CLI_VERSIONS_H
#define CLI_VERSIONS_H

#include <stddef.h>

struct library {
	const char *name;                              /* NULL ends the list */
	void (*version)(char *out, size_t size_bytes); /* as it runs, not as it was built, where the library tells */
};

const struct library *library_list(void);

#endif
