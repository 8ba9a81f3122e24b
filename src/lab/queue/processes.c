/*
 * Real processes: each actor is a child made by fork, with the pipe between them as multiprocessing's queues have it.
 *
 * The program has threads, so between fork and the end a child calls only what is safe there: system calls, a robust
 * mutex in shared memory, arithmetic. It keeps no descriptor but its pipes, resets its signals, and dies with the
 * parent: by PR_SET_PDEATHSIG, and when its control socket ends. The parent never waits for a child but one it has
 * killed.
 */
#include "lab/queue/process_parts.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/i18n.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define LEASE_NS NS_PER_S
/*
 * A child stopped from outside may hold the lock: a poll does not wait for it,
 * a key does for as long as one may notice.
 */
#define POLL_LOCK_NS (3 * NS_PER_MS)
#define LOCK_NS      (500 * NS_PER_MS)

struct child {
	pid_t pid;         /* 0: none */
	int control;       /* write end; -1: none */
	bool is_asked;     /* we killed it */
	int signal_number; /* it has died of, and the account does not know yet; -1: nothing to tell */
};

struct processes {
	struct queue_engine engine;
	struct process_actor self; /* the parent, as QUEUE_MAIN */
	struct child children[QUEUE_ACTOR_COUNT];
	uint64_t seed;
	uint32_t started;
	struct queue_event drained[PROCESS_RING_EVENTS];
	struct queue_scene copy;
};

static struct processes *
processes_of(struct queue_engine *engine)
{
	return (struct processes *)engine;
}

/* ---- the lock, as the UI thread takes it ---- */

static bool
lock_for(struct processes *all, uint64_t at_most_ns)
{
	struct process_shared *shared = all->self.shared;
	struct timespec until;
	int status;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_nsec += (long)at_most_ns;
	if (until.tv_nsec >= (long)NS_PER_S) {
		until.tv_nsec -= (long)NS_PER_S;
		until.tv_sec++;
	}
	atomic_store(&shared->is_asked, true);
	status = pthread_mutex_timedlock(&shared->lock, &until);
	atomic_store(&shared->is_asked, false);
	if (status == EOWNERDEAD)
		process_recover(&all->self);
	return status == 0 || status == EOWNERDEAD;
}

/* For what a key asked for. */
static bool
lock(struct processes *all)
{
	bool is_locked = lock_for(all, LOCK_NS);

	all->engine.trouble = is_locked ? NULL
					: _("a process was stopped while it held the lock: let it go on, or kill it");
	return is_locked;
}

static void
unlock(struct processes *all)
{
	process_settle(&all->self);
	pthread_mutex_unlock(&all->self.shared->lock);
}

static void
tell(struct processes *all, enum queue_event_kind kind, unsigned actor, uint32_t item)
{
	process_tell(all->self.shared, kind, actor, item, 0);
}

static const struct queue_scene *
scene_of(const struct processes *all)
{
	return process_scene(all->self.shared);
}

/* Look again: a control socket that is full will make it look anyway. */
static void
wake_everybody(const struct processes *all)
{
	for (unsigned i = 0; i < QUEUE_ACTOR_COUNT; i++) {
		if (all->children[i].control >= 0)
			send(all->children[i].control, "", 1, MSG_NOSIGNAL);
	}
}

/* ---- children, as the parent sees them ---- */

static void
forget_child(struct child *child)
{
	if (child->control >= 0)
		close(child->control);
	child->pid = 0;
	child->control = -1;
}

/* Those that have ended, without waiting: what they died of is told when the lock is ours. */
static void
reap(struct processes *all)
{
	for (unsigned i = 0; i < QUEUE_ACTOR_COUNT; i++) {
		struct child *child = &all->children[i];
		int status = 0;

		if (!child->pid)
			continue;
		pid_t pid = waitpid(child->pid, &status, WNOHANG);

		if (pid == 0 || (pid < 0 && errno == EINTR))
			continue;
		child->signal_number = pid > 0 && WIFSIGNALED(status) && !child->is_asked ? WTERMSIG(status) : 0;
		atomic_fetch_and(&all->self.shared->locking, ~(UINT64_C(1) << i));
		forget_child(child);
	}
}

