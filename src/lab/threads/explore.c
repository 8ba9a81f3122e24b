/* Builds the graph of states: packed, interned, expanded in the order they were found. */
#include "lab/threads/explore_parts.h"

#include <assert.h>

#define STATES_MAX 5000000u
#define BYTES_MAX  ((size_t)1 << 30)

/* Most words are small: one byte; 0xff and four bytes else. */
static uint32_t
pack(const struct program *p, const uint32_t *words, uint8_t *out)
{
	uint8_t *to = out;

	for (uint32_t i = 0; i < p->words; i++)
		if (words[i] < 0xff)
			*to++ = (uint8_t)words[i];
		else {
			*to++ = 0xff;
			memcpy(to, &words[i], 4);
			to += 4;
		}
	return (uint32_t)(to - out);
}

void
graph_unpack(const struct graph *g, uint32_t state, uint32_t *words)
{
	const uint8_t *from = g->bytes.items + g->at.items[state];

	for (uint32_t i = 0; i < g->program->words; i++)
		if (*from != 0xff)
			words[i] = *from++;
		else {
			memcpy(&words[i], from + 1, 4);
			from += 5;
		}
}

size_t
graph_bytes(const struct graph *g)
{
	return g->bytes.capacity +
	       4 * (g->at.capacity + g->hashes.capacity + g->enabled.capacity + g->first_edge.capacity +
		    g->edges.capacity + (size_t)g->mask + 1) +
	       g->flags.capacity + heap_bytes(&g->program->heap);
}

static uint32_t
hash_bytes(const uint8_t *bytes, uint32_t len)
{
	uint64_t hash = len * UINT64_C(0x9e3779b97f4a7c15), word;

	for (; len >= 8; bytes += 8, len -= 8) {
		memcpy(&word, bytes, 8);
		hash = (hash ^ word) * UINT64_C(0xff51afd7ed558ccd);
		hash ^= hash >> 32;
	}
	word = 0;
	memcpy(&word, bytes, len);
	hash = (hash ^ word) * UINT64_C(0xff51afd7ed558ccd);
	return (uint32_t)(hash >> 32 ^ hash);
}

static void
grow_table(struct graph *g)
{
	uint32_t size = (g->mask + 1) * 2;

	free(g->table);
	g->table = NEW_ARRAY(uint32_t, size);
	g->mask = size - 1;
	for (uint32_t i = 0; i < g->at.len; i++) {
		uint32_t at = g->hashes.items[i] & g->mask;

		while (g->table[at])
			at = (at + 1) & g->mask;
		g->table[at] = i + 1;
	}
}

void
graph_note(struct graph *g, const struct step_info *info)
{
	struct explored *out = g->out;

	for (size_t i = 0; i < out->violations.len; i++)
		if (out->violations.items[i].kind == info->violation && out->violations.items[i].line == info->line)
			return;
	struct explore_violation *v = vec_push_zero(&out->violations);

	v->kind = info->violation;
	v->line = info->line;
	v->fault = info->fault;
}

/* Who reads and writes what with the step it is about to make. */
static void
find_access(const struct program *p, const uint32_t *t, uint64_t *reads, uint64_t *writes)
{
	const struct instr *in = &p->code.items[t[THREAD_PC]];

	*reads = *writes = 0;
	if (in->op == DO_STORE_SHARED || in->op == DO_STORE_ITEM)
		*writes = UINT64_C(1) << (in->a & 63);
	if (in->op != DO_STEP)
		return;
	for (in++; in->op >= DO_FIRST_LOCAL && in->op != DO_STORE_LOCAL && in->op != DO_END && in->op != DO_JUMP_FALSE;
	     in++)
		if (in->op == DO_SHARED)
			*reads |= UINT64_C(1) << (in->a & 63);
}

static void
note_race(struct graph *g, const uint32_t *words, unsigned a, unsigned b, unsigned shared)
{
	const struct program *p = g->program;
	uint32_t line_a = p->code.items[words[p->thread_at + a * p->thread_words]].line;
	uint32_t line_b = p->code.items[words[p->thread_at + b * p->thread_words]].line;
	struct explore_race race = { (uint16_t)shared, { line_a, line_b }, { (uint8_t)a, (uint8_t)b } };

	if (line_a > line_b)
		race = (struct explore_race){ (uint16_t)shared, { line_b, line_a }, { (uint8_t)b, (uint8_t)a } };
	for (size_t i = 0; i < g->out->races.len; i++) {
		const struct explore_race *old = &g->out->races.items[i];

		if (old->shared == shared && old->lines[0] == race.lines[0] && old->lines[1] == race.lines[1])
			return;
	}
	if (g->out->races.len < 100)
		vec_push(&g->out->races, race);
}

void
graph_find_races(struct graph *g, const uint32_t *words, uint32_t enabled)
{
	const struct program *p = g->program;
	uint64_t reads[THREADS_MAX], writes[THREADS_MAX], read = 0, write = 0, both = 0;

	for (unsigned i = 0; i < p->threads.len; i++) {
		reads[i] = writes[i] = 0;
		if (!(enabled >> i & 1))
			continue;
		find_access(p, words + p->thread_at + i * p->thread_words, &reads[i], &writes[i]);
		both |= (writes[i] & (read | write)) | (reads[i] & write);
		read |= reads[i];
		write |= writes[i];
	}
	if (!both)
		return;
	for (unsigned i = 0; i < p->threads.len; i++)
		for (unsigned j = i + 1; j < p->threads.len; j++) {
			uint64_t clash = (writes[i] & (reads[j] | writes[j])) | (reads[i] & writes[j]);

			for (unsigned s = 0; clash && s < p->shareds.len && s < 64; s++)
				if (clash >> s & 1)
					note_race(g, words, i, j, s);
		}
}

