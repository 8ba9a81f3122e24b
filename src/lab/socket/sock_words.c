/* Events as text: C, Python, the wire. */
#include "lab/socket/sock_words.h"

#include "base/i18n.h"
#include "lab/socket/sock_escape.h"

#include <errno.h>

#include <inttypes.h>

enum {
	SHOWN_BYTES = 24
};

void
sock_words_socket(const struct sock_words *words, struct str_buf *out)
{
	if (words->event->kind == SOCK_KIND_MAIN)
		str_buf_append_c(out, words->is_server ? "s" : "c");
	else if (words->event->ordinal <= 1)
		str_buf_append_c(out, "conn");
	else
		str_buf_printf(out, "conn%u", words->event->ordinal);
}

static void
append_fd(const struct sock_words *words, int64_t fd, struct str_buf *out)
{
	if (words->hides_ports)
		str_buf_append_c(out, "FD");
	else
		str_buf_printf(out, "%" PRId64, fd);
}

static void
append_address(const struct sock_words *words, struct str_buf *out)
{
	const union sock_address *address = &words->event->address;

	if (!words->hides_ports || sock_address_port(address) == 0) {
		sock_address_format(address, out);
		return;
	}
	str_buf_append_c(out, "HOST:PORT");
}

static void
append_text(const struct sock_words *words, struct str_buf *out)
{
	struct str bytes = words->bytes;

	sock_escape_write_text(bytes, SHOWN_BYTES, out);
	if (words->event->size > bytes.len && bytes.len > 0 && bytes.len <= SHOWN_BYTES)
		str_buf_append_c(out, "…");
}

static const char *
option_name(const struct sock_event *event)
{
	static const char *const names[SOCK_OPTION_COUNT] = { "SO_REUSEADDR", "SO_SNDBUF", "SO_RCVBUF", "SO_LINGER" };

	return event->option < SOCK_OPTION_COUNT ? names[event->option] : "?";
}

static const char *
shutdown_name(const struct sock_event *event)
{
	static const char *const names[] = { [SHUT_RD] = "SHUT_RD", [SHUT_WR] = "SHUT_WR", [SHUT_RDWR] = "SHUT_RDWR" };

	return event->value >= 0 && event->value <= 2 ? names[event->value] : "?";
}

static const char *
family_name(const struct sock_event *event)
{
	return sock_address_family(&event->address) == AF_INET6 ? "AF_INET6" : "AF_INET";
}

static const char *
type_name(const struct sock_event *event)
{
	return event->type == SOCK_DGRAM ? "SOCK_DGRAM" : "SOCK_STREAM";
}

void
sock_words_call(const struct sock_words *words, struct str_buf *out)
{
	const struct sock_event *event = words->event;

	str_buf_printf(out, "%s(", sock_call_name(event->call));
	if (event->call == SOCK_SOCKET) {
		str_buf_printf(out, "%s, %s)", family_name(event), type_name(event));
		return;
	}
	append_fd(words, event->fd, out);
	switch ((enum sock_call)event->call) {
	case SOCK_BIND:
	case SOCK_CONNECT:
		str_buf_append_c(out, ", ");
		append_address(words, out);
		break;
	case SOCK_LISTEN:
		str_buf_printf(out, ", %" PRId64, event->value);
		break;
	case SOCK_SEND:
	case SOCK_SENDTO:
		str_buf_append_c(out, ", ");
		append_text(words, out);
		str_buf_printf(out, ", %" PRIu64, event->size);
		if (event->call == SOCK_SENDTO) {
			str_buf_append_c(out, ", ");
			append_address(words, out);
		}
		break;
	case SOCK_RECV:
	case SOCK_RECVFROM:
		str_buf_printf(out, ", %" PRIu64, event->size);
		break;
	case SOCK_SHUTDOWN:
		str_buf_printf(out, ", %s", shutdown_name(event));
		break;
	case SOCK_SETSOCKOPT:
		str_buf_printf(out, ", %s, %" PRId64, option_name(event), event->value);
		break;
	default:
		break;
	}
	str_buf_append_byte(out, ')');
}

void
sock_words_result(const struct sock_words *words, struct str_buf *out)
{
	const struct sock_event *event = words->event;
	bool is_bulk = words->hides_ports && event->type == SOCK_STREAM && event->size > SOCK_BULK_BYTES;

	if (event->phase == PHASE_WAITS) {
		str_buf_append_c(out, "…");
		return;
	}
	if (event->result < 0) {
		str_buf_printf(out, "-1 %s", sock_errno_name(event->error_number));
		return;
	}
	if (event->call == SOCK_SOCKET || event->call == SOCK_ACCEPT)
		append_fd(words, event->result, out);
	else if (is_bulk && event->result > 0) /* how much fits at once is the kernel's affair */
		str_buf_append_c(out, (uint64_t)event->result < event->size ? "SHORT" : "ALL");
	else
		str_buf_printf(out, "%" PRId64, event->result);
	if (event->call == SOCK_RECV && event->result > 0) {
		str_buf_append_byte(out, ' ');
		append_text(&(struct sock_words){ .event = &(struct sock_event){ 0 }, .bytes = words->bytes }, out);
	}
	if (event->call == SOCK_RECVFROM) {
		str_buf_append_byte(out, ' ');
		append_text(&(struct sock_words){ .event = &(struct sock_event){ 0 }, .bytes = words->bytes }, out);
	}
	if (event->call == SOCK_ACCEPT || event->call == SOCK_RECVFROM) {
		str_buf_append_c(out, " ← ");
		append_address(words, out);
	}
}

