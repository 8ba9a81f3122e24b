/* The event loop: what calls back, in which order, and that nothing does after it was freed. */
#include "support/temp.h"
#include "support/test.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/loop.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#define THREAD_COUNT     4
#define POSTS_PER_THREAD 5000

/* Run until *FLAG or five seconds have gone by: a test that hangs says so. */
static void
run_until(struct loop *loop, const bool *flag)
{
	uint64_t start_ns = loop_now_ns(loop);

	while (!*flag && loop_now_ns(loop) - start_ns < UINT64_C(5000000000))
		loop_run_once(loop, 100);
	assert_true(*flag);
}

struct poster {
	struct loop *loop;
	int number;
};
struct post {
	int thread, number;
};

static int posts_seen[THREAD_COUNT], posts_total;
static bool is_all_seen, is_in_order;

static void
see_post(void *ctx)
{
	struct post *post = ctx;

	if (posts_seen[post->thread]++ != post->number)
		is_in_order = false;
	if (++posts_total == THREAD_COUNT * POSTS_PER_THREAD)
		is_all_seen = true;
	free(post);
}

static void *
post_many(void *ctx)
{
	const struct poster *poster = ctx;

	for (int i = 0; i < POSTS_PER_THREAD; i++) {
		struct post *post = malloc(sizeof(*post));

		*post = (struct post){ poster->number, i };
		loop_post(poster->loop, see_post, post);
	}
	return NULL;
}

static void
loop__post__keeps_each_threads_order_and_loses_nothing(void **state)
{
	struct loop *loop = loop_new();
	pthread_t threads[THREAD_COUNT];
	struct poster posters[THREAD_COUNT];

	(void)state;
	is_in_order = true;
	for (int i = 0; i < THREAD_COUNT; i++) {
		posters[i] = (struct poster){ loop, i };
		assert_int_equal(pthread_create(&threads[i], NULL, post_many, &posters[i]), 0);
	}
	run_until(loop, &is_all_seen);
	for (int i = 0; i < THREAD_COUNT; i++)
		pthread_join(threads[i], NULL);
	assert_true(is_in_order);
	loop_free(loop);
}

static void
set_flag(void *ctx)
{
	*(bool *)ctx = true;
}

static void
loop__free__delivers_what_is_pending(void **state)
{
	struct loop *loop = loop_new();
	bool is_seen = false;

	(void)state;
	loop_post(loop, set_flag, &is_seen);
	loop_free(loop);
	assert_true(is_seen);
}

struct job {
	struct loop *loop;
	pthread_t worker;
	bool was_cancelled, is_done;
	sigset_t blocked; /* in the worker */
	bool has_run;     /* written by the worker, read after done: the loop orders the two */
};

static void
work_quickly(struct loop_job *job, void *ctx)
{
	struct job *ours = ctx;

	(void)job;
	ours->worker = pthread_self();
	pthread_sigmask(SIG_BLOCK, NULL, &ours->blocked);
	ours->has_run = true;
}

static void
work_until_cancelled(struct loop_job *job, void *ctx)
{
	struct job *ours = ctx;

	ours->has_run = true;
	while (!loop_job_is_cancelled(job))
		usleep(1000);
}

static void
note_done(void *ctx, bool is_cancelled)
{
	struct job *job = ctx;

	assert_false(job->is_done);
	job->is_done = true;
	job->was_cancelled = is_cancelled;
}

/* A signal for the program is heard where it is acted on, whatever else is at work. */
static void
loop__job__leaves_signals_to_the_loop(void **state)
{
	struct loop *loop = loop_new();
	struct job jobs[2] = { 0 };

	(void)state;
	loop_job_start(loop, work_quickly, note_done, &jobs[0]);
	loop_job_start_long(loop, work_quickly, note_done, &jobs[1]);
	for (size_t i = 0; i < ARRAY_LEN(jobs); i++) {
		run_until(loop, &jobs[i].is_done);
		assert_true(sigismember(&jobs[i].blocked, SIGTERM));
		assert_true(sigismember(&jobs[i].blocked, SIGCONT));
		assert_false(sigismember(&jobs[i].blocked, SIGSEGV));
	}
	loop_free(loop);
}

