/* What came out of the runs, and how often. */
#include "lab/threads/perform_memory.h"
#include "lab/threads/race_parts.h"

#include <stdlib.h>
#include <string.h>

#define TABLE_SIZE 32768u /* RACE_OUTCOMES_MAX fit well */

static bool
is_counted(const struct shared *s)
{
	return !s->is_constant && !s->is_object;
}

void
race_count_init(struct race_run *r)
{
	const struct program *p = r->stage.program;

	for (size_t i = 0; i < p->shareds.len; i++)
		if (is_counted(&p->shareds.items[i]))
			vec_push(&r->columns, (uint16_t)i);
	r->row = NEW_ARRAY(value, r->columns.len);
	r->table = NEW_ARRAY(uint32_t, TABLE_SIZE);
	r->mask = TABLE_SIZE - 1;
	pthread_mutex_init(&r->results, NULL);
}

void
race_count_fini(struct race_run *r)
{
	for (size_t i = 0; i < r->counts.len; i++)
		free(r->counts.items[i].words);
	vec_fini(&r->counts);
	vec_fini(&r->columns);
	free(r->row);
	free(r->table);
	pthread_mutex_destroy(&r->results);
}

static void
count_row(struct race_run *r)
{
	size_t size_bytes = r->columns.len * sizeof(*r->row);
	uint32_t at = (uint32_t)str_hash(str_of((const char *)r->row, size_bytes)) & r->mask;

	for (; r->table[at]; at = (at + 1) & r->mask) {
		struct race_count *c = &r->counts.items[r->table[at] - 1];

		if (!size_bytes || !memcmp(c->words, r->row, size_bytes)) {
			c->runs++;
			return;
		}
	}
	if (r->counts.len == RACE_OUTCOMES_MAX) {
		r->sums.others++;
		return;
	}
	struct race_count *c = vec_push_zero(&r->counts);

	c->words = (value *)(void *)mem_copy(r->row, size_bytes);
	c->runs = 1;
	r->table[at] = (uint32_t)r->counts.len;
}

static uint32_t
find_violations(struct race_run *r, enum stage_halt halt)
{
	struct stage *s = &r->stage;
	const struct program *p = s->program;
	uint32_t kinds = halt == HALT_DEADLOCK ? 1u << VIOLATION_DEADLOCK : 0;

	for (unsigned i = 0; i < s->count; i++)
		kinds |= s->actors[i].violations;
	for (unsigned i = 0; i < p->check_count && halt == HALT_OVER; i++)
		if (!stage_holds(s, p->check[i]))
			kinds |= 1u << VIOLATION_CHECK;
	return kinds;
}

void
race_count_run(struct race_run *r)
{
	enum stage_halt halt = (enum stage_halt)atomic_load(&r->stage.halt);
	uint32_t kinds = find_violations(r, halt);

	if (halt == HALT_CANCEL)
		return;
	for (size_t i = 0; i < r->columns.len; i++)
		r->row[i] = memory_read(&r->stage.shared[r->columns.items[i]]);
	pthread_mutex_lock(&r->results);
	r->sums.runs++;
	if (halt == HALT_OVER)
		count_row(r);
	r->sums.deadlocked += halt == HALT_DEADLOCK;
	r->sums.endless += halt == HALT_ENDLESS;
	r->sums.failed += kinds != 0;
	for (; kinds; kinds &= kinds - 1)
		r->sums.violations[__builtin_ctz(kinds)]++;
	pthread_mutex_unlock(&r->results);
}

static int
compare_outcomes(const void *left, const void *right)
{
	const struct race_outcome *a = left, *b = right;
	int by_runs = (a->runs < b->runs) - (a->runs > b->runs);

	return by_runs ? by_runs : strcmp(a->text, b->text);
}

void
race_format_values(const struct program *p, const value *shareds, bool is_json, struct str_buf *out)
{
	const char *between = "";

	if (is_json)
		str_buf_append_byte(out, '{');
	for (size_t i = 0; i < p->shareds.len; i++) {
		const struct shared *s = &p->shareds.items[i];

		if (!is_counted(s))
			continue;
		str_buf_printf(out, is_json ? "%s\"%.*s\": " : "%s%.*s = ", between, STR_ARG(s->name));
		value_format(&p->heap, shareds[i], is_json, out);
		between = ", ";
	}
	if (is_json)
		str_buf_append_byte(out, '}');
}

static char *
format_row(const struct program *p, const value *shareds, bool is_json)
{
	struct str_buf text = { 0 };

	race_format_values(p, shareds, is_json, &text);
	return str_buf_take(&text);
}

void
race_count_copy(struct race_run *r, struct raced *out)
{
	struct program *p = r->stage.program;
	value *row = NEW_ARRAY(value, p->shareds.len);

	pthread_mutex_lock(&r->results);
	pthread_mutex_lock(&r->stage.heap);
	*out = r->sums;
	for (size_t i = 0; i < r->counts.len; i++) {
		for (size_t c = 0; c < r->columns.len; c++)
			row[r->columns.items[c]] = r->counts.items[i].words[c];
		struct race_outcome outcome = { format_row(p, row, false), format_row(p, row, true),
						r->counts.items[i].runs };

		vec_push(&out->outcomes, outcome);
	}
	pthread_mutex_unlock(&r->stage.heap);
	pthread_mutex_unlock(&r->results);
	if (out->outcomes.len)
		qsort(out->outcomes.items, out->outcomes.len, sizeof(*out->outcomes.items), compare_outcomes);
	free(row);
}

void
raced_fini(struct raced *r)
{
	for (size_t i = 0; i < r->outcomes.len; i++) {
		free(r->outcomes.items[i].text);
		free(r->outcomes.items[i].json);
	}
	vec_fini(&r->outcomes);
}