static void
tell_deaths(struct processes *all)
{
	for (unsigned i = 0; i < QUEUE_ACTOR_COUNT; i++) {
		struct child *child = &all->children[i];

		if (child->signal_number < 0)
			continue;
		if (queue_scene_is_alive(scene_of(all), i))
			process_tell(all->self.shared, DID_KILL, i, scene_of(all)->actors[i].hand.number,
				     child->signal_number);
		child->signal_number = -1;
	}
}

/* The parent's own part, done a step at a time: sentinels, and the end of daemons. */
static void
supervise(struct processes *all)
{
	struct process_shared *shared = all->self.shared;
	bool has_daemons = scene_of(all)->knobs.values[KNOB_ENDING] == ENDING_JOINABLE &&
			   queue_scene_has_no_producer(scene_of(all));

	while (!queue_pace_is_standing(&shared->pace) && queue_scene_owed(scene_of(all)) > 0) {
		if (process_is_full(shared)) {
			if (scene_of(all)->actors[QUEUE_MAIN].state != STATE_PUT_WAIT)
				tell(all, DID_PUT_WAIT, QUEUE_MAIN, QUEUE_SENTINEL);
			return;
		}
		process_put(&all->self, QUEUE_SENTINEL);
	}
	for (unsigned i = QUEUE_CONSUMER; has_daemons && i < QUEUE_MAIN; i++) {
		if (!shared->is_leaving[i] && all->children[i].pid) {
			shared->is_leaving[i] = true;
			wake_everybody(all);
		}
	}
}

/* ---- starting ---- */

static bool
fail(struct processes *all, const char *words)
{
	all->engine.trouble = words;
	return false;
}

/* With the lock, so that a child does nothing before the account knows it. */
static bool
fork_child(struct processes *all, unsigned number, int control[2])
{
	struct process_actor actor = all->self;
	struct str_buf name = { 0 };
	sigset_t every, before;
	pid_t parent = getpid(), pid;

	actor.role = (struct queue_role){ .number = number };
	actor.control = control[0];
	rng_init(&actor.role.rng, all->seed * QUEUE_ACTOR_COUNT + number + ((uint64_t)all->started++ << 32));
	str_buf_printf(&name, "notes-tui %c%u", number < QUEUE_CONSUMER ? 'P' : 'C', number % QUEUE_SIDE_MAX + 1);
	sigfillset(&every);
	sigprocmask(SIG_SETMASK, &every, &before); /* no handler of ours runs in the child */
	pid = fork();
	if (pid == 0)
		process_child_begin(&actor, parent, str_buf_c(&name));
	sigprocmask(SIG_SETMASK, &before, NULL);
	str_buf_fini(&name);
	if (pid < 0)
		return fail(all, _("the system allows no more processes"));
	all->children[number] = (struct child){ .pid = pid, .control = control[1], .signal_number = -1 };
	tell(all, DID_START, number, (uint32_t)pid);
	return true;
}

static bool
start_actor(struct processes *all, unsigned number)
{
	struct child *child = &all->children[number];
	int control[2];
	bool is_good;

	if (child->pid) { /* killed just now, or about to end by itself */
		kill(child->pid, SIGKILL);
		while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR)
			;
		forget_child(child);
		child->signal_number = 0;
	}
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, control) < 0)
		return fail(all, _("there are no descriptors left for another process"));
	is_good = lock(all);
	if (is_good) {
		tell_deaths(all);
		all->self.shared->is_leaving[number] = false;
		all->self.shared->due_ns[number] = 0;
		is_good = fork_child(all, number, control);
		unlock(all);
	}
	close(control[0]);
	if (!is_good)
		close(control[1]);
	return is_good;
}

