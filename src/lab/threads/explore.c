/* Builds the graph of states: packed, found again by their hash, expanded in the order they were found. */
#include "lab/threads/explore_parts.h"

#include <stdlib.h>

#define STATES_MAX 5000000u
#define BYTES_MAX  ((size_t)1 << 30)
#define MEMO_MAX   ((size_t)64 << 20)

/* Arrays of this size grow by a quarter: room that nobody uses is memory too. */
#define push_lean(vec, ...)                                                                                        \
	((vec)->len < (vec)->capacity                                                                              \
		 ? (void)0                                                                                         \
		 : (void)((vec)->capacity += (vec)->capacity / 4 + 256,                                            \
			  (vec)->items = mem_realloc_array((vec)->items, (vec)->capacity, sizeof(*(vec)->items))), \
	 (void)((vec)->items[(vec)->len++] = (__VA_ARGS__)))

struct batch { /* what one state leads to */
	uint32_t count;
	uint32_t edges[THREADS_MAX]; /* without the state */
	uint32_t hashes[THREADS_MAX];
	uint64_t *packed;
	uint32_t words; /* PACKED has room for states of so many */
};

bool
graph_is_cancelled(struct graph *g)
{
	if (g->limits->looks && ++g->looks >= g->limits->looks)
		return true;
	return g->limits->is_cancelled && atomic_load_explicit(g->limits->is_cancelled, memory_order_relaxed);
}

void
graph_unpack(const struct graph *g, uint32_t state, uint32_t *words)
{
	pack_unpack(&g->pack, graph_packed(g, state), words);
}

size_t
graph_measure(struct graph *g, size_t extra)
{
	size_t bytes = extra + 8 * g->packed.capacity + 4 * (g->first_edge.capacity + g->edges.capacity) +
		       g->flags.capacity + (g->table ? 8 * ((size_t)g->mask + 1) : 0) + pack_bytes(&g->pack) +
		       memo_bytes(&g->memo) + heap_bytes(&g->program->heap) +
		       g->racer.accesses.capacity * sizeof(*g->racer.accesses.items);

	for (size_t i = 0; i < g->program->threads.len; i++)
		bytes += g->locals[i].known.capacity * sizeof(*g->locals[i].known.items);
	if (bytes > g->peak_bytes)
		g->peak_bytes = bytes;
	return bytes;
}

void
graph_note(struct graph *g, enum violation_kind kind, enum fault fault, uint32_t line)
{
	struct explored *out = g->out;

	for (size_t i = 0; i < out->violations.len; i++)
		if (out->violations.items[i].kind == kind && out->violations.items[i].line == line)
			return;
	struct explore_violation *v = vec_push_zero(&out->violations);

	v->kind = kind;
	v->line = line;
	v->fault = fault;
}

static uint32_t
hash_of(const uint64_t *packed, uint32_t words)
{
	uint64_t hash = UINT64_C(0x9e3779b97f4a7c15);

	for (uint32_t i = 0; i < words; i++) {
		hash = (hash ^ packed[i]) * UINT64_C(0xff51afd7ed558ccd);
		hash ^= hash >> 32;
	}
	return (uint32_t)hash;
}

static void
put_in_table(struct graph *g, uint64_t entry)
{
	uint32_t at = (uint32_t)(entry >> 32) & g->mask;

	while (g->table[at])
		at = (at + 1) & g->mask;
	g->table[at] = entry;
}

static void
grow_table(struct graph *g)
{
	uint64_t *old = g->table;
	uint32_t old_mask = g->mask;

	g->mask = g->mask * 2 + 1;
	g->table = NEW_ARRAY(uint64_t, (size_t)g->mask + 1);
	for (uint32_t i = 0; i <= old_mask; i++) {
		if (!(i & GRAPH_SWEEP) && graph_is_cancelled(g))
			break;
		if (old[i])
			put_in_table(g, old[i]);
	}
	free(old);
}

void
graph_relayout(struct graph *g, const struct field *old, uint32_t old_words)
{
	uint32_t words = g->pack.words, count = 0;
	uint16_t cells[CELLS_MAX]; /* that differ at all */
	uint64_t *packed = NEW_ARRAY(uint64_t, (size_t)(g->count + g->count / 4 + 256) * words);

	for (uint32_t c = 0; c < g->pack.cells; c++)
		if (old[c].mask)
			cells[count++] = (uint16_t)c;
	memset(g->table, 0, ((size_t)g->mask + 1) * sizeof(*g->table));
	for (uint32_t s = 0; s < g->count; s++) {
		const uint64_t *from = g->packed.items + (size_t)s * old_words;
		uint64_t *to = packed + (size_t)s * words;

		if (!(s & GRAPH_SWEEP) && graph_is_cancelled(g))
			break;
		for (uint32_t i = 0; i < count; i++)
			pack_put(&g->pack.fields[cells[i]], to, pack_get(&old[cells[i]], from));
		put_in_table(g, (uint64_t)hash_of(to, words) << 32 | (s + 1));
	}
	free(g->packed.items);
	g->packed.items = packed;
	g->packed.len = (size_t)g->count * words;
	g->packed.capacity = (size_t)(g->count + g->count / 4 + 256) * words;
}

