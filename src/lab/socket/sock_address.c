/* Socket addresses as text and back. */
#include "lab/socket/sock_address.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <string.h>

enum {
	HOST_MAX = 96 /* longer than any number with a zone */
};

static bool
parse_in6(char *text, union sock_address *out)
{
	char *zone = strchr(text, '%');

	if (zone)
		*zone++ = '\0';
	if (inet_pton(AF_INET6, text, &out->in6.sin6_addr) != 1)
		return false;
	out->in6.sin6_family = AF_INET6;
	out->in6.sin6_scope_id = zone ? if_nametoindex(zone) : 0;
	return !zone || out->in6.sin6_scope_id > 0;
}

bool
sock_address_parse(struct str text, uint16_t port, union sock_address *out)
{
	char host[HOST_MAX];

	text = str_trim(text);
	if (text.len >= 2 && text.data[0] == '[' && text.data[text.len - 1] == ']')
		text = str_cut(text, 1, text.len - 1);
	if (text.len == 0 || str_is_equal_c(text, "*"))
		text = STR("0.0.0.0");
	else if (str_is_equal_nocase(text, STR("localhost")))
		text = STR("127.0.0.1");
	if (text.len >= sizeof(host) || memchr(text.data, '\0', text.len))
		return false;
	memcpy(host, text.data, text.len);
	host[text.len] = '\0';
	memset(out, 0, sizeof(*out));
	if (inet_pton(AF_INET, host, &out->in4.sin_addr) == 1)
		out->in4.sin_family = AF_INET;
	else if (!parse_in6(host, out))
		return false;
	sock_address_set_port(out, port);
	return true;
}

bool
sock_address_from(const struct sockaddr *address, socklen_t len, union sock_address *out)
{
	memset(out, 0, sizeof(*out));
	if ((address->sa_family != AF_INET || len < sizeof(out->in4)) &&
	    (address->sa_family != AF_INET6 || len < sizeof(out->in6)))
		return false;
	memcpy(out, address, len < sizeof(*out) ? len : sizeof(*out));
	return true;
}

socklen_t
sock_address_len(const union sock_address *address)
{
	return address->any.sa_family == AF_INET6 ? sizeof(address->in6) : sizeof(address->in4);
}

int
sock_address_family(const union sock_address *address)
{
	return address->any.sa_family;
}

bool
sock_address_is_set(const union sock_address *address)
{
	return address->any.sa_family == AF_INET || address->any.sa_family == AF_INET6;
}

uint16_t
sock_address_port(const union sock_address *address)
{
	if (!sock_address_is_set(address))
		return 0;
	return ntohs(address->any.sa_family == AF_INET6 ? address->in6.sin6_port : address->in4.sin_port);
}

void
sock_address_set_port(union sock_address *address, uint16_t port)
{
	if (address->any.sa_family == AF_INET6)
		address->in6.sin6_port = htons(port);
	else
		address->in4.sin_port = htons(port);
}

bool
sock_address_is_loopback(const union sock_address *address)
{
	if (address->any.sa_family == AF_INET)
		return (ntohl(address->in4.sin_addr.s_addr) >> 24) == 127;
	if (address->any.sa_family != AF_INET6)
		return false;
	const struct in6_addr *in6 = &address->in6.sin6_addr;

	return IN6_IS_ADDR_LOOPBACK(in6) || (IN6_IS_ADDR_V4MAPPED(in6) && in6->s6_addr[12] == 127);
}

bool
sock_address_is_equal(const union sock_address *a, const union sock_address *b)
{
	if (a->any.sa_family != b->any.sa_family || sock_address_port(a) != sock_address_port(b))
		return false;
	if (a->any.sa_family == AF_INET6)
		return memcmp(&a->in6.sin6_addr, &b->in6.sin6_addr, sizeof(a->in6.sin6_addr)) == 0;
	return a->any.sa_family != AF_INET || a->in4.sin_addr.s_addr == b->in4.sin_addr.s_addr;
}

void
sock_address_format_host(const union sock_address *address, struct str_buf *out)
{
	char host[INET6_ADDRSTRLEN] = "?";

	if (address->any.sa_family == AF_INET)
		inet_ntop(AF_INET, &address->in4.sin_addr, host, sizeof(host));
	else if (address->any.sa_family == AF_INET6)
		inet_ntop(AF_INET6, &address->in6.sin6_addr, host, sizeof(host));
	str_buf_append_c(out, host);
}

void
sock_address_format(const union sock_address *address, struct str_buf *out)
{
	bool is_in6 = address->any.sa_family == AF_INET6;

	str_buf_append_c(out, is_in6 ? "[" : "");
	sock_address_format_host(address, out);
	str_buf_printf(out, "%s:%u", is_in6 ? "]" : "", (unsigned)sock_address_port(address));
}

bool
sock_address_split(struct str text, struct str *host, uint16_t *port)
{
	size_t colon;
	int64_t number;

	text = str_trim(text);
	colon = str_rfind_byte(text, ':');
	*host = colon == STR_NONE ? STR("") : str_cut(text, 0, colon);
	if (!str_to_int64(colon == STR_NONE ? text : str_skip(text, colon + 1), &number) || number < 0 ||
	    number > 65535)
		return false;
	*port = (uint16_t)number;
	return true;
}
