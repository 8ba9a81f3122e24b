/*
 * The event loop: a thin cover of libuv so that nothing above includes <uv.h>.
 *
 * One loop, run by one thread, the UI thread; everything here is called there, but for loop_post and
 * loop_job_is_cancelled, which any thread may call. Callbacks run on the UI thread. A handle is freed by the call
 * named below and never calls back afterwards, even when freed inside its own callback. An idle loop makes no
 * wake-ups. loop_free asserts that every handle was freed: whoever opens, closes.
 */
#ifndef BASE_LOOP_H
#define BASE_LOOP_H

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct loop;

struct loop *loop_new(void);
void loop_free(struct loop *); /* runs what is pending until all workers have ended */
void loop_run(struct loop *);  /* until loop_stop */
/* Wait at most MAX_WAIT_MS for something to happen and run its callbacks; 0 only polls, negative waits for ever. */
void loop_run_once(struct loop *, int64_t max_wait_ms);
void loop_stop(struct loop *);
uint64_t loop_now_ns(const struct loop *); /* monotonic */

/* Call FN once on the loop's thread. Any thread; the order of posts from one thread is kept. */
void loop_post(struct loop *, void (*fn)(void *ctx), void *ctx);

/* A timer: stopped at first. START replaces a running one; REPEAT_MS 0 is one shot. */
struct loop_timer;
struct loop_timer *loop_timer_new(struct loop *, void (*fn)(void *ctx), void *ctx);
void loop_timer_start(struct loop_timer *, uint64_t delay_ms, uint64_t repeat_ms);
void loop_timer_stop(struct loop_timer *);
bool loop_timer_is_active(const struct loop_timer *);
void loop_timer_free(struct loop_timer *); /* NULL is fine, here and for the others */

/*
 * Readiness of a descriptor. The caller keeps the descriptor and closes it after the free. Never give it fd 0. The end
 * of a pipe or a terminal may come as READABLE alone, with read() giving 0: HANGUP is told where the kernel tells it.
 */
enum loop_events {
	LOOP_READABLE = 1,
	LOOP_WRITABLE = 2,
	LOOP_HANGUP = 4,
	LOOP_ERROR = 8
};
struct loop_poll;
struct loop_poll *loop_poll_new(struct loop *, int fd, void (*fn)(void *ctx, unsigned events), void *ctx, struct err *);
void loop_poll_start(struct loop_poll *, unsigned events); /* replaces the set; 0 pauses */
void loop_poll_free(struct loop_poll *);

/* A signal, delivered as a callback. */
struct loop_signal;
struct loop_signal *loop_signal_new(struct loop *, int signal_number, void (*fn)(void *ctx, int signal_number),
				    void *ctx);
void loop_signal_free(struct loop_signal *);
bool loop_signal_is_pending(int signal_number); /* it arrived, and no callback told of it yet */

/*
 * A job on a worker thread: WORK runs there, then DONE runs on the loop with the same context. DONE is always called
 * exactly once, also after a cancel (WORK is then skipped if it had not begun). The context belongs to the job from
 * start to DONE, which frees it. WORK polls loop_job_is_cancelled in anything that takes long. IS_CANCELLED says that
 * a cancel was asked for, whether or not WORK has run. Four jobs run at a time (libuv's pool), the others wait.
 *
 * A long one, of seconds, counts among the four but works on a thread of its own that gives way to others who want the
 * processor: were it their equal the loop would wait for it, up to 30 ms a key on two busy cores.
 */
struct loop_job;
struct loop_job *loop_job_start(struct loop *, void (*work)(struct loop_job *, void *ctx),
				void (*done)(void *ctx, bool is_cancelled), void *ctx);
struct loop_job *loop_job_start_long(struct loop *, void (*work)(struct loop_job *, void *ctx),
				     void (*done)(void *ctx, bool is_cancelled), void *ctx);
void loop_job_cancel(struct loop_job *);             /* asks; the pointer is valid until DONE has been called */
bool loop_job_is_cancelled(const struct loop_job *); /* any thread */
/* Nobody need wait for this one: it is not counted below, though it runs, is cancelled and ends as any other. */
void loop_job_set_unawaited(struct loop_job *);
size_t loop_job_count(const struct loop *); /* started and not yet DONE: who waits until all is settled waits for 0 */

/* Changes of a file or of what is in a directory (inotify); bursts are not merged. NAME is "" when unknown. */
struct loop_watch;
struct loop_watch *loop_watch_new(struct loop *, const char *path, void (*fn)(void *ctx, const char *name), void *ctx,
				  struct err *);
void loop_watch_free(struct loop_watch *);

#endif
