/* The socket console against bad peers and a poor machine: real sockets on loopback, one thread, no sleeping. */
#include "support/test.h"

#include "base/alloc.h"
#include "lab/socket/sock_console.h"
#include "lab/socket/sock_run.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#define ROUNDS_MAX 200000 /* turns of the loop before something is said to hang */

struct stage {
	struct loop *loop;
	struct sock_world world;
	struct sock_console console;
	int fds_before;
};

static int
count_fds(void)
{
	DIR *dir = opendir("/proc/self/fd");
	int count = -3; /* . and .. and the directory's own */

	if (!dir)
		return -1;
	while (readdir(dir))
		count++;
	closedir(dir);
	return count;
}

static union sock_address
loopback(const char *host)
{
	union sock_address address;

	assert_true(sock_address_parse(str_of_c(host), 0, &address));
	return address;
}

static void
open_stage(struct stage *stage, const char *service)
{
	union sock_address address = loopback("127.0.0.1");
	struct err err = { 0 };

	*stage = (struct stage){ .fds_before = count_fds() };
	stage->loop = loop_new();
	sock_world_init(&stage->world, stage->loop, 1024);
	sock_console_init(&stage->console, &stage->world, 0, NULL, NULL);
	if (!sock_console_listen(&stage->console, SOCK_STREAM, &address, sock_service_find(str_of_c(service)), &err))
		fail_msg("%s", err.text);
}

/* Nothing may be left: no descriptor, no memory (the sanitizers say), no handle (loop_free asserts). */
static void
close_stage(struct stage *stage)
{
	sock_console_fini(&stage->console);
	sock_world_fini(&stage->world);
	loop_free(stage->loop);
	assert_int_equal(count_fds(), stage->fds_before);
}

static int
peer(const struct stage *stage)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	const union sock_address *address = &stage->console.main.local;

	assert_true(fd >= 0);
	assert_int_equal(connect(fd, &address->any, sock_address_len(address)), 0);
	return fd;
}

static void
close_with_reset(int fd)
{
	struct linger linger = { .l_onoff = 1 };

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
	close(fd);
}

static void
turn_until_clients(struct stage *stage, size_t count)
{
	for (int i = 0; stage->console.clients.len != count; i++) {
		assert_true(i < ROUNDS_MAX);
		loop_run_once(stage->loop, 10);
	}
}

/* Turn until the peer has something to read; give it. 0: the end, -1: a reset. */
static ssize_t
turn_and_read(struct stage *stage, int fd, char *buffer, size_t size)
{
	for (int i = 0; i < ROUNDS_MAX; i++) {
		ssize_t len = recv(fd, buffer, size, MSG_DONTWAIT);

		if (len >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK))
			return len;
		loop_run_once(stage->loop, 10);
	}
	fail_msg("nothing came");
	return -1;
}

static void
console__peer__resets_at_each_step(void **state)
{
	struct stage stage;
	char buffer[16];

	(void)state;
	open_stage(&stage, "echo");
	for (int step = 0; step < 4; step++) {
		int fd = peer(&stage), other;

		if (step >= 1) /* accepted */
			turn_until_clients(&stage, 1);
		if (step >= 2) /* spoken to */
			assert_int_equal(send(fd, "hello", 5, 0), 5);
		if (step >= 3) /* answered, and not read */
			while (stage.console.clients.len && stage.console.clients.items[0]->sent < 5)
				loop_run_once(stage.loop, 10);
		close_with_reset(fd);
		/* Somebody else is served all the same. */
		other = peer(&stage);
		assert_int_equal(send(other, "ok", 2, 0), 2);
		assert_int_equal(turn_and_read(&stage, other, buffer, sizeof(buffer)), 2);
		close(other);
		turn_until_clients(&stage, 0);
	}
	close_stage(&stage);
}

static void
console__peer__that_never_reads_is_held_back(void **state)
{
	static char block[65536];
	struct stage stage;
	int fd, idle = 0;
	uint64_t sent = 0;

	(void)state;
	open_stage(&stage, "echo");
	fd = peer(&stage);
	fcntl(fd, F_SETFL, O_NONBLOCK);
	/* Until both directions are full: the echo reads no more than it can hold. */
	while (idle < 50 && sent < (UINT64_C(1) << 30)) {
		ssize_t len = send(fd, block, sizeof(block), MSG_NOSIGNAL);

		if (len > 0)
			sent += (uint64_t)len;
		idle = len > 0 ? 0 : idle + 1;
		loop_run_once(stage.loop, 0);
		if (stage.console.clients.len)
			assert_true(stage.console.clients.items[0]->out_len <= 2 * sizeof(block));
	}
	assert_int_equal(stage.console.clients.len, 1);
	assert_true(sent < (UINT64_C(1) << 30));
	close(fd);
	turn_until_clients(&stage, 0);
	close_stage(&stage);
}