static void
loop__job__works_elsewhere_and_is_done_here(void **state)
{
	struct loop *loop = loop_new();
	struct job job = { 0 };

	(void)state;
	loop_job_start(loop, work_quickly, note_done, &job);
	run_until(loop, &job.is_done);
	assert_true(job.has_run);
	assert_false(job.was_cancelled);
	assert_false(pthread_equal(job.worker, pthread_self()));
	loop_free(loop);
}

static void
loop__job__is_done_once_when_cancelled_running_or_waiting(void **state)
{
	enum {
		COUNT = 12
	}; /* more than there are workers, so some never begin */
	struct loop *loop = loop_new();
	struct job jobs[COUNT] = { 0 };
	struct loop_job *handles[COUNT];

	(void)state;
	for (int i = 0; i < COUNT; i++)
		handles[i] = loop_job_start(loop, work_until_cancelled, note_done, &jobs[i]);
	loop_run_once(loop, 20);
	assert_int_equal(loop_job_count(loop), COUNT);
	loop_job_set_unawaited(handles[0]);
	loop_job_set_unawaited(handles[0]);
	assert_int_equal(loop_job_count(loop), COUNT - 1);
	for (int i = 0; i < COUNT; i++)
		loop_job_cancel(handles[i]);
	loop_free(loop); /* waits for them all */
	int run_count = 0;

	for (int i = 0; i < COUNT; i++) {
		assert_true(jobs[i].is_done && jobs[i].was_cancelled);
		run_count += jobs[i].has_run;
	}
	assert_true(run_count < COUNT);
}

static void
loop__long_job__works_elsewhere_and_is_done_here(void **state)
{
	struct loop *loop = loop_new();
	struct job job = { 0 }, endless = { 0 }, early = { 0 };

	(void)state;
	loop_job_start_long(loop, work_quickly, note_done, &job);
	run_until(loop, &job.is_done);
	assert_true(job.has_run);
	assert_false(job.was_cancelled);
	assert_false(pthread_equal(job.worker, pthread_self()));

	struct loop_job *handle = loop_job_start_long(loop, work_until_cancelled, note_done, &endless);

	loop_run_once(loop, 20);
	assert_int_equal(loop_job_count(loop), 1);
	loop_job_cancel(handle);
	run_until(loop, &endless.is_done);
	assert_true(endless.was_cancelled);
	loop_job_cancel(loop_job_start_long(loop, work_until_cancelled, note_done, &early));
	loop_free(loop); /* waits */
	assert_true(early.is_done && early.was_cancelled);
}

struct ticker {
	struct loop_timer *timer;
	int count;
	bool is_over;
};

static void
tick_thrice_and_free(void *ctx)
{
	struct ticker *ticker = ctx;

	if (++ticker->count < 3)
		return;
	loop_timer_free(ticker->timer);
	ticker->is_over = true;
}

static void
loop__timer__repeats_until_freed_inside_its_own_callback(void **state)
{
	struct loop *loop = loop_new();
	struct ticker ticker = { 0 };

	(void)state;
	ticker.timer = loop_timer_new(loop, tick_thrice_and_free, &ticker);
	assert_false(loop_timer_is_active(ticker.timer));
	loop_timer_start(ticker.timer, 1, 1);
	assert_true(loop_timer_is_active(ticker.timer));
	run_until(loop, &ticker.is_over);
	loop_run_once(loop, 20);
	assert_int_equal(ticker.count, 3);
	loop_free(loop);
}

struct eager {
	struct loop *loop;
	struct loop_timer *timer;
	int fired, fired_before_post; /* the latter 0: the post has not run */
};

static void
note_post(void *ctx)
{
	struct eager *eager = ctx;

	eager->fired_before_post = eager->fired;
	loop_stop(eager->loop);
}

static void
start_again_at_once(void *ctx)
{
	struct eager *eager = ctx;

	if (eager->fired++ == 0)
		loop_post(eager->loop, note_post, eager);
	if (eager->fired < 100000)
		loop_timer_start(eager->timer, 0, 0);
	else
		loop_stop(eager->loop);
}

