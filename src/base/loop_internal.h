/* What the files of the event loop share: its state, and the counting of handles. Not for other rooms. */
#ifndef BASE_LOOP_INTERNAL_H
#define BASE_LOOP_INTERNAL_H

#include "base/loop.h"
#include "base/vec.h"

#include <uv.h>

struct loop_posted {
	void (*fn)(void *ctx);
	void *ctx;
};

struct loop_posts {
	struct loop_posted *items;
	size_t len, capacity;
};

struct loop_stall;

struct loop {
	uv_loop_t uv;
	uv_async_t wake; /* posts have arrived, or stop */
	uv_timer_t wait; /* bounds loop_run_once */
	uv_mutex_t lock; /* guards posts */
	struct loop_posts posts;
	size_t handle_count; /* opened and not yet freed by their owners */
	size_t job_count, unawaited_count;
	bool is_stopped;
	bool is_in_timer;         /* a timer's callback is running */
	struct loop_stall *stall; /* NULL: turns are not timed */
};

/* Count a handle and tie it to its heap OWNER, which is freed once libuv has let go of it. */
void loop_handle_opened(struct loop *, uv_handle_t *, void *owner);
void loop_handle_close(struct loop *, uv_handle_t *);

#endif
