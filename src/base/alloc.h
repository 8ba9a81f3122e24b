/*
 * Memory that is always there: every function returns valid storage or aborts the program with a message.
 *
 * Nobody above this file tests for exhaustion. Sizes are in bytes. Free with free(). Any thread.
 */
#ifndef BASE_ALLOC_H
#define BASE_ALLOC_H

#include <stddef.h>
#include <stdlib.h>

/* Once, before the first thread: how the allocator is to behave for a program like this one. */
void mem_set_up(void);

/* Zeroed storage for COUNT elements of SIZE_BYTES; a product that overflows aborts. Never NULL, also for 0. */
void *mem_alloc_array(size_t count, size_t size_bytes) __attribute__((malloc, returns_nonnull, alloc_size(1, 2)));

/* As realloc for an array; what is added is not initialised. PTR may be NULL. */
void *mem_realloc_array(void *ptr, size_t count, size_t size_bytes) __attribute__((returns_nonnull, alloc_size(2, 3)));

/* A heap copy of LEN bytes at DATA with a NUL byte behind it. DATA may be NULL when LEN is 0. */
char *mem_copy(const void *data, size_t len) __attribute__((malloc, returns_nonnull));

/* A heap copy of a C string. */
char *mem_copy_c(const char *text) __attribute__((malloc, returns_nonnull));

/* One zeroed struct, or an array of COUNT zeroed ones. */
#define NEW(type)              ((type *)mem_alloc_array(1, sizeof(type)))
#define NEW_ARRAY(type, count) ((type *)mem_alloc_array((count), sizeof(type)))

/* Number of elements of a true array. */
#define ARRAY_LEN(array) (sizeof(array) / sizeof((array)[0]))

#endif
