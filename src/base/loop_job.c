/* Jobs on worker threads: libuv's pool, or for long ones a thread each; with a flag that asks them to stop. */
#include "base/alloc.h"
#include "base/loop_internal.h"

#include <signal.h>
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
	bool has_thread; /* its own */
	uv_thread_t thread;
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

struct loop_job *
loop_job_start(struct loop *loop, void (*work)(struct loop_job *, void *ctx),
	       void (*done)(void *ctx, bool is_cancelled), void *ctx)
{
	struct loop_job *job = job_new(loop, work, done, ctx);

	uv_queue_work(&loop->uv, &job->uv, on_work, on_done);
	return job;
}

/* ---- on a thread of its own ---- */

static void
on_thread_ended(void *ctx)
{
	struct loop_job *job = ctx;

	uv_thread_join(&job->thread);
	on_done(&job->uv, 0);
}

static void
run_thread(void *ctx)
{
	struct loop_job *job = ctx;

#ifdef __linux__ /* elsewhere it would be the whole process's */
	setpriority(PRIO_PROCESS, 0, getpriority(PRIO_PROCESS, 0) + LONG_NICE);
#endif
	on_work(&job->uv);
	loop_post(job->loop, on_thread_ended, job);
}

/* Signals are the loop's thread's; but for those that say a thread itself is wrong. */
static bool
start_thread(struct loop_job *job)
{
	static const int own[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };
	sigset_t blocked, before;
	int status;

	sigfillset(&blocked);
	for (size_t i = 0; i < ARRAY_LEN(own); i++)
		sigdelset(&blocked, own[i]);
	pthread_sigmask(SIG_BLOCK, &blocked, &before);
	status = uv_thread_create(&job->thread, run_thread, job);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return status == 0;
}

struct loop_job *
loop_job_start_long(struct loop *loop, void (*work)(struct loop_job *, void *ctx),
		    void (*done)(void *ctx, bool is_cancelled), void *ctx)
{
	struct loop_job *job = job_new(loop, work, done, ctx);

	job->has_thread = true;
	if (start_thread(job))
		return job;
	job->has_thread = false; /* no more threads to be had: the pool has some */
	uv_queue_work(&loop->uv, &job->uv, on_work, on_done);
	return job;
}

void
loop_job_cancel(struct loop_job *job)
{
	atomic_store(&job->is_cancelled, true);
	if (!job->has_thread)
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