/* A line of 100 MB without an end: passed on in pieces, kept nowhere; one who does not read the chat is cut off. */
static void
console__chat__takes_a_line_without_an_end(void **state)
{
	static char block[1 << 20];
	const uint64_t total = UINT64_C(100) << 20;
	struct stage stage;
	uint64_t sent = 0, came = 0;
	int talker, deaf, reader;

	(void)state;
	memset(block, 'x', sizeof(block));
	open_stage(&stage, "chat");
	talker = peer(&stage);
	deaf = peer(&stage);
	reader = peer(&stage);
	fcntl(talker, F_SETFL, O_NONBLOCK);
	fcntl(reader, F_SETFL, O_NONBLOCK);
	turn_until_clients(&stage, 3);
	for (int i = 0; sent < total && i < ROUNDS_MAX; i++) {
		ssize_t len = send(talker, block, sizeof(block), MSG_NOSIGNAL);

		sent += len > 0 ? (uint64_t)len : 0;
		loop_run_once(stage.loop, 0);
		while ((len = recv(reader, block, sizeof(block), 0)) > 0)
			came += (uint64_t)len;
		for (size_t j = 0; j < stage.console.clients.len; j++)
			assert_true(stage.console.clients.items[j]->out_len <= CONSOLE_OUT_MAX + sizeof(block));
	}
	assert_true(sent >= total);
	assert_true(came > total / 2);
	assert_int_equal(stage.console.clients.len, 2); /* the deaf one is gone */
	assert_true(str_find(str_of_c(stage.console.err.text), STR("client 2")) != STR_NONE);
	close(talker);
	close(deaf);
	close(reader);
	turn_until_clients(&stage, 0);
	close_stage(&stage);
}

static void
console__rude__resets(void **state)
{
	struct stage stage;
	char buffer[16];
	int fd;

	(void)state;
	open_stage(&stage, "rude");
	fd = peer(&stage);
	assert_int_equal(send(fd, "hello", 5, 0), 5);
	assert_int_equal(turn_and_read(&stage, fd, buffer, sizeof(buffer)), -1);
	assert_int_equal(errno, ECONNRESET);
	close(fd);
	close_stage(&stage);
}

/* No descriptor is left: newcomers hear it at once, those connected are served, and afterwards all is well again. */
static void
console__emfile__refuses_and_recovers(void **state)
{
	struct rlimit limit, low;
	struct stage stage;
	char buffer[16];
	int fds[40];
	size_t count = 0;

	(void)state;
	open_stage(&stage, "echo"); /* raises the limit: so before it is lowered */
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
	/* The peers are made first, in the backlog; then there is room for three more descriptors. */
	for (; count < ARRAY_LEN(fds); count++)
		fds[count] = peer(&stage);
	low = limit;
	int next = dup(0);

	assert_true(next > 0);
	close(next);
	low.rlim_cur = (rlim_t)next + 3;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &low), 0);
	for (int i = 0; stage.console.refused < ARRAY_LEN(fds) - 3 && i < ROUNDS_MAX; i++)
		loop_run_once(stage.loop, 10);
	assert_int_equal(stage.console.clients.len, 3);
	assert_int_equal(stage.console.refused, ARRAY_LEN(fds) - 3);
	assert_true(err_is_set(&stage.console.err));
	assert_int_equal(recv(fds[20], buffer, sizeof(buffer), 0), 0); /* told no, not left hanging */
	assert_int_equal(send(fds[0], "still", 5, 0), 5);
	assert_int_equal(turn_and_read(&stage, fds[0], buffer, sizeof(buffer)), 5);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
	int late = peer(&stage);

	assert_int_equal(send(late, "fine", 4, 0), 4);
	assert_int_equal(turn_and_read(&stage, late, buffer, sizeof(buffer)), 4);
	close(late);
	for (size_t i = 0; i < count; i++)
		close(fds[i]);
	turn_until_clients(&stage, 0);
	close_stage(&stage);
}

/* The gate holds the server's calls; each permit lets one through. */
static void
console__gate__lets_one_call_through(void **state)
{
	struct stage stage;
	const char *call;
	char buffer[16];
	int fd;

	(void)state;
	open_stage(&stage, "echo");
	gate_set_mode(&stage.world.gate, GATE_STEP);
	fd = peer(&stage);
	assert_int_equal(send(fd, "hi", 2, 0), 2);
	for (int i = 0; sock_console_held(&stage.console, &call) == 0 && i < ROUNDS_MAX; i++)
		loop_run_once(stage.loop, 10);
	assert_string_equal(call, "accept");
	assert_int_equal(stage.console.clients.len, 0);
	sock_console_permit(&stage.console);
	assert_int_equal(stage.console.clients.len, 1);
	for (int i = 0; sock_console_held(&stage.console, &call) == 0 && i < ROUNDS_MAX; i++)
		loop_run_once(stage.loop, 10);
	assert_string_equal(call, "recv");
	sock_console_permit(&stage.console);
	assert_int_equal(stage.console.clients.items[0]->received, 2);
	sock_console_held(&stage.console, &call);
	assert_string_equal(call, "send");
	assert_int_equal(recv(fd, buffer, sizeof(buffer), MSG_DONTWAIT), -1);
	sock_console_permit(&stage.console);
	assert_int_equal(turn_and_read(&stage, fd, buffer, sizeof(buffer)), 2);
	close(fd);
	gate_set_mode(&stage.world.gate, GATE_RUN);
	sock_console_pump(&stage.console);
	turn_until_clients(&stage, 0);
	close_stage(&stage);
}

