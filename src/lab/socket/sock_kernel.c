/* Kernel states of connections. */
#include "lab/socket/sock_kernel.h"

#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#ifdef __linux__
#include "base/file.h"

#include <fcntl.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/sockios.h>
#include <netinet/tcp.h>
#endif

const char *
kernel_state_name(uint8_t state)
{
	static const char *const names[KERNEL_STATE_COUNT] = {
		"",      "ESTABLISHED", "SYN_SENT", "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2", "TIME_WAIT",
		"CLOSE", "CLOSE_WAIT",  "LAST_ACK", "LISTEN",   "CLOSING",   "SYN_RECV",
	};

	return state < KERNEL_STATE_COUNT ? names[state] : "";
}

#ifdef __linux__

static bool
read_tcp_info(int fd, struct tcp_info *info)
{
	socklen_t len = sizeof(*info);

	memset(info, 0, sizeof(*info));
	return getsockopt(fd, IPPROTO_TCP, TCP_INFO, info, &len) == 0;
}

uint8_t
kernel_state_of(int fd)
{
	struct tcp_info info;

	return read_tcp_info(fd, &info) ? info.tcpi_state : KERNEL_NONE;
}

static uint32_t
ask_ioctl(int fd, unsigned long what)
{
	int value = 0;

	return ioctl(fd, what, &value) == 0 && value > 0 ? (uint32_t)value : 0;
}

void
kernel_sample_fd(int fd, int type, struct kernel_sample *sample)
{
	struct tcp_info info;
	uint32_t memory[SK_MEMINFO_VARS] = { 0 };
	socklen_t len = sizeof(memory);

	if (type == SOCK_STREAM && read_tcp_info(fd, &info)) {
		sample->state = info.tcpi_state;
		if (sample->state == KERNEL_LISTEN) { /* of a listener these two fields mean its queue (inet_diag) */
			sample->unread = info.tcpi_unacked;
			sample->backlog = info.tcpi_sacked;
			return;
		}
	}
	sample->unread = ask_ioctl(fd, SIOCINQ);
	if (type == SOCK_STREAM)
		sample->unsent = ask_ioctl(fd, SIOCOUTQ);
	else if (getsockopt(fd, SOL_SOCKET, SO_MEMINFO, memory, &len) == 0)
		sample->dropped = memory[SK_MEMINFO_DROPS];
}

/* ---- closed ones: sock_diag ---- */

struct diag_question {
	struct nlmsghdr header;
	struct inet_diag_req_v2 request;
};

static void
fill_address(const union sock_address *address, __be16 *port, __be32 out[4])
{
	memset(out, 0, 4 * sizeof(*out));
	if (address->any.sa_family == AF_INET6) {
		*port = address->in6.sin6_port;
		memcpy(out, &address->in6.sin6_addr, 16);
	} else {
		*port = address->in4.sin_port;
		memcpy(out, &address->in4.sin_addr, 4);
	}
}

/* One answer for one connection. False if the kernel could not be asked. */
static bool
ask_diag(const union sock_address *local, const union sock_address *remote, uint8_t *state)
{
	struct diag_question question = {
		.header = { .nlmsg_len = sizeof(question),
			    .nlmsg_type = SOCK_DIAG_BY_FAMILY,
			    .nlmsg_flags = NLM_F_REQUEST },
		.request = { .sdiag_family = (uint8_t)local->any.sa_family,
			     .sdiag_protocol = IPPROTO_TCP,
			     .idiag_states = ~0u,
			     .id = { .idiag_cookie = { INET_DIAG_NOCOOKIE, INET_DIAG_NOCOOKIE } } },
	};
	union {
		struct nlmsghdr header;
		char bytes[1024];
	} answer;
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_SOCK_DIAG);
	bool is_answered = false;

	if (fd < 0)
		return false;
	fill_address(local, &question.request.id.idiag_sport, question.request.id.idiag_src);
	fill_address(remote, &question.request.id.idiag_dport, question.request.id.idiag_dst);
	/* The kernel answers within send(), so the answer is there or never comes. */
	if (send(fd, &question, sizeof(question), 0) == (ssize_t)sizeof(question)) {
		ssize_t len = recv(fd, &answer, sizeof(answer), 0);

		if (len >= (ssize_t)sizeof(struct nlmsghdr)) {
			*state = KERNEL_NONE;
			is_answered = true;
			if (answer.header.nlmsg_type == SOCK_DIAG_BY_FAMILY &&
			    len >= (ssize_t)(NLMSG_HDRLEN + sizeof(struct inet_diag_msg)))
				*state = ((const struct inet_diag_msg *)NLMSG_DATA(&answer.header))->idiag_state;
		}
	}
	close(fd);
	return is_answered;
}