static void
processes_stop(struct queue_engine *engine)
{
	struct processes *all = engine ? processes_of(engine) : NULL;

	if (!all)
		return;
	for (unsigned i = 0; i < QUEUE_ACTOR_COUNT; i++)
		if (all->children[i].pid)
			kill(all->children[i].pid, SIGKILL);
	for (unsigned i = 0; i < QUEUE_ACTOR_COUNT; i++) {
		while (all->children[i].pid && waitpid(all->children[i].pid, NULL, 0) < 0 && errno == EINTR)
			;
		forget_child(&all->children[i]);
	}
	process_shared_close(&all->self);
	queue_scene_fini(&all->copy);
	free(all);
}

static struct queue_engine *
processes_start(const struct queue_setup *setup, struct queue_history *history, struct err *err)
{
	struct processes *all = NEW(struct processes);
	bool is_good;

	all->engine.ops = &queue_processes_ops;
	all->engine.history = history;
	all->engine.lease_ns = LEASE_NS;
	all->seed = setup->seed;
	all->self.role.number = QUEUE_MAIN;
	all->self.control = -1;
	for (unsigned i = 0; i < QUEUE_ACTOR_COUNT; i++)
		all->children[i] = (struct child){ .control = -1, .signal_number = -1 };
	is_good = (process_pipes_open(&all->self.pipes) && process_shared_open(&all->self, &setup->knobs)) ||
		  fail(all, _("there is no memory or no descriptor for a queue between processes"));
	for (unsigned i = 0; i < (unsigned)setup->knobs.values[KNOB_PRODUCERS] && is_good; i++)
		is_good = start_actor(all, i);
	for (unsigned i = 0; i < (unsigned)setup->knobs.values[KNOB_CONSUMERS] && is_good; i++)
		is_good = start_actor(all, QUEUE_CONSUMER + i);
	if (is_good)
		return &all->engine;
	err_set(err, "%s", all->engine.trouble ? all->engine.trouble : _("the processes could not be started"));
	processes_stop(&all->engine);
	return NULL;
}

/* ---- running ---- */

static void
drain(struct processes *all, uint32_t *count, uint32_t *dropped)
{
	struct process_shared *shared = all->self.shared;
	struct process_book *book = &shared->books[atomic_load(&shared->current)];

	*count = book->ring_count;
	*dropped = book->dropped;
	memcpy(all->drained, shared->ring, *count * sizeof(*shared->ring));
	if (*dropped)
		queue_scene_copy(&all->copy, &book->scene);
	book->ring_count = book->dropped = 0;
	all->engine.history->refused += shared->refused;
	shared->refused = 0;
}

static void
processes_poll(struct queue_engine *engine, uint64_t time_ns)
{
	struct processes *all = processes_of(engine);
	struct process_shared *shared = all->self.shared;
	uint32_t count, dropped;

	(void)time_ns;
	reap(all);
	engine->locking = atomic_load(&shared->locking);
	if (!lock_for(all, POLL_LOCK_NS))
		return;
	shared->pace.lease_ns = clock_monotonic_ns() + engine->lease_ns;
	if (atomic_load(&shared->pace.is_resting)) {
		queue_pace_set(&shared->pace, shared->pace.is_held, false);
		wake_everybody(all);
	}
	tell_deaths(all);
	supervise(all);
	engine->now_ns = queue_pace_now_ns(&shared->pace);
	drain(all, &count, &dropped);
	unlock(all);
	for (uint32_t i = 0; i < count; i++)
		queue_history_add(engine->history, &all->drained[i]);
	if (dropped)
		queue_history_skip(engine->history, &all->copy, dropped);
}

static void
processes_hold(struct queue_engine *engine, bool is_held)
{
	struct processes *all = processes_of(engine);
	struct process_shared *shared = all->self.shared;

	if (!lock(all))
		return;
	shared->pace.steps = -1;
	shared->pace.lease_ns = clock_monotonic_ns() + engine->lease_ns;
	if (shared->pace.is_held != is_held || (!is_held && queue_pace_is_standing(&shared->pace))) {
		queue_pace_set(&shared->pace, is_held, is_held && atomic_load(&shared->pace.is_resting));
		wake_everybody(all);
	}
	unlock(all);
}

