/* The loop: posts, jobs, timers, descriptors, children. */
#include "support/test.h"

#include "base/alloc.h"
#include "base/loop.h"

#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define POSTS 10000

struct counter {
	struct loop *loop;
	int count, wrong;
	unsigned events;
	bool is_done, is_cancelled;
	struct loop_timer *timer;
};

struct posted {
	struct counter *counter;
	int number;
};

static void
count_post(void *ctx)
{
	struct posted *posted = ctx;
	struct counter *counter = posted->counter;

	counter->wrong += posted->number != counter->count;
	if (++counter->count == POSTS)
		loop_stop(counter->loop);
	free(posted);
}

static void *
post_many(void *ctx)
{
	struct counter *counter = ctx;

	for (int i = 0; i < POSTS; i++) {
		struct posted *posted = NEW(struct posted);

		*posted = (struct posted){ counter, i };
		loop_post(counter->loop, count_post, posted);
	}
	return NULL;
}

static void
loop_post__from_a_thread__keeps_the_order(void **state)
{
	struct counter counter = { .loop = loop_new() };
	pthread_t thread;

	(void)state;
	assert_int_equal(pthread_create(&thread, NULL, post_many, &counter), 0);
	loop_run(counter.loop);
	pthread_join(thread, NULL);
	assert_int_equal(counter.count, POSTS);
	assert_int_equal(counter.wrong, 0);
	loop_free(counter.loop);
}

static void
work_until_cancelled(struct loop_job *job, void *ctx)
{
	(void)ctx;
	while (!loop_job_is_cancelled(job))
		;
}

static void
note_done(void *ctx, bool is_cancelled)
{
	struct counter *counter = ctx;

	counter->count++;
	counter->is_cancelled = is_cancelled;
}

static void
loop_job__cancelled__ends_and_is_done_once(void **state)
{
	struct counter counter = { .loop = loop_new() };

	(void)state;
	loop_job_cancel(loop_job_start(counter.loop, work_until_cancelled, note_done, &counter));
	while (!counter.count)
		loop_run_once(counter.loop, 1000);
	assert_true(counter.is_cancelled);
	loop_free(counter.loop);
	assert_int_equal(counter.count, 1);
}

static void
free_own_timer(void *ctx)
{
	struct counter *counter = ctx;

	counter->count++;
	loop_timer_free(counter->timer);
	loop_stop(counter->loop);
}

static void
loop_timer__freed_in_its_callback__never_fires_again(void **state)
{
	struct counter counter = { .loop = loop_new() };

	(void)state;
	counter.timer = loop_timer_new(counter.loop, free_own_timer, &counter);
	loop_timer_start(counter.timer, 0, 1);
	loop_run(counter.loop);
	loop_run_once(counter.loop, 5);
	assert_int_equal(counter.count, 1);
	loop_free(counter.loop);
}

static void
note_events(void *ctx, unsigned events)
{
	((struct counter *)ctx)->events |= events;
}

static void
loop_poll__on_a_pipe__tells_bytes_and_the_end(void **state)
{
	struct counter counter = { .loop = loop_new() };
	char byte;
	int fds[2];

	(void)state;
	assert_int_equal(pipe(fds), 0);
	struct loop_poll *poll = loop_poll_new(counter.loop, fds[0], note_events, &counter, NULL);

	loop_poll_start(poll, LOOP_READABLE | LOOP_HANGUP);
	loop_run_once(counter.loop, 0);
	assert_int_equal(counter.events, 0);
	assert_int_equal(write(fds[1], "x", 1), 1);
	loop_run_once(counter.loop, 1000);
	assert_true(counter.events & LOOP_READABLE);
	assert_int_equal(read(fds[0], &byte, 1), 1);
	counter.events = 0;
	close(fds[1]);
	loop_run_once(counter.loop, 1000);
	assert_true(counter.events & (LOOP_READABLE | LOOP_HANGUP));
	assert_int_equal(read(fds[0], &byte, 1), 0);
	loop_poll_free(poll);
	loop_free(counter.loop);
	close(fds[0]);
}

static void
note_exit(void *ctx, int64_t exit_status, int term_signal)
{
	struct counter *counter = ctx;

	counter->count = (int)exit_status;
	counter->events = (unsigned)term_signal;
	counter->is_done = true;
}

static void
loop_child__exit_status_and_missing_program__are_told(void **state)
{
	struct counter counter = { .loop = loop_new() };
	struct err err = { 0 };
	const int fds[] = { -1, -1, -1 };
	const char *const argv[] = { "sh", "-c", "exit 7", NULL }, *const missing[] = { "no-such-program-here", NULL };

	(void)state;
	struct loop_child *child = loop_child_spawn(
		counter.loop, &(struct loop_child_options){ .argv = argv, .fds = fds, .fd_count = 3 }, note_exit,
		&counter, &err);

	assert_non_null(child);
	while (!counter.is_done)
		loop_run_once(counter.loop, 1000);
	assert_int_equal(counter.count, 7);
	loop_child_free(child);
	assert_null(loop_child_spawn(counter.loop, &(struct loop_child_options){ .argv = missing }, note_exit, &counter,
				     &err));
	assert_non_null(strstr(err.text, "no-such-program-here"));
	loop_free(counter.loop);
}

static void
loop_child__freed_while_running__is_killed_and_reaped(void **state)
{
	struct counter counter = { .loop = loop_new() };
	const char *const argv[] = { "sleep", "1000", NULL };

	(void)state;
	struct loop_child *child = loop_child_spawn(counter.loop, &(struct loop_child_options){ .argv = argv },
						    note_exit, &counter, NULL);
	int pid = loop_child_pid(child);

	loop_child_free(child);
	assert_int_equal(kill(pid, 0), -1);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	loop_free(counter.loop);
	assert_false(counter.is_done);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(loop_post__from_a_thread__keeps_the_order),
		cmocka_unit_test(loop_job__cancelled__ends_and_is_done_once),
		cmocka_unit_test(loop_timer__freed_in_its_callback__never_fires_again),
		cmocka_unit_test(loop_poll__on_a_pipe__tells_bytes_and_the_end),
		cmocka_unit_test(loop_child__exit_status_and_missing_program__are_told),
		cmocka_unit_test(loop_child__freed_while_running__is_killed_and_reaped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
