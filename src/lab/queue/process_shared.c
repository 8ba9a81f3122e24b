/* What the processes of a queue share: the pipes between them and the mapping with the lock and the account. */
#include "lab/queue/process_parts.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

bool
process_pipes_open(struct process_pipes *pipes)
{
	for (int i = 0; i < PIPE_COUNT; i++)
		pipes->fds[i][0] = pipes->fds[i][1] = -1;
	for (int i = 0; i < PIPE_COUNT; i++)
		if (pipe2(pipes->fds[i], O_CLOEXEC | O_NONBLOCK) < 0)
			return false;
	return true;
}

/* Items that always fit: a page is free again only when all of it was read. 0: the system gave too small a pipe. */
static uint32_t
pipe_room(int fd)
{
	long page = sysconf(_SC_PAGESIZE);
	long bytes = 16 * page;
	long items;

#ifdef F_SETPIPE_SZ
	fcntl(fd, F_SETPIPE_SZ, (int)(bytes + page));
	bytes = fcntl(fd, F_GETPIPE_SZ);
#endif
	items = (bytes - page) / (long)sizeof(struct queue_item);
	return items < QUEUE_CAPACITY_MAX ? 0 : items < QUEUE_ITEMS_MAX ? (uint32_t)items : QUEUE_ITEMS_MAX;
}

void
process_own_items(struct process_shared *shared, unsigned book)
{
	shared->books[book].scene.items = shared->items[book];
	shared->books[book].scene.room = PROCESS_ITEMS_ROOM;
}

bool
process_shared_open(struct process_actor *self, const struct queue_knobs *knobs)
{
	struct process_shared *shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
					     -1, 0);
	pthread_mutexattr_t kind;

	if (shared == MAP_FAILED)
		return false;
	self->shared = shared;
	pthread_mutexattr_init(&kind);
	pthread_mutexattr_setpshared(&kind, PTHREAD_PROCESS_SHARED);
	pthread_mutexattr_setrobust(&kind, PTHREAD_MUTEX_ROBUST);
	pthread_mutex_init(&shared->lock, &kind);
	pthread_mutexattr_destroy(&kind);
	for (unsigned i = 0; i < 2; i++) {
		queue_scene_init(&shared->books[i].scene, knobs);
		process_own_items(shared, i);
	}
	shared->room = pipe_room(self->pipes.fds[PIPE_ITEMS][0]);
	queue_pace_init(&shared->pace);
	return shared->room > 0;
}

void
process_shared_close(struct process_actor *self)
{
	for (int i = 0; i < PIPE_COUNT; i++)
		for (int end = 0; end < 2; end++)
			if (self->pipes.fds[i][end] >= 0)
				close(self->pipes.fds[i][end]);
	if (self->shared)
		munmap(self->shared, sizeof(*self->shared));
}