static bool
processes_is_resting(const struct queue_engine *engine)
{
	return atomic_load(&((const struct processes *)engine)->self.shared->pace.is_resting);
}

static bool
processes_step(struct queue_engine *engine)
{
	struct processes *all = processes_of(engine);

	if (!lock(all))
		return false;
	all->self.shared->pace.steps = 1;
	all->self.shared->pace.lease_ns = clock_monotonic_ns() + engine->lease_ns;
	queue_pace_set(&all->self.shared->pace, false, false);
	wake_everybody(all);
	unlock(all);
	return true;
}

static void
set_side(struct processes *all, unsigned first, unsigned wanted)
{
	for (unsigned i = 0; i < QUEUE_SIDE_MAX; i++) {
		unsigned actor = first + i;
		bool *is_leaving = &all->self.shared->is_leaving[actor];
		uint8_t state;
		bool has_to_start;

		if (!lock(all))
			return;
		state = scene_of(all)->actors[actor].state;
		has_to_start = i < wanted && (state == STATE_ABSENT || (state == STATE_DONE && *is_leaving));
		*is_leaving = i >= wanted;
		unlock(all);
		if (has_to_start)
			start_actor(all, actor);
	}
}

static void
hurry(struct processes *all, enum queue_knob which, int32_t value)
{
	struct process_shared *shared = all->self.shared;
	double ratio = queue_knob_ratio(which, scene_of(all)->knobs.values[which], value);
	uint64_t now_ns = queue_pace_now_ns(&shared->pace);

	for (unsigned i = 0; i < QUEUE_MAIN; i++) {
		uint8_t state = scene_of(all)->actors[i].state;

		if (queue_state_is_timed_by(state, which) && shared->due_ns[i] > now_ns)
			shared->due_ns[i] = now_ns + (uint64_t)((double)(shared->due_ns[i] - now_ns) * ratio);
	}
}

static void
processes_turn(struct queue_engine *engine, enum queue_knob which, int32_t value)
{
	struct processes *all = processes_of(engine);

	if (!lock(all))
		return;
	hurry(all, which, value);
	tell(all, DID_TURN, which, (uint32_t)value);
	unlock(all);
	if (which == KNOB_PRODUCERS)
		set_side(all, 0, (unsigned)value);
	else if (which == KNOB_CONSUMERS)
		set_side(all, QUEUE_CONSUMER, (unsigned)value);
	wake_everybody(all);
}

static void
processes_pause(struct queue_engine *engine, unsigned number, bool is_paused)
{
	struct processes *all = processes_of(engine);

	if (!lock(all))
		return;
	if (queue_scene_is_alive(scene_of(all), number) && scene_of(all)->actors[number].is_paused != is_paused)
		tell(all, is_paused ? DID_PAUSE : DID_RESUME, number, 0);
	unlock(all);
	wake_everybody(all);
}

/* The kernel does it; the account hears of it when the child is reaped. */
static void
processes_kill(struct queue_engine *engine, unsigned number)
{
	struct child *child = &processes_of(engine)->children[number];

	if (!child->pid)
		return;
	child->is_asked = true;
	kill(child->pid, SIGKILL);
}

static void
processes_revive(struct queue_engine *engine, unsigned number)
{
	struct processes *all = processes_of(engine);
	bool is_dead;

	if (!lock(all))
		return;
	is_dead = !queue_scene_is_alive(scene_of(all), number);
	unlock(all);
	if (is_dead)
		start_actor(all, number);
}

const struct queue_engine_ops queue_processes_ops = {
	.name = "processes",
	.is_real = true,
	.is_fifo_only = true,
	.start = processes_start,
	.poll = processes_poll,
	.step = processes_step,
	.hold = processes_hold,
	.is_resting = processes_is_resting,
	.turn = processes_turn,
	.pause = processes_pause,
	.kill = processes_kill,
	.revive = processes_revive,
	.stop = processes_stop,
};
