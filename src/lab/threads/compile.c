/* Statements to instructions; functions are inlined where they are called. */
#include "lab/threads/compile_parts.h"

#include "base/i18n.h"

#define CODE_MAX 20000u

bool
compile_fail(struct compiler *c, const struct node *n, const char *text)
{
	if (!c->has_failed)
		err_set_at(c->err, n->line, n->column, "%s", text);
	c->has_failed = true;
	return false;
}

uint16_t
compile_here(struct compiler *c)
{
	return (uint16_t)c->program->code.len;
}

uint16_t
compile_emit(struct compiler *c, enum instr_op op, unsigned a, unsigned b, unsigned x)
{
	struct program *p = c->program;
	struct instr instr = {
		(uint8_t)op, c->is_atomic, (uint16_t)a, (uint16_t)b, (uint16_t)x, NO_TARGET, 0, c->line
	};

	for (size_t i = c->frames.len; i-- > 0;) {
		struct frame *f = &c->frames.items[i];

		if (f->kind != FRAME_LOOP) {
			instr.handler = f->handler;
			instr.handler_slot = (uint16_t)(f->slot + (f->kind == FRAME_WITH ? 3 : 0));
			break;
		}
	}
	if (p->code.len >= CODE_MAX) {
		if (!c->has_failed)
			err_set_at(c->err, c->line, 0,
				   _("the program is too large once its functions are written out"));
		c->has_failed = true;
		return 0;
	}
	vec_push(&p->code, instr);
	return (uint16_t)(p->code.len - 1);
}

void
compile_patch(struct compiler *c, uint16_t at)
{
	if (at < c->program->code.len)
		c->program->code.items[at].a = compile_here(c);
}

uint16_t
compile_slot(struct compiler *c, const struct node *n)
{
	if (c->next_slot >= SLOTS_MAX) {
		compile_fail(c, n, _("too many variables at once in a thread"));
		return 0;
	}
	if (c->next_slot + 1 > c->program->slots)
		c->program->slots = (uint16_t)(c->next_slot + 1);
	return c->next_slot++;
}

uint16_t
compile_constant(struct compiler *c, value v)
{
	struct program *p = c->program;

	for (size_t i = p->constants.len > 64 ? p->constants.len - 64 : 0; i < p->constants.len; i++)
		if (p->constants.items[i] == v)
			return (uint16_t)i;
	if (p->constants.len >= CODE_MAX) {
		c->has_failed = true;
		return 0;
	}
	vec_push(&p->constants, v);
	return (uint16_t)(p->constants.len - 1);
}

int
compile_find_shared(const struct compiler *c, struct str name)
{
	for (size_t i = 0; i < c->program->shareds.len; i++)
		if (str_is_equal(c->program->shareds.items[i].name, name))
			return (int)i;
	return -1;
}

int
compile_find_local(const struct compiler *c, struct str name)
{
	for (size_t i = 0; c->scope && i < c->scope->names.len; i++)
		if (str_is_equal(c->scope->names.items[i].name, name))
			return c->scope->names.items[i].slot;
	return -1;
}

static int
declare_local(struct compiler *c, const struct node *n)
{
	int slot = compile_find_local(c, n->name);

	if (slot < 0 && !c->scope)
		compile_fail(c, n, _("a local name has no place here"));
	if (slot >= 0 || !c->scope)
		return slot;
	struct scope_name name = { n->name, compile_slot(c, n) };

	vec_push(&c->scope->names, name);
	return name.slot;
}

static void
clear_slots(struct compiler *c, uint16_t from)
{
	if (c->next_slot > from)
		compile_emit(c, DO_CLEAR, from, c->next_slot - (unsigned)from, 0);
	c->next_slot = from;
}

/* Locals live as long as their scope, so they are declared before a statement takes slots for itself. */
static void
declare_targets(struct compiler *c, const struct node *n)
{
	if (n->kind == NODE_TUPLE || n->kind == NODE_LIST)
		for (const struct node *kid = n->first; kid; kid = kid->next)
			declare_targets(c, kid);
	else if (n->kind == NODE_NAME && compile_find_shared(c, n->name) < 0)
		declare_local(c, n);
}

