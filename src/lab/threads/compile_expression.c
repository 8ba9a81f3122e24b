/*
 * Expressions: what blocks or changes something (methods, calls of functions) is done before and its result kept in a
 * slot; the rest is pure stack code, one step if it reads shared data.
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

static void push(struct compiler *, const struct node *, const struct hoist *);

/* Does it block or change something: a method that is no query, a function of the scenario? */
bool
compile_has_effects(const struct node *n)
{
	if (n->kind == NODE_CALL) {
		const struct node *callee = n->first;

		if (callee->kind == NODE_ATTRIBUTE ? !is_query(compile_find_method(callee->name))
						   : find_builtin(callee) < 0)
			return true;
	}
	for (const struct node *kid = n->first; kid; kid = kid->next)
		if (compile_has_effects(kid))
			return true;
	return false;
}

bool
compile_reads_shared(const struct compiler *c, const struct node *n)
{
	if (n->kind == NODE_ATTRIBUTE || is_shared_read(c, n))
		return true;
	for (const struct node *kid = n->first; kid; kid = kid->next)
		if (compile_reads_shared(c, kid))
			return true;
	return false;
}

/* The value once and for all: it is in a slot from here on. */
static void
settle(struct compiler *c, const struct node *n, struct hoist *h)
{
	vec_push(&h->done, (struct hoisted){ n, compile_to_slot(c, n) });
}

/* and, or, if-else whose later parts have effects: these must only happen when their turn comes. */
static void
hoist_choice(struct compiler *c, const struct node *n, struct hoist *h)
{
	uint16_t slot = compile_slot(c, n);
	VEC(uint16_t) ends = { 0 };

	if (n->kind == NODE_IF_ELSE) {
		compile_value(c, n->first);
		uint16_t no = compile_emit(c, DO_JUMP_FALSE, 0, 0, 0);

		compile_value(c, n->first->next);
		compile_emit(c, DO_STORE_LOCAL, slot, 0, 0);
		vec_push(&ends, compile_emit(c, DO_JUMP, 0, 0, 0));
		compile_patch(c, no);
		compile_value(c, n->last);
		compile_emit(c, DO_STORE_LOCAL, slot, 0, 0);
	}
	for (const struct node *kid = n->first; kid && n->kind != NODE_IF_ELSE; kid = kid->next) {
		compile_value(c, kid);
		compile_emit(c, DO_STORE_LOCAL, slot, 0, 0);
		if (!kid->next)
			break;
		compile_emit(c, DO_LOCAL, slot, 0, 0);
		if (n->kind == NODE_OR)
			compile_emit(c, DO_NOT, 0, 0, 0);
		vec_push(&ends, compile_emit(c, DO_JUMP_FALSE, 0, 0, 0));
	}
	compile_patch_all(c, ends.items, ends.len);
	vec_fini(&ends);
	vec_push(&h->done, (struct hoisted){ n, slot });
}

/* a < b < c: c only has its turn if a < b. */
static void
hoist_chain(struct compiler *c, const struct node *n, struct hoist *h)
{
	uint16_t result = compile_slot(c, n), left = compile_to_slot(c, n->first);
	VEC(uint16_t) ends = { 0 };

	for (const struct node *term = n->first->next; term && !c->has_failed; term = term->next) {
		uint16_t right = compile_to_slot(c, term->first);

		compile_emit(c, DO_LOCAL, left, 0, 0);
		compile_emit(c, DO_LOCAL, right, 0, 0);
		compile_emit(c, DO_COMPARE, term->op, 0, 0);
		compile_emit(c, DO_STORE_LOCAL, result, 0, 0);
		compile_emit(c, DO_LOCAL, result, 0, 0);
		vec_push(&ends, compile_emit(c, DO_JUMP_FALSE, 0, 0, 0));
		left = right;
	}
	compile_patch_all(c, ends.items, ends.len);
	vec_fini(&ends);
	vec_push(&h->done, (struct hoisted){ n, result });
}

/* Is there a part behind the second that is not to be done, or read in a step of its own, before its turn? */
static bool
is_split_chain(const struct compiler *c, const struct node *n)
{
	const struct node *second = n->first ? n->first->next : NULL;

	if (n->kind != NODE_COMPARE || !second || c->is_pure)
		return false;
	for (const struct node *term = second->next; term; term = term->next)
		if (compile_has_effects(term) || (c->program->is_access_grain && compile_reads_shared(c, term)))
			return true;
	return false;
}