static uint32_t
add_state(struct graph *g, const uint32_t *words, uint8_t *packed)
{
	struct step_info found[40];
	uint32_t len = pack(g->program, words, packed), hash = hash_bytes(packed, len), at = hash & g->mask;

	for (; g->table[at]; at = (at + 1) & g->mask) {
		uint32_t state = g->table[at] - 1;

		assert(state < g->at.len);
		uint32_t start = g->at.items[state];
		uint32_t end = state + 1 < g->at.len ? g->at.items[state + 1] : (uint32_t)g->bytes.len;

		if (g->hashes.items[state] == hash && end - start == len &&
		    !memcmp(g->bytes.items + start, packed, len))
			return state;
	}
	uint32_t enabled = machine_enabled(g->program, words), state = (uint32_t)g->at.len;
	size_t count = machine_inspect(g->program, words, enabled, found, ARRAY_LEN(found));
	uint8_t flags = (uint8_t)((count ? STATE_FAILS : 0) |
				  (!enabled && machine_is_over(g->program, words) ? STATE_OVER : 0));

	for (size_t i = 0; i < count; i++)
		graph_note(g, &found[i]);
	graph_find_races(g, words, enabled);
	g->table[at] = state + 1;
	vec_push(&g->at, (uint32_t)g->bytes.len);
	vec_reserve(&g->bytes, len);
	memcpy(g->bytes.items + g->bytes.len, packed, len);
	g->bytes.len += len;
	vec_push(&g->hashes, hash);
	vec_push(&g->enabled, enabled);
	vec_push(&g->flags, flags);
	vec_push(&g->first_edge, 0);
	if ((uint64_t)(state + 1) * 4 > (uint64_t)(g->mask + 1) * 3)
		grow_table(g);
	return state;
}

static bool
is_at_limit(const struct graph *g, const struct explore_limits *limits)
{
	uint32_t states = limits->states ? limits->states : STATES_MAX;

	if (limits->progress)
		atomic_store_explicit(limits->progress, (unsigned)g->at.len, memory_order_relaxed);
	return g->at.len >= states || graph_bytes(g) > (limits->bytes ? limits->bytes : BYTES_MAX) / 2 ||
	       (limits->is_cancelled && atomic_load_explicit(limits->is_cancelled, memory_order_relaxed));
}

static bool
build(struct graph *g, const struct explore_limits *limits)
{
	struct program *p = g->program;
	uint32_t *words = NEW_ARRAY(uint32_t, p->words), *next = NEW_ARRAY(uint32_t, p->words);
	uint8_t *packed = NEW_ARRAY(uint8_t, (size_t)p->words * 5 + 8);
	struct step_info info;
	uint32_t state = 0;

	machine_start(p, words, &info);
	add_state(g, words, packed);
	if (info.violation) {
		graph_note(g, &info);
		g->flags.items[0] |= STATE_FAILS;
	}
	for (; state < g->at.len; state++) {
		if (!(state & 0x3ff) && is_at_limit(g, limits))
			break;
		graph_unpack(g, state, words);
		g->first_edge.items[state] = (uint32_t)g->edges.len;
		for (uint32_t left = g->enabled.items[state]; left; left &= left - 1) {
			memcpy(next, words, p->words * sizeof(*next));
			machine_step(p, next, (unsigned)__builtin_ctz(left), &info);
			uint32_t edge = add_state(g, next, packed);

			if (info.violation) {
				graph_note(g, &info);
				edge |= EDGE_FAILS;
			}
			vec_push(&g->edges, edge);
		}
	}
	bool is_complete = state == g->at.len;

	for (; state < g->at.len; state++) {
		g->first_edge.items[state] = (uint32_t)g->edges.len;
		g->enabled.items[state] = 0;
		g->flags.items[state] |= STATE_OPEN;
	}
	free(words);
	free(next);
	free(packed);
	return is_complete;
}

void
explore(struct program *p, const struct explore_limits *limits, struct explored *out)
{
	struct graph g = { .program = p, .out = out, .mask = 1023 };

	*out = (struct explored){ 0 };
	g.table = NEW_ARRAY(uint32_t, 1024);
	out->is_complete = build(&g, limits);
	out->states = (uint32_t)g.at.len;
	out->transitions = (uint32_t)g.edges.len;
	out->peak_bytes = graph_bytes(&g);
	free(g.table);
	g.table = NULL;
	g.mask = UINT32_MAX;
	vec_fini(&g.hashes);
	if (!(limits->is_cancelled && atomic_load(limits->is_cancelled))) {
		if (out->is_complete)
			graph_count(&g);
		graph_trace(&g);
	}
	free(g.order);
	vec_fini(&g.bytes);
	vec_fini(&g.at);
	vec_fini(&g.enabled);
	vec_fini(&g.first_edge);
	vec_fini(&g.flags);
	vec_fini(&g.edges);
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
