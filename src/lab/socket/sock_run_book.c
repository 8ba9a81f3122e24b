/* The book of a run: who is at the other end of what, what each call changed, what the kernel says after it. */
#include "lab/socket/sock_run_part.h"

#include <sched.h>

#define SETTLE_TURNS 20

struct run_endpoint *
run_find_serial(struct sock_run *run, uint32_t serial)
{
	for (size_t i = 0; serial != SOCK_NONE && i < run->endpoints.len; i++)
		if (run->endpoints.items[i].end.serial == serial)
			return &run->endpoints.items[i];
	return NULL;
}

struct run_endpoint *
run_find_by_local(struct sock_run *run, const union sock_address *local, bool wants_listener)
{
	for (size_t i = 0; i < run->endpoints.len; i++) {
		struct run_endpoint *endpoint = &run->endpoints.items[i];

		if (endpoint->end.fd >= 0 && endpoint->is_listening == wants_listener &&
		    sock_address_is_set(&endpoint->end.local) && sock_address_is_equal(&endpoint->end.local, local))
			return endpoint;
	}
	return NULL;
}

static uint32_t
actor_of_serial(struct sock_run *run, uint32_t serial)
{
	const struct run_endpoint *endpoint = run_find_serial(run, serial);

	return endpoint ? endpoint->end.actor : SOCK_NONE;
}

/* ---- after a call ---- */

static struct kernel_sample
sample_endpoint(const struct run_endpoint *endpoint)
{
	const struct endpoint *end = &endpoint->end;
	struct kernel_sample sample = { .endpoint = end->serial, .is_open = end->fd >= 0 };

	if (end->fd >= 0)
		kernel_sample_fd(end->fd, end->type, &sample);
	else if (end->type == SOCK_STREAM)
		sample.state = kernel_state_between(&end->local, &end->remote);
	return sample;
}

/*
 * Is something still on its way between two kernels? On loopback it takes no time, but may be done by another thread.
 */
static bool
is_passing(const struct run_endpoint *endpoint)
{
	struct kernel_sample sample = sample_endpoint(endpoint);

	if (sample.state == KERNEL_LISTEN)
		return sample.unread < endpoint->incoming - endpoint->accepted;
	return sample.state == KERNEL_SYN_RECV || sample.state == KERNEL_FIN_WAIT1 || sample.state == KERNEL_CLOSING ||
	       sample.state == KERNEL_LAST_ACK;
}

static void
let_pass(const struct sock_run *run)
{
	for (size_t i = 0; i < run->endpoints.len; i++)
		for (int turn = 0; turn < SETTLE_TURNS && is_passing(&run->endpoints.items[i]); turn++)
			sched_yield();
}

static void
take_samples(struct sock_run *run)
{
	struct sock_event *event = sock_log_at(&run->world->log, run->world->log.next - 1);

	let_pass(run);
	event->samples = (uint32_t)run->samples.len;
	event->sample_len = (uint32_t)run->endpoints.len;
	for (size_t i = 0; i < run->endpoints.len; i++)
		vec_push(&run->samples, sample_endpoint(&run->endpoints.items[i]));
}

static void
note_socket(struct sock_run *run, const struct sock_event *event, uint32_t index)
{
	run->endpoints.items[index].end.fd = event->fd;
	run->endpoints.items[index].peer = SOCK_NONE;
}

static void
note_bind(struct sock_run *run, const struct sock_event *event, uint32_t index)
{
	struct endpoint *end = &run->endpoints.items[index].end;

	(void)event;
	endpoint_read_addresses(end);
	if (sock_address_port(&run->address) == 0)
		sock_address_set_port(&run->address, sock_address_port(&end->local));
}

static void
note_listen(struct sock_run *run, const struct sock_event *event, uint32_t index)
{
	run->endpoints.items[index].is_listening = true;
	run->endpoints.items[index].backlog = event->value;
}

static void
note_connect(struct sock_run *run, const struct sock_event *event, uint32_t index)
{
	struct run_endpoint *listener = run_find_by_local(run, &event->address, true);

	endpoint_read_addresses(&run->endpoints.items[index].end);
	if (listener && event->type == SOCK_STREAM)
		listener->incoming++;
}

