/* Values known before the threads start: literals, lists, objects, and what is calculated from them. */
#include "lab/threads/compile_parts.h"

#include "base/i18n.h"

#include <string.h>

#define WORK_MAX 100000

const char *const object_kind_names[OBJECT_KIND_COUNT] = {
	"Lock",  "RLock",     "Semaphore",     "BoundedSemaphore", "Event",  "Condition", "Barrier",
	"Queue", "LifoQueue", "PriorityQueue", "Countdown",        "Unsafe", "Thread",
};

bool
setup_object(struct compiler *c, const struct node *n, enum object_kind kind, value *out)
{
	struct program *p = c->program;

	if (p->objects.len >= OBJECTS_MAX)
		return compile_fail(c, n, _("too many objects"));
	struct object *o = vec_push_zero(&p->objects);

	o->kind = kind;
	*out = (value)(p->objects.len - 1) << 2 | VALUE_OBJECT;
	return true;
}

/* What the constructor's argument is called, and the least number it may be; the others take none. */
static const struct constructor {
	const char *argument;
	int64_t least, missing; /* missing: when it is left out; -1: it must not */
} constructors[OBJECT_KIND_COUNT] = {
	[OBJECT_SEMAPHORE] = { "value", 0, 1 },  [OBJECT_BOUNDED] = { "value", 0, 1 },
	[OBJECT_CONDITION] = { "lock", 0, 0 },   [OBJECT_BARRIER] = { "parties", 1, -1 },
	[OBJECT_QUEUE] = { "maxsize", 0, 0 },    [OBJECT_LIFO] = { "maxsize", 0, 0 },
	[OBJECT_PRIORITY] = { "maxsize", 0, 0 }, [OBJECT_COUNTDOWN] = { "count", 0, -1 },
	[OBJECT_UNSAFE] = { "n", 0, 0 },
};

/* The only argument, or what stands for it. */
static bool
take_argument(struct compiler *c, const struct node *call, enum object_kind kind, value *out)
{
	const struct constructor *k = &constructors[kind];
	const struct node *argument = call->first->next;

	*out = VALUE_NONE;
	if (!argument)
		return k->missing >= 0 || compile_fail(c, call, _("%s needs a number"), object_kind_names[kind]);
	if (!k->argument || argument->next)
		return compile_fail(c, k->argument ? argument->next : argument, _("%s takes fewer arguments"),
				    object_kind_names[kind]);
	if (argument->kind != NODE_KEYWORD)
		return setup_value(c, argument, out);
	if (!str_is_equal_c(argument->name, k->argument))
		return compile_fail(c, argument, _("found “%.*s”, expected %s"), STR_ARG(argument->name), k->argument);
	return setup_value(c, argument->first, out);
}

static bool
build_object(struct compiler *c, const struct node *call, enum object_kind kind, value *out)
{
	struct program *p = c->program;
	value v, items[256], lock;
	int64_t number = constructors[kind].missing;

	if (!take_argument(c, call, kind, &v))
		return false;
	if (kind == OBJECT_CONDITION) {
		if (v == VALUE_NONE && !setup_object(c, call, OBJECT_RLOCK, &v))
			return false;
		lock = v;
		if ((lock & 3) != VALUE_OBJECT || p->objects.items[lock >> 2].kind > OBJECT_RLOCK)
			return compile_fail(c, call, _("a Condition needs a Lock or an RLock"));
		number = lock >> 2;
	} else if (v != VALUE_NONE &&
		   (!value_to_int(&p->heap, v, &number) || number < constructors[kind].least || number > 1000000))
		return compile_fail(c, call, _("expected a number from %d to 1000000"), (int)constructors[kind].least);
	if (!setup_object(c, call, kind, out))
		return false;
	struct object *o = vec_last(&p->objects);

	o->size = number;
	o->lock = (uint16_t)(kind == OBJECT_CONDITION ? number : 0);
	if (kind == OBJECT_SEMAPHORE || kind == OBJECT_BOUNDED || kind == OBJECT_COUNTDOWN)
		o->first = (uint32_t)number << 2;
	else if (kind == OBJECT_CONDITION || (kind >= OBJECT_QUEUE && kind <= OBJECT_UNSAFE)) {
		uint32_t len = kind == OBJECT_UNSAFE ? (uint32_t)number : 0;

		if (len > 256)
			return compile_fail(c, call, _("expected at most 256 items"));
		for (uint32_t i = 0; i < len; i++)
			items[i] = i << 2;
		o->first = heap_intern(&p->heap, HEAP_TUPLE, items, len);
	}
	return true;
}

