/* The console's life: listening, connecting, ending, the gate's queue. */
#include "lab/socket/sock_console.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "lab/socket/sock_console_part.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum {
	SLAB_CLIENTS = 128,
	BACKLOG = 4096,
	GATE_TICK_MS = 20
};

#define BUFFER_BYTES 65536u

int
console_open_reserve(void)
{
	return open("/dev/null", O_RDONLY | O_CLOEXEC);
}

uint64_t
sock_console_raise_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return 0;
	if (limit.rlim_cur < limit.rlim_max) {
		struct rlimit raised = { .rlim_cur = limit.rlim_max, .rlim_max = limit.rlim_max };

		if (setrlimit(RLIMIT_NOFILE, &raised) == 0)
			return raised.rlim_cur;
	}
	return limit.rlim_cur;
}

void
console_tell(struct sock_console *console)
{
	if (console->changed)
		console->changed(console->ctx);
}

int64_t
console_wall_ns(const struct sock_console *console)
{
	return console->wall_ns_at_start + (int64_t)(loop_now_ns(console->world->loop) - console->started_ns);
}

static void
on_late(void *ctx)
{
	struct sock_console *console = ctx;
	uint64_t now = loop_now_ns(console->world->loop);

	while (console->late.len > 0) {
		struct console_client *client = console->late.items[0];

		if (client && client->due_ns > now) {
			loop_timer_start(console->timer, (client->due_ns - now) / NS_PER_MS + 1, 0);
			return;
		}
		vec_remove(&console->late, 0);
		if (client) {
			client->due_ns = 0;
			if (!client->is_held)
				console_client_go_on(client, LOOP_WRITABLE);
		}
	}
	console_tell(console);
}

static void
on_gate_timer(void *ctx)
{
	struct sock_console *console = ctx;

	sock_console_pump(console);
	console_tell(console);
}

void
sock_console_init(struct sock_console *console, struct sock_world *world, int64_t wall_ns, void (*changed)(void *ctx),
		  void *ctx)
{
	*console = (struct sock_console){
		.world = world,
		.backlog = BACKLOG,
		.reserve_fd = console_open_reserve(),
		.wall_ns_at_start = wall_ns,
		.started_ns = loop_now_ns(world->loop),
		.buffer = mem_alloc_array(BUFFER_BYTES, 1),
		.changed = changed,
		.ctx = ctx,
	};
	console->main.fd = -1;
	console->timer = loop_timer_new(world->loop, on_late, console);
	console->gate_timer = loop_timer_new(world->loop, on_gate_timer, console);
}

void
sock_console_fini(struct sock_console *console)
{
	sock_resolve_drop(console->resolve);
	loop_poll_free(console->poll);
	endpoint_close_quietly(&console->main);
	for (size_t i = 0; i < console->clients.len; i++) {
		struct console_client *client = console->clients.items[i];

		loop_poll_free(client->poll);
		endpoint_close_quietly(&client->end);
		free(client->out);
		free(client->line);
	}
	for (size_t i = 0; i < console->slabs.len; i++)
		free(console->slabs.items[i]);
	vec_fini(&console->clients);
	vec_fini(&console->slabs);
	vec_fini(&console->held);
	vec_fini(&console->late);
	loop_timer_free(console->timer);
	loop_timer_free(console->gate_timer);
	if (console->reserve_fd >= 0)
		close(console->reserve_fd);
	free(console->buffer);
}

/* ---- clients ---- */

static struct console_client *
take_client(struct sock_console *console)
{
	struct console_client *client;

	if (!console->free_clients) {
		struct console_client *slab = NEW_ARRAY(struct console_client, SLAB_CLIENTS);

		vec_push(&console->slabs, slab);
		for (size_t i = 0; i < SLAB_CLIENTS; i++) {
			slab[i].next_free = console->free_clients;
			console->free_clients = &slab[i];
		}
	}
	client = console->free_clients;
	console->free_clients = client->next_free;
	*client = (struct console_client){ 0 };
	return client;
}

