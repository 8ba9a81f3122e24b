/* A scenario compiled and explored to its end, for tests of what comes out. */
#ifndef LAB_THREADS_EXPLORED_H
#define LAB_THREADS_EXPLORED_H

#include "support/test.h"

#include "base/alloc.h"
#include "lab/threads/explore.h"

static struct explored explored; /* of the last run, */
static struct program program;   /* and what was run; DONE frees them */

static inline void
run(const char *source)
{
	struct explore_limits limits = { 0 };
	struct err err = { 0 };

	if (!program_compile(&program, str_of_c(source), &err))
		fail_msg("%u:%u %s", err.line, err.column, err.text);
	explore(&program, &limits, &explored);
	assert_true(explored.is_complete);
}

static inline void
done(void)
{
	explored_fini(&explored);
	program_fini(&program);
}

/* Each way must lead to what it is said to lead to. */
static inline void
assert_ways_replay(void)
{
	uint32_t *words = NEW_ARRAY(uint32_t, program.words);

	for (size_t i = 0; i < explored.violations.len; i++) {
		const struct explore_violation *v = &explored.violations.items[i];
		struct step_info info, found[40];

		assert_non_null(v->schedule);
		machine_start(&program, words, &info);
		for (uint32_t s = 0; s < v->steps; s++) {
			assert_true(machine_enabled(&program, words) >> v->schedule[s] & 1);
			machine_step(&program, words, v->schedule[s], &info);
		}
		size_t count = machine_inspect(&program, words, machine_enabled(&program, words), found, 40);
		bool is_there = info.violation == v->kind || v->kind == VIOLATION_LIVELOCK;

		for (size_t f = 0; f < count; f++)
			is_there |= found[f].violation == v->kind ||
				    (v->kind == VIOLATION_LOST_WAKEUP && found[f].violation == VIOLATION_DEADLOCK);
		assert_true(is_there);
	}
	free(words);
}

#endif