static bool
build_range(struct compiler *c, const struct node *call, value *out)
{
	int64_t numbers[3] = { 0, 0, 1 };
	int count = 0;
	uint32_t len = 0, words[HEAP_ITEM_MAX];
	value v = VALUE_NONE;

	for (const struct node *kid = call->first->next; kid && count < 3; kid = kid->next)
		if (!setup_value(c, kid, &v) || !value_to_int(&c->program->heap, v, &numbers[count++]))
			return compile_fail(c, kid, _("expected a number in range(…)"));
	if (count == 1) {
		numbers[1] = numbers[0];
		numbers[0] = 0;
	}
	for (int64_t i = numbers[0]; numbers[2] > 0 ? i < numbers[1] : numbers[2] < 0 && i > numbers[1];
	     i += numbers[2]) {
		if (len == HEAP_ITEM_MAX || i > INT32_MAX || i < INT32_MIN || numbers[2] > INT32_MAX ||
		    numbers[2] < INT32_MIN)
			return compile_fail(c, call, _("this range is too long"));
		words[len++] = value_of_int(&c->program->heap, i);
	}
	*out = heap_intern(&c->program->heap, HEAP_LIST, words, len);
	return true;
}

static bool
build_list(struct compiler *c, const struct node *n, value *out)
{
	VEC(value) items = { 0 };
	bool is_good = true;
	uint32_t len;
	value list;

	if (n->kind == NODE_COMPREHENSION) {
		is_good = setup_value(c, n->last, &list) && (value_items(&c->program->heap, list, &len) ||
							     compile_fail(c, n->last, _("expected a list")));
		for (uint32_t i = 0; is_good && i < len; i++) {
			struct shared bound = { n->name, value_items(&c->program->heap, list, &len)[i], true, false };
			value item = 0;
			size_t at = c->program->shareds.len;

			vec_push(&c->program->shareds, bound);
			is_good = setup_value(c, n->first, &item);
			vec_remove(&c->program->shareds, at);
			vec_push(&items, item);
		}
	} else
		for (const struct node *kid = n->first; kid && is_good; kid = kid->next) {
			value item = 0;

			is_good = setup_value(c, kid, &item);
			vec_push(&items, item);
		}
	if (is_good && items.len > HEAP_ITEM_MAX)
		is_good = compile_fail(c, n, _("the list is too long"));
	if (is_good)
		*out = heap_intern(&c->program->heap, n->kind == NODE_TUPLE ? HEAP_TUPLE : HEAP_LIST, items.items,
				   (uint32_t)items.len);
	if (is_good && !value_is_light(&c->program->heap, *out))
		is_good = compile_fail(c, n, _("the list is too long"));
	vec_fini(&items);
	return is_good;
}

/* The handles of a thread, or of a group of them. */
static uint32_t
find_handles(const struct program *p, struct str name, value *handles)
{
	uint32_t count = 0;

	for (size_t i = 0; i < p->objects.len; i++) {
		const struct object *o = &p->objects.items[i];

		if (o->kind != OBJECT_THREAD)
			continue;
		const struct thread_def *t = &p->threads.items[o->thread];

		if (str_is_equal_c(name, t->name)) {
			handles[0] = (value)i << 2 | VALUE_OBJECT;
			return 1;
		}
		if (t->group > 1 && str_has_prefix(str_of_c(t->name), name) && strlen(t->name) <= name.len + 2 &&
		    (uint8_t)(t->name[name.len] - '0') < 10)
			handles[count++] = (value)i << 2 | VALUE_OBJECT;
	}
	return count ? count + 1 : 0; /* a list, even of one */
}

bool
setup_knows(const struct compiler *c, struct str name)
{
	value handles[THREADS_MAX];
	int shared = compile_find_shared(c, name);

	return shared >= 0 ? c->program->shareds.items[shared].is_constant
			   : find_handles(c->program, name, handles) > 0;
}