static void
hoist_call(struct compiler *c, const struct node *n, struct hoist *h)
{
	uint16_t slot;

	if (c->is_pure) {
		compile_fail(c, n, _("check and always may look, not change: found a call with effects"));
		return;
	}
	if (n->first->kind != NODE_ATTRIBUTE) {
		if (compile_call(c, n, &slot))
			vec_push(&h->done, (struct hoisted){ n, slot });
		return;
	}
	slot = compile_slot(c, n);
	compile_slot(c, n);
	compile_slot(c, n);
	compile_method(c, n, slot);
	vec_push(&h->done, (struct hoisted){ n, slot });
}

/* Shared data: a part of the one step there is for all of them, or with the fine grain a step of its own. */
static void
read_shared(struct compiler *c, const struct node *n, struct hoist *h)
{
	if (c->is_pure || !c->program->is_access_grain) {
		h->reads = true;
		return;
	}
	uint16_t slot = compile_slot(c, n);

	compile_emit(c, DO_STEP, 0, 0, 0);
	push(c, n, h);
	compile_emit(c, DO_STORE_LOCAL, slot, 0, 0);
	vec_push(&h->done, (struct hoisted){ n, slot });
}

static bool
is_constant(const struct node *n)
{
	return n->kind == NODE_INT || n->kind == NODE_REAL || n->kind == NODE_TEXT || n->kind == NODE_CONST ||
	       n->kind == NODE_NONE || n->kind == NODE_SLOT;
}

/*
 * Do what has effects first, in order; what comes before it is read, and may raise, before it.
 * See whether the rest reads.
 */
static void
hoist_part(struct compiler *c, const struct node *n, struct hoist *h, bool is_callee)
{
	bool is_choice = n->kind == NODE_AND || n->kind == NODE_OR || n->kind == NODE_IF_ELSE, is_split = false;

	if (c->has_failed)
		return;
	if (n->kind == NODE_CALL && (n->first->kind == NODE_ATTRIBUTE ? !is_query(compile_find_method(n->first->name))
								      : find_builtin(n->first) < 0)) {
		hoist_call(c, n, h);
		return;
	}
	bool is_query_call = n->kind == NODE_CALL && n->first->kind == NODE_ATTRIBUTE;

	if (is_shared_read(c, n)) {
		read_shared(c, n, h);
		return;
	}
	for (const struct node *kid = n->first ? n->first->next : NULL; kid && !c->is_pure; kid = kid->next)
		is_split |= compile_has_effects(kid) ||
			    (is_choice && c->program->is_access_grain && compile_reads_shared(c, kid));
	if (is_choice && is_split) {
		hoist_choice(c, n, h);
		return;
	}
	if (is_split_chain(c, n)) {
		hoist_chain(c, n, h);
		return;
	}
	for (const struct node *kid = n->first; kid; kid = kid->next) {
		bool is_before = false;

		for (const struct node *later = kid->next; later && is_split; later = later->next)
			is_before |= compile_has_effects(later);
		if (is_before && !is_constant(kid) && kid->kind != NODE_TERM &&
		    !(n->kind == NODE_CALL && kid == n->first))
			settle(c, kid, h);
		else
			hoist_part(c, kid, h, n->kind == NODE_CALL && kid == n->first);
	}
	if (is_query_call || (n->kind == NODE_ATTRIBUTE && !is_callee))
		read_shared(c, n, h);
}

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
		compile_switch(c, 0);
		return;
	}
	for (const struct node *kid = callee->next; kid; kid = kid->next, count++)
		push(c, kid, h);
	if (count > 60)
		compile_fail(c, n, _("too many arguments"));
	compile_emit(c, DO_CALL, (unsigned)find_builtin(callee), count, 0);
	compile_switch(c, 0);
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
	else if (n->op == OP_INVERT) {
		compile_emit(c, DO_CONST, compile_constant(c, value_of_int(&c->program->heap, -1)), 0, 0);
		compile_emit(c, DO_BINARY, OP_BIT_XOR, 0, 0);
	} else
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
	case NODE_SLOT:
		compile_emit(c, DO_LOCAL, (unsigned)n->value, 0, 0);
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

	hoist_part(c, n, &h, false);
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