static void
store_item(struct compiler *c, const struct node *target, uint16_t slot)
{
	const struct node *name = target->first;

	if (name->kind != NODE_NAME) {
		compile_fail(c, target, _("an item can be changed in a list that has a name"));
		return;
	}
	uint16_t index = compile_to_slot(c, target->last);
	int local = compile_find_local(c, name->name), shared = compile_find_shared(c, name->name);

	if (local >= 0)
		compile_emit(c, DO_ITEM_LOCAL, (unsigned)local, index, slot);
	else if (shared >= 0)
		compile_emit(c, DO_STORE_ITEM, (unsigned)shared, index, slot);
	else
		compile_fail(c, name, _("this name was never assigned"));
}

/* Put slot's value into the target. */
static void
store(struct compiler *c, const struct node *target, uint16_t slot)
{
	int shared;
	unsigned place = 0;

	switch (target->kind) {
	case NODE_NAME:
		shared = compile_find_local(c, target->name) >= 0 ? -1 : compile_find_shared(c, target->name);
		if (shared >= 0)
			compile_emit(c, DO_STORE_SHARED, (unsigned)shared, slot, 0);
		else {
			int local = declare_local(c, target);

			if (local != slot) {
				compile_emit(c, DO_LOCAL, slot, 0, 0);
				compile_emit(c, DO_STORE_LOCAL, (unsigned)(local & 0xff), 0, 0);
			}
		}
		break;
	case NODE_INDEX:
		store_item(c, target, slot);
		break;
	case NODE_TUPLE:
	case NODE_LIST:
		for (const struct node *kid = target->first; kid && !c->has_failed; kid = kid->next, place++) {
			uint16_t part = compile_slot(c, kid);

			compile_emit(c, DO_LOCAL, slot, 0, 0);
			compile_emit(c, DO_CONST, compile_constant(c, value_of_int(&c->program->heap, place)), 0, 0);
			compile_emit(c, DO_INDEX, 0, 0, 0);
			compile_emit(c, DO_STORE_LOCAL, part, 0, 0);
			store(c, kid, part);
		}
		break;
	default:
		compile_fail(c, target, _("nothing can be assigned to this"));
	}
}

static void
compile_assign(struct compiler *c, const struct node *n)
{
	for (const struct node *target = n->first->next; target; target = target->next)
		declare_targets(c, target);
	uint16_t mark = c->next_slot, slot = compile_to_slot(c, n->first);

	for (const struct node *target = n->first->next; target; target = target->next)
		store(c, target, slot);
	clear_slots(c, mark);
}

static void
compile_change(struct compiler *c, const struct node *n)
{
	uint16_t mark = c->next_slot, slot = compile_slot(c, n);
	struct node left = *n->first, right = *n->last;
	struct node sum = { .kind = NODE_BINARY, .op = n->op, .line = n->line, .column = n->column };

	left.next = &right;
	right.next = NULL;
	sum.first = &left;
	sum.last = &right;
	compile_value(c, &sum);
	compile_emit(c, DO_STORE_LOCAL, slot, 0, 0);
	store(c, n->first, slot);
	clear_slots(c, mark);
}

static void
push_frame(struct compiler *c, enum frame_kind kind, const struct node *n, uint16_t slot)
{
	struct frame f = { .kind = kind, .slot = slot, .handler = NO_TARGET };

	if (c->frames.len > 200)
		compile_fail(c, n, _("blocks are nested too deeply"));
	vec_push(&c->frames, f);
}

static void
pop_frame(struct compiler *c)
{
	struct frame *f = vec_last(&c->frames);

	vec_fini(&f->breaks);
	vec_fini(&f->faults);
	c->frames.len--;
}

static void
release(struct compiler *c, uint16_t slot)
{
	uint16_t base = (uint16_t)(slot + 1);

	compile_emit(c, DO_LOCAL, slot, 0, 0);
	compile_emit(c, DO_STORE_LOCAL, base, 0, 0);
	compile_emit(c, DO_CONST, compile_constant(c, value_of_int(&c->program->heap, 1)), 0, 0);
	compile_emit(c, DO_STORE_LOCAL, base + 1u, 0, 0);
	compile_emit(c, DO_METHOD, METHOD_RELEASE, base, 0);
	compile_emit(c, DO_CLEAR, slot, 3, 0);
}