/* A terminal that vanishes amid a flood of frames must be heard of. */
static void
loop__timer__that_starts_itself_at_once_leaves_room_for_others(void **state)
{
	struct eager eager = { .loop = loop_new() };

	(void)state;
	eager.timer = loop_timer_new(eager.loop, start_again_at_once, &eager);
	loop_timer_start(eager.timer, 0, 0);
	loop_run(eager.loop);
	assert_int_equal(eager.fired_before_post, 1);
	loop_timer_free(eager.timer);
	loop_free(eager.loop);
}

/* Work 6 ms of this thread's time, then stop. */
static void
work_long(void *ctx)
{
	uint64_t begun_ns = clock_thread_cpu_ns();

	while (clock_thread_cpu_ns() - begun_ns < 6 * NS_PER_MS)
		;
	loop_stop(ctx);
}

static void
loop__stall__writes_down_the_turns_that_took_long(void **state)
{
	char *dir = temp_dir_new(), *path = temp_path(dir, "stalls");

	(void)state;
	setenv("NOTES_TUI_STALLS", path, 1);
	struct loop *loop = loop_new();

	unsetenv("NOTES_TUI_STALLS");
	loop_run_once(loop, 0); /* what this thread did before counts as the first turn */
	loop_post(loop, work_long, loop);
	loop_run(loop);
	loop_run_once(loop, 0); /* a turn is told at the beginning of the next */
	FILE *file = fopen(path, "r");
	long us = 0, last_us = 0;

	assert_non_null(file);
	while (fscanf(file, "%ld", &us) == 1)
		last_us = us;
	assert_true(last_us >= 6000);
	fclose(file);
	loop_free(loop);
	free(path);
	temp_dir_free(dir);
}

static void
loop__timer__stops_and_starts_again(void **state)
{
	struct loop *loop = loop_new();
	bool is_fired = false;
	struct loop_timer *timer = loop_timer_new(loop, set_flag, &is_fired);

	(void)state;
	loop_timer_start(timer, 1, 0);
	loop_timer_stop(timer);
	loop_run_once(loop, 10);
	assert_false(is_fired);
	loop_timer_start(timer, 3600000, 0);
	loop_timer_start(timer, 1, 0);
	run_until(loop, &is_fired);
	assert_false(loop_timer_is_active(timer));
	loop_timer_free(timer);
	loop_timer_free(NULL);
	loop_free(loop);
}

struct listener {
	struct loop_poll *poll;
	unsigned events;
	bool is_over;
};

static void
hear(void *ctx, unsigned events)
{
	struct listener *listener = ctx;

	listener->events |= events;
	loop_poll_free(listener->poll);
	listener->is_over = true;
}

static void
loop__poll__tells_readable_writable_and_hangup(void **state)
{
	static const unsigned wanted[] = { LOOP_READABLE, LOOP_WRITABLE, LOOP_HANGUP };

	(void)state;
	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		struct loop *loop = loop_new();
		struct listener listener = { 0 };
		int pair[2];

		assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
		listener.poll = loop_poll_new(loop, pair[0], hear, &listener, NULL);
		assert_non_null(listener.poll);
		loop_poll_start(listener.poll, LOOP_READABLE);
		loop_poll_start(listener.poll, 0);
		assert_int_equal(write(pair[1], "x", 1), 1);
		if (wanted[i] == LOOP_HANGUP)
			close(pair[1]);
		loop_run_once(loop, 5);
		assert_false(listener.is_over); /* paused */
		loop_poll_start(listener.poll, wanted[i]);
		run_until(loop, &listener.is_over);
		assert_true(listener.events & wanted[i]);
		loop_free(loop);
		close(pair[0]);
		if (wanted[i] != LOOP_HANGUP)
			close(pair[1]);
	}
}

static void
note_events(void *ctx, unsigned events)
{
	struct listener *listener = ctx;

	listener->events |= events;
	listener->is_over = true;
}

static void
loop__poll__tells_the_end_of_a_pipe(void **state)
{
	struct loop *loop = loop_new();
	struct listener listener = { 0 };
	char byte;
	int fds[2];

	(void)state;
	assert_int_equal(pipe(fds), 0);
	listener.poll = loop_poll_new(loop, fds[0], note_events, &listener, NULL);
	loop_poll_start(listener.poll, LOOP_READABLE | LOOP_HANGUP);
	loop_run_once(loop, 0);
	assert_int_equal(listener.events, 0);
	close(fds[1]);
	run_until(loop, &listener.is_over);
	assert_true(listener.events & (LOOP_READABLE | LOOP_HANGUP));
	assert_int_equal(read(fds[0], &byte, 1), 0);
	loop_poll_free(listener.poll);
	loop_free(loop);
	close(fds[0]);
}

