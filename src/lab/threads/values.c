/* Values and the heap that interns them. */
#include "lab/threads/values.h"

#include "base/alloc.h"

#include <string.h>

const char *const fault_names[FAULT_COUNT] = {
	"",
	"TypeError",
	"ValueError",
	"NameError",
	"IndexError",
	"OverflowError",
	"ZeroDivisionError",
	"RuntimeError",
	"AssertionError",
	"Empty",
	"Full",
	"BrokenBarrierError",
	"RuntimeError",
	"fail",
};

/* Python's classes of exceptions above those there are here. */
static const struct fault_class {
	const char *name;
	uint32_t faults;
} fault_classes[] = {
	{ "ArithmeticError", 1u << FAULT_OVERFLOW | 1u << FAULT_ZERO },
	{ "LookupError", 1u << FAULT_INDEX },
	{ "RuntimeError", 1u << FAULT_RUNTIME | 1u << FAULT_BROKEN },
	{ "Exception", UINT32_MAX >> 16 },
	{ "BaseException", UINT32_MAX >> 16 },
};

uint32_t
fault_find(struct str name)
{
	for (size_t i = 0; i < ARRAY_LEN(fault_classes); i++)
		if (str_is_equal_c(name, fault_classes[i].name))
			return fault_classes[i].faults;
	for (uint32_t f = FAULT_TYPE; f < FAULT_ENDLESS; f++)
		if (str_is_equal_c(name, fault_names[f]))
			return 1u << f;
	return 0;
}

#define SMALL_MAX ((INT64_C(1) << 29) - 1)
#define SMALL_MIN (-(INT64_C(1) << 29))

void
heap_init(struct heap *h)
{
	*h = (struct heap){ .table_mask = 255 };
	h->table = NEW_ARRAY(uint32_t, 256);
}

void
heap_fini(struct heap *h)
{
	free(h->words);
	free(h->entries);
	free(h->table);
	*h = (struct heap){ 0 };
}

size_t
heap_bytes(const struct heap *h)
{
	return h->capacity * sizeof(*h->words) + h->entry_capacity * sizeof(*h->entries) +
	       ((size_t)h->table_mask + 1) * sizeof(*h->table);
}

static void
grow_table(struct heap *h)
{
	uint32_t size = (h->table_mask + 1) * 2;

	free(h->table);
	h->table = NEW_ARRAY(uint32_t, size);
	h->table_mask = size - 1;
	for (uint32_t i = 0; i < h->count; i++) {
		uint32_t at = h->entries[i].hash & h->table_mask;

		while (h->table[at])
			at = (at + 1) & h->table_mask;
		h->table[at] = i + 1;
	}
}

static value
intern(struct heap *h, enum heap_kind kind, const void *data, uint32_t len, size_t size_bytes)
{
	uint32_t hash = (uint32_t)kind * 0x9e3779b1u + len, words = (uint32_t)((size_bytes + 3) / 4);
	const unsigned char *bytes = data;

	for (size_t i = 0; i < size_bytes; i++)
		hash = (hash ^ bytes[i]) * 0x01000193u;
	hash ^= hash >> 15;
	uint32_t at = hash & h->table_mask;

	for (; h->table[at]; at = (at + 1) & h->table_mask) {
		const struct heap_entry *e = &h->entries[h->table[at] - 1];

		if (e->hash == hash && e->kind == kind && e->len == len &&
		    (!size_bytes || !memcmp(h->words + e->at, data, size_bytes)))
			return (h->table[at] - 1) << 2 | VALUE_HEAP;
	}
	if (h->len + words > h->capacity) {
		size_t needed = (h->len + words) * 2 + 256;
		uint32_t *grown = NEW_ARRAY(uint32_t, needed); /* DATA may point into the old words */

		if (h->len)
			memcpy(grown, h->words, h->len * sizeof(*grown));
		if (size_bytes)
			memcpy(grown + h->len, data, size_bytes);
		free(h->words);
		h->words = grown;
		h->capacity = needed;
	} else if (size_bytes)
		memcpy(h->words + h->len, data, size_bytes);
	if (h->count == h->entry_capacity) {
		h->entry_capacity = h->entry_capacity * 2 + 64;
		h->entries = mem_realloc_array(h->entries, h->entry_capacity, sizeof(*h->entries));
	}
	uint64_t weight = 1;

	for (uint32_t i = 0; kind >= HEAP_LIST && i < len; i++)
		weight += (h->words[h->len + i] & 3) == VALUE_HEAP ? h->entries[h->words[h->len + i] >> 2].weight : 1;
	h->entries[h->count++] = (struct heap_entry){ (uint32_t)h->len, len, hash,
						      weight > UINT32_MAX / 2 ? UINT32_MAX / 2 : (uint32_t)weight,
						      (uint8_t)kind };
	h->len += words;
	h->table[at] = h->count;
	if (h->count * 2 > h->table_mask)
		grow_table(h);
	return (h->count - 1) << 2 | VALUE_HEAP;
}

