/* The event loop: running it, posts from other threads, timers, descriptors, signals and watches, on libuv. */
#include "base/loop_internal.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/loop_stall.h"

#include <assert.h>
#include <errno.h>
#include <signal.h>

/* Run what other threads posted, in their order; a post made meanwhile waits for the next round. */
static void
run_posts(struct loop *loop)
{
	struct loop_posts posts;

	uv_mutex_lock(&loop->lock);
	posts = loop->posts;
	loop->posts = (struct loop_posts){ 0 };
	uv_mutex_unlock(&loop->lock);
	for (size_t i = 0; i < posts.len; i++)
		posts.items[i].fn(posts.items[i].ctx);
	vec_fini(&posts);
}

static bool
has_posts(struct loop *loop)
{
	uv_mutex_lock(&loop->lock);
	bool has = loop->posts.len > 0;

	uv_mutex_unlock(&loop->lock);
	return has;
}

static void
on_async(uv_async_t *async)
{
	run_posts(async->data);
}

static void
on_wait_over(uv_timer_t *timer)
{
	(void)timer; /* its firing ends the wait; nothing else is to be done */
}

struct loop *
loop_new(void)
{
	struct loop *loop = NEW(struct loop);

	if (uv_loop_init(&loop->uv) != 0 || uv_mutex_init(&loop->lock) != 0 ||
	    uv_async_init(&loop->uv, &loop->wake, on_async) != 0 || uv_timer_init(&loop->uv, &loop->wait) != 0)
		abort(); /* no descriptors or memory for the one thing everything stands on */
	loop->wake.data = loop;
	loop->stall = loop_stall_new(&loop->uv);
	return loop;
}

void
loop_free(struct loop *loop)
{
	if (!loop)
		return;
	/* A job's DONE may post, and a post may start a job. */
	while (loop->job_count > 0 || has_posts(loop))
		uv_run(&loop->uv, UV_RUN_ONCE);
	assert(loop->handle_count == 0); /* whoever opens, closes */
	loop_stall_free(loop->stall);
	uv_close((uv_handle_t *)&loop->wake, NULL);
	uv_close((uv_handle_t *)&loop->wait, NULL);
	uv_run(&loop->uv, UV_RUN_DEFAULT);
	int status = uv_loop_close(&loop->uv);

	assert(status == 0);
	(void)status;
	uv_mutex_destroy(&loop->lock);
	vec_fini(&loop->posts);
	free(loop);
}

void
loop_run(struct loop *loop)
{
	loop->is_stopped = false;
	while (!loop->is_stopped)
		uv_run(&loop->uv, UV_RUN_ONCE);
}

void
loop_run_once(struct loop *loop, int64_t max_wait_ms)
{
	if (max_wait_ms == 0) {
		uv_run(&loop->uv, UV_RUN_NOWAIT);
		return;
	}
	if (max_wait_ms > 0) {
		uv_update_time(&loop->uv);
		uv_timer_start(&loop->wait, on_wait_over, (uint64_t)max_wait_ms, 0);
	}
	uv_run(&loop->uv, UV_RUN_ONCE);
	uv_timer_stop(&loop->wait);
}

void
loop_stop(struct loop *loop)
{
	loop->is_stopped = true;
	uv_async_send(&loop->wake);
}

uint64_t
loop_now_ns(const struct loop *loop)
{
	(void)loop;
	return clock_monotonic_ns();
}

void
loop_post(struct loop *loop, void (*fn)(void *ctx), void *ctx)
{
	uv_mutex_lock(&loop->lock);
	vec_push(&loop->posts, (struct loop_posted){ fn, ctx });
	uv_async_send(&loop->wake); /* under the lock: a loop that has seen the post may be freed at once */
	uv_mutex_unlock(&loop->lock);
}

static void
on_closed(uv_handle_t *handle)
{
	free(handle->data);
}

