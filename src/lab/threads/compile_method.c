/* Methods of objects, and what is called as a statement. */
#include "lab/threads/compile_parts.h"

#include "base/i18n.h"

const char *const method_names[METHOD_COUNT] = {
	"acquire",    "release", "locked",    "set",       "clear",  "wait",  "is_set",   "notify",
	"notify_all", "abort",   "reset",     "n_waiting", "broken", "put",   "get",      "qsize",
	"empty",      "full",    "task_done", "join",      "signal", "start", "is_alive",
};

/* Those that may wait, unless they only try. */
#define WAITING (1u << METHOD_ACQUIRE | 1u << METHOD_WAIT | 1u << METHOD_PUT | 1u << METHOD_GET | 1u << METHOD_JOIN)

int
compile_find_method(struct str name)
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

void
compile_refuse_wait(struct compiler *c, const struct node *n, struct str name)
{
	if (c->is_atomic)
		compile_fail(c, n, _("“%.*s” may wait, and atomic: is one step that never does"), STR_ARG(name));
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

/*
 * What stands there as a timeout. Anything but a number as it is written is calculated when its turn comes, into SLOT.
 */
static enum method_timeout
take_timeout(struct compiler *c, const struct node *t, uint16_t slot)
{
	const struct node *number = t && t->kind == NODE_UNARY && t->op == OP_NEG ? t->first : t;

	if (!t)
		return TIMEOUT_MISSING;
	if (t->kind == NODE_CONST && str_is_equal_c(t->name, "None"))
		return TIMEOUT_NONE;
	if (number->kind == NODE_INT || number->kind == NODE_REAL) {
		if (number == t || !number->value)
			return TIMEOUT_TIME;
		return number->kind == NODE_INT && number->value == 1       ? TIMEOUT_MINUS_ONE
		       : number->kind == NODE_REAL && number->value == 1000 ? TIMEOUT_MINUS_ONE
									    : TIMEOUT_NEGATIVE;
	}
	compile_value(c, t);
	compile_emit(c, DO_STORE_LOCAL, slot, 0, 0);
	return TIMEOUT_IN_SLOT;
}

/* How it is called, as method_mode() reads it. */
static unsigned
take_manner(struct compiler *c, const struct method_arguments *args, bool is_nowait, uint16_t base)
{
	unsigned manner = args->item ? METHOD_HAS_ITEM : 0;
	value v = VALUE_TRUE;

	if (is_nowait || (args->blocking && setup_value(c, args->blocking, &v) && !value_is_true(&c->program->heap, v)))
		manner |= METHOD_IS_TRY;
	return manner | take_timeout(c, args->timeout, (uint16_t)(base + 2));
}

static void
move(struct compiler *c, unsigned from, unsigned to)
{
	compile_emit(c, DO_LOCAL, from, 0, 0);
	compile_emit(c, DO_STORE_LOCAL, to, 0, 0);
}

/* Jump away if the slot is true; gives what to patch. */
static uint16_t
jump_if(struct compiler *c, unsigned slot)
{
	compile_emit(c, DO_LOCAL, slot, 0, 0);
	compile_emit(c, DO_NOT, 0, 0, 0);
	return compile_emit(c, DO_JUMP_FALSE, 0, 0, 0);
}

/* 0, or below */
static bool
is_no_time(const struct node *t)
{
	return t->kind == NODE_UNARY ? t->op == OP_NEG : (t->kind == NODE_INT || t->kind == NODE_REAL) && !t->value;
}

/*
 * cv.wait_for(E) is while not E: cv.wait(), and with a timeout ends when a wait was in vain, at once
 * where there was no time. Its value is E's.
 */
static void
compile_wait_for(struct compiler *c, const struct node *call, uint16_t base)
{
	const struct node *condition = call->first->next, *timeout = condition ? condition->next : NULL;
	uint16_t object = compile_slot(c, call), late = compile_slot(c, call), limit = compile_slot(c, call);
	uint16_t wait = compile_slot(c, call); /* and two for its arguments */

	compile_slot(c, call);
	compile_slot(c, call);

	if (!condition) {
		compile_fail(c, call, _("expected a condition in wait_for(…)"));
		return;
	}
	if (timeout && timeout->kind == NODE_KEYWORD)
		timeout = timeout->first;
	compile_value(c, call->first->first);
	compile_emit(c, DO_STORE_LOCAL, object, 0, 0);
	enum method_timeout kind = take_timeout(c, timeout, limit);
	bool is_timed = kind > TIMEOUT_NONE, is_once = is_timed && is_no_time(timeout);

	compile_emit(c, DO_CONST, compile_constant(c, VALUE_FALSE), 0, 0);
	compile_emit(c, DO_STORE_LOCAL, late, 0, 0);
	uint16_t start = compile_here(c);

	compile_value(c, condition);
	compile_emit(c, DO_STORE_LOCAL, base, 0, 0);
	uint16_t holds = jump_if(c, base), in_vain = is_timed ? jump_if(c, late) : 0;

	move(c, object, wait);
	if (kind == TIMEOUT_IN_SLOT)
		move(c, limit, wait + 2u);
	compile_emit(c, DO_METHOD, METHOD_WAIT, wait, kind);
	compile_switch(c, 0);
	if (is_once)
		compile_emit(c, DO_CONST, compile_constant(c, VALUE_TRUE), 0, 0);
	else {
		compile_emit(c, DO_LOCAL, wait, 0, 0);
		compile_emit(c, DO_NOT, 0, 0, 0);
	}
	compile_emit(c, DO_STORE_LOCAL, late, 0, 0);
	compile_emit(c, DO_JUMP, start, 0, 0);
	compile_patch(c, holds);
	if (is_timed)
		compile_patch(c, in_vain);
}

void
compile_method(struct compiler *c, const struct node *call, uint16_t base)
{
	struct method_arguments args = { 0 };
	struct str name = call->first->name;
	int method = compile_find_method(name);
	bool is_nowait = str_is_equal_c(name, "put_nowait") || str_is_equal_c(name, "get_nowait");

	if (str_is_equal_c(name, "wait_for")) {
		compile_refuse_wait(c, call, name);
		compile_wait_for(c, call, base);
		return;
	}
	if (method < 0) {
		compile_fail(c, call->first, _("no object has a method “%.*s”"), STR_ARG(name));
		return;
	}
	if (method == METHOD_JOIN || method == METHOD_TASK_DONE)
		compile_count_tasks(c, call->first->first);
	compile_value(c, call->first->first);
	compile_emit(c, DO_STORE_LOCAL, base, 0, 0);
	take_arguments(c, call, method, &args);
	if (is_nowait && (args.blocking || args.timeout))
		compile_fail(c, args.blocking ? args.blocking : args.timeout, _("this method takes no such argument"));
	if (args.item)
		compile_value(c, args.item);
	else
		compile_emit(
			c, DO_CONST,
			compile_constant(c, method == METHOD_PUT ? VALUE_NONE : value_of_int(&c->program->heap, 1)), 0,
			0);
	compile_emit(c, DO_STORE_LOCAL, base + 1u, 0, 0);
	unsigned manner = take_manner(c, &args, is_nowait, base);

	if ((WAITING >> method & 1) && !(manner & METHOD_IS_TRY))
		compile_refuse_wait(c, call, name);
	c->line = call->line;
	compile_emit(c, DO_METHOD, (unsigned)method, base, manner);
	compile_switch(c, 0);
	compile_emit(c, DO_CLEAR, base + 1u, 2, 0);
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
	compile_refuse_wait(c, call, call->first->name);
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
		compile_switch(c, 0);
		return;
	}
	compile_value(c, n);
	compile_emit(c, DO_POP, 0, 0, 0);
}
