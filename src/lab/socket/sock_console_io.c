/* The console's traffic: what a client wants next, reading, answering, sending. */
#include "base/alloc.h"
#include "base/i18n.h"
#include "lab/socket/sock_console_part.h"

#include <errno.h>
#include <string.h>

enum {
	READ_BYTES = 65536
};

/* ---- output ---- */

void
console_client_queue(struct console_client *client, struct str bytes)
{
	if (bytes.len == 0)
		return;
	if (client->out_start > 0 && client->out_start + client->out_len + bytes.len > client->out_capacity) {
		memmove(client->out, client->out + client->out_start, client->out_len);
		client->out_start = 0;
	}
	if (client->out_len + bytes.len > client->out_capacity) {
		size_t capacity = client->out_capacity ? client->out_capacity * (size_t)2 : 256;

		while (capacity < client->out_len + bytes.len)
			capacity *= 2;
		client->out = mem_realloc_array(client->out, capacity, 1);
		client->out_capacity = (uint32_t)capacity;
	}
	memcpy(client->out + client->out_start + client->out_len, bytes.data, bytes.len);
	client->out_len += (uint32_t)bytes.len;
}

static void
release_output(struct console_client *client)
{
	free(client->out);
	client->out = NULL;
	client->out_start = client->out_len = client->out_capacity = 0;
}

/* One send() of what waits. False if the client has ended or waits at the gate. */
static bool
send_some(struct console_client *client)
{
	struct sock_console *console = client->console;
	struct sock_request request = endpoint_request(&client->end, SOCK_SEND);

	if (!gate_may_pass(&console->world->gate, SOCK_SEND, client->end.actor))
		return console_hold(console, client);
	request.bytes = str_of(client->out + client->out_start, client->out_len);
	request.event.size = client->out_len;
	request.event.peer_actor = client->peer_actor;
	if (gate_call(&console->world->gate, &request) == GATE_WAITS)
		return true;
	if (request.event.result < 0) {
		console_client_end(client);
		return false;
	}
	client->sent += (uint64_t)request.event.result;
	client->out_start += (uint32_t)request.event.result;
	client->out_len -= (uint32_t)request.event.result;
	if (client->out_len == 0)
		release_output(client);
	return true;
}

/* ---- input ---- */

static void
keep_tail(struct console_client *client, struct str bytes)
{
	client->tail_len = (uint8_t)(bytes.len < CONSOLE_TAIL_BYTES ? bytes.len : CONSOLE_TAIL_BYTES);
	if (client->tail_len)
		memcpy(client->tail, bytes.data + bytes.len - client->tail_len, client->tail_len);
}

/* A peer that never reads must not fill our memory. True if it has been ended. */
static bool
is_cut_off(struct console_client *client)
{
	if (client->out_len <= CONSOLE_OUT_MAX)
		return false;
	err_set(&client->console->err, _("client %u does not read and was cut off"), client->end.ordinal);
	console_client_end(client);
	return true;
}

/* Backwards, since one that is cut off leaves the list. It is sent when the loop comes to each of them. */
static void
send_to_all(struct sock_console *console, const struct console_client *except, struct str bytes)
{
	for (size_t i = console->clients.len; i-- > 0;) {
		struct console_client *client = console->clients.items[i];

		if (client == except || client->is_ours)
			continue;
		console_client_queue(client, bytes);
		if (!is_cut_off(client) && !client->is_held)
			console_client_watch(client);
	}
}

static void
broadcast(struct console_client *from, struct str line)
{
	struct sock_console *console = from->console;
	struct str_buf text = { 0 };

	str_buf_printf(&text, "%u: ", from->end.ordinal);
	str_buf_append(&text, line);
	str_buf_append_byte(&text, '\n');
	send_to_all(console, from, str_buf_str(&text));
	str_buf_fini(&text);
}

/* Chat: whole lines go out; one that has no end goes in pieces of SOCK_LINE_MAX. */
static void
take_lines(struct console_client *client, struct str bytes)
{
	if (!client->line)
		client->line = mem_alloc_array(SOCK_LINE_MAX, 1);
	for (size_t i = 0; i < bytes.len; i++) {
		if (bytes.data[i] != '\n')
			client->line[client->line_len++] = bytes.data[i];
		if (bytes.data[i] == '\n' || client->line_len == SOCK_LINE_MAX) {
			broadcast(client, str_trim_end(str_of(client->line, client->line_len)));
			client->line_len = 0;
		}
	}
	if (client->line_len == 0) {
		free(client->line);
		client->line = NULL;
	}
}

static void
answer_later(struct console_client *client, uint64_t delay_ns)
{
	struct sock_console *console = client->console;

	if (client->due_ns)
		return;
	client->due_ns = loop_now_ns(console->world->loop) + delay_ns;
	vec_push(&console->late, client);
	if (!loop_timer_is_active(console->timer))
		loop_timer_start(console->timer, delay_ns / 1000000, 0);
}

void
console_client_answer(struct console_client *client, struct str bytes)
{
	const struct sock_service *service = sock_service_at(client->console->service);

	if (service->is_chat) {
		take_lines(client, bytes);
		return;
	}
	if (!service->answer || service->ends_after_greeting)
		return;
	struct str_buf text = { 0 };

	service->answer(bytes, console_wall_ns(client->console), &text);
	console_client_queue(client, str_buf_str(&text));
	str_buf_fini(&text);
	if (service->delay_ns && client->out_len)
		answer_later(client, service->delay_ns);
}

