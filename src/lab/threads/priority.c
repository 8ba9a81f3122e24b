/* heapq's heappush and heappop, as Modules/_heapqmodule.c compares and swaps. */
#include "lab/threads/priority.h"

static void
swap(value *a, value *b)
{
	value kept = *a;

	*a = *b;
	*b = kept;
}

/* The item at AT rises while it is less than its parent. */
static enum fault
rise(const struct heap *h, value *items, uint32_t at)
{
	while (at) {
		uint32_t parent = (at - 1) / 2;
		bool is_less = false;
		enum fault fault = value_compare(h, OP_LT, items[at], items[parent], &is_less);

		if (fault || !is_less)
			return fault;
		swap(&items[at], &items[parent]);
		at = parent;
	}
	return FAULT_NONE;
}

/* The first item sinks to a leaf below the lesser children, and from there rises to its place. */
static enum fault
sink(const struct heap *h, value *items, uint32_t len)
{
	uint32_t at = 0;

	while (at < len / 2) {
		uint32_t child = 2 * at + 1;
		bool is_less = true;

		if (child + 1 < len && value_compare(h, OP_LT, items[child], items[child + 1], &is_less))
			return FAULT_TYPE;
		child += !is_less;
		swap(&items[at], &items[child]);
		at = child;
	}
	return rise(h, items, at);
}

enum fault
priority_put(const struct heap *h, value *items, uint32_t len, value item)
{
	items[len] = item;
	return rise(h, items, len);
}

enum fault
priority_get(const struct heap *h, value *items, uint32_t len, value *least)
{
	*least = items[0];
	items[0] = items[len - 1];
	return len > 1 ? sink(h, items, len - 1) : FAULT_NONE;
}