/* Leave the frames above KEEP by a jump: give back what they hold. */
static void
unwind(struct compiler *c, size_t keep)
{
	size_t len = c->frames.len;

	while (c->frames.len > keep) {
		struct frame *f = &c->frames.items[c->frames.len - 1];

		c->frames.len--; /* an exception while releasing goes further out */
		if (f->kind == FRAME_WITH)
			release(c, f->slot);
	}
	c->frames.len = len;
}

static void
patch_all(struct compiler *c, const uint16_t *at, size_t count)
{
	for (size_t i = 0; i < count; i++)
		compile_patch(c, at[i]);
}

static void
compile_if(struct compiler *c, const struct node *n)
{
	const struct node *other = n->last;
	uint16_t mark = c->next_slot;

	compile_value(c, n->first);
	uint16_t no = compile_emit(c, DO_JUMP_FALSE, 0, 0, 0);

	clear_slots(c, mark);
	compile_block(c, n->first->next);
	uint16_t end = compile_emit(c, DO_JUMP, 0, 0, 0);

	compile_patch(c, no);
	if (other->kind == NODE_IF || other->kind == NODE_BLOCK)
		compile_block(c, other);
	compile_patch(c, end);
}

static void
end_loop(struct compiler *c, const struct node *other, uint16_t start, uint16_t exit)
{
	struct frame *f = vec_last(&c->frames);

	compile_emit(c, DO_SWITCH, 0, 0, 0);
	compile_emit(c, DO_JUMP, start, 0, 0);
	compile_patch(c, exit);
	uint16_t *breaks = f->breaks.items;
	size_t count = f->breaks.len;

	f->breaks.items = NULL;
	pop_frame(c);
	if (other && other->kind == NODE_BLOCK)
		compile_block(c, other);
	patch_all(c, breaks, count);
	free(breaks);
}

static void
compile_while(struct compiler *c, const struct node *n)
{
	uint16_t mark = c->next_slot, start = compile_here(c);

	push_frame(c, FRAME_LOOP, n, 0);
	vec_last(&c->frames)->start = start;
	compile_value(c, n->first);
	uint16_t exit = compile_emit(c, DO_JUMP_FALSE, 0, 0, 0);

	clear_slots(c, mark);
	compile_block(c, n->first->next);
	end_loop(c, n->last, start, exit);
}

/* The three slots of a counted loop: next, end, step. */
static void
compile_range(struct compiler *c, const struct node *call, uint16_t base)
{
	const struct node *first = call->first->next, *second = first ? first->next : NULL;
	const struct node *step = second ? second->next : NULL;

	if (!first) {
		compile_fail(c, call, _("expected a number in range(…)"));
		return;
	}
	if (second)
		compile_value(c, first);
	else
		compile_emit(c, DO_CONST, compile_constant(c, 0), 0, 0);
	compile_emit(c, DO_STORE_LOCAL, base, 0, 0);
	compile_value(c, second ? second : first);
	compile_emit(c, DO_STORE_LOCAL, base + 1u, 0, 0);
	if (step)
		compile_value(c, step);
	else
		compile_emit(c, DO_CONST, compile_constant(c, value_of_int(&c->program->heap, 1)), 0, 0);
	compile_emit(c, DO_STORE_LOCAL, base + 2u, 0, 0);
}

