/*
 * Expressions: what blocks or changes something (methods, calls of functions) is done before and its result kept in a slot;
 * the rest is pure stack code, one step if it reads shared data.
 */
#include "lab/threads/compile_parts.h"

#include "base/i18n.h"

static const char *const builtin_names[BUILTIN_COUNT] = { "len", "min", "max", "abs", "range", "sum", "any", "all" };

struct hoisted {
	const struct node *node;
	uint16_t slot;
};

struct hoist {
	VEC(struct hoisted) done;
	bool reads;
};

static bool
is_query(int method)
{
	return method == METHOD_LOCKED || method == METHOD_IS_SET || method == METHOD_N_WAITING ||
	       method == METHOD_BROKEN || method == METHOD_QSIZE || method == METHOD_EMPTY || method == METHOD_FULL ||
	       method == METHOD_IS_ALIVE;
}

static int
find_builtin(const struct node *callee)
{
	for (int i = 0; callee->kind == NODE_NAME && i < BUILTIN_COUNT; i++)
		if (str_is_equal_c(callee->name, builtin_names[i]))
			return i;
	return -1;
}

static bool
is_shared_read(const struct compiler *c, const struct node *n)
{
	if (n->kind != NODE_NAME || compile_find_local(c, n->name) >= 0)
		return false;
	int shared = compile_find_shared(c, n->name);

	return shared >= 0 && !c->program->shareds.items[shared].is_constant;
}

/* Do what has effects first, in order; see whether the rest reads shared data. */
static void
hoist(struct compiler *c, const struct node *n, struct hoist *h)
{
	uint16_t slot;

	if (c->has_failed)
		return;
	if (n->kind == NODE_CALL) {
		const struct node *callee = n->first;

		if (callee->kind == NODE_ATTRIBUTE && is_query(compile_find_method(callee->name)))
			h->reads = true;
		else if (callee->kind == NODE_ATTRIBUTE) {
			if (c->is_pure) {
				compile_fail(c, n,
					     _("check and always may look, not change: found a call with effects"));
				return;
			}
			slot = compile_slot(c, n);
			compile_slot(c, n);
			compile_slot(c, n);
			compile_method(c, n, slot);
			vec_push(&h->done, (struct hoisted){ n, slot });
			return;
		} else if (find_builtin(callee) < 0) {
			if (c->is_pure)
				compile_fail(c, n,
					     _("check and always may look, not change: found a call with effects"));
			else if (compile_call(c, n, &slot))
				vec_push(&h->done, (struct hoisted){ n, slot });
			return;
		}
	} else if (n->kind == NODE_ATTRIBUTE)
		h->reads = true;
	else if (is_shared_read(c, n)) {
		h->reads = true;
		if (c->program->is_access_grain && !c->is_pure) {
			slot = compile_slot(c, n);
			compile_emit(c, DO_STEP, 0, 0, 0);
			compile_emit(c, DO_SHARED, (unsigned)compile_find_shared(c, n->name), 0, 0);
			compile_emit(c, DO_STORE_LOCAL, slot, 0, 0);
			vec_push(&h->done, (struct hoisted){ n, slot });
		}
		return;
	}
	for (const struct node *kid = n->first; kid; kid = kid->next)
		hoist(c, kid, h);
	if (c->program->is_access_grain)
		h->reads = false;
}

static void push(struct compiler *, const struct node *, const struct hoist *);

static void
push_name(struct compiler *c, const struct node *n)
{
	int slot = compile_find_local(c, n->name), shared = compile_find_shared(c, n->name);

	if (slot >= 0)
		compile_emit(c, DO_LOCAL, (unsigned)slot, 0, 0);
	else if (shared >= 0 && c->program->shareds.items[shared].is_constant)
		compile_emit(c, DO_CONST, compile_constant(c, c->program->shareds.items[shared].initial), 0, 0);
	else if (shared >= 0)
		compile_emit(c, DO_SHARED, (unsigned)shared, 0, 0);
	else if (str_is_equal_c(n->name, "me") || str_is_equal_c(n->name, "N"))
		compile_emit(c, DO_ME, str_is_equal_c(n->name, "N"), 0, 0);
	else {
		value handle;

		if (setup_value(c, n, &handle))
			compile_emit(c, DO_CONST, compile_constant(c, handle), 0, 0);
	}
}

static void
push_compare(struct compiler *c, const struct node *n, const struct hoist *h)
{
	VEC(uint16_t) ends = { 0 };
	const struct node *term = n->first->next;

	push(c, n->first, h);
	for (; term && !c->has_failed; term = term->next) {
		push(c, term->first, h);
		if (!term->next) {
			compile_emit(c, DO_COMPARE, term->op, 0, 0);
			break;
		}
		uint16_t middle = compile_slot(c, n);

		compile_emit(c, DO_STORE_LOCAL, middle, 0, 0);
		compile_emit(c, DO_LOCAL, middle, 0, 0);
		compile_emit(c, DO_COMPARE, term->op, 0, 0);
		vec_push(&ends, compile_emit(c, DO_JUMP_FALSE_KEEP, 0, 0, 0));
		compile_emit(c, DO_LOCAL, middle, 0, 0);
	}
	for (size_t i = 0; i < ends.len; i++)
		compile_patch(c, ends.items[i]);
	vec_fini(&ends);
}

