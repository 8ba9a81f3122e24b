/* A race on a worker: progress and what was counted so far are there to be looked at, and it can be called off. */
#include "lab/threads/race_parts.h"

struct race {
	struct program program;
	struct race_run *run;
	struct loop_job *job; /* NULL once it has ended */
	void (*changed)(void *ctx);
	void *ctx;
	bool is_orphan; /* freed as soon as it has ended */
	bool has_failed;
	struct err err;
	uint32_t runs; /* asked for */
	atomic_bool is_cancelled;
	atomic_uint progress;
};

static void
dispose(struct race *r)
{
	race_close(r->run);
	program_fini(&r->program);
	free(r);
}

static void
work(struct loop_job *job, void *ctx)
{
	struct race *r = ctx;

	(void)job;
	r->has_failed = !race_go(r->run, &r->err);
}

static void
done(void *ctx, bool is_cancelled)
{
	struct race *r = ctx;

	(void)is_cancelled;
	r->job = NULL;
	if (r->is_orphan)
		dispose(r);
	else
		r->changed(r->ctx);
}

struct race *
race_start(struct loop *loop, struct str source, const struct race_options *options, void (*changed)(void *), void *ctx,
	   struct err *err)
{
	struct race *r = NEW(struct race);
	struct race_options mine = *options;

	if (!program_compile(&r->program, source, err)) {
		free(r);
		return NULL;
	}
	mine.is_cancelled = &r->is_cancelled;
	mine.progress = &r->progress;
	r->run = race_open(&r->program, &mine);
	r->runs = options->runs;
	r->changed = changed;
	r->ctx = ctx;
	r->job = loop_job_start(loop, work, done, r);
	loop_job_set_unawaited(r->job); /* a million runs are watched, not waited for */
	return r;
}

uint32_t
race_progress(const struct race *r)
{
	return atomic_load_explicit(&r->progress, memory_order_relaxed);
}

bool
race_is_running(const struct race *r)
{
	return r->job != NULL;
}

void
race_cancel(struct race *r)
{
	atomic_store(&r->is_cancelled, true);
	if (r->job)
		loop_job_cancel(r->job);
}

bool
race_result(const struct race *r, struct raced *out, struct err *err)
{
	if (!r->job && r->has_failed) {
		*out = (struct raced){ 0 };
		if (err)
			*err = r->err;
		return false;
	}
	race_copy(r->run, out);
	out->is_cancelled |= !r->job && atomic_load(&r->is_cancelled) && out->runs < r->runs; /* before it began */
	return true;
}

void
race_free(struct race *r)
{
	if (!r)
		return;
	race_cancel(r);
	if (r->job)
		r->is_orphan = true;
	else
		dispose(r);
}