/* The state's number; a new one if it was never seen. */
static uint32_t
find_state(struct graph *g, const uint64_t *packed, uint32_t hash)
{
	uint32_t words = g->pack.words, at = hash & g->mask;

	for (; g->table[at]; at = (at + 1) & g->mask) {
		uint32_t state = (uint32_t)g->table[at] - 1;

		if (g->table[at] >> 32 == hash && !memcmp(graph_packed(g, state), packed, words * sizeof(*packed)))
			return state;
	}
	g->table[at] = (uint64_t)hash << 32 | (g->count + 1);
	for (uint32_t i = 0; i < words; i++)
		push_lean(&g->packed, packed[i]);
	push_lean(&g->first_edge, 0);
	push_lean(&g->flags, 0);
	if ((uint64_t)++g->count * 4 > (uint64_t)g->mask * 3)
		grow_table(g);
	return g->count - 1;
}

/* What is wrong with the state, what its threads may do to each other, who may step. */
static uint32_t
look_at(struct graph *g, uint32_t state)
{
	const uint64_t *packed = graph_packed(g, state);
	const struct program *p = g->program;
	struct looked looked;
	struct step_info found[40];

	graph_look(g, packed, &looked);
	if (looked.is_critical || (!looked.enabled && (!looked.is_over || p->check_count)) ||
	    !graph_holds_always(g, packed)) {
		pack_unpack(&g->pack, packed, g->state);
		size_t count = machine_inspect(g->program, g->state, looked.enabled, found, ARRAY_LEN(found));

		for (size_t i = 0; i < count; i++)
			graph_note(g, found[i].violation, found[i].fault, found[i].line);
		g->flags.items[state] |= count ? STATE_FAILS : 0;
	}
	g->flags.items[state] |= looked.is_over ? STATE_OVER : 0;
	race_find(g, packed, looked.enabled);
	return looked.enabled;
}

/* All steps of a state, before any of them is looked up. False: there is a new layout, begin again. */
static bool
make_steps(struct graph *g, uint32_t state, uint32_t enabled, struct batch *b)
{
	uint32_t version = g->pack.version, words = g->pack.words;
	const uint64_t *packed = graph_packed(g, state);

	b->count = 0;
	if (b->words < words) {
		b->words = words;
		free(b->packed);
		b->packed = NEW_ARRAY(uint64_t, (size_t)words * THREADS_MAX);
	}
	for (; enabled; enabled &= enabled - 1) {
		unsigned thread = (unsigned)__builtin_ctz(enabled);
		const struct memo_node *step = graph_step(g, packed, thread);
		assert(b->packed);
		uint64_t *to = b->packed + (size_t)b->count * words;

		if (g->pack.version != version)
			return false;
		for (uint32_t i = 0; i < words; i++)
			to[i] = packed[i];
		const struct memo_effect *effects = g->memo.effects.items + step->at;

		for (uint32_t i = 0; i < step->count; i++)
			pack_put(&g->pack.fields[effects[i].cell], to, effects[i].number);
		b->edges[b->count] = thread << EDGE_THREAD_SHIFT | (step->room ? EDGE_FAILS : 0);
		if (step->room) {
			const struct step_info *info = &g->memo.infos.items[step->room];

			graph_note(g, info->violation, info->fault, info->line);
		}
		if (g->has_time) {
			graph_settle(g, to);
			if (g->pack.version != version)
				return false;
		}
		b->hashes[b->count] = hash_of(to, words);
		__builtin_prefetch(&g->table[b->hashes[b->count] & g->mask]);
		b->count++;
	}
	return true;
}

static void
expand(struct graph *g, uint32_t state, struct batch *b)
{
	uint32_t enabled = look_at(g, state);

	while (!make_steps(g, state, enabled, b))
		continue;
	g->first_edge.items[state] = (uint32_t)g->edges.len;
	for (uint32_t i = 0; i < b->count; i++) {
		uint32_t to = find_state(g, b->packed + (size_t)i * g->pack.words, b->hashes[i]);

		push_lean(&g->edges, b->edges[i] | to);
	}
}

/* Begin to remember anew: a scenario whose steps all differ would remember without end. */
static void
forget(struct graph *g)
{
	memo_forget(&g->memo);
	memset(g->always, 0, sizeof(g->always));
	for (size_t i = 0; i < g->program->threads.len; i++)
		for (size_t l = 0; l < g->locals[i].known.len; l++)
			g->locals[i].known.items[l].step = g->locals[i].known.items[l].can = 0;
}