/* One recv(). False if the client has ended or waits at the gate. */
static bool
receive_some(struct console_client *client)
{
	struct sock_console *console = client->console;
	struct sock_request request = endpoint_request(&client->end, SOCK_RECV);
	struct str bytes;

	if (!gate_may_pass(&console->world->gate, SOCK_RECV, client->end.actor))
		return console_hold(console, client);
	request.buffer = console->buffer;
	request.event.size = READ_BYTES;
	request.event.peer_actor = client->peer_actor;
	if (gate_call(&console->world->gate, &request) == GATE_WAITS)
		return true;
	if (request.event.result < 0) {
		console_client_end(client);
		return false;
	}
	bytes = str_of(console->buffer, sock_request_received(&request));
	client->received += bytes.len;
	if (bytes.len == 0) {
		client->is_over = client->is_ending = true;
		return true;
	}
	keep_tail(client, bytes);
	if (client->is_ours)
		return true;
	if (sock_service_at(console->service)->is_rude) {
		sock_console_disconnect(console, client, true);
		return false;
	}
	console_client_answer(client, bytes);
	return true;
}

/* ---- what next ---- */

void
console_client_watch(struct console_client *client)
{
	unsigned events = 0;
	bool may_send = client->due_ns == 0;

	if (client->is_connecting || (client->out_len && may_send))
		events |= LOOP_WRITABLE;
	/* While much waits to be sent nothing more is read: that is how a slow reader is made to feel it. */
	if (!client->is_over && !client->is_connecting && client->out_len < READ_BYTES)
		events |= LOOP_READABLE;
	if (events != client->watched) {
		loop_poll_start(client->poll, events);
		client->watched = events;
	}
}

/* False if it failed and is gone. */
static bool
finish_connect(struct console_client *client)
{
	struct sock_console *console = client->console;
	struct sock_request request = endpoint_request(&client->end, SOCK_CONNECT);

	request.event.address = client->end.remote;
	request.event.peer_actor = client->peer_actor;
	request.is_connecting = true;
	if (gate_call(&console->world->gate, &request) == GATE_WAITS)
		return true;
	client->is_connecting = false;
	if (request.event.result < 0) {
		struct str_buf text = { 0 };

		sock_address_format(&client->end.remote, &text);
		err_set_errno(&console->err, request.event.error_number, _("cannot connect to %s"), str_buf_c(&text));
		str_buf_fini(&text);
		console_client_end(client);
		return false;
	}
	endpoint_read_addresses(&client->end);
	return true;
}

bool
console_client_go_on(struct console_client *client, unsigned events)
{
	if (client->is_connecting && !finish_connect(client))
		return false;
	if (client->is_connecting) {
		console_client_watch(client);
		return true;
	}
	if ((events & LOOP_READABLE) && !client->is_over && !receive_some(client))
		return false;
	if (is_cut_off(client))
		return false;
	if (client->out_len && client->due_ns == 0 && !send_some(client))
		return false;
	if (client->is_ending && client->out_len == 0) {
		console_client_end(client);
		return false;
	}
	console_client_watch(client);
	return true;
}

void
console_client_ready(void *ctx, unsigned events)
{
	struct console_client *client = ctx;
	struct sock_console *console = client->console;

	if (client->is_held)
		return;
	/* An error of the descriptor is told by the call that meets it. */
	console_client_go_on(client, events & LOOP_ERROR ? LOOP_READABLE | LOOP_WRITABLE : events);
	console_tell(console);
}

/* ---- datagrams ---- */

static void
send_datagram(struct sock_console *console, const union sock_address *to, struct str bytes)
{
	struct sock_request request = endpoint_request(&console->main, SOCK_SENDTO);

	request.bytes = bytes;
	request.event.size = bytes.len;
	request.event.address = *to;
	gate_call(&console->world->gate, &request);
}

void
console_read_datagram(struct sock_console *console)
{
	const struct sock_service *service = sock_service_at(console->service);
	struct sock_request request = endpoint_request(&console->main, SOCK_RECVFROM);
	struct str_buf text = { 0 };

	if (!gate_may_pass(&console->world->gate, SOCK_RECVFROM, 0)) {
		console_hold(console, NULL);
		return;
	}
	request.buffer = console->buffer;
	request.event.size = READ_BYTES;
	if (gate_call(&console->world->gate, &request) == GATE_WAITS || request.event.result < 0)
		return;
	console->last_sender = request.event.address;
	if (service->answer)
		service->answer(str_of(console->buffer, sock_request_received(&request)), console_wall_ns(console),
				&text);
	if (service->answer)
		send_datagram(console, &request.event.address, str_buf_str(&text));
	str_buf_fini(&text);
}

/* ---- what is typed ---- */

void
sock_console_send(struct sock_console *console, struct console_client *client, struct str bytes)
{
	if (client) {
		console_client_queue(client, bytes);
		if (!client->is_held)
			console_client_go_on(client, LOOP_WRITABLE);
		return;
	}
	if (console->main.fd >= 0 && console->main.type == SOCK_DGRAM) {
		if (sock_address_is_set(&console->last_sender))
			send_datagram(console, &console->last_sender, bytes);
		return;
	}
	send_to_all(console, NULL, bytes);
}

void
sock_console_disconnect(struct sock_console *console, struct console_client *client, bool with_reset)
{
	struct sock_request request = endpoint_request(&client->end, SOCK_SETSOCKOPT);

	if (with_reset && client->end.type == SOCK_STREAM) {
		request.event.option = SOCK_OPTION_LINGER;
		request.event.value = 0;
		gate_call(&console->world->gate, &request);
	}
	console_client_end(client);
}
