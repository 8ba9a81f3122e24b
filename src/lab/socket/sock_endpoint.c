/* Endpoints: descriptors with their owner and addresses. */
#include "lab/socket/sock_endpoint.h"

#include <unistd.h>

enum {
	LOG_BYTES_MAX = 1 << 20
};

void
sock_world_init(struct sock_world *world, struct loop *loop, size_t max_events)
{
	*world = (struct sock_world){ .loop = loop };
	sock_log_init(&world->log, max_events, LOG_BYTES_MAX);
	gate_init(&world->gate, &world->log, loop);
}

void
sock_world_fini(struct sock_world *world)
{
	sock_log_fini(&world->log);
}

void
endpoint_init(struct endpoint *endpoint, struct sock_world *world, uint32_t actor, int type, enum sock_kind kind)
{
	*endpoint = (struct endpoint){
		.serial = ++world->serial, .actor = actor, .fd = -1, .type = (uint8_t)type, .kind = (uint8_t)kind
	};
}

struct sock_request
endpoint_request(const struct endpoint *endpoint, enum sock_call call)
{
	return (struct sock_request){ .event = {
					      .call = (uint8_t)call,
					      .actor = endpoint->actor,
					      .peer_actor = SOCK_NONE,
					      .endpoint = endpoint->serial,
					      .ordinal = endpoint->ordinal,
					      .fd = endpoint->fd,
					      .type = endpoint->type,
					      .kind = endpoint->kind,
				      } };
}

void
endpoint_read_addresses(struct endpoint *endpoint)
{
	struct sockaddr_storage address;
	socklen_t len = sizeof(address);

	if (endpoint->fd < 0)
		return;
	if (getsockname(endpoint->fd, (struct sockaddr *)&address, &len) == 0)
		sock_address_from((struct sockaddr *)&address, len, &endpoint->local);
	len = sizeof(address);
	if (getpeername(endpoint->fd, (struct sockaddr *)&address, &len) == 0)
		sock_address_from((struct sockaddr *)&address, len, &endpoint->remote);
}

bool
endpoint_socket(struct endpoint *endpoint, struct sock_world *world, const union sock_address *address, uint32_t step)
{
	struct sock_request request = endpoint_request(endpoint, SOCK_SOCKET);

	request.event.address = *address;
	request.event.step = step;
	gate_call(&world->gate, &request);
	endpoint->fd = request.event.fd;
	return endpoint->fd >= 0;
}

void
endpoint_close_quietly(struct endpoint *endpoint)
{
	if (endpoint->fd >= 0)
		close(endpoint->fd);
	endpoint->fd = -1;
}
