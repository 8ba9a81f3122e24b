/* The console takes newcomers: greets them, or turns them away when no descriptor is left. */
#include "base/i18n.h"
#include "lab/socket/sock_console_part.h"

#include <errno.h>
#include <unistd.h>

enum {
	ACCEPTS_AT_ONCE = 64, /* then others get their turn */
	RETRY_MS = 100
};

/* One of our own clients at the other end of a new connection? */
static uint32_t
actor_at(const struct sock_console *console, const union sock_address *remote)
{
	for (size_t i = 0; console->actors > 0 && i < console->clients.len; i++) {
		const struct console_client *client = console->clients.items[i];

		if (client->is_ours && sock_address_is_equal(&client->end.local, remote))
			return client->end.actor;
	}
	return SOCK_NONE;
}

static void
greet(struct console_client *client)
{
	const struct sock_service *service = sock_service_at(client->console->service);
	struct str_buf text = { 0 };

	if (service->greet)
		service->greet(console_wall_ns(client->console), &text);
	console_client_queue(client, str_buf_str(&text));
	client->is_ending = service->ends_after_greeting;
	str_buf_fini(&text);
	console_client_go_on(client, LOOP_WRITABLE);
}

/* No descriptor is left: take the newcomer with the reserve and close it, so that it is not left hanging. */
static void
turn_away(struct sock_console *console)
{
	struct sock_request request = endpoint_request(&console->main, SOCK_ACCEPT);

	console->refused++;
	err_set(&console->err, _("no descriptor is left: %llu turned away so far"),
		(unsigned long long)console->refused);
	if (console->reserve_fd >= 0) {
		close(console->reserve_fd);
		console->reserve_fd = -1;
	}
	if (gate_call(&console->world->gate, &request) == GATE_DONE && request.event.result >= 0) {
		struct endpoint end;

		endpoint_init(&end, console->world, 0, SOCK_STREAM, SOCK_KIND_ACCEPTED);
		end.fd = (int)request.event.result;
		request = endpoint_request(&end, SOCK_CLOSE);
		gate_call(&console->world->gate, &request);
	}
	console->reserve_fd = console_open_reserve();
	if (console->reserve_fd < 0) { /* not even that: pause instead of spinning */
		loop_poll_start(console->poll, 0);
		loop_timer_start(console->gate_timer, RETRY_MS, 0);
	}
}

static void
take_connection(struct sock_console *console, const struct sock_request *request)
{
	struct console_client *client;
	struct endpoint end;

	endpoint_init(&end, console->world, 0, SOCK_STREAM, SOCK_KIND_ACCEPTED);
	end.fd = (int)request->event.result;
	end.ordinal = request->event.made;
	end.local = console->main.local;
	end.remote = request->event.address;
	client = console_client_add(console, &end, &console->err);
	if (!client) {
		struct sock_request closing = endpoint_request(&end, SOCK_CLOSE);

		gate_call(&console->world->gate, &closing);
		return;
	}
	client->peer_actor = request->event.peer_actor;
	greet(client);
}

void
console_accept(struct sock_console *console)
{
	for (int i = 0; i < ACCEPTS_AT_ONCE && console->poll; i++) {
		struct sock_request request = endpoint_request(&console->main, SOCK_ACCEPT);

		if (i > 0 && !gate_is_open(&console->world->gate))
			return; /* whether there is another one is not known yet */
		if (!gate_may_pass(&console->world->gate, SOCK_ACCEPT, 0)) {
			console_hold(console, NULL);
			return;
		}
		request.event.made = console->ordinals + 1;
		if (gate_call(&console->world->gate, &request) == GATE_WAITS)
			return;
		if (request.event.result < 0) {
			int error_number = request.event.error_number;

			if (error_number == EMFILE || error_number == ENFILE)
				turn_away(console);
			return;
		}
		console->ordinals++;
		struct sock_event *event = sock_log_at(&console->world->log, console->world->log.next - 1);
		uint32_t actor = actor_at(console, &request.event.address);

		request.event.peer_actor = actor != SOCK_NONE ? actor : CONSOLE_PEER_ACTOR + console->ordinals;
		event->peer_actor = request.event.peer_actor;
		take_connection(console, &request);
	}
}
