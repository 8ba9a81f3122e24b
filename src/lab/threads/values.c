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

static const struct heap_entry *
entry(const struct heap *h, value v)
{
	return (v & 3) == VALUE_HEAP ? &h->entries[v >> 2] : NULL;
}

bool
value_is_kind(const struct heap *h, value v, enum heap_kind kind)
{
	const struct heap_entry *e = entry(h, v);

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
		memcpy(out, h->words + entry(h, v)->at, sizeof(*out));
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
	const struct heap_entry *e = entry(h, v);

	return e ? e->len > 0 : v != 0 && v != VALUE_NONE && v != VALUE_FALSE;
}

const value *
value_items(const struct heap *h, value v, uint32_t *len)
{
	static const value empty = 0;
	const struct heap_entry *e = entry(h, v);

	if (!e || (e->kind != HEAP_LIST && e->kind != HEAP_TUPLE))
		return NULL;
	*len = e->len;
	return e->len ? h->words + e->at : &empty;
}

struct str
value_text(const struct heap *h, value v)
{
	const struct heap_entry *e = entry(h, v);

	return e && e->kind == HEAP_TEXT && e->len ? str_of((const char *)(h->words + e->at), e->len) : str_of("", 0);
}

static enum fault
join(struct heap *h, value left, value right, value *out)
{
	uint32_t left_len, right_len, words[HEAP_ITEM_MAX];
	const value *a = value_items(h, left, &left_len), *b = value_items(h, right, &right_len);

	if (value_is_kind(h, left, HEAP_TEXT) && value_is_kind(h, right, HEAP_TEXT)) {
		struct str_buf text = { 0 };

		str_buf_append(&text, value_text(h, left));
		str_buf_append(&text, value_text(h, right));
		bool fits = text.len <= HEAP_ITEM_MAX;

		if (fits)
			*out = heap_text(h, str_buf_str(&text));
		str_buf_fini(&text);
		return fits ? FAULT_NONE : FAULT_OVERFLOW;
	}
	if (!a || !b || entry(h, left)->kind != entry(h, right)->kind)
		return FAULT_TYPE;
	if (left_len + right_len > HEAP_ITEM_MAX)
		return FAULT_OVERFLOW;
	memcpy(words, a, left_len * sizeof(*a));
	memcpy(words + left_len, b, right_len * sizeof(*b));
	*out = heap_intern(h, entry(h, left)->kind, words, left_len + right_len);
	return FAULT_NONE;
}

static enum fault
repeat_text(struct heap *h, value text, int64_t times, value *out)
{
	struct str_buf all = { 0 };
	size_t len = value_text(h, text).len;

	if (times > HEAP_ITEM_MAX || (times > 0 && (uint64_t)times * len > HEAP_ITEM_MAX))
		return FAULT_OVERFLOW;
	for (int64_t i = 0; i < times; i++)
		str_buf_append(&all, value_text(h, text));
	*out = heap_text(h, str_buf_str(&all));
	str_buf_fini(&all);
	return FAULT_NONE;
}

static enum fault
repeat(struct heap *h, value list, int64_t times, value *out)
{
	uint32_t len, words[HEAP_ITEM_MAX];
	const value *items = value_items(h, list, &len);

	if (value_is_kind(h, list, HEAP_TEXT))
		return repeat_text(h, list, times, out);
	if (!items)
		return FAULT_TYPE;
	if (times < 0 || !len)
		times = 0;
	if (times > HEAP_ITEM_MAX || (uint64_t)times * len > HEAP_ITEM_MAX)
		return FAULT_OVERFLOW;
	for (uint32_t i = 0; i < (uint32_t)times; i++)
		memcpy(words + (size_t)i * len, items, len * sizeof(*items));
	*out = heap_intern(h, entry(h, list)->kind, words, (uint32_t)times * len);
	return FAULT_NONE;
}

static enum fault
divide(enum node_op op, int64_t a, int64_t b, int64_t *out)
{
	if (!b)
		return FAULT_ZERO;
	if (b == -1) {
		*out = 0;
		return op == OP_DIV && __builtin_sub_overflow(0, a, out) ? FAULT_OVERFLOW : FAULT_NONE;
	}
	int64_t quotient = a / b, rest = a % b;

	if (rest && (rest < 0) != (b < 0)) { /* towards minus infinity, as Python */
		quotient--;
		rest += b;
	}
	*out = op == OP_DIV ? quotient : rest;
	return FAULT_NONE;
}

