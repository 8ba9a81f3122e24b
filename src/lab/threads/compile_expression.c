/*
 * Expressions: what blocks or changes something (methods, calls of functions) is done before and its result kept in a slot;
 * the rest is pure stack code, one step if it reads shared data.
 */
#include "lab/threads/compile_parts.h"

#include "base/i18n.h"

const char *const method_names[METHOD_COUNT] = {
	"acquire",    "release", "locked",    "set",       "clear",  "wait",  "is_set",   "notify",
	"notify_all", "abort",   "reset",     "n_waiting", "broken", "put",   "get",      "qsize",
	"empty",      "full",    "task_done", "join",      "signal", "start", "is_alive",
};

static const char *const builtin_names[BUILTIN_COUNT] = { "len", "min", "max", "abs", "range", "sum", "any", "all" };

struct hoisted {
	const struct node *node;
	uint16_t slot;
};

struct hoist {
	VEC(struct hoisted) done;
	bool reads;
};

static int
find_method(struct str name)
{
	if (str_is_equal_c(name, "put_nowait"))
		return METHOD_PUT;
	if (str_is_equal_c(name, "get_nowait"))
		return METHOD_GET;
	for (int i = 0; i < METHOD_COUNT; i++)
		if (str_is_equal_c(name, method_names[i]))
			return i;
	return -1;
}

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

		if (callee->kind == NODE_ATTRIBUTE && is_query(find_method(callee->name)))
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
		compile_emit(c, DO_QUERY, (unsigned)find_method(callee->name), 0, 0);
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
		if (!is_query(find_method(n->name)))
			compile_fail(c, n, _("expected “()” behind the method"));
		compile_emit(c, DO_QUERY, (unsigned)(find_method(n->name) & 0xff), 0, 0);
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

struct method_arguments {
	const struct node *item, *blocking, *timeout;
};

static void
take_arguments(struct compiler *c, const struct node *call, int method, struct method_arguments *out)
{
	bool has_item = method == METHOD_PUT || method == METHOD_RELEASE || method == METHOD_NOTIFY;
	bool has_blocking = method == METHOD_PUT || method == METHOD_GET || method == METHOD_ACQUIRE;
	int place = has_item ? 0 : has_blocking ? 1 : 2;

	for (const struct node *kid = call->first->next; kid; kid = kid->next) {
		const struct node *v = kid->kind == NODE_KEYWORD ? kid->first : kid;
		int at = place;

		if (kid->kind == NODE_KEYWORD)
			at = str_is_equal_c(kid->name, "timeout")                                          ? 2
			     : str_is_equal_c(kid->name, "block") || str_is_equal_c(kid->name, "blocking") ? 1
													   : 0;
		else
			place += place == 0 && !has_blocking ? 3 : 1;
		if (at == 0 && has_item)
			out->item = v;
		else if (at == 1 && has_blocking)
			out->blocking = v;
		else if (at == 2 && (has_blocking || method == METHOD_WAIT || method == METHOD_JOIN))
			out->timeout = v;
		else
			compile_fail(c, kid, _("this method takes no such argument"));
	}
}

static enum method_mode
find_mode(struct compiler *c, const struct node *call, const struct method_arguments *args)
{
	const struct node *t = args->timeout, *b = args->blocking;
	struct str name = call->first->name;
	value v;

	if (str_is_equal_c(name, "put_nowait") || str_is_equal_c(name, "get_nowait"))
		return MODE_TRY;
	if (b && (!setup_value(c, b, &v) || !value_is_true(&c->program->heap, v)))
		return MODE_TRY;
	if (!t || (t->kind == NODE_CONST && str_is_equal_c(t->name, "None")) || t->kind == NODE_UNARY)
		return MODE_BLOCK;
	return MODE_TIMED;
}

