/* What is calculated with values: arithmetic, comparison, items, slices, as Python does. */
#include "lab/threads/values.h"

#include "base/alloc.h"

#include <string.h>

/* The byte where character NUMBER begins; the end when there are fewer. */
static size_t
find_character(struct str text, uint32_t number)
{
	size_t at = 0;

	for (; at < text.len; at++)
		if (((unsigned char)text.data[at] & 0xc0) != 0x80 && !number--)
			break;
	return at;
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
	if (!a || !b || heap_find(h, left)->kind != heap_find(h, right)->kind)
		return FAULT_TYPE;
	if (left_len + right_len > HEAP_ITEM_MAX)
		return FAULT_OVERFLOW;
	memcpy(words, a, left_len * sizeof(*a));
	memcpy(words + left_len, b, right_len * sizeof(*b));
	*out = heap_intern(h, heap_find(h, left)->kind, words, left_len + right_len);
	return FAULT_NONE;
}

static enum fault
repeat_text(struct heap *h, value text, int64_t times, value *out)
{
	struct str_buf all = { 0 };
	size_t len = value_text(h, text).len;

	if (!len)
		times = 0;
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
	*out = heap_intern(h, heap_find(h, list)->kind, words, (uint32_t)times * len);
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
		*out = a == -1 && b == 63 ? INT64_MIN : 0;
		if (!a || *out)
			return FAULT_NONE;
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

		bool is_bool = (left & right & 3) == VALUE_SPECIAL &&
			       (op == OP_BIT_AND || op == OP_BIT_OR || op == OP_BIT_XOR);

		if (!fault)
			*out = is_bool ? value_of_bool(result) : value_of_int(h, result);
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

	if (!x || !y || heap_find(h, left)->kind != heap_find(h, right)->kind)
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
		enum fault fault = find_index(h, index, value_length(h, list), &at);

		if (!fault) {
			char bytes[HEAP_ITEM_MAX]; /* the heap moves when it grows */
			size_t from = find_character(text, at), size = find_character(text, at + 1) - from;

			memcpy(bytes, text.data + from, size);
			*out = heap_text(h, str_of(bytes, size));
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
		len = value_length(h, list);
	else if (!items)
		return FAULT_TYPE;
	if (clamp_bound(h, from, len, 0, &start) || clamp_bound(h, to, len, len, &end))
		return FAULT_TYPE;
	if (end < start)
		end = start;
	if (is_text) {
		struct str text = value_text(h, list);
		char bytes[HEAP_ITEM_MAX];
		size_t first = find_character(text, start), size = find_character(text, end) - first;

		memcpy(bytes, text.data + first, size);
		*out = heap_text(h, str_of(bytes, size));
	} else {
		uint32_t words[HEAP_ITEM_MAX];

		memcpy(words, items + start, (end - start) * sizeof(*words));
		*out = heap_intern(h, heap_find(h, list)->kind, words, end - start);
	}
	return FAULT_NONE;
}