static void
compile_counted(struct compiler *c, const struct node *n, const struct node *target, const struct node *list,
		const struct node *block, const struct node *other)
{
	bool is_range = n->kind == NODE_REPEAT;

	if (target)
		declare_targets(c, target);
	uint16_t mark = c->next_slot, base = compile_slot(c, n);

	compile_slot(c, n);
	compile_slot(c, n);
	if (list->kind == NODE_CALL && list->first->kind == NODE_NAME && str_is_equal_c(list->first->name, "range")) {
		is_range = true;
		compile_range(c, list, base);
	} else {
		unsigned place = base + (is_range ? 1u : 0u);

		compile_value(c, list);
		compile_emit(c, DO_STORE_LOCAL, place, 0, 0);
		if (is_range) {
			compile_emit(c, DO_CONST, compile_constant(c, value_of_int(&c->program->heap, 1)), 0, 0);
			compile_emit(c, DO_STORE_LOCAL, base + 2u, 0, 0);
		}
	}
	uint16_t start = compile_here(c);

	push_frame(c, FRAME_LOOP, n, 0);
	vec_last(&c->frames)->start = start;
	uint16_t exit = compile_emit(c, is_range ? DO_NEXT_NUMBER : DO_NEXT, 0, base, 0);

	if (target) {
		uint16_t item = compile_slot(c, n);

		compile_emit(c, DO_STORE_LOCAL, item, 0, 0);
		store(c, target, item);
		clear_slots(c, item);
	} else
		compile_emit(c, DO_POP, 0, 0, 0);
	compile_block(c, block);
	end_loop(c, other, start, exit);
	clear_slots(c, mark);
}

static void
compile_for(struct compiler *c, const struct node *n)
{
	const struct node *list = n->first->next;

	compile_counted(c, n, n->first, list, list->next, n->last);
}

static void
compile_repeat(struct compiler *c, const struct node *n)
{
	compile_counted(c, n, NULL, n->first, n->last, NULL);
}

/* with a, b: … holds a while it takes b; whatever ends the block gives them back. */
static void
compile_with_from(struct compiler *c, const struct node *object, const struct node *n)
{
	if (object->kind == NODE_BLOCK) {
		compile_block(c, object);
		return;
	}
	uint16_t mark = c->next_slot, slot = compile_to_slot(c, object), base = compile_slot(c, n);

	compile_slot(c, n);
	compile_slot(c, n);
	compile_emit(c, DO_LOCAL, slot, 0, 0);
	compile_emit(c, DO_STORE_LOCAL, base, 0, 0);
	c->line = object->line;
	compile_emit(c, DO_METHOD, METHOD_ACQUIRE, base, MODE_BLOCK);
	compile_emit(c, DO_CLEAR, base, 2, 0);
	uint16_t fault = (uint16_t)(slot + 3), over = compile_emit(c, DO_JUMP, 0, 0, 0), handler = compile_here(c);

	release(c, slot);
	compile_emit(c, DO_RAISE, 0, fault, 0);
	compile_patch(c, over);
	push_frame(c, FRAME_WITH, n, fault);
	vec_last(&c->frames)->handler = handler;
	vec_last(&c->frames)->slot = slot;
	compile_with_from(c, object->next, n);
	pop_frame(c);
	c->line = object->line;
	release(c, slot);
	clear_slots(c, mark);
}

static void
compile_with(struct compiler *c, const struct node *n)
{
	compile_with_from(c, n->first, n);
}

/* except A: except (A, B): a module before the name, as in queue.Empty, is left out. */
static uint32_t
find_faults(struct compiler *c, const struct node *handler)
{
	uint32_t faults = 0;

	for (const struct node *n = handler->first; n != handler->last; n = n->next) {
		uint32_t found = fault_find(n->name);

		if (!found)
			compile_fail(c, n, _("no exception has this name"));
		faults |= found;
	}
	return faults;
}

static void
compile_try(struct compiler *c, const struct node *n)
{
	uint16_t mark = c->next_slot, fault = compile_slot(c, n);
	uint16_t over = compile_emit(c, DO_JUMP, 0, 0, 0), handler = compile_here(c);
	VEC(uint16_t) ends = { 0 };

	for (const struct node *h = n->first->next; h && !c->has_failed; h = h->next) {
		uint16_t match = NO_TARGET;
		uint32_t faults = h->first == h->last ? 0 : find_faults(c, h);

		c->line = h->line;
		if (h->first != h->last)
			match = compile_emit(c, DO_MATCH, faults, fault, 0);
		compile_emit(c, DO_CLEAR, fault, 1, 0);
		compile_block(c, h->last);
		vec_push(&ends, compile_emit(c, DO_JUMP, 0, 0, 0));
		if (match != NO_TARGET && !c->has_failed)
			c->program->code.items[match].c = compile_here(c);
	}
	compile_emit(c, DO_RAISE, 0, fault, 0);
	compile_patch(c, over);
	push_frame(c, FRAME_TRY, n, fault);
	vec_last(&c->frames)->handler = handler;
	compile_block(c, n->first);
	pop_frame(c);
	patch_all(c, ends.items, ends.len);
	vec_fini(&ends);
	clear_slots(c, mark);
}

