/*
 * Values as 32-bit words. Small integers, None, booleans and references stand in the word; lists, tuples, texts and big
 * integers are interned in a heap, so equal values are equal words and a state is an array of words. Values never
 * change.
 */
#ifndef LAB_THREADS_VALUES_H
#define LAB_THREADS_VALUES_H

#include "base/str.h"
#include "lab/threads/ast.h"

typedef uint32_t value; /* low 2 bits: what it is */

enum value_tag {
	VALUE_INT,
	VALUE_SPECIAL,
	VALUE_HEAP,
	VALUE_OBJECT, /* index in program.objects */
};

#define VALUE_NONE  ((value)(0u << 2 | VALUE_SPECIAL))
#define VALUE_FALSE ((value)(1u << 2 | VALUE_SPECIAL))
#define VALUE_TRUE  ((value)(2u << 2 | VALUE_SPECIAL))
#define VALUE_UNSET ((value)(3u << 2 | VALUE_SPECIAL))

enum heap_kind {
	HEAP_BIG,
	HEAP_TEXT,
	HEAP_LIST,
	HEAP_TUPLE,
};

#define HEAP_ITEM_MAX 4096u /* words of one value */

struct heap_entry {
	uint32_t at, len; /* words; a text: bytes in len */
	uint32_t hash;
	uint32_t weight; /* values in it, all the way down */
	uint8_t kind;
};

struct heap {
	uint32_t *words;
	size_t len, capacity;
	struct heap_entry *entries;
	uint32_t count, entry_capacity;
	uint32_t *table;
	uint32_t table_mask;
};

enum fault { /* what a thread can raise */
	FAULT_NONE,
	FAULT_TYPE,
	FAULT_VALUE,
	FAULT_NAME,
	FAULT_INDEX,
	FAULT_OVERFLOW,
	FAULT_ZERO,
	FAULT_RUNTIME,
	FAULT_ASSERT,
	FAULT_EMPTY,
	FAULT_FULL,
	FAULT_BROKEN,
	FAULT_ENDLESS,
	FAULT_FAIL,
	FAULT_COUNT,
};

extern const char *const fault_names[FAULT_COUNT]; /* as Python calls them */

/* The faults that `except NAME` catches, a bit each; 0: no such exception. */
uint32_t fault_find(struct str name);

/* A caught fault in a slot, with the instruction it began at: a value as any other. */
static inline value
fault_pack(enum fault fault, uint32_t origin)
{
	return (origin << 4 | (uint32_t)fault) << 2;
}

static inline enum fault
fault_of(value v)
{
	return (enum fault)(v >> 2 & 15);
}

static inline uint32_t
fault_origin(value v)
{
	return v >> 6;
}

void heap_init(struct heap *);
void heap_fini(struct heap *);
size_t heap_bytes(const struct heap *);
value heap_intern(struct heap *, enum heap_kind, const uint32_t *words, uint32_t len);
value heap_text(struct heap *, struct str);

/* NULL: the value stands in its word. */
const struct heap_entry *heap_find(const struct heap *, value);

value value_of_int(struct heap *, int64_t);
value value_of_bool(bool);
bool value_to_int(const struct heap *, value, int64_t *out); /* also booleans */
/* False for a value that would take too long to compare or show: lists of lists of lists. */
bool value_is_light(const struct heap *, value);
bool value_is_true(const struct heap *, value);
bool value_is_kind(const struct heap *, value, enum heap_kind);
/* The items of a list or tuple; NULL for anything else. Valid until the next intern. */
const value *value_items(const struct heap *, value, uint32_t *len);
struct str value_text(const struct heap *, value);
uint32_t value_length(const struct heap *, value); /* of a text, in characters */

enum fault value_binary(struct heap *, enum node_op, value, value, value *out);
enum fault value_compare(const struct heap *, enum node_op, value, value, bool *out);
enum fault value_index(struct heap *, value list, value index, value *out);
enum fault value_replace(struct heap *, value list, value index, value item, value *out);
enum fault value_slice(struct heap *, value list, value from, value to, value *out);
void value_format(const struct heap *, value, bool is_json, struct str_buf *);

#endif