struct console_client *
console_client_add(struct sock_console *console, const struct endpoint *end, struct err *err)
{
	struct console_client *client = take_client(console);

	client->end = *end;
	client->console = console;
	client->peer_actor = SOCK_NONE;
	client->opened_ns = loop_now_ns(console->world->loop);
	client->poll = loop_poll_new(console->world->loop, end->fd, console_client_ready, client, err);
	if (!client->poll) {
		client->next_free = console->free_clients;
		console->free_clients = client;
		return NULL;
	}
	client->place = (uint32_t)console->clients.len;
	vec_push(&console->clients, client);
	console->total++;
	return client;
}

static void
forget_in(struct console_client **items, size_t len, const struct console_client *client)
{
	for (size_t i = 0; i < len; i++)
		if (items[i] == client)
			items[i] = NULL;
}

void
console_client_end(struct console_client *client)
{
	struct sock_console *console = client->console;
	struct sock_request request = endpoint_request(&client->end, SOCK_CLOSE);

	request.event.peer_actor = client->peer_actor;
	loop_poll_free(client->poll); /* before its descriptor may become another one's */
	gate_call(&console->world->gate, &request);
	free(client->out);
	free(client->line);
	vec_remove(&console->clients, client->place);
	for (size_t i = client->place; i < console->clients.len; i++)
		console->clients.items[i]->place = (uint32_t)i;
	if (client->is_held) {
		for (size_t i = 0; i < console->held.len; i++) {
			if (console->held.items[i] != client)
				continue;
			vec_remove(&console->held, i);
			break;
		}
	}
	if (client->due_ns)
		forget_in(console->late.items, console->late.len, client);
	*client = (struct console_client){ .next_free = console->free_clients };
	console->free_clients = client;
}

/* ---- listening ---- */

static bool
say_call(struct sock_console *console, const char *what, const union sock_address *address, struct err *err)
{
	struct sock_event *event = sock_log_at(&console->world->log, console->world->log.next - 1);
	struct str_buf text = { 0 };

	sock_address_format(address, &text);
	err_set_errno(err, event ? event->error_number : EINVAL, "%s %s", what, str_buf_c(&text));
	str_buf_fini(&text);
	return false;
}

static void
on_listener(void *ctx, unsigned events)
{
	struct sock_console *console = ctx;

	(void)events;
	if (console->main.type == SOCK_DGRAM)
		console_read_datagram(console);
	else
		console_accept(console);
	console_tell(console);
}

static bool
make_call(struct sock_console *console, enum sock_call call, const union sock_address *address, int64_t value)
{
	struct sock_request request = endpoint_request(&console->main, call);

	if (address)
		request.event.address = *address;
	request.event.value = value;
	gate_call(&console->world->gate, &request);
	return request.event.result >= 0;
}

static bool
open_server(struct sock_console *console, const union sock_address *address, struct err *err)
{
	bool is_stream = console->main.type == SOCK_STREAM;

	if (!endpoint_socket(&console->main, console->world, address, 0))
		return say_call(console, _("cannot make a socket for"), address, err);
	/* As servers do: so that one that was ended can be started again while old connections are in TIME_WAIT. */
	if (is_stream && !make_call(console, SOCK_SETSOCKOPT, NULL, 1))
		return say_call(console, _("cannot prepare"), address, err);
	if (!make_call(console, SOCK_BIND, address, 0))
		return say_call(console, _("cannot bind"), address, err);
	endpoint_read_addresses(&console->main);
	if (is_stream && !make_call(console, SOCK_LISTEN, NULL, console->backlog))
		return say_call(console, _("cannot listen on"), address, err);
	console->poll = loop_poll_new(console->world->loop, console->main.fd, on_listener, console, err);
	if (!console->poll)
		return false;
	loop_poll_start(console->poll, LOOP_READABLE);
	return true;
}

bool
sock_console_listen(struct sock_console *console, int type, const union sock_address *address, int service,
		    struct err *err)
{
	sock_console_stop_listening(console);
	sock_console_raise_limit();
	endpoint_init(&console->main, console->world, 0, type, SOCK_KIND_MAIN);
	console->service = service;
	if (open_server(console, address, err))
		return true;
	sock_console_stop_listening(console);
	return false;
}

void
sock_console_stop_listening(struct sock_console *console)
{
	loop_poll_free(console->poll);
	console->poll = NULL;
	if (console->main.fd >= 0)
		make_call(console, SOCK_CLOSE, NULL, 0);
	console->main.fd = -1;
}

