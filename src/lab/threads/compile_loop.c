/* Loops: while, for, repeat. */
#include "lab/threads/compile_parts.h"

#include "base/i18n.h"

/* USED: slots from the next one up to there are in use where the loop is over by itself. */
static void
end_loop(struct compiler *c, const struct node *other, uint16_t start, uint16_t exit, uint16_t used)
{
	struct frame *f = vec_last(&c->frames);

	compile_emit(c, DO_SWITCH, 0, 0, 0);
	compile_emit(c, DO_JUMP, start, 0, 0);
	compile_patch(c, exit);
	compile_clear_until(c, c->next_slot, used);
	uint16_t *breaks = f->breaks.items;
	size_t count = f->breaks.len;

	f->breaks.items = NULL;
	compile_pop_frame(c);
	if (other && other->kind == NODE_BLOCK)
		compile_block(c, other);
	compile_patch_all(c, breaks, count);
	free(breaks);
}

void
compile_while(struct compiler *c, const struct node *n)
{
	uint16_t mark = c->next_slot, start = compile_here(c);

	compile_push_frame(c, FRAME_LOOP, n, 0);
	vec_last(&c->frames)->start = start;
	compile_value(c, n->first);
	uint16_t exit = compile_emit(c, DO_JUMP_FALSE, 0, 0, 0), used = c->next_slot;

	compile_clear_slots(c, mark);
	compile_block(c, n->first->next);
	end_loop(c, n->last, start, exit, used);
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
		compile_declare_targets(c, target);
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

	compile_push_frame(c, FRAME_LOOP, n, 0);
	vec_last(&c->frames)->start = start;
	uint16_t exit = compile_emit(c, is_range ? DO_NEXT_NUMBER : DO_NEXT, 0, base, 0);

	if (target) {
		uint16_t item = compile_slot(c, n);

		compile_emit(c, DO_STORE_LOCAL, item, 0, 0);
		compile_store(c, target, item);
		compile_clear_slots(c, item);
	} else
		compile_emit(c, DO_POP, 0, 0, 0);
	int variable = target && target->kind == NODE_NAME ? compile_find_local(c, target->name) : -1;
	struct loop_over over = { (uint16_t)variable, list, c->loops };

	if (variable >= 0)
		c->loops = &over;
	compile_block(c, block);
	c->loops = over.outer;
	end_loop(c, other, start, exit, c->next_slot);
	compile_clear_slots(c, mark);
}

void
compile_for(struct compiler *c, const struct node *n)
{
	const struct node *list = n->first->next;

	compile_counted(c, n, n->first, list, list->next, n->last);
}

void
compile_repeat(struct compiler *c, const struct node *n)
{
	compile_counted(c, n, NULL, n->first, n->last, NULL);
}