#define PROC_BYTES_MAX (UINT64_C(1) << 20)

/* The files of /proc/net are regular by name but have no size, so they are read through a descriptor. */
static uint8_t
ask_proc(const union sock_address *local, const union sock_address *remote)
{
	const char *path = local->any.sa_family == AF_INET6 ? "/proc/net/tcp6" : "/proc/net/tcp";
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct str_buf text = { 0 };
	uint8_t state = KERNEL_NONE;

	if (fd < 0)
		return KERNEL_NONE;
	if (file_read_fd(fd, PROC_BYTES_MAX, &text, NULL))
		state = kernel_state_in(str_buf_str(&text), local, remote);
	str_buf_fini(&text);
	close(fd);
	return state;
}

uint8_t
kernel_state_between(const union sock_address *local, const union sock_address *remote)
{
	uint8_t state;

	if (!sock_address_is_set(local) || !sock_address_is_set(remote))
		return KERNEL_NONE;
	return ask_diag(local, remote, &state) ? state : ask_proc(local, remote);
}

#else

uint8_t
kernel_state_of(int fd)
{
	(void)fd;
	return KERNEL_NONE;
}

void
kernel_sample_fd(int fd, int type, struct kernel_sample *sample)
{
	int value = 0;

	(void)type;
	if (ioctl(fd, FIONREAD, &value) == 0 && value > 0)
		sample->unread = (uint32_t)value;
}

uint8_t
kernel_state_between(const union sock_address *local, const union sock_address *remote)
{
	(void)local;
	(void)remote;
	return KERNEL_NONE;
}

#endif

/* ---- /proc/net/tcp as text ---- */

/* "0100007F:1F90": 32-bit words in the host's order, the port as a number. */
static bool
read_hex_address(struct str word, int family, union sock_address *out)
{
	size_t size = family == AF_INET6 ? 16 : 4;
	uint8_t bytes[16];
	uint16_t port = 0;

	if (word.len != size * 2 + 5 || word.data[size * 2] != ':')
		return false;
	for (size_t i = 0; i < size; i += 4) {
		uint32_t value = 0;

		for (size_t j = 0; j < 8; j++) {
			int digit = str_hex_digit(word.data[i * 2 + j]);

			if (digit < 0)
				return false;
			value = value << 4 | (uint32_t)digit;
		}
		memcpy(bytes + i, &value, 4);
	}
	for (size_t j = size * 2 + 1; j < word.len; j++) {
		int digit = str_hex_digit(word.data[j]);

		if (digit < 0)
			return false;
		port = (uint16_t)(port << 4 | digit);
	}
	memset(out, 0, sizeof(*out));
	out->any.sa_family = (sa_family_t)family;
	memcpy(family == AF_INET6 ? (void *)&out->in6.sin6_addr : (void *)&out->in4.sin_addr, bytes, size);
	sock_address_set_port(out, port);
	return true;
}

/* The next word between blanks; empty at the end. */
static struct str
next_word(struct str *rest)
{
	size_t start = 0, end;

	while (start < rest->len && rest->data[start] == ' ')
		start++;
	for (end = start; end < rest->len && rest->data[end] != ' ';)
		end++;
	struct str word = str_cut(*rest, start, end);

	*rest = str_skip(*rest, end);
	return word;
}

uint8_t
kernel_state_in(struct str text, const union sock_address *local, const union sock_address *remote)
{
	struct str line;

	while (str_next_line(&text, &line)) {
		union sock_address line_local, line_remote;
		struct str number = next_word(&line), local_word = next_word(&line), remote_word = next_word(&line);
		struct str state = next_word(&line);

		if (number.len == 0 || state.len != 2 || str_hex_digit(state.data[0]) != 0 ||
		    str_hex_digit(state.data[1]) < 0)
			continue;
		if (read_hex_address(local_word, local->any.sa_family, &line_local) &&
		    read_hex_address(remote_word, local->any.sa_family, &line_remote) &&
		    sock_address_is_equal(&line_local, local) && sock_address_is_equal(&line_remote, remote))
			return (uint8_t)str_hex_digit(state.data[1]);
	}
	return KERNEL_NONE;
}