static void
note_accept(struct sock_run *run, const struct sock_event *event, uint32_t index)
{
	struct run_endpoint made = { .peer = SOCK_NONE };
	struct run_endpoint *client = run_find_by_local(run, &event->address, false);

	run->endpoints.items[index].accepted++;
	endpoint_init(&made.end, run->world, event->actor, SOCK_STREAM, SOCK_KIND_ACCEPTED);
	made.end.ordinal = event->made;
	made.end.fd = (int)event->result;
	endpoint_read_addresses(&made.end);
	if (client) {
		made.peer = client->end.serial;
		client->peer = made.end.serial;
	}
	vec_push(&run->endpoints, made);
}

static void
note_send(struct sock_run *run, const struct sock_event *event, uint32_t index)
{
	run->endpoints.items[index].sent += (uint64_t)event->result;
}

static void
note_sendto(struct sock_run *run, const struct sock_event *event, uint32_t index)
{
	struct run_endpoint *to;

	endpoint_read_addresses(&run->endpoints.items[index].end);
	run->endpoints.items[index].sent++;
	to = run_find_by_local(run, &event->address, false);
	if (to)
		to->incoming++;
}

static void
note_recv(struct sock_run *run, const struct sock_event *event, uint32_t index)
{
	run->endpoints.items[index].received += (uint64_t)event->result;
}

static void
note_recvfrom(struct sock_run *run, const struct sock_event *event, uint32_t index)
{
	run->endpoints.items[index].received++;
	run->endpoints.items[index].last_sender = event->address;
}

static void
note_shutdown(struct sock_run *run, const struct sock_event *event, uint32_t index)
{
	run->endpoints.items[index].is_finished = event->value != SHUT_RD;
}

static void
note_close(struct sock_run *run, const struct sock_event *event, uint32_t index)
{
	(void)event;
	run->endpoints.items[index].end.fd = -1;
	run->endpoints.items[index].is_finished = true;
	run->endpoints.items[index].is_listening = false;
}

static void (*const notes[SOCK_CALL_COUNT])(struct sock_run *, const struct sock_event *, uint32_t index) = {
	[SOCK_SOCKET] = note_socket,     [SOCK_BIND] = note_bind,     [SOCK_LISTEN] = note_listen,
	[SOCK_CONNECT] = note_connect,   [SOCK_ACCEPT] = note_accept, [SOCK_SEND] = note_send,
	[SOCK_RECV] = note_recv,         [SOCK_SENDTO] = note_sendto, [SOCK_RECVFROM] = note_recvfrom,
	[SOCK_SHUTDOWN] = note_shutdown, [SOCK_CLOSE] = note_close,
};

/* Whom an event reaches, for the arrow: known once its addresses are. */
static uint32_t
peer_actor_of(struct sock_run *run, const struct sock_event *event, uint32_t index)
{
	const struct run_endpoint *other = NULL;

	if (event->call == SOCK_CONNECT || event->call == SOCK_SENDTO) {
		other = run_find_by_local(run, &event->address, event->type == SOCK_STREAM);
		if (!other && run->has_live_server)
			return 0;
	} else if (event->call == SOCK_ACCEPT || event->call == SOCK_RECVFROM) {
		other = run_find_by_local(run, &event->address, false);
	} else {
		uint32_t actor = actor_of_serial(run, run->endpoints.items[index].peer);

		return actor == SOCK_NONE && run->has_live_server ? 0 : actor;
	}
	return other ? other->end.actor : SOCK_NONE;
}

void
run_note_call(struct sock_run *run)
{
	uint32_t index = run->pending_endpoint;
	struct sock_event *event = sock_log_at(&run->world->log, run->world->log.next - 1);

	event->peer_actor = peer_actor_of(run, event, index);
	if (event->result >= 0 && event->phase != PHASE_WAITS && notes[event->call])
		notes[event->call](run, event, index);
	take_samples(run);
}