static void
compile_leave(struct compiler *c, const struct node *n)
{
	for (size_t i = c->frames.len; i-- > (c->scope ? c->scope->frame : 0);)
		if (c->frames.items[i].kind == FRAME_LOOP) {
			unwind(c, i + 1);
			struct frame *f = &c->frames.items[i];

			if (n->kind == NODE_BREAK)
				vec_push(&f->breaks, compile_emit(c, DO_JUMP, 0, 0, 0));
			else {
				compile_emit(c, DO_SWITCH, 0, 0, 0);
				compile_emit(c, DO_JUMP, f->start, 0, 0);
			}
			return;
		}
	compile_fail(c, n, _("this belongs into a loop"));
}

static void
compile_return(struct compiler *c, const struct node *n)
{
	uint16_t mark = c->next_slot;

	if (!c->scope) {
		compile_fail(c, n, _("return belongs into a function or a thread"));
		return;
	}
	if (n->first->kind != NODE_NONE) {
		compile_value(c, n->first);
		compile_emit(c, DO_STORE_LOCAL, c->scope->result, 0, 0);
	}
	clear_slots(c, mark);
	unwind(c, c->scope->frame);
	vec_push(&c->scope->returns, compile_emit(c, DO_JUMP, 0, 0, 0));
}

static void
compile_simple(struct compiler *c, const struct node *n)
{
	uint16_t mark = c->next_slot, at;
	size_t section = 0;

	switch (n->kind) {
	case NODE_EXPRESSION:
		compile_effect(c, n->first);
		break;
	case NODE_ASSERT:
		compile_value(c, n->first);
		compile_emit(c, DO_ASSERT, 0, 0, 0);
		break;
	case NODE_FAIL:
		compile_emit(c, DO_FAIL, 0, 0, 0);
		break;
	case NODE_CRITICAL:
		while (section < c->program->sections.len &&
		       !str_is_equal(c->program->sections.items[section], n->name))
			section++;
		if (section == c->program->sections.len)
			vec_push(&c->program->sections, n->name);
		compile_emit(c, DO_CRITICAL, (unsigned)section, 0, 0);
		break;
	case NODE_ATOMIC:
		if (c->is_atomic) {
			compile_block(c, n->first);
			break;
		}
		compile_emit(c, DO_ATOMIC, 0, 0, 0);
		c->is_atomic = true;
		compile_block(c, n->first);
		c->is_atomic = false;
		compile_emit(c, DO_SEAL, 0, 0, 0);
		break;
	case NODE_DELETE:
		if (n->first->kind == NODE_INDEX && n->first->first->kind == NODE_NAME) {
			at = compile_to_slot(c, n->first->last);
			compile_emit(c, DO_STORE_ITEM, (unsigned)compile_find_shared(c, n->first->first->name), at,
				     0xffff);
			if (compile_find_shared(c, n->first->first->name) < 0)
				compile_fail(c, n, _("only items of shared lists can be deleted"));
		} else
			compile_fail(c, n->first, _("only items of shared lists can be deleted"));
		break;
	case NODE_PASS:
		break;
	default:
		compile_fail(c, n, _("this belongs to the top level, outside of threads and functions"));
	}
	clear_slots(c, mark);
}

static void
compile_statement(struct compiler *c, const struct node *n)
{
	c->line = n->line;
	switch (n->kind) {
	case NODE_ASSIGN:
		compile_assign(c, n);
		break;
	case NODE_CHANGE:
		compile_change(c, n);
		break;
	case NODE_IF:
		compile_if(c, n);
		break;
	case NODE_WHILE:
		compile_while(c, n);
		break;
	case NODE_FOR:
		compile_for(c, n);
		break;
	case NODE_REPEAT:
		compile_repeat(c, n);
		break;
	case NODE_WITH:
		compile_with(c, n);
		break;
	case NODE_TRY:
		compile_try(c, n);
		break;
	case NODE_BREAK:
	case NODE_CONTINUE:
		compile_leave(c, n);
		break;
	case NODE_RETURN:
		compile_return(c, n);
		break;
	default:
		compile_simple(c, n);
	}
}

