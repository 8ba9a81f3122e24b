/* A socket address, IPv4 or IPv6, read from and written as text. Numbers only: names are resolved by sock_resolve.h. */
#ifndef LAB_SOCKET_SOCK_ADDRESS_H
#define LAB_SOCKET_SOCK_ADDRESS_H

#include "base/str.h"

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

union sock_address { /* all zero: none */
	struct sockaddr any;
	struct sockaddr_in in4;
	struct sockaddr_in6 in6;
};

/* "127.0.0.1", "::1", "[::1]", "::ffff:1.2.3.4%lo"; "" and "*" are every IPv4 address, "localhost" 127.0.0.1. */
bool sock_address_parse(struct str text, uint16_t port, union sock_address *out);
bool sock_address_from(const struct sockaddr *, socklen_t len, union sock_address *out);
socklen_t sock_address_len(const union sock_address *);
int sock_address_family(const union sock_address *); /* AF_INET, AF_INET6, AF_UNSPEC */
uint16_t sock_address_port(const union sock_address *);
void sock_address_set_port(union sock_address *, uint16_t port);
bool sock_address_is_set(const union sock_address *);
bool sock_address_is_loopback(const union sock_address *);
bool sock_address_is_equal(const union sock_address *, const union sock_address *); /* address and port */
/* "127.0.0.1:80", "[::1]:80"; and the host alone, without brackets. */
void sock_address_format(const union sock_address *, struct str_buf *out);
void sock_address_format_host(const union sock_address *, struct str_buf *out);
/* Split "host:port", "[v6]:port", ":port" or "port" (HOST empty then). False if the port is no number of 0 to 65535. */
bool sock_address_split(struct str text, struct str *host, uint16_t *port);

#endif
