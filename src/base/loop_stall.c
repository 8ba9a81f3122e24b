/* Writes down the turns of the loop that took long. */
#include "base/loop_stall.h"

#include "base/alloc.h"
#include "base/clock.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct loop_stall {
	uv_prepare_t prepare; /* libuv calls it once a turn, before it waits */
	uint64_t worked_ns;   /* by this thread when the turn began */
	int fd;
};

static void
on_prepare(uv_prepare_t *prepare)
{
	struct loop_stall *stall = prepare->data;
	uint64_t now_ns = clock_thread_cpu_ns(), turn_us = (now_ns - stall->worked_ns) / 1000;

	stall->worked_ns = now_ns;
	if (turn_us >= STALL_NOTED_US)
		dprintf(stall->fd, "%llu\n", (unsigned long long)turn_us);
}

static void
on_closed(uv_handle_t *handle)
{
	struct loop_stall *stall = handle->data;

	close(stall->fd);
	free(stall);
}

struct loop_stall *
loop_stall_new(uv_loop_t *loop)
{
	const char *path = getenv("NOTES_TUI_STALLS");
	int fd = path && *path ? open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY, 0600) : -1;

	if (fd < 0)
		return NULL;
	struct loop_stall *stall = NEW(struct loop_stall);

	stall->fd = fd;
	stall->prepare.data = stall;
	uv_prepare_init(loop, &stall->prepare);
	uv_prepare_start(&stall->prepare, on_prepare);
	uv_unref((uv_handle_t *)&stall->prepare);
	return stall;
}

void
loop_stall_free(struct loop_stall *stall)
{
	if (stall)
		uv_close((uv_handle_t *)&stall->prepare, on_closed);
}
