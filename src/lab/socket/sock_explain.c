/* What an event means: a table of cases, the first that fits is said. */
#include "base/alloc.h"
#include "base/i18n.h"
#include "lab/socket/sock_words.h"

#include <errno.h>

enum test {
	ANY,
	IS_STREAM,
	IS_DATAGRAM,
	IS_SHORT,   /* less than was asked to send */
	IS_FULL,    /* as much as there was room for */
	IS_NOTHING, /* 0 bytes */
	IS_CUT,
	IS_RESET,
	IS_LINGER,
	IS_ACCEPTED,
	IS_ANY_PORT,
	IS_READ_SIDE,
	IS_ZERO
};

static bool
passes(const struct sock_event *event, enum test test)
{
	switch (test) {
	case ANY:
		return true;
	case IS_STREAM:
		return event->type == SOCK_STREAM;
	case IS_DATAGRAM:
		return event->type == SOCK_DGRAM;
	case IS_SHORT:
		return event->result >= 0 && (uint64_t)event->result < event->size;
	case IS_FULL:
		return event->result > 0 && (uint64_t)event->result == event->size;
	case IS_NOTHING:
		return event->result == 0 && event->type == SOCK_STREAM;
	case IS_CUT:
		return event->value != 0;
	case IS_RESET:
		return event->type == SOCK_STREAM && event->value & SOCK_CLOSE_UNREAD;
	case IS_LINGER:
		return event->type == SOCK_STREAM && event->value & SOCK_CLOSE_LINGER;
	case IS_ACCEPTED:
		return event->type == SOCK_STREAM && event->peer_actor != SOCK_NONE;
	case IS_ANY_PORT:
		return sock_address_port(&event->address) == 0;
	case IS_READ_SIDE:
		return event->value == SHUT_RD;
	case IS_ZERO:
		return event->value == 0;
	}
	return false;
}

#define ANY_PHASE 99
#define ANY_ERROR (-1)