/* cv.wait_for(E) is while not E: cv.wait() */
static void
compile_wait_for(struct compiler *c, const struct node *call, uint16_t base)
{
	const struct node *condition = call->first->next;

	if (!condition) {
		compile_fail(c, call, _("expected a condition in wait_for(…)"));
		return;
	}
	compile_value(c, call->first->first);
	compile_emit(c, DO_STORE_LOCAL, base, 0, 0);
	uint16_t start = compile_here(c);

	compile_value(c, condition);
	compile_emit(c, DO_NOT, 0, 0, 0);
	uint16_t end = compile_emit(c, DO_JUMP_FALSE, 0, 0, 0);

	compile_emit(c, DO_LOCAL, base, 0, 0);
	compile_emit(c, DO_STORE_LOCAL, base + 1u, 0, 0);
	compile_emit(c, DO_METHOD, METHOD_WAIT, base + 1u, condition->next ? MODE_TIMED : MODE_BLOCK);
	compile_emit(c, DO_JUMP, start, 0, 0);
	compile_patch(c, end);
	compile_emit(c, DO_CONST, compile_constant(c, VALUE_TRUE), 0, 0);
	compile_emit(c, DO_STORE_LOCAL, base, 0, 0);
}

void
compile_method(struct compiler *c, const struct node *call, uint16_t base)
{
	struct method_arguments args = { 0 };
	int method = find_method(call->first->name);

	if (str_is_equal_c(call->first->name, "wait_for")) {
		compile_wait_for(c, call, base);
		return;
	}
	if (method < 0) {
		compile_fail(c, call->first, _("no object has such a method"));
		return;
	}
	compile_value(c, call->first->first);
	compile_emit(c, DO_STORE_LOCAL, base, 0, 0);
	take_arguments(c, call, method, &args);
	if (args.item)
		compile_value(c, args.item);
	else
		compile_emit(
			c, DO_CONST,
			compile_constant(c, method == METHOD_PUT ? VALUE_NONE : value_of_int(&c->program->heap, 1)), 0,
			0);
	compile_emit(c, DO_STORE_LOCAL, base + 1u, 0, 0);
	enum method_mode mode = find_mode(c, call, &args);

	c->line = call->line;
	compile_emit(c, DO_METHOD, (unsigned)method, base, mode);
	compile_emit(c, DO_CLEAR, base + 1u, 1, 0);
}

/* sleep(t), work(t): a fraction is a time, whole numbers are seconds. */
static void
compile_sleep(struct compiler *c, const struct node *call)
{
	const struct node *time = call->first->next;
	uint16_t slot = compile_slot(c, call);

	if (!time) {
		compile_fail(c, call, _("expected a time"));
		return;
	}
	if (time->kind == NODE_REAL)
		compile_emit(c, DO_CONST, compile_constant(c, value_of_int(&c->program->heap, time->value)), 0, 0);
	else {
		compile_value(c, time);
		compile_emit(c, DO_CONST, compile_constant(c, value_of_int(&c->program->heap, 1000)), 0, 0);
		compile_emit(c, DO_BINARY, OP_MUL, 0, 0);
	}
	compile_emit(c, DO_STORE_LOCAL, slot, 0, 0);
	compile_emit(c, DO_SLEEP, 0, slot, 0);
}

void
compile_effect(struct compiler *c, const struct node *n)
{
	const struct node *callee = n->first; /* of a call */
	bool is_name = n->kind == NODE_CALL && callee->kind == NODE_NAME;

	if (is_name && (str_is_equal_c(callee->name, "sleep") || str_is_equal_c(callee->name, "work")))
		for (size_t i = 0; i <= c->functions.len; i++) {
			if (i == c->functions.len) {
				compile_sleep(c, n);
				return;
			}
			if (str_is_equal(c->functions.items[i]->name, callee->name))
				break;
		}
	if (is_name && str_is_equal_c(callee->name, "print")) {
		for (const struct node *kid = callee->next; kid; kid = kid->next) {
			compile_value(c, kid->kind == NODE_KEYWORD ? kid->first : kid);
			compile_emit(c, DO_POP, 0, 0, 0);
		}
		c->line = n->line;
		compile_emit(c, DO_PRINT, 0, 0, 0);
		return;
	}
	compile_value(c, n);
	compile_emit(c, DO_POP, 0, 0, 0);
}