bool
setup_find_name(struct compiler *c, const struct node *n, value *out)
{
	struct program *p = c->program;
	value handles[THREADS_MAX];
	uint32_t count = 0;

	for (size_t i = p->shareds.len; i-- > 0;)
		if (str_is_equal(p->shareds.items[i].name, n->name)) {
			if (!p->shareds.items[i].is_constant)
				return compile_fail(
					c, n, _("“%.*s” changes: expected a value known before the threads start"),
					STR_ARG(n->name));
			*out = p->shareds.items[i].initial;
			return true;
		}
	count = find_handles(p, n->name, handles);
	if (!count)
		return compile_fail(c, n, _("the name “%.*s” was never assigned"), STR_ARG(n->name));
	*out = count == 1 ? handles[0] : heap_intern(&p->heap, HEAP_LIST, handles, count - 1);
	return true;
}

static bool
build_text(struct compiler *c, const struct node *n, value *out)
{
	struct str_buf text = { 0 };

	for (size_t i = 0; i < n->name.len; i++) {
		char byte = n->name.data[i];

		if (byte == '\\' && i + 1 < n->name.len) {
			byte = n->name.data[++i];
			byte = byte == 'n' ? '\n' : byte == 't' ? '\t' : byte;
		}
		str_buf_append_byte(&text, byte);
	}
	bool fits = text.len <= HEAP_ITEM_MAX;

	if (fits)
		*out = heap_text(&c->program->heap, str_buf_str(&text));
	str_buf_fini(&text);
	return fits || compile_fail(c, n, _("the text is too long"));
}

static bool
build_binary(struct compiler *c, const struct node *n, value *out)
{
	value a = VALUE_NONE, b = VALUE_NONE;
	enum fault fault;

	if (n->kind == NODE_BINARY && n->op == OP_MUL && n->first->kind == NODE_LIST && setup_value(c, n->last, &b)) {
		if (!setup_value(c, n->first, &a))
			return false;
	} else if (!setup_value(c, n->first, &a) || !setup_value(c, n->last, &b))
		return false;
	if (n->kind == NODE_UNARY)
		fault = n->op == OP_INVERT ? value_binary(&c->program->heap, OP_BIT_XOR, a,
							  value_of_int(&c->program->heap, -1), out)
					   : value_binary(&c->program->heap, OP_SUB, 0, a, out);
	else if (n->kind == NODE_INDEX)
		fault = value_index(&c->program->heap, a, b, out);
	else
		fault = value_binary(&c->program->heap, n->op, a, b, out);
	if (!fault && !value_is_light(&c->program->heap, *out))
		fault = FAULT_OVERFLOW;
	if (fault)
		return compile_fail(c, n, "%s", fault_names[fault]);
	return true;
}

bool
setup_value(struct compiler *c, const struct node *n, value *out)
{
	value v = VALUE_NONE;

	if (c->has_failed)
		return false;
	if (++c->work > WORK_MAX)
		return compile_fail(c, n, _("setting this up takes too long"));
	switch (n->kind) {
	case NODE_INT:
		*out = value_of_int(&c->program->heap, n->value);
		return true;
	case NODE_TEXT:
		return build_text(c, n, out);
	case NODE_CONST:
		*out = n->name.data[0] == 'N' ? VALUE_NONE : value_of_bool(n->name.data[0] == 'T');
		return true;
	case NODE_NAME:
		return setup_find_name(c, n, out);
	case NODE_LIST:
	case NODE_TUPLE:
	case NODE_COMPREHENSION:
		return build_list(c, n, out);
	case NODE_UNARY:
		if (n->op == OP_NOT) {
			if (!setup_value(c, n->first, &v))
				return false;
			*out = value_of_bool(!value_is_true(&c->program->heap, v));
			return true;
		}
		return build_binary(c, n, out);
	case NODE_BINARY:
	case NODE_INDEX:
		return build_binary(c, n, out);
	case NODE_CALL:
		if (n->first->kind == NODE_NAME && str_is_equal_c(n->first->name, "range"))
			return build_range(c, n, out);
		for (int i = 0; n->first->kind == NODE_NAME && i < OBJECT_THREAD; i++)
			if (str_is_equal_c(n->first->name, object_kind_names[i]))
				return build_object(c, n, (enum object_kind)i, out);
		if (n->first->kind == NODE_NAME && str_is_equal_c(n->first->name, "JoinableQueue"))
			return build_object(c, n, OBJECT_QUEUE, out);
		return compile_fail(c, n, _("expected an object or a value known before the threads start"));
	default:
		return compile_fail(c, n, _("expected a value known before the threads start"));
	}
}