static void
push_logic(struct compiler *c, const struct node *n, const struct hoist *h)
{
	VEC(uint16_t) ends = { 0 };

	for (const struct node *kid = n->first; kid; kid = kid->next) {
		push(c, kid, h);
		if (kid->next)
			vec_push(&ends, compile_emit(c, n->kind == NODE_AND ? DO_JUMP_FALSE_KEEP : DO_JUMP_TRUE_KEEP, 0,
						     0, 0));
	}
	for (size_t i = 0; i < ends.len; i++)
		compile_patch(c, ends.items[i]);
	vec_fini(&ends);
}

static void
push_if_else(struct compiler *c, const struct node *n, const struct hoist *h)
{
	push(c, n->first, h);
	uint16_t no = compile_emit(c, DO_JUMP_FALSE, 0, 0, 0);

	push(c, n->first->next, h);
	uint16_t end = compile_emit(c, DO_JUMP, 0, 0, 0);

	compile_patch(c, no);
	push(c, n->last, h);
	compile_patch(c, end);
}

static void
push_call(struct compiler *c, const struct node *n, const struct hoist *h)
{
	const struct node *callee = n->first;
	unsigned count = 0;

	if (callee->kind == NODE_ATTRIBUTE) {
		push(c, callee->first, h);
		compile_emit(c, DO_QUERY, (unsigned)compile_find_method(callee->name), 0, 0);
		return;
	}
	for (const struct node *kid = callee->next; kid; kid = kid->next, count++)
		push(c, kid, h);
	if (count > 60)
		compile_fail(c, n, _("too many arguments"));
	compile_emit(c, DO_CALL, (unsigned)find_builtin(callee), count, 0);
}

static void
push_kids(struct compiler *c, const struct node *n, const struct hoist *h)
{
	unsigned count = 0;

	for (const struct node *kid = n->first; kid; kid = kid->next, count++)
		push(c, kid, h);
	if (n->kind == NODE_LIST || n->kind == NODE_TUPLE) {
		if (count > 60)
			compile_fail(c, n, _("a list written inside a thread may have 60 items"));
		compile_emit(c, DO_BUILD, count, n->kind == NODE_LIST ? HEAP_LIST : HEAP_TUPLE, 0);
	} else if (n->kind == NODE_INDEX)
		compile_emit(c, DO_INDEX, 0, 0, 0);
	else if (n->kind == NODE_SLICE)
		compile_emit(c, DO_SLICE, 0, 0, 0);
	else if (n->kind == NODE_BINARY)
		compile_emit(c, DO_BINARY, n->op, 0, 0);
	else
		compile_emit(c, n->op == OP_NOT ? DO_NOT : DO_NEGATE, 0, 0, 0);
}

static void
push(struct compiler *c, const struct node *n, const struct hoist *h)
{
	value constant;

	if (c->has_failed)
		return;
	for (size_t i = 0; i < h->done.len; i++)
		if (h->done.items[i].node == n) {
			compile_emit(c, DO_LOCAL, h->done.items[i].slot, 0, 0);
			return;
		}
	switch (n->kind) {
	case NODE_INT:
	case NODE_TEXT:
	case NODE_CONST:
	case NODE_NONE:
	case NODE_COMPREHENSION:
		constant = VALUE_NONE;
		if (n->kind == NODE_NONE || setup_value(c, n, &constant))
			compile_emit(c, DO_CONST, compile_constant(c, constant), 0, 0);
		break;
	case NODE_NAME:
		push_name(c, n);
		break;
	case NODE_COMPARE:
		push_compare(c, n, h);
		break;
	case NODE_AND:
	case NODE_OR:
		push_logic(c, n, h);
		break;
	case NODE_IF_ELSE:
		push_if_else(c, n, h);
		break;
	case NODE_CALL:
		push_call(c, n, h);
		break;
	case NODE_ATTRIBUTE:
		push(c, n->first, h);
		if (!is_query(compile_find_method(n->name)))
			compile_fail(c, n, _("expected “()” behind the method"));
		compile_emit(c, DO_QUERY, (unsigned)(compile_find_method(n->name) & 0xff), 0, 0);
		break;
	case NODE_LIST:
	case NODE_TUPLE:
	case NODE_INDEX:
	case NODE_SLICE:
	case NODE_BINARY:
	case NODE_UNARY:
		push_kids(c, n, h);
		break;
	case NODE_REAL:
		compile_fail(c, n, _("a fraction can only be a time, as in sleep(0.5)"));
		break;
	default:
		compile_fail(c, n, _("this has no value"));
	}
}

void
compile_value(struct compiler *c, const struct node *n)
{
	struct hoist h = { 0 };

	hoist(c, n, &h);
	if (h.reads && !c->is_pure)
		compile_emit(c, DO_STEP, 0, 0, 0);
	push(c, n, &h);
	vec_fini(&h.done);
}

uint16_t
compile_to_slot(struct compiler *c, const struct node *n)
{
	uint16_t slot = compile_slot(c, n);

	compile_value(c, n);
	compile_emit(c, DO_STORE_LOCAL, slot, 0, 0);
	return slot;
}
