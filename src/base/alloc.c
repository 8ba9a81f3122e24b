/* Memory that is always there, or the program ends and says so. */
#include "base/alloc.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static _Noreturn void
fail(size_t count, size_t size_bytes)
{
	fprintf(stderr, "notes-tui: out of memory (%zu x %zu bytes)\n", count, size_bytes);
	abort();
}

/*
 * glibc's heap of a thread grows by single pages, with a call for each, unless it begins large.
 * Untouched pages cost nothing.
 */
void
mem_set_up(void)
{
#ifdef __GLIBC__
	mallopt(M_TOP_PAD, 512 << 10);
#endif
}

void *
mem_alloc_array(size_t count, size_t size_bytes)
{
	void *ptr = calloc(count ? count : 1, size_bytes ? size_bytes : 1);

	if (!ptr)
		fail(count, size_bytes);
	return ptr;
}

void *
mem_realloc_array(void *ptr, size_t count, size_t size_bytes)
{
	size_t total_bytes;

	if (__builtin_mul_overflow(count, size_bytes, &total_bytes))
		fail(count, size_bytes);
	ptr = realloc(ptr, total_bytes ? total_bytes : 1);
	if (!ptr)
		fail(count, size_bytes);
	return ptr;
}

char *
mem_copy(const void *data, size_t len)
{
	if (len == SIZE_MAX)
		fail(len, 1);
	char *copy = mem_alloc_array(len + 1, 1);

	if (len)
		memcpy(copy, data, len);
	return copy;
}

char *
mem_copy_c(const char *text)
{
	return mem_copy(text, strlen(text));
}
