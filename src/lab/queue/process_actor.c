/*
 * A child of the processes engine: takes items through the pipe, with the account in shared memory,
 * and may die at any time.
 */
#include "lab/queue/process_parts.h"

#include "base/clock.h"

#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

/* ---- the account ---- */

static const struct process_book *
current_book(const struct process_shared *shared)
{
	return &shared->books[atomic_load(&shared->current)];
}

const struct queue_scene *
process_scene(const struct process_shared *shared)
{
	return &current_book(shared)->scene;
}

void
process_tell(struct process_shared *shared, enum queue_event_kind kind, unsigned actor, uint32_t item,
	     int signal_number)
{
	unsigned next = !atomic_load(&shared->current);
	const struct process_book *now = current_book(shared);
	struct process_book *book = &shared->books[next];
	uint64_t time_ns = queue_pace_now_ns(&shared->pace);
	struct queue_event event = { .time_ns = time_ns > now->scene.time_ns ? time_ns : now->scene.time_ns,
				     .item = item,
				     .spare = (uint16_t)signal_number,
				     .kind = (uint8_t)kind,
				     .actor = (uint8_t)actor };

	process_own_items(shared, next); /* who died in the middle of the next line has left it with the other's */
	queue_scene_copy(&book->scene, &now->scene);
	book->ring_count = now->ring_count;
	book->dropped = now->dropped;
	if (!queue_scene_apply(&book->scene, &event)) {
		shared->refused++;
		return;
	}
	if (book->ring_count < PROCESS_RING_EVENTS && !book->dropped)
		shared->ring[book->ring_count++] = event;
	else
		book->dropped++;
	atomic_store(&shared->current, next);
	queue_pace_count_event(&shared->pace);
}

/* ---- the pipes ---- */

static uint32_t
bytes_in(int fd)
{
	int count = 0;

	return ioctl(fd, FIONREAD, &count) == 0 && count > 0 ? (uint32_t)count : 0;
}

/* A semaphore: exactly WANTED bytes in the pipe. */
static void
set_tokens(const int fds[2], uint32_t wanted)
{
	static const char tokens[PROCESS_TOKENS_MAX];
	char taken[PROCESS_TOKENS_MAX];
	uint32_t has = bytes_in(fds[0]);
	ssize_t moved = 0;

	if (has < wanted)
		moved = write(fds[1], tokens, wanted - has);
	else if (has > wanted)
		moved = read(fds[0], taken, has - wanted < sizeof(taken) ? has - wanted : sizeof(taken));
	(void)moved; /* never blocks, and what is missing is made up for the next time */
}

bool
process_is_full(const struct process_shared *shared)
{
	const struct queue_scene *scene = process_scene(shared);

	return queue_scene_is_full(scene) || scene->count >= shared->room;
}

void
process_settle(struct process_actor *self)
{
	const struct queue_scene *scene = process_scene(self->shared);
	uint32_t capacity = queue_capacity(&scene->knobs), free_slots;

	capacity = capacity < self->shared->room ? capacity : self->shared->room;
	free_slots = scene->count < capacity ? capacity - scene->count : 0;
	set_tokens(self->pipes.fds[PIPE_SLOTS], free_slots < PROCESS_TOKENS_MAX ? free_slots : PROCESS_TOKENS_MAX);
	set_tokens(self->pipes.fds[PIPE_IDLE], scene->unfinished == 0);
}

static void
intend(struct process_actor *self, enum queue_event_kind kind, uint32_t item)
{
	self->shared->intent = (struct queue_event){ .kind = (uint8_t)kind,
						     .actor = (uint8_t)self->role.number,
						     .item = item };
	atomic_signal_fence(memory_order_seq_cst); /* in this order, whenever it dies */
	self->shared->is_intended = true;
	atomic_signal_fence(memory_order_seq_cst);
}

static void
done_as_intended(struct process_actor *self)
{
	atomic_signal_fence(memory_order_seq_cst);
	self->shared->is_intended = false;
	process_settle(self);
}