void
loop_handle_opened(struct loop *loop, uv_handle_t *handle, void *owner)
{
	handle->data = owner;
	loop->handle_count++;
}

void
loop_handle_close(struct loop *loop, uv_handle_t *handle)
{
	loop->handle_count--;
	uv_close(handle, on_closed);
}

/* A timer. */

struct loop_timer {
	uv_timer_t uv;
	struct loop *loop;
	void (*fn)(void *ctx);
	void *ctx;
};

static void
on_timer(uv_timer_t *uv)
{
	struct loop_timer *timer = uv->data;
	struct loop *loop = timer->loop; /* the timer may be freed by its own callback */

	loop->is_in_timer = true;
	timer->fn(timer->ctx);
	loop->is_in_timer = false;
}

struct loop_timer *
loop_timer_new(struct loop *loop, void (*fn)(void *ctx), void *ctx)
{
	struct loop_timer *timer = NEW(struct loop_timer);

	*timer = (struct loop_timer){ .loop = loop, .fn = fn, .ctx = ctx };
	uv_timer_init(&loop->uv, &timer->uv);
	loop_handle_opened(loop, (uv_handle_t *)&timer->uv, timer);
	return timer;
}

void
loop_timer_start(struct loop_timer *timer, uint64_t delay_ms, uint64_t repeat_ms)
{
	/*
	 * libuv 1.44 runs what is due until nothing is: a timer that starts itself with 0 would leave room for nothing
	 * else.
	 */
	if (delay_ms == 0 && timer->loop->is_in_timer)
		delay_ms = 1;
	uv_update_time(&timer->loop->uv);
	uv_timer_start(&timer->uv, on_timer, delay_ms, repeat_ms);
}

void
loop_timer_stop(struct loop_timer *timer)
{
	uv_timer_stop(&timer->uv);
}

bool
loop_timer_is_active(const struct loop_timer *timer)
{
	return uv_is_active((const uv_handle_t *)&timer->uv);
}

void
loop_timer_free(struct loop_timer *timer)
{
	if (timer)
		loop_handle_close(timer->loop, (uv_handle_t *)&timer->uv);
}

/* Readiness of a descriptor. */

struct loop_poll {
	uv_poll_t uv;
	struct loop *loop;
	void (*fn)(void *ctx, unsigned events);
	void *ctx;
};

static const struct {
	unsigned ours;
	int theirs;
} poll_events[] = {
	{ LOOP_READABLE, UV_READABLE },
	{ LOOP_WRITABLE, UV_WRITABLE },
	{ LOOP_HANGUP, UV_DISCONNECT },
};

static void
on_poll(uv_poll_t *uv, int status, int events)
{
	struct loop_poll *poll = uv->data;
	unsigned ours = status < 0 ? LOOP_ERROR : 0;

	for (size_t i = 0; i < ARRAY_LEN(poll_events); i++)
		if (status >= 0 && (events & poll_events[i].theirs))
			ours |= poll_events[i].ours;
	poll->fn(poll->ctx, ours);
}

struct loop_poll *
loop_poll_new(struct loop *loop, int fd, void (*fn)(void *ctx, unsigned events), void *ctx, struct err *err)
{
	struct loop_poll *poll = NEW(struct loop_poll);

	assert(fd > 0); /* descriptor 0 shares its flags with stdout: it must stay blocking */
	*poll = (struct loop_poll){ .loop = loop, .fn = fn, .ctx = ctx };
	int status = uv_poll_init(&loop->uv, &poll->uv, fd);

	if (status != 0) {
		free(poll);
		err_set_errno(err, -status, _("cannot wait for a descriptor"));
		return NULL;
	}
	loop_handle_opened(loop, (uv_handle_t *)&poll->uv, poll);
	return poll;
}