/* Names a block assigns get their slots where the scope begins: a slot of a statement is never below a local. */
static void
declare_all(struct compiler *c, const struct node *n)
{
	if (n->kind == NODE_ASSIGN)
		for (const struct node *target = n->first->next; target; target = target->next)
			declare_targets(c, target);
	else if (n->kind == NODE_FOR || n->kind == NODE_CHANGE)
		declare_targets(c, n->first);
	if (n->kind >= NODE_BLOCK)
		for (const struct node *kid = n->first; kid; kid = kid->next)
			declare_all(c, kid);
}

void
compile_block(struct compiler *c, const struct node *block)
{
	if (block->kind == NODE_BLOCK)
		for (const struct node *n = block->first; n && !c->has_failed; n = n->next)
			compile_statement(c, n);
	else
		compile_statement(c, block);
}

static const struct node *
find_function(struct compiler *c, const struct node *call)
{
	int depth = 0;

	if (call->first->kind == NODE_NAME)
		for (size_t i = 0; i < c->functions.len; i++)
			if (str_is_equal(c->functions.items[i]->name, call->first->name)) {
				for (const struct scope *s = c->scope; s; s = s->outer, depth++)
					if (s->function == c->functions.items[i] || depth > COMPILE_DEPTH_MAX) {
						compile_fail(c, call, _("functions cannot call themselves here"));
						return NULL;
					}
				return c->functions.items[i];
			}
	compile_fail(c, call->first, _("no function has this name"));
	return NULL;
}

bool
compile_call(struct compiler *c, const struct node *call, uint16_t *slot)
{
	const struct node *function = find_function(c, call);
	uint32_t line = c->line;

	if (!function)
		return false;
	struct scope scope = {
		.function = function, .outer = c->scope, .result = compile_slot(c, call), .frame = c->frames.len
	};
	const struct node *argument = call->first->next, *parameter = function->first;

	*slot = scope.result;
	compile_emit(c, DO_CONST, compile_constant(c, VALUE_NONE), 0, 0);
	compile_emit(c, DO_STORE_LOCAL, scope.result, 0, 0);
	uint16_t mark = c->next_slot;

	for (; parameter->kind == NODE_NAME && !c->has_failed; parameter = parameter->next) {
		if (!argument || argument->kind == NODE_KEYWORD)
			return compile_fail(c, call, _("the function needs more arguments"));
		struct scope_name name = { parameter->name, compile_to_slot(c, argument) };

		vec_push(&scope.names, name);
		argument = argument->next;
	}
	if (argument)
		compile_fail(c, argument, _("the function takes fewer arguments"));
	compile_emit(c, DO_SWITCH, 0, 0, 0);
	c->scope = &scope;
	declare_all(c, function->last);
	compile_block(c, function->last);
	patch_all(c, scope.returns.items, scope.returns.len);
	clear_slots(c, mark);
	c->scope = (struct scope *)(uintptr_t)scope.outer;
	c->line = line;
	vec_fini(&scope.names);
	vec_fini(&scope.returns);
	return !c->has_failed;
}

static uint16_t
compile_thread(struct compiler *c, const struct node *n)
{
	struct scope scope = { 0 };
	const struct node *block = n->first->next->next;
	uint16_t entry = compile_here(c);

	c->next_slot = 0;
	scope.result = compile_slot(c, n);
	c->scope = &scope;
	declare_all(c, block);
	compile_block(c, block);
	patch_all(c, scope.returns.items, scope.returns.len);
	compile_emit(c, DO_END, 0, 0, 0);
	c->scope = NULL;
	vec_fini(&scope.names);
	vec_fini(&scope.returns);
	return entry;
}

