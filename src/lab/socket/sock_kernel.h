/*
 * What the kernel says of a connection: its state, its queues, the backlog and its fill. From TCP_INFO, SO_MEMINFO and
 * SIOCINQ for descriptors we hold; for those already closed from sock_diag(7), else from /proc/net/tcp and tcp6. Where
 * a system has none of them the state is KERNEL_NONE and the view leaves it out.
 */
#ifndef LAB_SOCKET_SOCK_KERNEL_H
#define LAB_SOCKET_SOCK_KERNEL_H

#include "lab/socket/sock_address.h"

enum kernel_state { /* the numbers are Linux's (include/net/tcp_states.h) */
	KERNEL_NONE = 0,
	KERNEL_ESTABLISHED,
	KERNEL_SYN_SENT,
	KERNEL_SYN_RECV,
	KERNEL_FIN_WAIT1,
	KERNEL_FIN_WAIT2,
	KERNEL_TIME_WAIT,
	KERNEL_CLOSE,
	KERNEL_CLOSE_WAIT,
	KERNEL_LAST_ACK,
	KERNEL_LISTEN,
	KERNEL_CLOSING,
	KERNEL_NEW_SYN_RECV,
	KERNEL_STATE_COUNT
};

struct kernel_sample {
	uint32_t endpoint; /* serial number */
	uint8_t state;
	bool is_open;     /* its owner has not closed it */
	uint32_t unread;  /* bytes that came and were not read; LISTEN: connections that wait for accept */
	uint32_t unsent;  /* bytes sent that the other side has not acknowledged */
	uint32_t backlog; /* LISTEN: how many may wait */
	uint32_t dropped; /* datagrams thrown away for lack of room */
};

uint8_t kernel_state_of(int fd); /* TCP_INFO */
void kernel_sample_fd(int fd, int type, struct kernel_sample *);
/* The state of a connection between two addresses, whoever holds it, also after close(). */
uint8_t kernel_state_between(const union sock_address *local, const union sock_address *remote);
/* The same from the text of /proc/net/tcp or tcp6. Hostile text is fine. */
uint8_t kernel_state_in(struct str proc_net_tcp, const union sock_address *local, const union sock_address *remote);
const char *kernel_state_name(uint8_t); /* "ESTABLISHED", "" for none */

#endif
