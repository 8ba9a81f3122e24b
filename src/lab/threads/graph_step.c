/* One step of a packed state: from memory where it is known, else made by the machine and remembered. */
#include "lab/threads/explore_parts.h"

struct local *
graph_local(struct graph *g, unsigned thread, const uint64_t *packed)
{
	uint32_t cell = g->thread_cell + thread, number = pack_get(&g->pack.fields[cell], packed);
	struct locals *l = &g->locals[thread];

	while (l->known.len <= number)
		vec_push_zero(&l->known);
	struct local *known = &l->known.items[number];

	if (known->is_known)
		return known;
	const struct domain *d = &g->pack.domains[cell];
	const uint32_t *words = d->contents + (size_t)number * d->width;

	known->is_known = true;
	known->is_ended = words[THREAD_PC] == PC_ENDED;
	known->is_new = words[THREAD_PHASE] == PHASE_NEW;
	known->is_asleep = !words[THREAD_PHASE] && words[THREAD_LEFT];
	if (known->is_ended)
		return known;
	const struct instr *in = &g->program->code.items[words[THREAD_PC]];

	if (in->op == DO_CRITICAL && !words[THREAD_PHASE] && !words[THREAD_LEFT])
		known->section = (uint16_t)(in->a + 1);
	race_learn(g, thread, known, words);
	return known;
}

static bool
learn_can(struct graph *g, const uint64_t *packed, unsigned thread, struct local *l)
{
	struct trail trail = { 0 };
	struct run r = { g->program, g->state, machine_thread(g->program, g->state, thread), thread, NULL, &trail };

	pack_unpack(&g->pack, packed, g->state);
	bool can = machine_can_step(&r);

	memo_add(&g->memo, &g->pack, &l->can, &trail, packed)->room = can;
	return can;
}

void
graph_look(struct graph *g, const uint64_t *packed, struct looked *out)
{
	const struct program *p = g->program;
	uint64_t sections = 0;
	bool is_alive = false;

	*out = (struct looked){ 0 };
	for (unsigned i = 0; i < p->threads.len; i++) {
		struct local *l = graph_local(g, i, packed);

		if (l->is_ended)
			continue;
		is_alive |= !p->threads.items[i].is_daemon && !l->is_new;
		if (l->section) {
			uint64_t bit = UINT64_C(1) << (l->section & 63);

			out->is_critical |= (sections & bit) != 0; /* or two that share the bit: looked at again */
			sections |= bit;
		}
		const struct memo_node *leaf = memo_find(&g->memo, &g->pack, l->can, packed);

		if (leaf ? leaf->room : learn_can(g, packed, i, l))
			out->enabled |= UINT32_C(1) << i;
	}
	if (!is_alive) {
		out->enabled = 0;
		out->is_over = true;
		return;
	}
	if (p->is_gil_310) {
		uint32_t holder = g->pack.domains[CELL_GIL].contents[pack_get(&g->pack.fields[CELL_GIL], packed)];

		if (holder && out->enabled >> (holder - 1) & 1)
			out->enabled = UINT32_C(1) << (holder - 1);
	}
}

uint32_t
graph_blocked(struct graph *g, const uint64_t *packed)
{
	uint32_t blocked = 0;

	for (unsigned i = 0; i < g->program->threads.len; i++) {
		struct local *l = graph_local(g, i, packed);

		if (l->is_ended || l->is_new || l->is_asleep)
			continue;
		const struct memo_node *leaf = memo_find(&g->memo, &g->pack, l->can, packed);

		if (!(leaf ? leaf->room : learn_can(g, packed, i, l)))
			blocked |= UINT32_C(1) << i;
	}
	return blocked;
}

bool
graph_holds_always(struct graph *g, const uint64_t *packed)
{
	for (unsigned i = 0; i < g->program->always_count; i++) {
		const struct memo_node *leaf = memo_find(&g->memo, &g->pack, g->always[i], packed);

		if (!leaf) {
			struct trail trail = { 0 };

			pack_unpack(&g->pack, packed, g->state);
			bool holds = machine_holds(g->program, g->state, g->program->always[i], &trail);
			struct memo_node *learned = memo_add(&g->memo, &g->pack, &g->always[i], &trail, packed);

			learned->room = holds;
			leaf = learned;
		}
		if (!leaf->room)
			return false;
	}
	return true;
}

static bool
grow_layout(struct graph *g)
{
	struct field *old;
	uint32_t old_words;

	if (!pack_grow(&g->pack, &old, &old_words))
		return false;
	graph_relayout(g, old, old_words);
	free(old);
	return true;
}

const struct memo_node *
graph_step(struct graph *g, const uint64_t *packed, unsigned thread)
{
	struct local *l = graph_local(g, thread, packed);
	const struct memo_node *leaf = memo_find(&g->memo, &g->pack, l->step, packed);

	if (leaf)
		return leaf;
	struct trail trail = { 0 };
	struct step_info info;
	struct run r = { g->program, g->state, machine_thread(g->program, g->state, thread), thread, &info, &trail };

	pack_unpack(&g->pack, packed, g->state);
	machine_make_step(&r);
	run_set(&r, g->thread_cell + thread);
	struct memo_node *n = memo_add(&g->memo, &g->pack, &l->step, &trail, packed);

	n->at = (uint32_t)g->memo.effects.len;
	for (uint32_t i = 0; i < trail.set_count; i++) {
		uint32_t cell = trail.sets[i];

		if (cell == CELL_GIL && !g->program->is_gil_310)
			continue;
		vec_push(&g->memo.effects, (struct memo_effect){ cell, pack_number(&g->pack, cell, g->state) });
		n->count++;
	}
	if (info.violation) {
		n->room = (uint32_t)g->memo.infos.len;
		vec_push(&g->memo.infos, info);
	}
	grow_layout(g);
	return n;
}

void
graph_settle(struct graph *g, uint64_t *packed)
{
	struct looked looked;

	graph_look(g, packed, &looked);
	if (looked.enabled || looked.is_over)
		return;
	pack_unpack(&g->pack, packed, g->state);
	machine_settle(g->program, g->state);
	uint32_t numbers[THREADS_MAX] = { 0 };

	for (unsigned i = 0; i < g->program->threads.len; i++)
		numbers[i] = pack_number(&g->pack, g->thread_cell + i, g->state);
	if (grow_layout(g))
		return;
	for (unsigned i = 0; i < g->program->threads.len; i++)
		pack_put(&g->pack.fields[g->thread_cell + i], packed, numbers[i]);
}
