/* The event log: two rings, one of events and one of their bytes. */
#include "lab/socket/sock_log.h"

#include "base/alloc.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

enum {
	FIRST_EVENTS = 64,
	FIRST_BYTES = 4096
};

static size_t
power_of_two(size_t at_least)
{
	size_t power = 1;

	while (power < at_least)
		power *= 2;
	return power;
}

void
sock_log_init(struct sock_log *log, size_t max_events, size_t max_bytes)
{
	*log = (struct sock_log){ .max = power_of_two(max_events), .bytes_max = power_of_two(max_bytes) };
	assert(log->bytes_max >= 2 * (size_t)SOCK_KEPT_MAX);
}

void
sock_log_fini(struct sock_log *log)
{
	free(log->events);
	free(log->bytes);
	log->events = NULL;
	log->bytes = NULL;
	log->capacity = log->bytes_capacity = 0;
}

/* Growing happens only before anything was dropped, so what is kept lies in order from the start of the storage. */
static void
make_room(struct sock_log *log)
{
	size_t kept = (size_t)(log->next - log->first);

	if (kept < log->capacity)
		return;
	if (log->capacity < log->max) {
		log->capacity = log->capacity ? log->capacity * 2 : FIRST_EVENTS;
		if (log->capacity > log->max)
			log->capacity = log->max;
		log->events = mem_realloc_array(log->events, log->capacity, sizeof(*log->events));
		return;
	}
	log->first++;
}

/* Room for LEN bytes side by side; returns where, as an offset that never repeats. */
static uint64_t
make_room_for_bytes(struct sock_log *log, size_t len)
{
	while (log->bytes_capacity < log->bytes_max && log->bytes_next + len > log->bytes_capacity) {
		log->bytes_capacity = log->bytes_capacity ? log->bytes_capacity * 2 : FIRST_BYTES;
		if (log->bytes_capacity > log->bytes_max)
			log->bytes_capacity = log->bytes_max;
		log->bytes = mem_realloc_array(log->bytes, log->bytes_capacity, 1);
	}
	size_t at = (size_t)(log->bytes_next % log->bytes_capacity);

	if (at + len > log->bytes_capacity) /* never across the end of the ring */
		log->bytes_next += log->bytes_capacity - at;
	if (log->bytes_next + len > log->bytes_first + log->bytes_capacity)
		log->bytes_first = log->bytes_next + len - log->bytes_capacity;
	return log->bytes_next;
}

uint64_t
sock_log_append(struct sock_log *log, const struct sock_event *event, struct str bytes)
{
	struct sock_event copy = *event;

	copy.bytes_kept = (uint32_t)(bytes.len < SOCK_KEPT_MAX ? bytes.len : SOCK_KEPT_MAX);
	copy.bytes_at = 0;
	if (copy.bytes_kept > 0) {
		copy.bytes_at = make_room_for_bytes(log, copy.bytes_kept);
		memcpy(log->bytes + copy.bytes_at % log->bytes_capacity, bytes.data, copy.bytes_kept);
		log->bytes_next = copy.bytes_at + copy.bytes_kept;
	}
	make_room(log);
	log->events[log->next % log->capacity] = copy;
	return log->next++;
}

struct sock_event *
sock_log_at(const struct sock_log *log, uint64_t number)
{
	if (number < log->first || number >= log->next)
		return NULL;
	return &log->events[number % log->capacity];
}

struct str
sock_log_bytes(const struct sock_log *log, const struct sock_event *event)
{
	if (event->bytes_kept == 0 || event->bytes_at < log->bytes_first)
		return STR("");
	return str_of(log->bytes + event->bytes_at % log->bytes_capacity, event->bytes_kept);
}

const char *
sock_call_name(enum sock_call call)
{
	static const char *const names[SOCK_CALL_COUNT] = {
		[SOCK_SOCKET] = "socket",     [SOCK_SETSOCKOPT] = "setsockopt",
		[SOCK_BIND] = "bind",         [SOCK_LISTEN] = "listen",
		[SOCK_CONNECT] = "connect",   [SOCK_ACCEPT] = "accept",
		[SOCK_SEND] = "send",         [SOCK_RECV] = "recv",
		[SOCK_SENDTO] = "sendto",     [SOCK_RECVFROM] = "recvfrom",
		[SOCK_SHUTDOWN] = "shutdown", [SOCK_CLOSE] = "close",
	};

	return names[call];
}

const char *
sock_errno_name(int error_number)
{
	static const struct {
		int number;
		const char *name;
	} names[] = {
		{ EACCES, "EACCES" },
		{ EADDRINUSE, "EADDRINUSE" },
		{ EADDRNOTAVAIL, "EADDRNOTAVAIL" },
		{ EAFNOSUPPORT, "EAFNOSUPPORT" },
		{ EAGAIN, "EAGAIN" },
		{ EALREADY, "EALREADY" },
		{ EBADF, "EBADF" },
		{ ECONNABORTED, "ECONNABORTED" },
		{ ECONNREFUSED, "ECONNREFUSED" },
		{ ECONNRESET, "ECONNRESET" },
		{ EDESTADDRREQ, "EDESTADDRREQ" },
		{ EHOSTUNREACH, "EHOSTUNREACH" },
		{ EINPROGRESS, "EINPROGRESS" },
		{ EINTR, "EINTR" },
		{ EINVAL, "EINVAL" },
		{ EISCONN, "EISCONN" },
		{ EMFILE, "EMFILE" },
		{ EMSGSIZE, "EMSGSIZE" },
		{ ENETUNREACH, "ENETUNREACH" },
		{ ENFILE, "ENFILE" },
		{ ENOBUFS, "ENOBUFS" },
		{ ENOMEM, "ENOMEM" },
		{ ENOTCONN, "ENOTCONN" },
		{ EOPNOTSUPP, "EOPNOTSUPP" },
		{ EPERM, "EPERM" },
		{ EPIPE, "EPIPE" },
		{ ETIMEDOUT, "ETIMEDOUT" },
	};

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (names[i].number == error_number)
			return names[i].name;
	return "E?";
}
