/* Jobs on worker threads: libuv's pool, or for long ones a thread each; with a flag that asks them to stop. */
#include "base/alloc.h"
#include "base/loop_internal.h"
#include "base/thread.h"

#include <sched.h>
#include <stdatomic.h>
#include <sys/resource.h>

#define LONG_NICE 10 /* a tenth of the processor where another wants it, too: enough to come to an end */

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

static struct loop_job *
job_new(struct loop *loop, void (*work)(struct loop_job *, void *ctx), void (*done)(void *ctx, bool is_cancelled),
	void *ctx)
{
	struct loop_job *job = NEW(struct loop_job);

	job->uv.data = job;
	job->loop = loop;
	job->work = work;
	job->done = done;
	job->ctx = ctx;
	loop->job_count++;
	return job;
}

/* The pool's threads are started with the first job. */
static void
queue_work(struct loop_job *job, uv_work_cb work)
{
	sigset_t before;

	thread_block_signals(&before);
	uv_queue_work(&job->loop->uv, &job->uv, work, on_done);
	thread_restore_signals(&before);
}

struct loop_job *
loop_job_start(struct loop *loop, void (*work)(struct loop_job *, void *ctx),
	       void (*done)(void *ctx, bool is_cancelled), void *ctx)
{
	struct loop_job *job = job_new(loop, work, done, ctx);

	queue_work(job, on_work);
	return job;
}

/* ---- on a thread of its own ---- */

static void *
run_long(void *ctx)
{
	struct loop_job *job = ctx;

	pthread_setschedparam(pthread_self(), SCHED_OTHER, &(struct sched_param){ 0 }); /* if we were started by chrt */
#ifdef __linux__ /* elsewhere it would be the whole process's */
	setpriority(PRIO_PROCESS, 0, getpriority(PRIO_PROCESS, 0) + LONG_NICE);
#endif
	job->work(job, job->ctx);
	return NULL;
}

/*
 * A thread of the pool waits for it and tells the loop: one that gives way must hold no lock the loop may want, or the
 * loop, which spins on some of libuv's, gives way with it. Priority once lowered is not to be had back.
 */
static void
on_long_work(uv_work_t *uv)
{
	struct loop_job *job = uv->data;
	pthread_t thread;

	if (loop_job_is_cancelled(job))
		return;
	if (thread_start(&thread, NULL, run_long, job) == 0)
		pthread_join(thread, NULL);
	else
		job->work(job, job->ctx);
}

struct loop_job *
loop_job_start_long(struct loop *loop, void (*work)(struct loop_job *, void *ctx),
		    void (*done)(void *ctx, bool is_cancelled), void *ctx)
{
	struct loop_job *job = job_new(loop, work, done, ctx);

	queue_work(job, on_long_work);
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
