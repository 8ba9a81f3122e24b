/*
 * A PriorityQueue's items as CPython's heapq keeps them, comparison by comparison: one that raises TypeError leaves the
 * items as they stand at that moment, as heapq does. ITEMS are LEN values; there is room for one more where one is put.
 */
#ifndef LAB_THREADS_PRIORITY_H
#define LAB_THREADS_PRIORITY_H

#include "lab/threads/values.h"

/* ITEM is among them, whatever comes back. */
enum fault priority_put(const struct heap *, value *items, uint32_t len, value item);
/* There is one less, whatever comes back: if it raises, the least is lost. LEN > 0. */
enum fault priority_get(const struct heap *, value *items, uint32_t len, value *least);

#endif