/* ---- clients of our own ---- */

struct console_client *
sock_console_connect(struct sock_console *console, int type, const union sock_address *address, struct err *err)
{
	struct console_client *client;
	struct sock_request request;
	struct endpoint end;

	endpoint_init(&end, console->world, 1 + console->actors % 8, type, SOCK_KIND_MAIN);
	if (!endpoint_socket(&end, console->world, address, 0)) {
		say_call(console, _("cannot make a socket for"), address, err);
		return NULL;
	}
	console->actors++;
	end.remote = *address;
	client = console_client_add(console, &end, err);
	if (!client) {
		endpoint_close_quietly(&end);
		return NULL;
	}
	client->is_ours = true;
	client->peer_actor = 0;
	request = endpoint_request(&end, SOCK_CONNECT);
	request.event.address = *address;
	request.event.peer_actor = 0;
	if (gate_call(&console->world->gate, &request) == GATE_WAITS) {
		client->is_connecting = true;
	} else if (request.event.result < 0) {
		say_call(console, _("cannot connect to"), address, err);
		console_client_end(client);
		return NULL;
	}
	endpoint_read_addresses(&client->end);
	console_client_watch(client);
	return client;
}

static void
on_resolved(void *ctx, const union sock_address *address, const struct err *err)
{
	struct sock_console *console = ctx;
	int type = console->main.fd >= 0 ? console->main.type : SOCK_STREAM;

	console->resolve = NULL;
	if (address)
		sock_console_connect(console, type, address, &console->err);
	else
		console->err = *err;
	console_tell(console);
}

void
sock_console_connect_name(struct sock_console *console, int type, struct str host, uint16_t port)
{
	union sock_address address;

	if (sock_address_parse(host.len ? host : STR("127.0.0.1"), port, &address)) {
		sock_console_connect(console, type, &address, &console->err);
		return;
	}
	sock_resolve_drop(console->resolve);
	console->resolve = sock_resolve_start(console->world->loop, host, port, type, on_resolved, console);
}

/* ---- the gate ---- */

/* The next time the gate opens by itself. */
static void
plan_gate(struct sock_console *console)
{
	if (console->world->gate.mode == GATE_SLOW && console->held.len > 0 &&
	    !loop_timer_is_active(console->gate_timer))
		loop_timer_start(console->gate_timer, GATE_TICK_MS, 0);
}

bool
console_hold(struct sock_console *console, struct console_client *client)
{
	if (client) {
		client->is_held = true;
		loop_poll_start(client->poll, 0);
		client->watched = 0;
	} else {
		loop_poll_start(console->poll, 0);
	}
	vec_push(&console->held, client);
	plan_gate(console);
	return false;
}

/* Let the first in the queue try again; whether it passes is the gate's to say. True if it did. */
static bool
retry_first(struct sock_console *console)
{
	struct console_client *client = console->held.items[0];
	uint64_t before = console->world->log.next;

	vec_remove(&console->held, 0);
	if (client) {
		client->is_held = false;
		console_client_go_on(client, client->out_len ? LOOP_WRITABLE : LOOP_READABLE);
	} else if (console->poll) {
		loop_poll_start(console->poll, LOOP_READABLE);
		on_listener(console, LOOP_READABLE);
	}
	return console->world->log.next != before;
}

void
sock_console_pump(struct sock_console *console)
{
	if (console->poll && console->reserve_fd < 0) {
		console->reserve_fd = console_open_reserve();
		loop_poll_start(console->poll, LOOP_READABLE);
	}
	for (size_t i = console->held.len; i > 0 && console->held.len > 0; i--)
		if (!retry_first(console))
			break;
	plan_gate(console);
}

void
sock_console_permit(struct sock_console *console)
{
	gate_permit(&console->world->gate);
	if (console->held.len > 0)
		retry_first(console);
}

size_t
sock_console_held(const struct sock_console *console, const char **call)
{
	*call = "";
	if (console->held.len > 0) {
		const struct console_client *client = console->held.items[0];
		bool is_datagram = console->main.type == SOCK_DGRAM;

		*call = !client ? (is_datagram ? "recvfrom" : "accept") : client->out_len ? "send" : "recv";
	}
	return console->held.len;
}