void
process_put(struct process_actor *self, uint32_t item)
{
	struct process_shared *shared = self->shared;
	struct queue_item record;

	memset(&record, 0, sizeof(record)); /* the padding goes through the pipe, too */
	record.number = item;
	record.producer = (uint8_t)(item ? self->role.number : QUEUE_MAIN);
	record.put_ns = queue_pace_now_ns(&shared->pace);
	intend(self, DID_PUT, item);
	if (write(self->pipes.fds[PIPE_ITEMS][1], &record, sizeof(record)) == (ssize_t)sizeof(record))
		process_tell(shared, DID_PUT, self->role.number, item, 0);
	else
		shared->refused++; /* it was not full */
	done_as_intended(self);
}

/* What comes out of the pipe must be what the account says is next. */
static uint32_t
take(struct process_actor *self)
{
	struct process_shared *shared = self->shared;
	struct queue_item record = { 0 };
	const struct queue_scene *scene = process_scene(shared);
	uint32_t expected = scene->items[scene->first].number;

	intend(self, expected == QUEUE_SENTINEL ? DID_SENTINEL : DID_GET, expected);
	if (read(self->pipes.fds[PIPE_ITEMS][0], &record, sizeof(record)) != (ssize_t)sizeof(record) ||
	    record.number != expected)
		shared->refused++;
	process_tell(shared, expected == QUEUE_SENTINEL ? DID_SENTINEL : DID_GET, self->role.number, expected, 0);
	done_as_intended(self);
	return expected;
}

void
process_recover(struct process_actor *self)
{
	struct process_shared *shared = self->shared;
	const struct queue_scene *scene = process_scene(shared);
	uint32_t in_pipe = bytes_in(self->pipes.fds[PIPE_ITEMS][0]) / (uint32_t)sizeof(struct queue_item);
	struct queue_event intent = shared->intent;

	/* Killed between the pipe and the account: bring the account up to the pipe. */
	if (shared->is_intended && in_pipe != scene->count)
		process_tell(shared, intent.kind, intent.actor, intent.item, 0);
	if (process_scene(shared)->count != in_pipe)
		shared->refused++;
	done_as_intended(self);
	pthread_mutex_consistent(&shared->lock);
}

/* ---- the lock ---- */

static void
lock(struct process_actor *self)
{
	struct process_shared *shared = self->shared;
	uint64_t bit = UINT64_C(1) << self->role.number;
	int status;

	while (atomic_load(&shared->is_asked))
		sched_yield();
	status = pthread_mutex_trylock(&shared->lock);
	if (status == EBUSY) {
		atomic_fetch_or(&shared->locking, bit);
		status = pthread_mutex_lock(&shared->lock);
		atomic_fetch_and(&shared->locking, ~bit);
	}
	if (status == EOWNERDEAD)
		process_recover(self);
	else if (status != 0)
		_exit(1);
}

static void
unlock(struct process_actor *self)
{
	pthread_mutex_unlock(&self->shared->lock);
}

/* Without the lock: until FD (if any) can be read, the parent wants something, or UNTIL_NS (monotonic; 0: no end). */
static void
wait_for(struct process_actor *self, int fd, uint64_t until_ns)
{
	struct pollfd polled[2] = { { .fd = self->control, .events = POLLIN }, { .fd = fd, .events = POLLIN } };
	struct timespec timeout = { 0 };
	char bytes[64];

	unlock(self);
	if (until_ns) {
		uint64_t mono_ns = clock_monotonic_ns(), left_ns = until_ns > mono_ns ? until_ns - mono_ns : 0;

		timeout = (struct timespec){ .tv_sec = (time_t)(left_ns / NS_PER_S),
					     .tv_nsec = (long)(left_ns % NS_PER_S) };
	}
	ppoll(polled, fd >= 0 ? 2 : 1, until_ns ? &timeout : NULL, NULL);
	if (polled[0].revents && read(self->control, bytes, sizeof(bytes)) == 0)
		_exit(0); /* the parent is gone */
	lock(self);
}

/* ---- the role ---- */

static struct process_actor *
actor_of(struct queue_role *role)
{
	return (struct process_actor *)role;
}

static const struct queue_scene *
role_scene(const struct queue_role *role)
{
	return process_scene(((const struct process_actor *)role)->shared);
}

