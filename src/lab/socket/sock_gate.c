/* Every system call of the socket lab is made in this file. */
#include "lab/socket/sock_gate.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "lab/socket/sock_kernel.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum {
	SLOW_MS_DEFAULT = 500,
	CHUNK_BYTES = 65536
};

void
gate_init(struct gate *gate, struct sock_log *log, struct loop *loop)
{
	*gate = (struct gate){ .log = log, .loop = loop, .slow_ms = SLOW_MS_DEFAULT };
}

bool
gate_is_break(const struct gate *gate, enum sock_call call, uint32_t actor)
{
	bool meets_call = gate->break_calls & (1u << call);
	bool meets_side = gate->break_sides & (actor == 0 ? GATE_SERVER_SIDE : GATE_CLIENT_SIDE);

	if (gate->break_calls && gate->break_sides)
		return meets_call && meets_side;
	return meets_call || meets_side;
}

bool
gate_is_open(const struct gate *gate)
{
	return gate->mode == GATE_RUN && gate->break_calls == 0 && gate->break_sides == 0;
}

static uint64_t
now_ns(const struct gate *gate)
{
	return gate->loop ? loop_now_ns(gate->loop) : 0;
}

bool
gate_may_pass(struct gate *gate, enum sock_call call, uint32_t actor)
{
	bool is_break = gate_is_break(gate, call, actor);

	if (gate->mode == GATE_SLOW && !is_break) {
		uint64_t now = now_ns(gate);

		if (now < gate->open_at_ns)
			return false;
		gate->open_at_ns = now + gate->slow_ms * NS_PER_MS;
		return true;
	}
	if (gate->mode == GATE_RUN && !is_break)
		return true;
	if (gate->permits == 0)
		return false;
	gate->permits--;
	return true;
}

void
gate_permit(struct gate *gate)
{
	gate->permits = 1; /* presses do not pile up: what is shown is what the next one lets through */
}

void
gate_set_mode(struct gate *gate, enum gate_mode mode)
{
	gate->mode = mode;
	gate->permits = 0;
	gate->open_at_ns = 0;
}

/* ---- the calls ---- */

/* A program started with its standard streams closed gets their numbers for its sockets: nothing may mistake them. */
static int
above_standard(int fd)
{
	int moved;

	if (fd < 0 || fd > STDERR_FILENO)
		return fd;
	moved = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	int error_number = errno;

	close(fd);
	errno = error_number;
	return moved;
}

