/* Jobs on worker threads: libuv's pool, with a flag that asks them to stop. */
#include "base/loop_internal.h"

#include <stdatomic.h>

struct loop_job {
	uv_work_t uv;
	struct loop *loop;
	void (*work)(struct loop_job *, void *ctx);
	void (*done)(void *ctx, bool is_cancelled);
	void *ctx;
	atomic_bool is_cancelled;
	bool is_unawaited;
};

static void
on_work(uv_work_t *uv)
{
	struct loop_job *job = uv->data;

	if (!loop_job_is_cancelled(job))
		job->work(job, job->ctx);
}

static void
on_done(uv_work_t *uv, int status)
{
	struct loop_job *job = uv->data;

	job->loop->job_count--;
	job->loop->unawaited_count -= job->is_unawaited;
	job->done(job->ctx, status != 0 || loop_job_is_cancelled(job));
	free(job);
}

struct loop_job *
loop_job_start(struct loop *loop, void (*work)(struct loop_job *, void *ctx),
	       void (*done)(void *ctx, bool is_cancelled), void *ctx)
{
	struct loop_job *job = NEW(struct loop_job);

	job->uv.data = job;
	job->loop = loop;
	job->work = work;
	job->done = done;
	job->ctx = ctx;
	loop->job_count++;
	uv_queue_work(&loop->uv, &job->uv, on_work, on_done);
	return job;
}

void
loop_job_cancel(struct loop_job *job)
{
	atomic_store(&job->is_cancelled, true);
	uv_cancel((uv_req_t *)&job->uv); /* works only while it waits for a thread; DONE is called either way */
}

bool
loop_job_is_cancelled(const struct loop_job *job)
{
	return atomic_load(&job->is_cancelled);
}

void
loop_job_set_unawaited(struct loop_job *job)
{
	job->loop->unawaited_count += !job->is_unawaited;
	job->is_unawaited = true;
}

size_t
loop_job_count(const struct loop *loop)
{
	return loop->job_count - loop->unawaited_count;
}