static bool
role_is_leaving(const struct queue_role *role)
{
	return ((const struct process_actor *)role)->shared->is_leaving[role->number];
}

static bool
role_must_end(const struct queue_role *role)
{
	(void)role;
	return false; /* who must end is killed */
}

static void
role_tell(struct queue_role *role, enum queue_event_kind kind, uint32_t item)
{
	process_tell(actor_of(role)->shared, kind, role->number, item, 0);
	process_settle(actor_of(role));
}

static bool
role_pass(struct queue_role *role)
{
	struct process_actor *self = actor_of(role);
	struct process_shared *shared = self->shared;

	if (queue_pace_is_forgotten(&shared->pace))
		queue_pace_set(&shared->pace, shared->pace.is_held, true);
	while (queue_pace_is_standing(&shared->pace) || role_scene(role)->actors[role->number].is_paused) {
		uint64_t from_ns = queue_pace_now_ns(&shared->pace);
		bool is_paused = role_scene(role)->actors[role->number].is_paused;

		wait_for(self, -1, 0);
		if (shared->due_ns[role->number] && is_paused)
			shared->due_ns[role->number] += queue_pace_now_ns(&shared->pace) - from_ns;
	}
	return true;
}

static bool
role_sleep(struct queue_role *role, double seconds)
{
	struct process_actor *self = actor_of(role);
	struct process_shared *shared = self->shared;
	uint64_t *due_ns = &shared->due_ns[role->number];

	*due_ns = queue_pace_now_ns(&shared->pace) + (uint64_t)(seconds * (double)NS_PER_S);
	while (role_pass(role) && queue_pace_now_ns(&shared->pace) < *due_ns) {
		bool is_working = role_scene(role)->actors[role->number].state == STATE_WORKING;

		if (role_is_leaving(role) && !is_working)
			break;
		wait_for(self, -1, shared->pace.origin_ns + *due_ns);
	}
	*due_ns = 0;
	return true;
}

static bool
role_put(struct queue_role *role, bool is_sentinel)
{
	struct process_actor *self = actor_of(role);
	uint32_t item;

	role_pass(role);
	item = is_sentinel ? QUEUE_SENTINEL : (uint32_t)role_scene(role)->produced + 1;
	while (process_is_full(self->shared)) {
		if (role_scene(role)->actors[role->number].state != STATE_PUT_WAIT)
			role_tell(role, DID_PUT_WAIT, item);
		wait_for(self, self->pipes.fds[PIPE_SLOTS][0], 0);
		role_pass(role);
	}
	process_put(self, item);
	return true;
}

static bool
role_get(struct queue_role *role, uint32_t *item)
{
	struct process_actor *self = actor_of(role);

	role_pass(role);
	while (role_scene(role)->count == 0 && !role_is_leaving(role)) {
		if (role_scene(role)->actors[role->number].state != STATE_GET_WAIT)
			role_tell(role, DID_GET_WAIT, 0);
		wait_for(self, self->pipes.fds[PIPE_ITEMS][0], 0);
		role_pass(role);
	}
	if (role_is_leaving(role))
		return false;
	*item = take(self);
	return true;
}

static bool
role_join(struct queue_role *role)
{
	struct process_actor *self = actor_of(role);

	while (role_pass(role) && role_scene(role)->unfinished > 0)
		wait_for(self, self->pipes.fds[PIPE_IDLE][0], 0);
	return true;
}

static void
role_breathe(struct queue_role *role)
{
	unlock(actor_of(role));
	lock(actor_of(role));
}

static const struct queue_role_ops role_ops = {
	.scene = role_scene,
	.tell = role_tell,
	.pass = role_pass,
	.sleep = role_sleep,
	.put = role_put,
	.get = role_get,
	.join = role_join,
	.breathe = role_breathe,
	.is_leaving = role_is_leaving,
	.must_end = role_must_end,
};

void
process_actor_run(struct process_actor *self)
{
	self->role.ops = &role_ops;
	lock(self);
	queue_role_run(&self->role);
	unlock(self);
	_exit(0);
}
