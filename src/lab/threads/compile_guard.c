/* What a block is left through: with, try, break, continue, return, exceptions. */
#include "lab/threads/compile_parts.h"

#include "base/i18n.h"

void
compile_push_frame(struct compiler *c, enum frame_kind kind, const struct node *n, uint16_t slot)
{
	struct frame f = { .kind = kind, .slot = slot, .handler = NO_TARGET, .floor = c->next_slot };

	if (c->frames.len > 200)
		compile_fail(c, n, _("blocks are nested too deeply"));
	vec_push(&c->frames, f);
}

void
compile_pop_frame(struct compiler *c)
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
	compile_switch(c, 0);
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
	compile_refuse_wait(c, object, STR("with"));
	compile_emit(c, DO_METHOD, METHOD_ACQUIRE, base, TIMEOUT_MISSING);
	compile_switch(c, slot);
	compile_emit(c, DO_CLEAR, base, 2, 0);
	uint16_t fault = (uint16_t)(slot + 3), over = compile_emit(c, DO_JUMP, 0, 0, 0), handler = compile_here(c);

	release(c, slot);
	compile_emit(c, DO_RAISE, 0, fault, 0);
	compile_patch(c, over);
	compile_push_frame(c, FRAME_WITH, n, fault);
	vec_last(&c->frames)->handler = handler;
	vec_last(&c->frames)->slot = slot;
	compile_with_from(c, object->next, n);
	compile_pop_frame(c);
	c->line = object->line;
	release(c, slot);
	compile_clear_slots(c, mark);
}

void
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

void
compile_try(struct compiler *c, const struct node *n)
{
	uint16_t mark = c->next_slot, fault = compile_slot(c, n);
	uint16_t over = compile_emit(c, DO_JUMP, 0, 0, 0), handler = compile_here(c);
	VEC(uint16_t) ends = { 0 };

	compile_emit(c, DO_CLEAR, fault + 1u, 0, 0); /* what the block leaves behind; how much is known below */

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
	compile_push_frame(c, FRAME_TRY, n, fault);
	vec_last(&c->frames)->handler = handler;
	uint16_t peak = c->peak;

	c->peak = c->next_slot;
	compile_block(c, n->first);
	if (!c->has_failed)
		c->program->code.items[handler].b = (uint16_t)(c->peak - fault - 1);
	c->peak = c->peak > peak ? c->peak : peak;
	compile_pop_frame(c);
	compile_patch_all(c, ends.items, ends.len);
	vec_fini(&ends);
	compile_clear_slots(c, mark);
}

void
compile_leave(struct compiler *c, const struct node *n)
{
	for (size_t i = c->frames.len; i-- > (c->scope ? c->scope->frame : 0);)
		if (c->frames.items[i].kind == FRAME_LOOP) {
			unwind(c, i + 1);
			compile_clear_until(c, c->frames.items[i].floor, c->next_slot);
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

void
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
	compile_clear_slots(c, mark);
	unwind(c, c->scope->frame);
	compile_clear_until(c, c->scope->floor, c->next_slot);
	vec_push(&c->scope->returns, compile_emit(c, DO_JUMP, 0, 0, 0));
}