static const struct {
	uint8_t call, phase;
	int error_number; /* 0: it went well */
	enum test test;
	const char *text;
} cases[] = {
	{ SOCK_SOCKET, ANY_PHASE, 0, IS_STREAM,
	  N_("The kernel makes a socket and gives a number for it, a file descriptor. It has no address yet and is "
	     "connected to nobody.") },
	{ SOCK_SOCKET, ANY_PHASE, 0, IS_DATAGRAM,
	  N_("A socket for datagrams. UDP knows no connection: every message carries the address it goes to.") },
	{ SOCK_SETSOCKOPT, ANY_PHASE, 0, ANY,
	  N_("An option of the socket is set; it changes how the kernel treats the calls that follow.") },
	{ SOCK_BIND, ANY_PHASE, 0, IS_ANY_PORT,
	  N_("The socket gets an address that others can name. Port 0 asks the kernel for any port that is free.") },
	{ SOCK_BIND, ANY_PHASE, 0, ANY, N_("The socket gets an address that others can name: a host and a port.") },
	{ SOCK_BIND, ANY_PHASE, EADDRINUSE, ANY,
	  N_("Somebody has this port already. An address belongs to one socket at a time: take another port, or end "
	     "the "
	     "program that holds it.") },
	{ SOCK_BIND, ANY_PHASE, EADDRNOTAVAIL, ANY,
	  N_("This machine has no such address, so nobody could reach the socket there.") },
	{ SOCK_BIND, ANY_PHASE, EACCES, ANY, N_("Ports below 1024 are kept for the administrator's programs.") },
	{ SOCK_LISTEN, ANY_PHASE, 0, ANY,
	  N_("From here on the kernel itself takes connections and lets them queue in the backlog, until accept() "
	     "fetches "
	     "them.") },
	{ SOCK_CONNECT, PHASE_DONE, 0, IS_STREAM,
	  N_("The three-way handshake is over: SYN, SYN-ACK, ACK. The two kernels did it between them: connect() does "
	     "not "
	     "wait until the server gets to accept().") },
	{ SOCK_CONNECT, PHASE_DONE, 0, IS_DATAGRAM,
	  N_("Nothing went over the wire. With UDP connect() only remembers where send() shall go.") },
	{ SOCK_CONNECT, PHASE_WAITS, ANY_ERROR, ANY,
	  N_("The backlog is full, so the server's kernel drops the SYN without a word. The client stays in SYN_SENT "
	     "and "
	     "sends it again after 1, 3, 7 … seconds.") },
	{ SOCK_CONNECT, PHASE_RETURNS, 0, ANY,
	  N_("accept() made room in the backlog, and the next SYN that was sent again got through. All the client saw "
	     "is "
	     "a slow connect().") },
	{ SOCK_CONNECT, ANY_PHASE, ECONNREFUSED, ANY,
	  N_("Nobody listens on this port, and the other kernel says so at once with RST. The machine is there, the "
	     "server "
	     "is not.") },
	{ SOCK_CONNECT, ANY_PHASE, ETIMEDOUT, ANY,
	  N_("No answer to any SYN. The machine is off or far away, or a firewall swallows the packets.") },
	{ SOCK_CONNECT, ANY_PHASE, ENETUNREACH, ANY, N_("There is no way to that network from here.") },
	{ SOCK_ACCEPT, PHASE_DONE, 0, ANY,
	  N_("accept() takes the oldest connection out of the backlog and makes a new socket for it. Talking happens "
	     "on "
	     "that one; the listening socket goes on listening.") },
	{ SOCK_ACCEPT, PHASE_WAITS, ANY_ERROR, ANY,
	  N_("Nobody has connected yet: accept() sleeps until somebody does.") },
	{ SOCK_ACCEPT, PHASE_RETURNS, 0, ANY,
	  N_("Somebody has connected: accept() wakes up and returns a new socket, for this client alone.") },
	{ SOCK_ACCEPT, ANY_PHASE, EMFILE, ANY,
	  N_("This program has no file descriptor left. The client is turned away at once, rather than left hanging in "
	     "the "
	     "backlog.") },
	{ SOCK_SEND, ANY_PHASE, 0, IS_SHORT,
	  N_("Only a part fitted into the buffers. send() may always take less than it was given: look at what it "
	     "returns "
	     "and send the rest again, or let sendall() do it.") },
	{ SOCK_SEND, PHASE_WAITS, ANY_ERROR, ANY,
	  N_("All buffers on the way are full because the other side does not read: send() sleeps.") },
	{ SOCK_SEND, ANY_PHASE, 0, ANY,
	  N_("The bytes are in the kernel's hands. send() promises no more than that: not that they have arrived, not "
	     "that anyone has read them.") },
	{ SOCK_SEND, ANY_PHASE, EPIPE, ANY,
	  N_("The connection is gone. Writing to it gives EPIPE; Python raises BrokenPipeError. A C program that has "
	     "not "
	     "prepared for it is killed by SIGPIPE.") },
	{ SOCK_SEND, ANY_PHASE, ECONNRESET, ANY, N_("The other side has broken the connection off.") },
	{ SOCK_RECV, ANY_PHASE, 0, IS_NOTHING,
	  N_("recv() returns 0: the other side has said all it had to say (FIN). That is how TCP tells the end; it is "
	     "no "
	     "error, and it will be 0 from now on.") },
	{ SOCK_RECV, PHASE_WAITS, ANY_ERROR, ANY, N_("Nothing has come yet: recv() sleeps until something does.") },
	{ SOCK_RECV, ANY_PHASE, 0, IS_FULL,
	  N_("recv() fills the room it was given; more may be waiting. TCP is a stream: one send() can come out as "
	     "several "
	     "recv()s.") },
	{ SOCK_RECV, PHASE_RETURNS, 0, ANY, N_("Bytes have come, so recv() wakes up with what is there.") },
	{ SOCK_RECV, ANY_PHASE, 0, ANY,
	  N_("recv() gives what is there, as much as it has room for. TCP is a stream: where one send() ended cannot "
	     "be "
	     "seen.") },
	{ SOCK_RECV, ANY_PHASE, ECONNRESET, ANY,
	  N_("The other side broke the connection off with RST instead of ending it with FIN. Whatever was still on "
	     "the "
	     "way is lost.") },
	{ SOCK_SENDTO, ANY_PHASE, 0, ANY,
	  N_("A datagram is on its way. Nobody tells whether it arrives: sendto() would have returned the same if "
	     "there "
	     "were no one to read it.") },
	{ SOCK_SENDTO, ANY_PHASE, EMSGSIZE, ANY, N_("A datagram must fit into one packet of at most 65,507 bytes.") },
	{ SOCK_SENDTO, ANY_PHASE, EDESTADDRREQ, ANY,
	  N_("Nobody has sent anything yet, so there is no address to answer to.") },
	{ SOCK_RECVFROM, ANY_PHASE, 0, IS_CUT,
	  N_("The datagram was longer than the room for it. What did not fit is thrown away; there is no second "
	     "recvfrom() "
	     "for the rest.") },
	{ SOCK_RECVFROM, PHASE_WAITS, ANY_ERROR, ANY,
	  N_("No datagram is there: recvfrom() sleeps. If one was lost, nobody will ever say so; a program has to give "
	     "up "
	     "after a while and ask again.") },
	{ SOCK_RECVFROM, ANY_PHASE, 0, ANY,
	  N_("One datagram, whole, and the address it came from, so that it can be answered. One sendto() is one "
	     "recvfrom().") },
	{ SOCK_SHUTDOWN, ANY_PHASE, 0, IS_READ_SIDE, N_("This side will read no more; what comes is thrown away.") },
	{ SOCK_SHUTDOWN, ANY_PHASE, 0, ANY,
	  N_("FIN: “I have nothing more to say.” The connection is half closed: this side can still receive, and the "
	     "other "
	     "can still send.") },
	{ SOCK_CLOSE, ANY_PHASE, 0, IS_LINGER,
	  N_("With SO_LINGER set to 0, close() does not end the connection in order: it breaks it off with RST.") },
	{ SOCK_CLOSE, ANY_PHASE, 0, IS_RESET,
	  N_("It was closed before everything that came was read, so the kernel sends RST instead of FIN: the other "
	     "side "
	     "shall know that something was lost.") },
	{ SOCK_CLOSE, ANY_PHASE, 0, IS_ACCEPTED,
	  N_("close() gives the descriptor back and says FIN. The side that closes first keeps the connection in "
	     "TIME_WAIT "
	     "for a minute, in case a packet is late.") },
	{ SOCK_CLOSE, ANY_PHASE, 0, IS_DATAGRAM, N_("The descriptor is given back. With UDP nobody is told.") },
	{ SOCK_CLOSE, ANY_PHASE, 0, ANY, N_("The descriptor is given back to the kernel.") },
	{ SOCK_SOCKET, ANY_PHASE, EMFILE, ANY, N_("This program has no file descriptor left.") },
	{ SOCK_SOCKET, ANY_PHASE, EAFNOSUPPORT, ANY, N_("This machine does not speak that kind of address.") },
	{ SOCK_SEND, ANY_PHASE, ENOTCONN, ANY,
	  N_("This socket is connected to nobody: connect() or accept() comes first.") },
	{ SOCK_RECV, ANY_PHASE, ENOTCONN, ANY,
	  N_("This socket is connected to nobody: connect() or accept() comes first.") },
	{ SOCK_ACCEPT, ANY_PHASE, EINVAL, ANY, N_("accept() needs a socket that listens: listen() comes first.") },
};

void
sock_explain(const struct sock_words *words, struct str_buf *out)
{
	const struct sock_event *event = words->event;
	int error_number = event->result < 0 && event->phase != PHASE_WAITS ? event->error_number : 0;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		if (cases[i].call != event->call || (cases[i].phase != ANY_PHASE && cases[i].phase != event->phase) ||
		    (cases[i].phase == ANY_PHASE && event->phase == PHASE_WAITS) ||
		    (cases[i].error_number != ANY_ERROR && cases[i].error_number != error_number) ||
		    !passes(event, cases[i].test))
			continue;
		str_buf_append_c(out, _(cases[i].text));
		return;
	}
	str_buf_printf(out, _("%s() says %s; errno has the reason."), sock_call_name((enum sock_call)event->call),
		       sock_errno_name(error_number));
}
