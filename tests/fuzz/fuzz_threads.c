/* Any scenario: compiled or refused, then explored a little. */
#include "lab/threads/explore.h"

#include <stddef.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct explore_limits limits = { .states = 200, .bytes = (size_t)64 << 20, .searches = 10 };
	struct program program;
	struct explored explored;
	struct err err = { 0 };

	if (!program_compile(&program, str_of((const char *)data, size), &err))
		return 0;
	explore(&program, &limits, &explored);
	explored_fini(&explored);
	program_fini(&program);
	return 0;
}
