/* Statements to instructions; each kind has its room. */
#include "lab/threads/compile_parts.h"

#include "base/i18n.h"

static void
compile_if(struct compiler *c, const struct node *n)
{
	const struct node *other = n->last;
	uint16_t mark = c->next_slot;

	compile_value(c, n->first);
	uint16_t no = compile_emit(c, DO_JUMP_FALSE, 0, 0, 0), used = c->next_slot;

	compile_clear_slots(c, mark);
	compile_block(c, n->first->next);
	uint16_t end = compile_emit(c, DO_JUMP, 0, 0, 0);

	compile_patch(c, no);
	compile_clear_until(c, mark, used);
	if (other->kind == NODE_IF || other->kind == NODE_BLOCK)
		compile_block(c, other);
	compile_patch(c, end);
}

static void
compile_simple(struct compiler *c, const struct node *n)
{
	uint16_t mark = c->next_slot;
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
		compile_delete(c, n);
		break;
	case NODE_PASS:
		break;
	default:
		compile_fail(c, n, _("this belongs to the top level, outside of threads and functions"));
	}
	compile_clear_slots(c, mark);
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

void
compile_block(struct compiler *c, const struct node *block)
{
	if (block->kind == NODE_BLOCK)
		for (const struct node *n = block->first; n && !c->has_failed; n = n->next)
			compile_statement(c, n);
	else
		compile_statement(c, block);
}

/* Names a block assigns get their slots where the scope begins: a slot of a statement is never below a local. */
void
compile_declare_all(struct compiler *c, const struct node *n)
{
	if (n->kind == NODE_ASSIGN)
		for (const struct node *target = n->first->next; target; target = target->next)
			compile_declare_targets(c, target);
	else if (n->kind == NODE_FOR || n->kind == NODE_CHANGE)
		compile_declare_targets(c, n->first);
	if (n->kind >= NODE_BLOCK)
		for (const struct node *kid = n->first; kid; kid = kid->next)
			compile_declare_all(c, kid);
}
