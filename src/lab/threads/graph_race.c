/* Data races: two threads that may both step next, at one place in memory, one of them writing. */
#include "lab/threads/explore_parts.h"

/* The item an index names, if that takes the thread's own words only: a constant, a local, me, sums of these. */
static int64_t
find_item(const struct program *p, const struct instr *in, const uint32_t *thread, unsigned number)
{
	int64_t stack[8];
	unsigned len = 0;

	for (;; in++) {
		value v = 0;

		if (in->op == DO_INDEX && len == 1)
			return stack[0] < 0 ? ACCESS_ALL : stack[0]; /* from the end: it may be any */
		if (in->op == DO_BINARY && len >= 2) {
			int64_t a = stack[len - 2], b = stack[len - 1], *out = &stack[len - 2];
			bool is_bad = true;

			if (in->a == OP_ADD)
				is_bad = __builtin_add_overflow(a, b, out);
			else if (in->a == OP_SUB)
				is_bad = __builtin_sub_overflow(a, b, out);
			else if (in->a == OP_MOD && b > 0 && !(is_bad = a < 0))
				*out = a % b;
			if (is_bad)
				return ACCESS_ALL;
			len--;
			continue;
		}
		if (len == ARRAY_LEN(stack))
			return ACCESS_ALL;
		if (in->op == DO_CONST)
			v = p->constants.items[in->a];
		else if (in->op == DO_LOCAL)
			v = thread[THREAD_SLOTS + in->a];
		else if (in->op == DO_ME)
			v = (uint32_t)(in->a ? p->threads.items[number].group : p->threads.items[number].me) << 2;
		else
			return ACCESS_ALL;
		if (!value_to_int(&p->heap, v, &stack[len++]))
			return ACCESS_ALL;
	}
}

static void
add(struct graph *g, struct local *l, struct access a)
{
	if (l->access_count == UINT16_MAX)
		return;
	*(a.is_write ? &l->writes : &l->reads) |= UINT32_C(1) << (a.shared & 31);
	vec_push(&g->racer.accesses, a);
	l->access_count++;
}

void
race_learn(struct graph *g, unsigned thread, struct local *l, const uint32_t *t)
{
	const struct program *p = g->program;
	const struct instr *in = &p->code.items[t[THREAD_PC]];

	l->access = (uint32_t)g->racer.accesses.len;
	if (t[THREAD_PHASE] || t[THREAD_LEFT])
		return;
	if (in->op == DO_STORE_SHARED)
		add(g, l, (struct access){ in->a, true, ACCESS_ALL, in->line });
	if (in->op == DO_STORE_ITEM) {
		int64_t item = ACCESS_ALL;

		if (in->c == 0xffff || !value_to_int(&p->heap, t[THREAD_SLOTS + in->b], &item) || item < 0)
			item = ACCESS_ALL; /* del moves what is behind */
		add(g, l, (struct access){ in->a, true, item, in->line });
	}
	if (in->op != DO_STEP)
		return;
	for (in++; in->op >= DO_FIRST_LOCAL && in->op != DO_END; in++)
		if (in->op == DO_SHARED)
			add(g, l, (struct access){ in->a, false, find_item(p, in + 1, t, thread), in->line });
}

static void
note(struct graph *g, const struct access *a, const struct access *b, unsigned thread_a, unsigned thread_b)
{
	struct explore_race race = { a->shared, { a->line, b->line }, { (uint8_t)thread_a, (uint8_t)thread_b } };

	if (a->line > b->line)
		race = (struct explore_race){ a->shared,
					      { b->line, a->line },
					      { (uint8_t)thread_b, (uint8_t)thread_a } };
	for (size_t i = 0; i < g->out->races.len; i++) {
		const struct explore_race *old = &g->out->races.items[i];

		if (old->shared == race.shared && old->lines[0] == race.lines[0] && old->lines[1] == race.lines[1])
			return;
	}
	if (g->out->races.len < RACES_MAX)
		vec_push(&g->out->races, race);
}

static void
compare(struct graph *g, const struct local *l, const struct local *m, unsigned i, unsigned j)
{
	const struct access *accesses = g->racer.accesses.items;

	for (uint32_t x = l->access; x < l->access + l->access_count; x++)
		for (uint32_t y = m->access; y < m->access + m->access_count; y++) {
			const struct access *a = &accesses[x], *b = &accesses[y];

			if (a->shared == b->shared && (a->is_write || b->is_write) &&
			    (a->item == b->item || a->item == ACCESS_ALL || b->item == ACCESS_ALL))
				note(g, a, b, i, j);
		}
}

void
race_find(struct graph *g, const uint64_t *packed, uint32_t enabled)
{
	const struct local *locals[THREADS_MAX];
	unsigned threads[THREADS_MAX], count = 0;
	uint32_t reads = 0, writes = 0, both = 0;

	for (; enabled; enabled &= enabled - 1) {
		unsigned i = (unsigned)__builtin_ctz(enabled);
		const struct local *l = graph_local(g, i, packed);

		if (!l->access_count)
			continue;
		both |= (l->writes & (reads | writes)) | (l->reads & writes);
		reads |= l->reads;
		writes |= l->writes;
		locals[count] = l;
		threads[count++] = i;
	}
	for (unsigned i = 0; both && i < count; i++)
		for (unsigned j = i + 1; j < count; j++)
			if ((locals[i]->writes & (locals[j]->reads | locals[j]->writes)) |
			    (locals[i]->reads & locals[j]->writes))
				compare(g, locals[i], locals[j], threads[i], threads[j]);
}

static int
compare_races(const void *left, const void *right)
{
	const struct explore_race *a = left, *b = right;

	if (a->lines[0] != b->lines[0])
		return a->lines[0] < b->lines[0] ? -1 : 1;
	if (a->lines[1] != b->lines[1])
		return a->lines[1] < b->lines[1] ? -1 : 1;
	return a->shared - b->shared;
}

void
race_sort(struct explored *out)
{
	if (out->races.len)
		qsort(out->races.items, out->races.len, sizeof(*out->races.items), compare_races);
}
