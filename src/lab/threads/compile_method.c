/* Methods of objects, and what is called as a statement. */
#include "lab/threads/compile_parts.h"

#include "base/i18n.h"

const char *const method_names[METHOD_COUNT] = {
	"acquire",    "release", "locked",    "set",       "clear",  "wait",  "is_set",   "notify",
	"notify_all", "abort",   "reset",     "n_waiting", "broken", "put",   "get",      "qsize",
	"empty",      "full",    "task_done", "join",      "signal", "start", "is_alive",
};

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
	bool is_timed = t && !(t->kind == NODE_CONST && str_is_equal_c(t->name, "None"));
	bool is_acquire = str_is_equal_c(name, "acquire");

	if (b && (!setup_value(c, b, &v) || !value_is_true(&c->program->heap, v)))
		return is_acquire && is_timed ? MODE_WRONG : MODE_TRY;
	if (!is_timed)
		return MODE_BLOCK;
	if (t->kind != NODE_UNARY)
		return MODE_TIMED;
	/* below nought: acquire(timeout=-1) waits for ever, put and get refuse, wait and join only look */
	if (is_acquire)
		return t->first->kind == NODE_INT && t->first->value == 1 ? MODE_BLOCK : MODE_WRONG;
	return str_is_equal_c(name, "put") || str_is_equal_c(name, "get") ? MODE_WRONG : MODE_TIMED;
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

/* cv.wait_for(E) is while not E: cv.wait(), and with a timeout ends when a wait was in vain. Its value is E's. */
static void
compile_wait_for(struct compiler *c, const struct node *call, uint16_t base)
{
	const struct node *condition = call->first->next, *timeout = condition ? condition->next : NULL;
	uint16_t object = compile_slot(c, call), late = compile_slot(c, call);

	if (!condition) {
		compile_fail(c, call, _("expected a condition in wait_for(…)"));
		return;
	}
	if (timeout && timeout->kind == NODE_KEYWORD)
		timeout = timeout->first;
	bool is_timed = timeout && !(timeout->kind == NODE_CONST && str_is_equal_c(timeout->name, "None"));

	compile_value(c, call->first->first);
	compile_emit(c, DO_STORE_LOCAL, object, 0, 0);
	compile_emit(c, DO_CONST, compile_constant(c, VALUE_FALSE), 0, 0);
	compile_emit(c, DO_STORE_LOCAL, late, 0, 0);
	uint16_t start = compile_here(c);

	compile_value(c, condition);
	compile_emit(c, DO_STORE_LOCAL, base, 0, 0);
	uint16_t holds = jump_if(c, base), in_vain = is_timed ? jump_if(c, late) : 0;

	move(c, object, base + 1u);
	compile_emit(c, DO_METHOD, METHOD_WAIT, base + 1u, is_timed ? MODE_TIMED : MODE_BLOCK);
	compile_emit(c, DO_LOCAL, base + 1u, 0, 0);
	compile_emit(c, DO_NOT, 0, 0, 0);
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
	int method = compile_find_method(call->first->name);

	if (str_is_equal_c(call->first->name, "wait_for")) {
		compile_wait_for(c, call, base);
		return;
	}
	if (method < 0) {
		compile_fail(c, call->first, _("no object has a method “%.*s”"), STR_ARG(call->first->name));
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