void
loop_poll_start(struct loop_poll *poll, unsigned events)
{
	int theirs = 0;

	for (size_t i = 0; i < ARRAY_LEN(poll_events); i++)
		if (events & poll_events[i].ours)
			theirs |= poll_events[i].theirs;
	if (theirs)
		uv_poll_start(&poll->uv, theirs, on_poll);
	else
		uv_poll_stop(&poll->uv);
}

void
loop_poll_free(struct loop_poll *poll)
{
	if (poll)
		loop_handle_close(poll->loop, (uv_handle_t *)&poll->uv);
}

/* A signal. */

struct loop_signal {
	uv_signal_t uv;
	struct loop *loop;
	void (*fn)(void *ctx, int signal_number);
	void *ctx;
};

enum {
	SIGNALS = 32
};

/* libuv's handlers, which put it into a pipe, and what is in that. */
static struct sigaction libuv_actions[SIGNALS];
static volatile sig_atomic_t is_pending[SIGNALS];

static void
note_signal(int signal_number)
{
	is_pending[signal_number] = true;
	libuv_actions[signal_number].sa_handler(signal_number);
}

static void
note_before_libuv(int signal_number)
{
	struct sigaction action;

	if (signal_number >= SIGNALS || sigaction(signal_number, NULL, &action) != 0 ||
	    action.sa_handler == note_signal)
		return;
	libuv_actions[signal_number] = action;
	action.sa_handler = note_signal;
	sigaction(signal_number, &action, NULL);
}

bool
loop_signal_is_pending(int signal_number)
{
	return signal_number < SIGNALS && is_pending[signal_number];
}

static void
on_signal(uv_signal_t *uv, int signal_number)
{
	struct loop_signal *handler = uv->data;

	if (signal_number < SIGNALS)
		is_pending[signal_number] = false;
	handler->fn(handler->ctx, signal_number);
}

struct loop_signal *
loop_signal_new(struct loop *loop, int signal_number, void (*fn)(void *ctx, int signal_number), void *ctx)
{
	struct loop_signal *handler = NEW(struct loop_signal);

	*handler = (struct loop_signal){ .loop = loop, .fn = fn, .ctx = ctx };
	uv_signal_init(&loop->uv, &handler->uv);
	loop_handle_opened(loop, (uv_handle_t *)&handler->uv, handler);
	uv_signal_start(&handler->uv, on_signal, signal_number);
	note_before_libuv(signal_number);
	return handler;
}

void
loop_signal_free(struct loop_signal *handler)
{
	if (handler)
		loop_handle_close(handler->loop, (uv_handle_t *)&handler->uv);
}

/* Changes on disk. */

struct loop_watch {
	uv_fs_event_t uv;
	struct loop *loop;
	void (*fn)(void *ctx, const char *name);
	void *ctx;
	bool is_freed; /* one read of inotify brings many events, and libuv hands out all of them */
};

static void
on_watch(uv_fs_event_t *uv, const char *name, int events, int status)
{
	struct loop_watch *watch = uv->data;

	(void)events;
	if (status == 0 && !watch->is_freed)
		watch->fn(watch->ctx, name ? name : "");
}

struct loop_watch *
loop_watch_new(struct loop *loop, const char *path, void (*fn)(void *ctx, const char *name), void *ctx, struct err *err)
{
	struct loop_watch *watch = NEW(struct loop_watch);

	*watch = (struct loop_watch){ .loop = loop, .fn = fn, .ctx = ctx };
	uv_fs_event_init(&loop->uv, &watch->uv);
	loop_handle_opened(loop, (uv_handle_t *)&watch->uv, watch);
	int status = uv_fs_event_start(&watch->uv, on_watch, path, 0);

	if (status != 0) {
		loop_watch_free(watch);
		err_set_errno(err, -status, _("cannot watch %s for changes"), path);
		return NULL;
	}
	return watch;
}

void
loop_watch_free(struct loop_watch *watch)
{
	if (!watch)
		return;
	watch->is_freed = true;
	loop_handle_close(watch->loop, (uv_handle_t *)&watch->uv);
}