static void
console__listen__says_that_a_port_is_taken(void **state)
{
	struct stage stage;
	struct sock_console second;
	struct err err = { 0 };

	(void)state;
	open_stage(&stage, "echo");
	sock_console_init(&second, &stage.world, 0, NULL, NULL);
	assert_false(sock_console_listen(&second, SOCK_STREAM, &stage.console.main.local, 0, &err));
	assert_true(str_find(str_of_c(err.text), STR("127.0.0.1:")) != STR_NONE);
	sock_console_fini(&second);
	close_stage(&stage);
}

/* ---- scripts ---- */

static void
no_change(void *ctx)
{
	(void)ctx;
}

static void
run_script(const char *host, int type, const char *text, struct sock_world *world, struct sock_run *run)
{
	struct err err = { 0 };

	sock_run_init(run, world, no_change, NULL);
	run->address = loopback(host);
	run->type = type;
	assert_true(script_add_text(&run->script, str_of_c(text), 1, 1, &err));
	for (int i = 0; !sock_run_is_done(run) && i < ROUNDS_MAX; i++) {
		if (run->is_pending)
			loop_run_once(world->loop, 10);
		else
			sock_run_step(run);
	}
	assert_true(sock_run_is_done(run));
}

static void
run__script__leaves_nothing_open(void **state)
{
	static const char *const hosts[] = { "127.0.0.1", "::1" };
	int before = count_fds();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(hosts); i++) {
		struct loop *loop = loop_new();
		struct sock_world world;
		struct sock_run run;

		sock_world_init(&world, loop, 256);
		run_script(hosts[i], SOCK_STREAM,
			   "server: socket\nserver: bind\nserver: listen\nclient: socket\nclient: connect\n"
			   "server: accept\nclient: send hello\nserver: recv 3\nserver: recv 3\nserver: accept\n",
			   &world, &run);
		/* A machine without IPv6 says so in the log instead. */
		if (sock_log_at(&world.log, 1)->result == 0) {
			const struct sock_event *last = sock_log_at(&world.log, world.log.next - 1);

			assert_false(err_is_set(&run.err));
			assert_int_equal(sock_log_at(&world.log, 7)->result, 3);
			assert_int_equal(sock_log_at(&world.log, 8)->result, 2);
			assert_int_equal(last->phase, PHASE_WAITS);
		} else {
			assert_true(sock_log_at(&world.log, 1)->error_number == EADDRNOTAVAIL ||
				    sock_log_at(&world.log, 0)->error_number == EAFNOSUPPORT);
		}
		sock_run_fini(&run);
		sock_world_fini(&world);
		loop_free(loop);
	}
	assert_int_equal(count_fds(), before);
}

static void
run__script__says_where_it_cannot_go_on(void **state)
{
	struct loop *loop = loop_new();
	struct sock_world world;
	struct sock_run run;

	(void)state;
	sock_world_init(&world, loop, 256);
	run_script("127.0.0.1", SOCK_STREAM, "server: socket\nserver: bind\nclient: connect\nserver: close\n", &world,
		   &run);
	assert_int_equal(run.err.line, 3);
	assert_int_equal(world.log.next, 2);
	sock_run_fini(&run);
	sock_world_fini(&world);
	loop_free(loop);
}

/* No descriptor: socket() says EMFILE in the log, and what is built on it is refused in words. */
static void
run__script__meets_emfile(void **state)
{
	struct loop *loop = loop_new();
	struct rlimit limit, low;
	struct sock_world world;
	struct sock_run run;

	(void)state;
	sock_world_init(&world, loop, 256);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
	low = limit;
	low.rlim_cur = 3;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &low), 0);
	run_script("127.0.0.1", SOCK_STREAM, "server: socket\nserver: bind\n", &world, &run);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
	assert_int_equal(sock_log_at(&world.log, 0)->error_number, EMFILE);
	assert_int_equal(run.err.line, 2);
	sock_run_fini(&run);
	sock_world_fini(&world);
	loop_free(loop);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(console__peer__resets_at_each_step),
		cmocka_unit_test(console__peer__that_never_reads_is_held_back),
		cmocka_unit_test(console__chat__takes_a_line_without_an_end),
		cmocka_unit_test(console__rude__resets),
		cmocka_unit_test(console__emfile__refuses_and_recovers),
		cmocka_unit_test(console__gate__lets_one_call_through),
		cmocka_unit_test(console__listen__says_that_a_port_is_taken),
		cmocka_unit_test(run__script__leaves_nothing_open),
		cmocka_unit_test(run__script__says_where_it_cannot_go_on),
		cmocka_unit_test(run__script__meets_emfile),
	};

	/* libuv keeps a pipe of its own from the first loop on. */
	loop_free(loop_new());
	return cmocka_run_group_tests(tests, NULL, NULL);
}
