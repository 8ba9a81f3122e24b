/* What the lab asks of workers: exploring its source, racing it. */
#include "base/alloc.h"
#include "base/clock.h"
#include "lab/threads/threads_state.h"

#define LOOK_NS (UINT64_C(100) * NS_PER_MS)

void
threads_work_explore(struct threads_lab *lab)
{
	if (!lab->explorer)
		lab->explorer = threads_explorer_new(lab->env.loop, lab->env.changed, lab->env.ctx);
	lab->ticket = threads_explorer_ask(lab->explorer, str_buf_str(&lab->source));
	lab->look_ns = lab->now_ns + LOOK_NS;
}

const struct threads_proof *
threads_work_proof(const struct threads_lab *lab)
{
	return threads_explorer_proof(lab->explorer, lab->ticket);
}

struct threads_answer
threads_work_answer(const struct threads_lab *lab)
{
	struct threads_answer answer = {
		.proof = threads_work_proof(lab),
		.is_working = threads_explorer_is_working(lab->explorer, lab->ticket),
		.states = threads_explorer_progress(lab->explorer, lab->ticket),
		.is_told = threads_is_told(lab),
		.cursor = lab->found,
		.has_cursor = true,
		.hits = lab->hits,
	};

	list_set_count(&answer.cursor, answer.proof ? (int64_t)answer.proof->explored.violations.len : 0);
	return answer;
}

bool
threads_work_is_busy(const struct threads_lab *lab)
{
	return threads_explorer_is_working(lab->explorer, lab->ticket) || (lab->race && race_is_running(lab->race));
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
	race_free(lab->race);
	lab->race = NULL;
	raced_fini(&lab->raced);
	lab->look_ns = 0;
}
