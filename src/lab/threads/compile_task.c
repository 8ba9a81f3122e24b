/*
 * Which queues count their unfinished tasks: those that somebody may join or end a task of. On any other queue the
 * count would be seen by nobody, and where items come and go for ever it would make the states endless.
 */
#include "lab/threads/compile_parts.h"

static void
count_all(struct compiler *c)
{
	for (size_t i = 0; i < c->program->objects.len; i++)
		c->program->objects.items[i].has_tasks = true;
}

static void
count_in(struct compiler *c, value v)
{
	struct program *p = c->program;
	uint32_t len = 0;
	const value *items = value_items(&p->heap, v, &len);

	for (uint32_t i = 0; items && i < len; i++)
		count_in(c, items[i]);
	if ((v & 3) == VALUE_OBJECT)
		p->objects.items[v >> 2].has_tasks = true;
}

/* A name, a list, an item of either; what one of LOOPS goes over. Of anything else it is not known what it may be. */
static void
count_named(struct compiler *c, const struct node *n, const struct loop_over *loops)
{
	int local = n->kind == NODE_NAME ? compile_find_local(c, n->name) : -1;
	const struct loop_over *loop = loops;
	value v;

	while (loop && loop->slot != local)
		loop = loop->outer;
	if (n->kind == NODE_INDEX || n->kind == NODE_SLICE)
		count_named(c, n->first, loops);
	else if (n->kind == NODE_LIST || n->kind == NODE_TUPLE)
		for (const struct node *kid = n->first; kid; kid = kid->next)
			count_named(c, kid, loops);
	else if (loop)
		count_named(c, loop->list, loop->outer);
	else if (n->kind == NODE_NAME && local < 0 && setup_knows(c, n->name) && setup_find_name(c, n, &v))
		count_in(c, v);
	else
		count_all(c);
}

void
compile_count_tasks(struct compiler *c, const struct node *receiver)
{
	count_named(c, receiver, c->loops);
}

void
compile_forget_loop(struct compiler *c, uint16_t slot)
{
	for (const struct loop_over *l = c->loops; l; l = l->outer)
		if (l->slot == slot)
			count_all(c);
}
