/* The top level: shared variables, objects, functions, threads, and what the exercise asks, evaluated while compiling. */
#include "lab/threads/compile_parts.h"

#include "base/i18n.h"

#include <stdio.h>
#include <string.h>

#define WORK_MAX 100000

const char *const object_kind_names[OBJECT_KIND_COUNT] = {
	"Lock",  "RLock",     "Semaphore",     "BoundedSemaphore", "Event",  "Condition", "Barrier",
	"Queue", "LifoQueue", "PriorityQueue", "Countdown",        "Unsafe", "Thread",
};

static bool
new_object(struct compiler *c, const struct node *n, enum object_kind kind, value *out)
{
	struct program *p = c->program;

	if (p->objects.len >= OBJECTS_MAX)
		return compile_fail(c, n, _("too many objects"));
	struct object *o = vec_push_zero(&p->objects);

	o->kind = kind;
	*out = (value)(p->objects.len - 1) << 2 | VALUE_OBJECT;
	return true;
}

static bool
build_object(struct compiler *c, const struct node *call, enum object_kind kind, value *out)
{
	struct program *p = c->program;
	const struct node *argument = call->first->next;
	value v = VALUE_NONE, items[256], lock;
	int64_t number = kind == OBJECT_SEMAPHORE || kind == OBJECT_BOUNDED ? 1 : 0;

	if (argument && !setup_value(c, argument->kind == NODE_KEYWORD ? argument->first : argument, &v))
		return false;
	if (kind == OBJECT_CONDITION) {
		if (v == VALUE_NONE && !new_object(c, call, OBJECT_RLOCK, &v))
			return false;
		lock = v;
		if ((lock & 3) != VALUE_OBJECT || p->objects.items[lock >> 2].kind > OBJECT_RLOCK)
			return compile_fail(c, call, _("a Condition needs a Lock or an RLock"));
		number = lock >> 2;
	} else if (v != VALUE_NONE && (!value_to_int(&p->heap, v, &number) || number < 0 || number > 1000000))
		return compile_fail(c, call, _("expected a number from 0 to 1000000"));
	if (!new_object(c, call, kind, out))
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

static bool
find_name(struct compiler *c, const struct node *n, value *out)
{
	struct program *p = c->program;
	value handles[THREADS_MAX];
	uint32_t count = 0;

	for (size_t i = p->shareds.len; i-- > 0;)
		if (str_is_equal(p->shareds.items[i].name, n->name)) {
			*out = p->shareds.items[i].initial;
			return true;
		}
	for (size_t i = 0; i < p->objects.len; i++) {
		const struct object *o = &p->objects.items[i];

		if (o->kind != OBJECT_THREAD)
			continue;
		const struct thread_def *t = &p->threads.items[o->thread];

		if (str_is_equal_c(n->name, t->name)) {
			*out = (value)i << 2 | VALUE_OBJECT;
			return true;
		}
		if (t->group > 1 && str_has_prefix(str_of_c(t->name), n->name) && strlen(t->name) <= n->name.len + 2 &&
		    (uint8_t)(t->name[n->name.len] - '0') < 10)
			handles[count++] = (value)i << 2 | VALUE_OBJECT;
	}
	if (!count)
		return compile_fail(c, n, _("this name was never assigned"));
	*out = heap_intern(&p->heap, HEAP_LIST, handles, count);
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
		fault = value_binary(&c->program->heap, OP_SUB, 0, a, out);
	else if (n->kind == NODE_INDEX)
		fault = value_index(&c->program->heap, a, b, out);
	else
		fault = value_binary(&c->program->heap, n->op, a, b, out);
	if (!fault && !value_is_light(&c->program->heap, *out))
		fault = FAULT_OVERFLOW;
	if (fault)
		return compile_fail(c, n, fault_names[fault]);
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
		return find_name(c, n, out);
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

static void
bind(struct compiler *c, const struct node *target, value v)
{
	uint32_t len, place = 0;

	if (target->kind == NODE_NAME) {
		int at = compile_find_shared(c, target->name);
		struct shared shared = { target->name, v, true, false };

		if (at >= 0)
			c->program->shareds.items[at] = shared;
		else if (c->program->shareds.len >= SHAREDS_MAX)
			compile_fail(c, target, _("too many shared variables"));
		else
			vec_push(&c->program->shareds, shared);
	} else if (target->kind == NODE_TUPLE && value_items(&c->program->heap, v, &len)) {
		for (const struct node *kid = target->first; kid; kid = kid->next, place++)
			if (place < len)
				bind(c, kid, value_items(&c->program->heap, v, &len)[place]);
			else
				compile_fail(c, kid, _("more names than values"));
	} else
		compile_fail(c, target, _("expected a name on the left of ="));
}

static bool
add_thread(struct compiler *c, const struct node *n, struct str name, int64_t me, int64_t group, int64_t after)
{
	struct program *p = c->program;
	char text[300];
	value handle = VALUE_NONE;

	if (p->threads.len >= THREADS_MAX)
		return compile_fail(c, n, _("more than 32 threads"));
	if (name.len > 40)
		return compile_fail(c, n, _("the name of a thread may have 40 bytes"));
	snprintf(text, sizeof(text), "%.*s", STR_ARG(name));
	if (group >= 0)
		snprintf(text + strlen(text), 8, "%d", (int)me);
	for (size_t i = 0; i < p->threads.len; i++)
		if (!strcmp(p->threads.items[i].name, text))
			return compile_fail(c, n, _("two threads have the same name"));
	struct thread_def *t = vec_push_zero(&p->threads);

	t->name = mem_copy_c(text);
	t->entry = (uint16_t)(c->thread_nodes.len - 1);
	t->me = me;
	t->group = group < 0 ? 1 : group;
	t->after = after;
	t->is_daemon = n->value;
	if (!new_object(c, n, OBJECT_THREAD, &handle))
		return false;
	p->objects.items[handle >> 2].thread = (uint16_t)(p->threads.len - 1);
	return true;
}

static void
add_threads(struct compiler *c, const struct node *n)
{
	const struct node *count = n->first, *after = count->next;
	int64_t times = -1, delay = 0, me = 0;
	value v = VALUE_NONE;

	vec_push(&c->thread_nodes, n);
	if (count->kind != NODE_NONE && (!setup_value(c, count, &v) || !value_to_int(&c->program->heap, v, &times) ||
					 times < 1 || times > THREADS_MAX))
		compile_fail(c, count, _("expected a number of threads from 1 to 32"));
	if (after->kind == NODE_REAL)
		delay = after->value;
	else if (after->kind != NODE_NONE) {
		if (!setup_value(c, after, &v) || !value_to_int(&c->program->heap, v, &delay) || delay < 0 ||
		    delay > 100000)
			compile_fail(c, after, _("expected a time from 0 to 100000"));
		delay *= 1000;
	}
	if (times < 0)
		for (const struct node *name = n->last->first; name && !c->has_failed; name = name->next)
			add_thread(c, n, name->name, me++, -1, delay);
	for (int64_t i = 0; i < times && !c->has_failed; i++)
		add_thread(c, n, n->last->first->name, i, times, delay);
}

static void
set_word(struct compiler *c, const struct node *n)
{
	struct program *p = c->program;

	if (n->kind == NODE_GRAIN) {
		p->is_access_grain = str_is_equal_c(n->name, "access");
		if (!p->is_access_grain && !str_is_equal_c(n->name, "statement"))
			compile_fail(c, n, _("expected grain access or grain statement"));
	} else if (n->kind == NODE_GOAL) {
		p->goal = str_is_equal_c(n->name, "break") ? 'b' : 'f';
		if (p->goal == 'f' && !str_is_equal_c(n->name, "fix"))
			compile_fail(c, n, _("expected goal break or goal fix"));
	} else if (n->kind == NODE_GIL)
		p->is_gil_310 = n->value == 2;
	else
		for (const struct node *kid = n->first; kid; kid = kid->next)
			vec_push(&p->schedule, kid->name);
}

/* Who is assigned in a thread is no constant; who is started there does not start by itself. */
static void
mark_changed(struct compiler *c, const struct node *n)
{
	const struct node *target = n->kind == NODE_ASSIGN                          ? n->first->next
				    : n->kind == NODE_FOR || n->kind == NODE_CHANGE ? n->first
				    : n->kind == NODE_DELETE                        ? n->first
										    : NULL;
	value v = VALUE_NONE;

	for (; target; target = n->kind == NODE_ASSIGN ? target->next : NULL) {
		const struct node *name = target;

		if (name->kind == NODE_TUPLE || name->kind == NODE_LIST) {
			for (const struct node *kid = name->first; kid; kid = kid->next) {
				struct node wrapped = { .kind = NODE_DELETE };
				struct node copy = *kid;

				wrapped.first = wrapped.last = &copy;
				copy.next = NULL;
				mark_changed(c, &wrapped);
			}
			continue;
		}
		if (name->kind == NODE_INDEX)
			name = name->first;
		int at = name->kind == NODE_NAME ? compile_find_shared(c, name->name) : -1;

		if (at >= 0)
			c->program->shareds.items[at].is_constant = false;
	}
	if (n->kind == NODE_ATTRIBUTE && str_is_equal_c(n->name, "start") && n->first->kind == NODE_NAME &&
	    compile_find_shared(c, n->first->name) < 0) {
		for (size_t i = 0; i < c->program->threads.len; i++)
			if (str_is_equal_c(n->first->name, c->program->threads.items[i].name))
				c->program->threads.items[i].is_started_by_other = true;
	} else if (n->kind == NODE_ATTRIBUTE && str_is_equal_c(n->name, "start") && n->first->kind == NODE_INDEX &&
		   n->first->first->kind == NODE_NAME && find_name(c, n->first->first, &v)) {
		uint32_t len = 0;
		const value *items = value_items(&c->program->heap, v, &len);

		for (uint32_t i = 0; items && i < len; i++)
			if ((items[i] & 3) == VALUE_OBJECT &&
			    c->program->objects.items[items[i] >> 2].kind == OBJECT_THREAD)
				c->program->threads.items[c->program->objects.items[items[i] >> 2].thread]
					.is_started_by_other = true;
	}
	for (const struct node *kid = n->first; kid; kid = kid->next)
		mark_changed(c, kid);
}

static void
name_objects(struct program *p)
{
	for (size_t s = 0; s < p->shareds.len; s++) {
		struct shared *shared = &p->shareds.items[s];
		uint32_t len = 1;
		const value *items = value_items(&p->heap, shared->initial, &len);

		shared->is_object = items ? len > 0 : true;
		for (uint32_t i = 0; i < len; i++) {
			value v = items ? items[i] : shared->initial;

			if ((v & 3) != VALUE_OBJECT) {
				shared->is_object = false;
				continue;
			}
			struct str_buf name = { 0 };

			str_buf_append(&name, shared->name);
			if (items)
				str_buf_printf(&name, "[%u]", i);
			free(p->objects.items[v >> 2].name);
			p->objects.items[v >> 2].name = str_buf_take(&name);
		}
	}
	for (size_t i = 0; i < p->objects.len; i++)
		if (!p->objects.items[i].name)
			p->objects.items[i].name = mem_copy_c(
				p->objects.items[i].kind == OBJECT_THREAD
					? p->threads.items[p->objects.items[i].thread].name
					: object_kind_names[p->objects.items[i].kind]);
}

bool
setup_run(struct compiler *c, const struct node *root)
{
	value v = VALUE_NONE;

	for (const struct node *n = root->first; n && !c->has_failed; n = n->next)
		if (n->kind == NODE_ASSIGN) {
			for (const struct node *target = n->first->next; target && setup_value(c, n->first, &v);
			     target = target->next)
				bind(c, target, v);
		} else if (n->kind == NODE_DEF)
			vec_push(&c->functions, n);
		else if (n->kind == NODE_THREAD)
			add_threads(c, n);
		else if (n->kind >= NODE_GOAL)
			set_word(c, n);
		else if (n->kind != NODE_CHECK && n->kind != NODE_ALWAYS && n->kind != NODE_PASS &&
			 !(n->kind == NODE_EXPRESSION && n->first->kind == NODE_TEXT))
			compile_fail(c, n, _("expected an assignment, def, thread, check or always at the top level"));
	if (!c->has_failed && !c->program->threads.len)
		compile_fail(c, root, _("expected at least one thread"));
	for (const struct node *n = root->first; n && !c->has_failed; n = n->next)
		if (n->kind == NODE_DEF || n->kind == NODE_THREAD)
			mark_changed(c, n);
	if (!c->has_failed)
		name_objects(c->program);
	return !c->has_failed;
}