static enum fault
calculate(enum node_op op, int64_t a, int64_t b, int64_t *out)
{
	switch (op) {
	case OP_ADD:
		return __builtin_add_overflow(a, b, out) ? FAULT_OVERFLOW : FAULT_NONE;
	case OP_SUB:
		return __builtin_sub_overflow(a, b, out) ? FAULT_OVERFLOW : FAULT_NONE;
	case OP_MUL:
		return __builtin_mul_overflow(a, b, out) ? FAULT_OVERFLOW : FAULT_NONE;
	case OP_DIV:
	case OP_MOD:
		return divide(op, a, b, out);
	case OP_BIT_AND:
		*out = a & b;
		return FAULT_NONE;
	case OP_BIT_OR:
		*out = a | b;
		return FAULT_NONE;
	case OP_BIT_XOR:
		*out = a ^ b;
		return FAULT_NONE;
	case OP_SHL:
		if (b < 0)
			return FAULT_VALUE;
		return b > 62 || __builtin_mul_overflow(a, INT64_C(1) << b, out) ? FAULT_OVERFLOW : FAULT_NONE;
	case OP_POWER:
		if (b < 0)
			return FAULT_TYPE; /* a fraction in Python */
		for (*out = 1; b > 0; b >>= 1) {
			if (b & 1 && __builtin_mul_overflow(*out, a, out))
				return FAULT_OVERFLOW;
			if (b > 1 && __builtin_mul_overflow(a, a, &a))
				return FAULT_OVERFLOW;
		}
		return FAULT_NONE;
	case OP_SHR:
		*out = a >> (b > 63 ? 63 : b);
		return b < 0 ? FAULT_VALUE : FAULT_NONE;
	default:
		return FAULT_TYPE;
	}
}

enum fault
value_binary(struct heap *h, enum node_op op, value left, value right, value *out)
{
	int64_t a, b, result = 0;
	bool is_left = value_to_int(h, left, &a), is_right = value_to_int(h, right, &b);

	if (is_left && is_right) {
		if (op == OP_SHR && b < 0)
			return FAULT_VALUE;
		enum fault fault = calculate(op, a, b, &result);

		if (!fault)
			*out = value_of_int(h, result);
		return fault;
	}
	if (op == OP_ADD)
		return join(h, left, right, out);
	if (op == OP_MUL && is_right)
		return repeat(h, left, b, out);
	if (op == OP_MUL && is_left)
		return repeat(h, right, a, out);
	return FAULT_TYPE;
}

/* -1, 0, 1; false if these have no order. Depth is bounded by the nesting of literals. */
static bool
order(const struct heap *h, value left, value right, int *out)
{
	int64_t a, b;
	uint32_t left_len, right_len;

	if (value_to_int(h, left, &a) && value_to_int(h, right, &b)) {
		*out = (a > b) - (a < b);
		return true;
	}
	if (value_is_kind(h, left, HEAP_TEXT) && value_is_kind(h, right, HEAP_TEXT)) {
		int c = str_compare(value_text(h, left), value_text(h, right));

		*out = (c > 0) - (c < 0);
		return true;
	}
	const value *x = value_items(h, left, &left_len), *y = value_items(h, right, &right_len);

	if (!x || !y || entry(h, left)->kind != entry(h, right)->kind)
		return false;
	for (uint32_t i = 0; i < left_len && i < right_len; i++)
		if (x[i] != y[i]) {
			if (!order(h, x[i], y[i], out))
				return false;
			if (*out)
				return true;
		}
	*out = (left_len > right_len) - (left_len < right_len);
	return true;
}

static bool
is_equal(const struct heap *h, value a, value b)
{
	int c;

	return a == b || (order(h, a, b, &c) && !c);
}