/* ---- Python ---- */

static void
append_python_address(const struct sock_words *words, struct str_buf *out)
{
	str_buf_append_c(out, "(\"");
	sock_address_format_host(&words->event->address, out);
	if (words->hides_ports && sock_address_port(&words->event->address))
		str_buf_append_c(out, "\", PORT)");
	else
		str_buf_printf(out, "\", %u)", (unsigned)sock_address_port(&words->event->address));
}

static void
append_python_bytes(const struct sock_words *words, struct str_buf *out)
{
	const struct sock_event *event = words->event;

	if (event->size > words->bytes.len && words->bytes.len > 0) {
		sock_escape_write(str_cut(words->bytes, 0, 1), 1, out);
		str_buf_printf(out, " * %" PRIu64, event->size);
	} else {
		sock_escape_write(words->bytes, SHOWN_BYTES, out);
	}
}

static void
append_python_option(const struct sock_event *event, struct str_buf *out)
{
	if (event->option == SOCK_OPTION_LINGER)
		str_buf_printf(out, "setsockopt(SOL_SOCKET, SO_LINGER, struct.pack(\"ii\", 1, %" PRId64 "))",
			       event->value);
	else
		str_buf_printf(out, "setsockopt(SOL_SOCKET, %s, %" PRId64 ")", option_name(event), event->value);
}

void
sock_words_python(const struct sock_words *words, struct str_buf *out)
{
	const struct sock_event *event = words->event;

	if (event->call == SOCK_ACCEPT) {
		struct sock_event made = { .kind = SOCK_KIND_ACCEPTED, .ordinal = event->made };

		sock_words_socket(&(struct sock_words){ .event = &made }, out);
		str_buf_append_c(out, ", addr = ");
	} else if (event->call == SOCK_RECV) {
		str_buf_append_c(out, "data = ");
	} else if (event->call == SOCK_RECVFROM) {
		str_buf_append_c(out, "data, addr = ");
	} else if (event->call == SOCK_SEND) {
		str_buf_append_c(out, "n = ");
	}
	sock_words_socket(words, out);
	str_buf_append_c(out, event->call == SOCK_SOCKET ? " = socket." : ".");
	switch ((enum sock_call)event->call) {
	case SOCK_SOCKET:
		str_buf_printf(out, "socket(%s, %s)", family_name(event), type_name(event));
		break;
	case SOCK_SETSOCKOPT:
		append_python_option(event, out);
		break;
	case SOCK_BIND:
	case SOCK_CONNECT:
		str_buf_printf(out, "%s(", sock_call_name(event->call));
		append_python_address(words, out);
		str_buf_append_byte(out, ')');
		break;
	case SOCK_LISTEN:
		str_buf_printf(out, "listen(%" PRId64 ")", event->value);
		break;
	case SOCK_SEND:
		str_buf_append_c(out, "send(");
		append_python_bytes(words, out);
		str_buf_append_byte(out, ')');
		break;
	case SOCK_SENDTO:
		str_buf_append_c(out, "sendto(");
		append_python_bytes(words, out);
		str_buf_append_c(out, ", ");
		append_python_address(words, out);
		str_buf_append_byte(out, ')');
		break;
	case SOCK_RECV:
	case SOCK_RECVFROM:
		str_buf_printf(out, "%s(%" PRIu64 ")", sock_call_name(event->call), event->size);
		break;
	case SOCK_SHUTDOWN:
		str_buf_printf(out, "shutdown(socket.%s)", shutdown_name(event));
		break;
	default:
		str_buf_printf(out, "%s()", sock_call_name(event->call));
		break;
	}
}

void
sock_words_arrow(const struct sock_words *words, struct str_buf *out)
{
	const struct sock_event *event = words->event;

	switch ((enum sock_call)event->call) {
	case SOCK_CONNECT:
		if (event->type == SOCK_STREAM)
			str_buf_append_c(out, event->error_number == ECONNREFUSED                ? "SYN, RST"
					      : event->result < 0 || event->phase == PHASE_WAITS ? "SYN"
												 : "SYN, SYN-ACK, ACK");
		break;
	case SOCK_SEND:
	case SOCK_SENDTO:
		if (event->result > 0)
			str_buf_printf(out, ngettext("%lld byte", "%lld bytes", (unsigned long)event->result),
				       (long long)event->result);
		break;
	case SOCK_SHUTDOWN:
		str_buf_append_c(out, event->value == SHUT_RD || event->result < 0 ? "" : "FIN");
		break;
	case SOCK_CLOSE:
		if (event->type == SOCK_STREAM && event->peer_actor != SOCK_NONE)
			str_buf_append_c(out, event->value ? "RST" : "FIN");
		break;
	default:
		break;
	}
}
