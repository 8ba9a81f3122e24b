/* Child processes: started with the descriptors they are given and no others, ended and reaped with their owner. */
#include "base/loop_internal.h"

#include "base/i18n.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define CLOSE_ON_EXEC_FLAG 4u /* CLOSE_RANGE_CLOEXEC */
#define OLD_KERNEL_FDS     4096

struct loop_child {
	uv_process_t uv;
	struct loop *loop;
	void (*fn)(void *ctx, int64_t exit_status, int term_signal);
	void *ctx;
	bool has_ended;
};

static void
on_exit_of(uv_process_t *uv, int64_t exit_status, int term_signal)
{
	struct loop_child *child = uv->data;

	child->has_ended = true;
	child->fn(child->ctx, exit_status, term_signal);
}

/* A library may have opened descriptors that would live on in the child: mark them all; libuv unmarks what is given. */
static void
close_all_on_exec(void)
{
#ifdef SYS_close_range
	if (syscall(SYS_close_range, 3u, ~0u, CLOSE_ON_EXEC_FLAG) == 0)
		return;
#endif
	for (int fd = 3; fd < OLD_KERNEL_FDS; fd++) {
		int flags = fcntl(fd, F_GETFD);

		if (flags >= 0 && !(flags & FD_CLOEXEC))
			fcntl(fd, F_SETFD, flags | FD_CLOEXEC);
	}
}

struct loop_child *
loop_child_spawn(struct loop *loop, const struct loop_child_options *options,
		 void (*fn)(void *ctx, int64_t exit_status, int term_signal), void *ctx, struct err *err)
{
	struct loop_child *child = NEW(struct loop_child);
	uv_stdio_container_t *stdio = NEW_ARRAY(uv_stdio_container_t, options->fd_count);

	for (size_t i = 0; i < options->fd_count; i++) {
		stdio[i].flags = options->fds[i] < 0 ? UV_IGNORE : UV_INHERIT_FD;
		stdio[i].data.fd = options->fds[i];
	}
	*child = (struct loop_child){ .loop = loop, .fn = fn, .ctx = ctx };
	close_all_on_exec();
	int status = uv_spawn(&loop->uv, &child->uv,
			      &(uv_process_options_t){
				      .exit_cb = on_exit_of,
				      .file = options->argv[0],
				      .args = (char **)(uintptr_t)options->argv,
				      .env = (char **)(uintptr_t)options->envp,
				      .cwd = options->working_dir,
				      .stdio_count = (int)options->fd_count,
				      .stdio = stdio,
			      });

	free(stdio);
	loop_handle_opened(loop, (uv_handle_t *)&child->uv, child);
	if (status != 0) {
		loop_handle_close(loop, (uv_handle_t *)&child->uv);
		err_set_errno(err, -status, _("cannot run %s"), options->argv[0]);
		return NULL;
	}
	return child;
}

int
loop_child_pid(const struct loop_child *child)
{
	return child->uv.pid;
}

bool
loop_child_kill(struct loop_child *child, int signal_number)
{
	return !child->has_ended && uv_process_kill(&child->uv, signal_number) == 0;
}

void
loop_child_free(struct loop_child *child)
{
	if (!child)
		return;
	int pid = child->uv.pid;
	bool is_running = loop_child_kill(child, SIGKILL);

	loop_handle_close(child->loop, (uv_handle_t *)&child->uv); /* libuv reaps it no more: we do */
	while (is_running && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
}
