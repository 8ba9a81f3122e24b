/* Echo, upper case, time, chat, silent, slow, rude. */
#include "lab/socket/sock_service.h"

#include "base/alloc.h"
#include "base/i18n.h"

#include <time.h>

static void
answer_echo(struct str bytes, int64_t wall_ns, struct str_buf *out)
{
	(void)wall_ns;
	str_buf_append(out, bytes);
}

static void
answer_upper(struct str bytes, int64_t wall_ns, struct str_buf *out)
{
	(void)wall_ns;
	for (size_t i = 0; i < bytes.len; i++) {
		char byte = bytes.data[i];

		str_buf_append_byte(out, byte >= 'a' && byte <= 'z' ? (char)(byte - 'a' + 'A') : byte);
	}
}

static void
append_time(int64_t wall_ns, struct str_buf *out)
{
	time_t seconds = (time_t)(wall_ns / 1000000000);
	struct tm parts;
	char text[40];

	gmtime_r(&seconds, &parts);
	strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S UTC\r\n", &parts);
	str_buf_append_c(out, text);
}

/* With UDP a datagram must come first: it is what the answer goes to. */
static void
answer_time(struct str bytes, int64_t wall_ns, struct str_buf *out)
{
	(void)bytes;
	append_time(wall_ns, out);
}

static const struct sock_service services[] = {
	{ .name = "echo", .summary = N_("sends back what comes"), .answer = answer_echo },
	{ .name = "upper", .summary = N_("sends it back in capitals"), .answer = answer_upper },
	{ .name = "time",
	  .summary = N_("tells the time and ends the connection (RFC 867)"),
	  .greet = append_time,
	  .answer = answer_time,
	  .ends_after_greeting = true },
	{ .name = "chat", .summary = N_("a line from one client goes to all the others"), .is_chat = true },
	{ .name = "silent", .summary = N_("reads everything and never answers") },
	{ .name = "slow", .summary = N_("answers after a second"), .answer = answer_echo, .delay_ns = SOCK_SLOW_NS },
	{ .name = "rude",
	  .summary = N_("breaks the connection off with RST as soon as something comes"),
	  .is_rude = true },
};

const char *const sock_service_names[] = { "echo", "upper", "time", "chat", "silent", "slow", "rude", NULL };
_Static_assert(ARRAY_LEN(sock_service_names) == ARRAY_LEN(services) + 1, "a name for each server");

const struct sock_service *
sock_service_at(int index)
{
	return &services[index >= 0 && (size_t)index < ARRAY_LEN(services) ? (size_t)index : 0];
}

int
sock_service_find(struct str name)
{
	for (size_t i = 0; i < ARRAY_LEN(services); i++)
		if (str_is_equal_c(name, services[i].name))
			return (int)i;
	return -1;
}