static void
loop__poll__refuses_a_regular_file(void **state)
{
	struct loop *loop = loop_new();
	struct err err = { 0 };
	FILE *file = tmpfile();

	(void)state;
	assert_non_null(file);
	assert_null(loop_poll_new(loop, fileno(file), hear, NULL, &err));
	assert_true(err_is_set(&err));
	fclose(file);
	loop_free(loop);
}

struct signal_seen {
	struct loop_signal *signal;
	bool is_seen;
};

static void
see_signal(void *ctx, int signal_number)
{
	struct signal_seen *seen = ctx;

	assert_int_equal(signal_number, SIGUSR1);
	loop_signal_free(seen->signal);
	seen->is_seen = true;
}

static void
loop__signal__arrives_as_a_callback(void **state)
{
	struct loop *loop = loop_new();
	struct signal_seen seen = { 0 };

	(void)state;
	seen.signal = loop_signal_new(loop, SIGUSR1, see_signal, &seen);
	assert_false(loop_signal_is_pending(SIGUSR1));
	raise(SIGUSR1);
	assert_true(loop_signal_is_pending(SIGUSR1));
	assert_false(seen.is_seen);
	run_until(loop, &seen.is_seen);
	assert_false(loop_signal_is_pending(SIGUSR1));
	loop_free(loop);
}

struct watch_seen {
	struct loop_watch *watch;
	char name[64];
	int count;
	bool is_seen;
};

static void
see_change(void *ctx, const char *name)
{
	struct watch_seen *seen = ctx;

	seen->count++;
	snprintf(seen->name, sizeof(seen->name), "%s", name);
	loop_watch_free(seen->watch);
	seen->is_seen = true;
}

static void
loop__watch__names_what_changed_and_is_silent_once_freed(void **state)
{
	struct loop *loop = loop_new();
	struct watch_seen seen = { 0 };
	struct err err = { 0 };
	char dir[] = "/tmp/notes-tui-watch-XXXXXX", path[128];

	(void)state;
	assert_non_null(mkdtemp(dir));
	seen.watch = loop_watch_new(loop, dir, see_change, &seen, &err);
	assert_non_null(seen.watch);
	snprintf(path, sizeof(path), "%s/note.md", dir);
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs("x", file);
	fclose(file);
	run_until(loop, &seen.is_seen);
	loop_run_once(loop, 10);
	assert_string_equal(seen.name, "note.md");
	assert_int_equal(seen.count, 1);
	assert_null(loop_watch_new(loop, "/nonexistent/dir", see_change, &seen, &err));
	unlink(path);
	rmdir(dir);
	loop_free(loop);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(loop__post__keeps_each_threads_order_and_loses_nothing),
		cmocka_unit_test(loop__free__delivers_what_is_pending),
		cmocka_unit_test(loop__job__works_elsewhere_and_is_done_here),
		cmocka_unit_test(loop__job__leaves_signals_to_the_loop),
		cmocka_unit_test(loop__long_job__works_elsewhere_and_is_done_here),
		cmocka_unit_test(loop__job__is_done_once_when_cancelled_running_or_waiting),
		cmocka_unit_test(loop__timer__repeats_until_freed_inside_its_own_callback),
		cmocka_unit_test(loop__timer__that_starts_itself_at_once_leaves_room_for_others),
		cmocka_unit_test(loop__stall__writes_down_the_turns_that_took_long),
		cmocka_unit_test(loop__timer__stops_and_starts_again),
		cmocka_unit_test(loop__poll__tells_readable_writable_and_hangup),
		cmocka_unit_test(loop__poll__tells_the_end_of_a_pipe),
		cmocka_unit_test(loop__poll__refuses_a_regular_file),
		cmocka_unit_test(loop__signal__arrives_as_a_callback),
		cmocka_unit_test(loop__watch__names_what_changed_and_is_silent_once_freed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