enum fault
value_compare(const struct heap *h, enum node_op op, value a, value b, bool *out)
{
	int c = 0;
	uint32_t len;
	const value *items;

	switch (op) {
	case OP_EQ:
	case OP_NE:
		*out = is_equal(h, a, b) == (op == OP_EQ);
		return FAULT_NONE;
	case OP_IS:
	case OP_IS_NOT:
		*out = (a == b) == (op == OP_IS);
		return FAULT_NONE;
	case OP_IN:
	case OP_NOT_IN:
		*out = op == OP_NOT_IN;
		if (value_is_kind(h, b, HEAP_TEXT) && value_is_kind(h, a, HEAP_TEXT)) {
			*out = (str_find(value_text(h, b), value_text(h, a)) != STR_NONE) == (op == OP_IN);
			return FAULT_NONE;
		}
		items = value_items(h, b, &len);
		for (uint32_t i = 0; items && i < len; i++)
			if (is_equal(h, items[i], a))
				*out = op == OP_IN;
		return items ? FAULT_NONE : FAULT_TYPE;
	default:
		if (!order(h, a, b, &c))
			return FAULT_TYPE;
		*out = op == OP_LT ? c < 0 : op == OP_LE ? c <= 0 : op == OP_GT ? c > 0 : c >= 0;
		return FAULT_NONE;
	}
}

static enum fault
find_index(const struct heap *h, value index, uint32_t len, uint32_t *out)
{
	int64_t i;

	if (!value_to_int(h, index, &i))
		return FAULT_TYPE;
	if (i < 0)
		i += len;
	if (i < 0 || i >= len)
		return FAULT_INDEX;
	*out = (uint32_t)i;
	return FAULT_NONE;
}

enum fault
value_index(struct heap *h, value list, value index, value *out)
{
	uint32_t len, at;
	const value *items = value_items(h, list, &len);

	if (value_is_kind(h, list, HEAP_TEXT)) {
		struct str text = value_text(h, list);
		enum fault fault = find_index(h, index, (uint32_t)text.len, &at);

		if (!fault) {
			char byte = text.data[at];

			*out = heap_text(h, str_of(&byte, 1));
		}
		return fault;
	}
	if (!items)
		return FAULT_TYPE;
	enum fault fault = find_index(h, index, len, &at);

	if (!fault)
		*out = items[at];
	return fault;
}

enum fault
value_replace(struct heap *h, value list, value index, value item, value *out)
{
	uint32_t len, at, words[HEAP_ITEM_MAX];
	const value *items = value_items(h, list, &len);

	if (!items || !value_is_kind(h, list, HEAP_LIST))
		return FAULT_TYPE;
	enum fault fault = find_index(h, index, len, &at);

	if (fault)
		return fault;
	memcpy(words, items, len * sizeof(*items));
	if (item != VALUE_UNSET)
		words[at] = item;
	else {
		memmove(words + at, words + at + 1, (len - at - 1) * sizeof(*words));
		len--;
	}
	*out = heap_intern(h, HEAP_LIST, words, len);
	return FAULT_NONE;
}

static enum fault
clamp_bound(const struct heap *h, value bound, uint32_t len, uint32_t missing, uint32_t *out)
{
	int64_t i;

	*out = missing;
	if (bound == VALUE_NONE)
		return FAULT_NONE;
	if (!value_to_int(h, bound, &i))
		return FAULT_TYPE;
	if (i < 0)
		i += len;
	*out = i < 0 ? 0 : i > len ? len : (uint32_t)i;
	return FAULT_NONE;
}

enum fault
value_slice(struct heap *h, value list, value from, value to, value *out)
{
	uint32_t len = 0, start, end;
	const value *items = value_items(h, list, &len);
	bool is_text = value_is_kind(h, list, HEAP_TEXT);

	if (is_text)
		len = (uint32_t)value_text(h, list).len;
	else if (!items)
		return FAULT_TYPE;
	if (clamp_bound(h, from, len, 0, &start) || clamp_bound(h, to, len, len, &end))
		return FAULT_TYPE;
	if (end < start)
		end = start;
	if (is_text) {
		char bytes[HEAP_ITEM_MAX];

		memcpy(bytes, value_text(h, list).data + start, end - start);
		*out = heap_text(h, str_of(bytes, end - start));
	} else {
		uint32_t words[HEAP_ITEM_MAX];

		memcpy(words, items + start, (end - start) * sizeof(*words));
		*out = heap_intern(h, entry(h, list)->kind, words, end - start);
	}
	return FAULT_NONE;
}

static void
format_text(struct str text, struct str_buf *out)
{
	str_buf_append_byte(out, '"');
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.data[i];

		if (c == '"' || c == '\\')
			str_buf_append_byte(out, '\\');
		if (c < 0x20)
			str_buf_printf(out, "\\u%04x", c);
		else
			str_buf_append_byte(out, (char)c);
	}
	str_buf_append_byte(out, '"');
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
		format_text(value_text(h, v), out);
}