static void
compile_property(struct compiler *c, const struct node *n)
{
	struct program *p = c->program;
	uint16_t *count = n->kind == NODE_CHECK ? &p->check_count : &p->always_count, at = compile_here(c);

	if (*count == 16) {
		compile_fail(c, n, _("more than 16 conditions"));
		return;
	}
	(n->kind == NODE_CHECK ? p->check : p->always)[*count] = at;
	(n->kind == NODE_CHECK ? p->check_lines : p->always_lines)[*count] = n->line;
	++*count;
	c->next_slot = 0;
	c->line = n->line;
	c->is_pure = true;
	compile_value(c, n->first);
	c->is_pure = false;
	compile_emit(c, DO_END, 0, 0, 0);
}

/* From where can the end be reached? Backwards until nothing changes; passes are few, as code mostly goes forward. */
static void
find_ends(struct program *p)
{
	size_t count = p->code.len;
	bool changed = true;

	p->can_end = NEW_ARRAY(uint8_t, count + 1);
	for (uint32_t pass = 0; changed && pass < 1000; pass++) {
		changed = false;
		for (size_t i = count; i-- > 0;) {
			const struct instr *in = &p->code.items[i];
			bool jumps = in->op >= DO_JUMP && in->op <= DO_NEXT_NUMBER;
			uint8_t can = in->op == DO_END ||
				      (in->op != DO_JUMP && in->op != DO_RAISE && p->can_end[i + 1]) ||
				      (jumps && in->a < count && p->can_end[in->a]) ||
				      (in->op == DO_MATCH && in->c < count && p->can_end[in->c]);

			/* a condition that is always true leaves no other way: `while True` */
			if (in->op == DO_JUMP_FALSE && i && p->code.items[i - 1].op == DO_CONST &&
			    p->constants.items[p->code.items[i - 1].a] == VALUE_TRUE)
				can = p->can_end[i + 1];
			changed |= can != p->can_end[i];
			p->can_end[i] = can;
		}
	}
}

static void
compile_all(struct compiler *c, const struct node *root)
{
	size_t thread = 0;

	for (size_t i = 0; i < c->thread_nodes.len && !c->has_failed; i++) {
		uint16_t entry = compile_thread(c, c->thread_nodes.items[i]);

		/* setup.c left the number of the node where the entry goes */
		for (; thread < c->program->threads.len && c->program->threads.items[thread].entry == i; thread++)
			c->program->threads.items[thread].entry = entry;
	}
	for (const struct node *n = root->first; n && !c->has_failed; n = n->next)
		if (n->kind == NODE_CHECK || n->kind == NODE_ALWAYS)
			compile_property(c, n);
	find_ends(c->program);
}

bool
program_compile(struct program *p, struct str source, struct err *err)
{
	struct ast ast;
	struct compiler c = { .program = p, .err = err };

	*p = (struct program){ 0 };
	heap_init(&p->heap);
	p->source = str_copy_c(source);
	if (!ast_parse(&ast, str_of(p->source, source.len), err)) {
		program_fini(p);
		return false;
	}
	if (setup_run(&c, ast.root))
		compile_all(&c, ast.root);
	while (c.frames.len)
		pop_frame(&c);
	vec_fini(&c.frames);
	vec_fini(&c.functions);
	vec_fini(&c.thread_nodes);
	ast_fini(&ast);
	if (c.has_failed) {
		program_fini(p);
		return false;
	}
	p->object_at = 1 + (uint32_t)p->shareds.len;
	p->thread_at = p->object_at + 2 * (uint32_t)p->objects.len;
	p->thread_words = 3 + (uint32_t)p->slots;
	p->words = p->thread_at + p->thread_words * (uint32_t)p->threads.len;
	return true;
}

void
program_fini(struct program *p)
{
	for (size_t i = 0; i < p->objects.len; i++)
		free(p->objects.items[i].name);
	for (size_t i = 0; i < p->threads.len; i++)
		free(p->threads.items[i].name);
	vec_fini(&p->code);
	vec_fini(&p->constants);
	vec_fini(&p->objects);
	vec_fini(&p->shareds);
	vec_fini(&p->threads);
	vec_fini(&p->sections);
	vec_fini(&p->schedule);
	heap_fini(&p->heap);
	free(p->can_end);
	free(p->source);
	*p = (struct program){ 0 };
}
