/* Explores on a worker, races on a worker; without a loop it explores a little at once. */
#include "base/alloc.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "lab/threads/machine_parts.h"
#include "lab/threads/threads_state.h"

#include <stdlib.h>
#include <string.h>

#define ALONE_STATES 3000u /* what may be looked at without a worker: a few ms */
#define LOOK_NS      (UINT64_C(100) * NS_PER_MS)

struct threads_job {
	struct threads_lab *lab; /* NULL: the lab was closed, or has begun anew */
	struct loop_job *loop_job;
	struct threads_proof *proof;
	atomic_bool is_cancelled;
	atomic_uint progress;
};

static void
proof_free(struct threads_proof *proof)
{
	if (!proof)
		return;
	explored_fini(&proof->explored);
	program_fini(&proof->program);
	free(proof->verdicts);
	free(proof);
}

/* Can the checks be asked when only the variables are known? */
static bool
asks_objects(const struct program *p)
{
	for (unsigned i = 0; i < p->check_count; i++)
		for (size_t at = p->check[i]; p->code.items[at].op != DO_END; at++)
			if (p->code.items[at].op == DO_QUERY)
				return true;
	return false;
}

static void
judge(struct threads_proof *proof)
{
	struct program *p = &proof->program;
	uint32_t *words = NEW_ARRAY(uint32_t, p->words);

	proof->verdicts = NEW_ARRAY(int8_t, proof->explored.outcomes.len + 1);
	for (size_t i = 0; i < proof->explored.outcomes.len && p->check_count && !asks_objects(p); i++) {
		memcpy(words + 1, proof->explored.outcomes.items[i].values, p->shareds.len * sizeof(*words));
		proof->verdicts[i] = 1;
		for (unsigned c = 0; c < p->check_count; c++)
			if (!machine_holds(p, words, p->check[c], NULL))
				proof->verdicts[i] = -1;
	}
	free(words);
}

/* A program of its own for the worker: exploring makes the heap grow. */
static struct threads_proof *
proof_new(const struct threads_lab *lab)
{
	struct threads_proof *proof = NEW(struct threads_proof);

	if (program_compile(&proof->program, str_buf_str(&lab->source), NULL))
		return proof;
	free(proof);
	return NULL;
}

static void
work(struct loop_job *loop_job, void *ctx)
{
	struct threads_job *job = ctx;
	struct explore_limits limits = { .is_cancelled = &job->is_cancelled, .progress = &job->progress };

	(void)loop_job;
	explore(&job->proof->program, &limits, &job->proof->explored);
	judge(job->proof);
}

static void
done(void *ctx, bool is_cancelled)
{
	struct threads_job *job = ctx;
	struct threads_lab *lab = job->lab;

	if (!lab || is_cancelled) {
		proof_free(job->proof);
	} else {
		lab->proof = job->proof;
		list_set_count(&lab->found, (int64_t)lab->proof->explored.violations.len);
	}
	free(job);
	if (!lab)
		return;
	lab->job = NULL;
	if (lab->env.changed)
		lab->env.changed(lab->env.ctx);
}

static void
forget(struct threads_lab *lab)
{
	proof_free(lab->proof);
	lab->proof = NULL;
	if (!lab->job)
		return;
	lab->job->lab = NULL;
	atomic_store(&lab->job->is_cancelled, true);
	loop_job_cancel(lab->job->loop_job);
	lab->job = NULL;
}

void
threads_work_explore(struct threads_lab *lab)
{
	struct threads_proof *proof;

	forget(lab);
	proof = proof_new(lab);
	if (!proof)
		return;
	if (!lab->env.loop) {
		struct explore_limits limits = { .states = ALONE_STATES };

		explore(&proof->program, &limits, &proof->explored);
		judge(proof);
		lab->proof = proof;
		return;
	}
	lab->job = NEW(struct threads_job);
	lab->job->lab = lab;
	lab->job->proof = proof;
	lab->job->loop_job = loop_job_start(lab->env.loop, work, done, lab->job);
	lab->look_ns = lab->now_ns + LOOK_NS;
}

unsigned
threads_work_progress(const struct threads_lab *lab)
{
	return lab->job ? atomic_load_explicit(&lab->job->progress, memory_order_relaxed) : 0;
}

bool
threads_work_is_busy(const struct threads_lab *lab)
{
	return lab->job || (lab->race && race_is_running(lab->race));
}

/* ---- race for real ---- */

static void
take_race(struct threads_lab *lab)
{
	raced_fini(&lab->raced);
	err_clear(&lab->race_err);
	race_result(lab->race, &lab->raced, &lab->race_err);
}

static void
race_changed(void *ctx)
{
	struct threads_lab *lab = ctx;

	take_race(lab);
	if (lab->env.changed)
		lab->env.changed(lab->env.ctx);
}

void
threads_work_race(struct threads_lab *lab)
{
	struct race_options options = { .seed = lab->env.seed, .runs = THREADS_RACE_RUNS };

	if (lab->race && race_is_running(lab->race)) {
		race_cancel(lab->race);
		return;
	}
	race_free(lab->race);
	raced_fini(&lab->raced);
	err_clear(&lab->race_err);
	lab->race = race_start(lab->env.loop, str_buf_str(&lab->source), &options, race_changed, lab, &lab->race_err);
	lab->look_ns = lab->now_ns + LOOK_NS;
}

bool
threads_work_look(struct threads_lab *lab)
{
	if (!lab->look_ns || lab->now_ns < lab->look_ns)
		return false;
	lab->look_ns = threads_work_is_busy(lab) ? lab->now_ns + LOOK_NS : 0;
	if (lab->race && race_is_running(lab->race))
		take_race(lab);
	return true;
}

void
threads_work_stop(struct threads_lab *lab)
{
	forget(lab);
	race_free(lab->race);
	lab->race = NULL;
	raced_fini(&lab->raced);
	lab->look_ns = 0;
}