value
heap_intern(struct heap *h, enum heap_kind kind, const uint32_t *words, uint32_t len)
{
	return intern(h, kind, words, len, (size_t)len * 4);
}

value
heap_text(struct heap *h, struct str text)
{
	return intern(h, HEAP_TEXT, text.data, (uint32_t)text.len, text.len);
}

value
value_of_int(struct heap *h, int64_t number)
{
	if (number >= SMALL_MIN && number <= SMALL_MAX)
		return (uint32_t)number << 2 | VALUE_INT;
	uint32_t words[2];

	memcpy(words, &number, sizeof(words));
	return heap_intern(h, HEAP_BIG, words, 2);
}

value
value_of_bool(bool is_true)
{
	return is_true ? VALUE_TRUE : VALUE_FALSE;
}

const struct heap_entry *
heap_find(const struct heap *h, value v)
{
	return (v & 3) == VALUE_HEAP ? &h->entries[v >> 2] : NULL;
}

bool
value_is_kind(const struct heap *h, value v, enum heap_kind kind)
{
	const struct heap_entry *e = heap_find(h, v);

	return e && e->kind == kind;
}

bool
value_to_int(const struct heap *h, value v, int64_t *out)
{
	if ((v & 3) == VALUE_INT)
		*out = (int32_t)v >> 2;
	else if (v == VALUE_TRUE || v == VALUE_FALSE)
		*out = v == VALUE_TRUE;
	else if (value_is_kind(h, v, HEAP_BIG))
		memcpy(out, h->words + heap_find(h, v)->at, sizeof(*out));
	else
		return false;
	return true;
}

bool
value_is_light(const struct heap *h, value v)
{
	return (v & 3) != VALUE_HEAP || h->entries[v >> 2].weight <= 2 * HEAP_ITEM_MAX;
}

bool
value_is_true(const struct heap *h, value v)
{
	const struct heap_entry *e = heap_find(h, v);

	return e ? e->len > 0 : v != 0 && v != VALUE_NONE && v != VALUE_FALSE;
}

const value *
value_items(const struct heap *h, value v, uint32_t *len)
{
	static const value empty = 0;
	const struct heap_entry *e = heap_find(h, v);

	if (!e || (e->kind != HEAP_LIST && e->kind != HEAP_TUPLE))
		return NULL;
	*len = e->len;
	return e->len ? h->words + e->at : &empty;
}

struct str
value_text(const struct heap *h, value v)
{
	const struct heap_entry *e = heap_find(h, v);

	return e && e->kind == HEAP_TEXT && e->len ? str_of((const char *)(h->words + e->at), e->len) : str_of("", 0);
}

uint32_t
value_length(const struct heap *h, value v)
{
	struct str text = value_text(h, v);
	uint32_t count = 0;

	for (size_t i = 0; i < text.len; i++)
		count += ((unsigned char)text.data[i] & 0xc0) != 0x80;
	return count;
}

void
value_format(const struct heap *h, value v, bool is_json, struct str_buf *out)
{
	int64_t number;
	uint32_t len;
	const value *items = value_items(h, v, &len);

	if (v == VALUE_TRUE || v == VALUE_FALSE)
		str_buf_append_c(out, v == VALUE_TRUE ? (is_json ? "true" : "True") : (is_json ? "false" : "False"));
	else if ((v & 3) == VALUE_SPECIAL)
		str_buf_append_c(out, is_json ? "null" : "None");
	else if (value_to_int(h, v, &number))
		str_buf_printf(out, "%lld", (long long)number);
	else if (items) {
		bool is_list = is_json || value_is_kind(h, v, HEAP_LIST);

		str_buf_append_byte(out, is_list ? '[' : '(');
		for (uint32_t i = 0; i < len; i++) {
			if (i)
				str_buf_append_c(out, ", ");
			value_format(h, items[i], is_json, out);
		}
		str_buf_append_byte(out, is_list ? ']' : ')');
	} else if ((v & 3) == VALUE_OBJECT)
		str_buf_printf(out, is_json ? "\"object %u\"" : "object %u", v >> 2);
	else
		str_buf_append_json(out, value_text(h, v));
}
