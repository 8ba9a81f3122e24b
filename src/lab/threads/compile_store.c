/* Assignment: locals live as long as their scope, shared variables change by a step of their own. */
#include "lab/threads/compile_parts.h"

#include "base/i18n.h"

int
compile_declare_local(struct compiler *c, const struct node *n)
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

/* Locals live as long as their scope, so they are declared before a statement takes slots for itself. */
void
compile_declare_targets(struct compiler *c, const struct node *n)
{
	if (n->kind == NODE_TUPLE || n->kind == NODE_LIST)
		for (const struct node *kid = n->first; kid; kid = kid->next)
			compile_declare_targets(c, kid);
	else if (n->kind == NODE_NAME && compile_find_shared(c, n->name) < 0)
		compile_declare_local(c, n);
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

	if (local >= 0) {
		compile_forget_loop(c, (uint16_t)local);
		compile_emit(c, DO_ITEM_LOCAL, (unsigned)local, index, slot);
	} else if (shared >= 0)
		compile_emit(c, DO_STORE_ITEM, (unsigned)shared, index, slot);
	else
		compile_fail(c, name, _("the name “%.*s” was never assigned"), STR_ARG(name->name));
}

/* As many as there are names, or ValueError. */
static void
check_length(struct compiler *c, const struct node *target, uint16_t slot)
{
	unsigned count = 0;

	for (const struct node *kid = target->first; kid; kid = kid->next)
		count++;
	compile_emit(c, DO_LOCAL, slot, 0, 0);
	compile_emit(c, DO_CALL, BUILTIN_LEN, 1, 0);
	compile_emit(c, DO_CONST, compile_constant(c, value_of_int(&c->program->heap, count)), 0, 0);
	compile_emit(c, DO_COMPARE, OP_EQ, 0, 0);
	compile_emit(c, DO_ASSERT, FAULT_VALUE, 0, 0);
}

/* Put slot's value into the target. */
void
compile_store(struct compiler *c, const struct node *target, uint16_t slot)
{
	int shared;
	unsigned place = 0;

	switch (target->kind) {
	case NODE_NAME:
		shared = compile_find_local(c, target->name) >= 0 ? -1 : compile_find_shared(c, target->name);
		if (shared >= 0)
			compile_emit(c, DO_STORE_SHARED, (unsigned)shared, slot, 0);
		else {
			int local = compile_declare_local(c, target);

			compile_forget_loop(c, (uint16_t)local);
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
		check_length(c, target, slot);
		for (const struct node *kid = target->first; kid && !c->has_failed; kid = kid->next, place++) {
			uint16_t part = compile_slot(c, kid);

			compile_emit(c, DO_LOCAL, slot, 0, 0);
			compile_emit(c, DO_CONST, compile_constant(c, value_of_int(&c->program->heap, place)), 0, 0);
			compile_emit(c, DO_INDEX, 0, 0, 0);
			compile_emit(c, DO_STORE_LOCAL, part, 0, 0);
			compile_store(c, kid, part);
		}
		break;
	default:
		compile_fail(c, target, _("nothing can be assigned to this"));
	}
}

void
compile_assign(struct compiler *c, const struct node *n)
{
	for (const struct node *target = n->first->next; target; target = target->next)
		compile_declare_targets(c, target);
	uint16_t mark = c->next_slot, slot = compile_to_slot(c, n->first);

	for (const struct node *target = n->first->next; target; target = target->next)
		compile_store(c, target, slot);
	compile_clear_slots(c, mark);
}

void
compile_change(struct compiler *c, const struct node *n)
{
	if (n->first->kind == NODE_TUPLE || n->first->kind == NODE_LIST) {
		compile_fail(c, n->first, _("only one thing at a time can be changed in place"));
		return;
	}
	uint16_t mark = c->next_slot, slot = compile_slot(c, n);
	struct node left = *n->first, right = *n->last, object, index = { .kind = NODE_SLOT };
	struct node sum = { .kind = NODE_BINARY, .op = n->op, .line = n->line, .column = n->column };

	if (left.kind == NODE_INDEX && (compile_has_effects(left.last) || compile_reads_shared(c, left.last))) {
		index.value = compile_to_slot(c, left.last); /* once, for reading and writing */
		object = *left.first;
		object.next = &index;
		left.first = &object;
		left.last = &index;
	}
	left.next = &right;
	right.next = NULL;
	sum.first = &left;
	sum.last = &right;
	compile_value(c, &sum);
	compile_emit(c, DO_STORE_LOCAL, slot, 0, 0);
	compile_store(c, &left, slot);
	compile_clear_slots(c, mark);
}

void
compile_delete(struct compiler *c, const struct node *n)
{
	const struct node *target = n->first;

	if (target->kind != NODE_INDEX || target->first->kind != NODE_NAME) {
		compile_fail(c, target, _("only an item of a list that has a name can be deleted"));
		return;
	}
	uint16_t mark = c->next_slot;

	store_item(c, target, NO_TARGET);
	compile_clear_slots(c, mark);
}

void
compile_unset_locals(struct compiler *c, size_t from)
{
	for (size_t i = from; i < c->scope->names.len; i++) {
		compile_emit(c, DO_CONST, compile_constant(c, VALUE_UNSET), 0, 0);
		compile_emit(c, DO_STORE_LOCAL, c->scope->names.items[i].slot, 0, 0);
	}
}
