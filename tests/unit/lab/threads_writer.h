/* Random scenarios with all there is in the language, each from its seed alone. */
#ifndef TESTS_LAB_THREADS_WRITER_H
#define TESTS_LAB_THREADS_WRITER_H

#include "support/test.h"

struct writer {
	struct str_buf text;
	uint64_t random;
};

void writer_tell(struct writer *, uint64_t seed); /* its text is the caller's to free */

#endif