static bool
is_at_limit(struct graph *g)
{
	uint32_t states = g->limits->states ? g->limits->states : STATES_MAX;
	size_t bytes = g->limits->bytes ? g->limits->bytes : BYTES_MAX;

	if (g->limits->progress)
		atomic_store_explicit(g->limits->progress, g->count, memory_order_relaxed);
	if (memo_used(&g->memo) > MEMO_MAX)
		forget(g);
	/* half of it is kept for counting and finding ways */
	return g->count >= states || g->count >= GRAPH_STATES_MAX - 2 * THREADS_MAX * GRAPH_POLL ||
	       graph_measure(g, 0) > bytes / 2;
}

static void
build(struct graph *g)
{
	struct batch batch = { 0 };
	struct step_info info;
	uint32_t state = 0;

	machine_start(g->program, g->state, &info);
	for (uint32_t c = 0; c < g->pack.cells; c++)
		pack_number(&g->pack, c, g->state);
	find_state(g, &(uint64_t){ 0 }, hash_of(&(uint64_t){ 0 }, 1));
	if (info.violation) {
		graph_note(g, info.violation, info.fault, info.line);
		g->flags.items[0] |= STATE_FAILS;
	}
	for (; state < g->count; state++) {
		if ((!(state & GRAPH_POLL) && is_at_limit(g)) || graph_is_cancelled(g))
			break;
		expand(g, state, &batch);
	}
	g->out->is_complete = state == g->count;
	for (; state < g->count && !graph_is_cancelled(g); state++) { /* seen, but nobody went on from there */
		look_at(g, state);
		g->first_edge.items[state] = (uint32_t)g->edges.len;
		g->flags.items[state] |= STATE_OPEN;
	}
	free(batch.packed);
	graph_measure(g, 0);
}

static void
init(struct graph *g)
{
	struct program *p = g->program;

	pack_init(&g->pack, p);
	memo_init(&g->memo);
	g->locals = NEW_ARRAY(struct locals, p->threads.len);
	g->thread_cell = cell_of_thread(p, 0);
	g->state = NEW_ARRAY(uint32_t, p->words);
	g->mask = 1023;
	g->table = NEW_ARRAY(uint64_t, (size_t)g->mask + 1);
	for (size_t i = 0; i < p->threads.len; i++)
		g->has_time |= p->threads.items[i].after != 0;
	for (size_t i = 0; i < p->code.len; i++)
		g->has_time |= p->code.items[i].op == DO_SLEEP;
}

static void
fini(struct graph *g)
{
	for (size_t i = 0; i < g->program->threads.len; i++)
		vec_fini(&g->locals[i].known);
	free(g->locals);
	free(g->state);
	free(g->scc);
	pack_fini(&g->pack);
	vec_fini(&g->packed);
	vec_fini(&g->first_edge);
	vec_fini(&g->flags);
	vec_fini(&g->edges);
	vec_fini(&g->racer.accesses);
	memo_fini(&g->memo);
}

static int
compare_violations(const void *left, const void *right)
{
	const struct explore_violation *a = left, *b = right;

	if (a->preemptions != b->preemptions)
		return a->preemptions < b->preemptions ? -1 : 1;
	if (a->steps != b->steps)
		return a->steps < b->steps ? -1 : 1;
	if (a->line != b->line)
		return a->line < b->line ? -1 : 1;
	return (int)a->kind - (int)b->kind;
}

void
explore(struct program *p, const struct explore_limits *limits, struct explored *out)
{
	struct graph g = { .program = p, .out = out, .limits = limits };

	*out = (struct explored){ 0 };
	init(&g);
	build(&g);
	free(g.table); /* what is only for building gives its room to what comes now */
	g.table = NULL;
	out->states = g.count;
	out->transitions = (uint32_t)g.edges.len;
	out->state_bytes = g.pack.words * 8;
	if (!graph_is_cancelled(&g)) {
		if (out->is_complete)
			graph_count(&g);
		graph_trace(&g);
		if (!out->is_complete)
			graph_search(&g);
	}
	out->is_complete &= !graph_is_cancelled(&g) && !out->is_frozen;
	if (out->violations.len)
		qsort(out->violations.items, out->violations.len, sizeof(*out->violations.items), compare_violations);
	race_sort(out);
	out->peak_bytes = g.peak_bytes;
	fini(&g);
}

void
explored_fini(struct explored *e)
{
	for (size_t i = 0; i < e->outcomes.len; i++)
		free(e->outcomes.items[i].values);
	for (size_t i = 0; i < e->violations.len; i++)
		free(e->violations.items[i].schedule);
	vec_fini(&e->outcomes);
	vec_fini(&e->violations);
	vec_fini(&e->races);
}