static int64_t
call_socket(struct sock_request *request)
{
	struct sock_event *event = &request->event;
	int fd = socket(sock_address_family(&event->address), event->type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	return above_standard(fd);
}

static int64_t
call_setsockopt(struct sock_request *request)
{
	const struct sock_event *event = &request->event;
	struct linger linger = { .l_onoff = 1, .l_linger = (int)event->value };
	int value = (int)event->value;

	switch ((enum sock_option)event->option) {
	case SOCK_OPTION_REUSE:
		return setsockopt(event->fd, SOL_SOCKET, SO_REUSEADDR, &value, sizeof(value));
	case SOCK_OPTION_SNDBUF:
		return setsockopt(event->fd, SOL_SOCKET, SO_SNDBUF, &value, sizeof(value));
	case SOCK_OPTION_RCVBUF:
		return setsockopt(event->fd, SOL_SOCKET, SO_RCVBUF, &value, sizeof(value));
	case SOCK_OPTION_LINGER:
		return setsockopt(event->fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
	case SOCK_OPTION_COUNT:
		break;
	}
	errno = EINVAL;
	return -1;
}

static int64_t
call_bind(struct sock_request *request)
{
	const union sock_address *address = &request->event.address;

	return bind(request->event.fd, &address->any, sock_address_len(address));
}

static int64_t
call_listen(struct sock_request *request)
{
	return listen(request->event.fd, (int)request->event.value);
}

/*
 * The result of a connect under way is SO_ERROR once the descriptor is writable; before, it is EALREADY to ask again.
 */
static int64_t
call_connect(struct sock_request *request)
{
	const union sock_address *address = &request->event.address;
	int64_t result = connect(request->event.fd, &address->any, sock_address_len(address));

	if (result == 0 || (result < 0 && errno == EISCONN && request->is_connecting))
		return 0;
	if (errno == EALREADY)
		errno = EINPROGRESS;
	request->is_connecting = errno == EINPROGRESS;
	return -1;
}

static int64_t
call_accept(struct sock_request *request)
{
	struct sockaddr_storage from;
	socklen_t len = sizeof(from);
	int fd = accept4(request->event.fd, (struct sockaddr *)&from, &len, SOCK_NONBLOCK | SOCK_CLOEXEC);

	if (fd >= 0)
		sock_address_from((struct sockaddr *)&from, len, &request->event.address);
	return above_standard(fd);
}

/* Bytes that are asked for beyond those given are the same ones again: a megabyte of x costs no megabyte. */
static int64_t
send_repeated(const struct sock_event *event, struct str bytes)
{
	char *chunk = mem_alloc_array(1, CHUNK_BYTES);
	uint64_t done = 0;
	ssize_t sent = 0;
	int error_number = 0;

	for (size_t i = 0; i < CHUNK_BYTES; i++)
		chunk[i] = bytes.len ? bytes.data[i % bytes.len] : 'x';
	while (done < event->size) {
		uint64_t rest = event->size - done;

		sent = send(event->fd, chunk, rest < CHUNK_BYTES ? (size_t)rest : CHUNK_BYTES, MSG_NOSIGNAL);
		if (sent <= 0)
			break;
		done += (uint64_t)sent;
	}
	error_number = errno;
	free(chunk);
	errno = error_number;
	return done > 0 ? (int64_t)done : -1;
}

static int64_t
call_send(struct sock_request *request)
{
	const struct sock_event *event = &request->event;

	if (event->size > request->bytes.len && event->type == SOCK_STREAM)
		return send_repeated(event, request->bytes);
	return send(event->fd, request->bytes.data, request->bytes.len, MSG_NOSIGNAL);
}

static int64_t
call_recv(struct sock_request *request)
{
	return recv(request->event.fd, request->buffer, (size_t)request->event.size, 0);
}

static int64_t
call_sendto(struct sock_request *request)
{
	const union sock_address *address = &request->event.address;
	char *repeated = NULL;
	struct str bytes = request->bytes;
	size_t size = (size_t)request->event.size;

	if (size > bytes.len) {
		repeated = mem_alloc_array(size, 1);
		for (size_t i = 0; i < size; i++)
			repeated[i] = bytes.len ? bytes.data[i % bytes.len] : 'x';
		bytes = str_of(repeated, size);
	}
	int64_t result = sendto(request->event.fd, bytes.data, bytes.len, MSG_NOSIGNAL, &address->any,
				sock_address_len(address));
	int error_number = errno;

	free(repeated);
	errno = error_number;
	return result;
}

/* With recvmsg, since recvfrom does not say that a datagram was cut. */
static int64_t
call_recvfrom(struct sock_request *request)
{
	struct sockaddr_storage from;
	struct iovec room = { .iov_base = request->buffer, .iov_len = (size_t)request->event.size };
	struct msghdr message = { .msg_name = &from, .msg_namelen = sizeof(from), .msg_iov = &room, .msg_iovlen = 1 };
	int64_t result = recvmsg(request->event.fd, &message, 0);

	if (result >= 0) {
		sock_address_from((struct sockaddr *)&from, message.msg_namelen, &request->event.address);
		request->event.value = (message.msg_flags & MSG_TRUNC) != 0;
	}
	return result;
}

static int64_t
call_shutdown(struct sock_request *request)
{
	return shutdown(request->event.fd, (int)request->event.value);
}

/* What was not read when a connection is closed makes the kernel break it off with a reset; so does SO_LINGER 0. */
static int64_t
call_close(struct sock_request *request)
{
	struct linger linger = { 0 };
	socklen_t len = sizeof(linger);
	int unread = 0;

	if (request->event.type == SOCK_STREAM) {
		if (ioctl(request->event.fd, FIONREAD, &unread) == 0 && unread > 0)
			request->event.value |= SOCK_CLOSE_UNREAD;
		if (getsockopt(request->event.fd, SOL_SOCKET, SO_LINGER, &linger, &len) == 0 && linger.l_onoff &&
		    linger.l_linger == 0)
			request->event.value |= SOCK_CLOSE_LINGER;
	}
	return close(request->event.fd);
}

static int64_t (*const calls[SOCK_CALL_COUNT])(struct sock_request *) = {
	[SOCK_SOCKET] = call_socket,     [SOCK_SETSOCKOPT] = call_setsockopt,
	[SOCK_BIND] = call_bind,         [SOCK_LISTEN] = call_listen,
	[SOCK_CONNECT] = call_connect,   [SOCK_ACCEPT] = call_accept,
	[SOCK_SEND] = call_send,         [SOCK_RECV] = call_recv,
	[SOCK_SENDTO] = call_sendto,     [SOCK_RECVFROM] = call_recvfrom,
	[SOCK_SHUTDOWN] = call_shutdown, [SOCK_CLOSE] = call_close,
};

/* ---- logging ---- */

static struct str
bytes_of(const struct sock_request *request)
{
	const struct sock_event *event = &request->event;

	if (event->call == SOCK_SEND || event->call == SOCK_SENDTO)
		return event->result > 0 ? str_cut(request->bytes, 0, (size_t)event->result) : request->bytes;
	return str_of(request->buffer, sock_request_received(request));
}

size_t
sock_request_received(const struct sock_request *request)
{
	bool is_receive = request->event.call == SOCK_RECV || request->event.call == SOCK_RECVFROM;

	return is_receive && request->event.result > 0 ? (size_t)request->event.result : 0;
}

static uint8_t
state_after(const struct gate *gate, const struct sock_event *event)
{
	int fd = event->call == SOCK_SOCKET ? (int)event->result : event->fd;

	if (gate->is_hasty || event->type != SOCK_STREAM || fd < 0 || event->call == SOCK_CLOSE)
		return KERNEL_NONE;
	return kernel_state_of(fd);
}

enum gate_reply
gate_call(struct gate *gate, struct sock_request *request)
{
	struct sock_event *event = &request->event;
	uint64_t start = now_ns(gate);
	bool has_waited = request->is_started && event->phase != PHASE_DONE;

	if (!request->is_started)
		event->started_ns = start;
	do
		event->result = calls[event->call](request);
	while (event->result < 0 && errno == EINTR && event->call != SOCK_CLOSE && event->call != SOCK_CONNECT);
	event->error_number = event->result < 0 ? errno : 0;
	if (event->error_number == EAGAIN || event->error_number == EWOULDBLOCK ||
	    (event->call == SOCK_CONNECT && event->error_number == EINPROGRESS)) {
		request->is_started = true;
		return GATE_WAITS;
	}
	event->duration_ns = now_ns(gate) - event->started_ns;
	event->phase = has_waited ? PHASE_RETURNS : PHASE_DONE;
	event->state = state_after(gate, event);
	if (event->call == SOCK_SOCKET)
		event->fd = (int32_t)event->result;
	sock_log_append(gate->log, event, bytes_of(request));
	return GATE_DONE;
}

uint64_t
gate_log_waits(struct gate *gate, struct sock_request *request)
{
	struct sock_event *event = &request->event;

	event->phase = PHASE_WAITS;
	event->duration_ns = 0;
	event->state = state_after(gate, event);
	bool is_send = event->call == SOCK_SEND || event->call == SOCK_SENDTO;

	return sock_log_append(gate->log, event, is_send ? request->bytes : STR(""));
}
