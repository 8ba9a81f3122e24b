/* The options of a fence. */
#include "lab/socket/socket_options.h"

#include "base/i18n.h"
#include "lab/socket/sock_service.h"

#include <string.h>

enum {
	OPTION_PROTOCOL,
	OPTION_ADDRESS,
	OPTION_PORT,
	OPTION_SERVER,
	OPTION_CLIENTS,
	OPTION_CONNECT,
	OPTION_SCRIPT
};

static const char *const protocols[] = { "tcp", "udp", NULL };

const struct lab_option socket_options[] = {
	[OPTION_PROTOCOL] = { "protocol", LAB_CHOICE, .choices = protocols, .default_value = "tcp",
			      .help = N_("tcp: a connection and a stream; udp: single datagrams") },
	[OPTION_ADDRESS] = { "address", LAB_TEXT, .max = 100, .default_value = "127.0.0.1",
			     .help = N_("where the server is; ::1 is IPv6. Others than this machine's own are asked "
					"about") },
	[OPTION_PORT] = { "port", LAB_INT, .min = 0, .max = 65535, .default_value = "0",
			  .help = N_("0: any port that is free") },
	[OPTION_SERVER] = { "server", LAB_CHOICE, .choices = sock_service_names,
			    .help = N_("a server that answers by itself; the script, if there is one, is then its "
				       "clients'") },
	[OPTION_CLIENTS] = { "clients", LAB_INT, .min = 0, .max = SOCKET_CLIENTS_MAX, .default_value = "0",
			     .help = N_("clients that connect by themselves, without a script") },
	[OPTION_CONNECT] = { "connect", LAB_TEXT, .max = 280, .default_value = "",
			     .help = N_("host:port, to be a client of a server that is there already") },
	[OPTION_SCRIPT] = { "script", LAB_NODE,
			    .help = N_("a list of `who: call` lines, run step by step, as `server: bind`") },
	{ 0 },
};

static bool
fail_at(const struct lab_source *source, const struct lab_value *value, struct err *err)
{
	return err_at(err, source->file, value->line ? value->line : source->line, 0);
}

static bool
read_values(struct socket_setup *setup, const struct lab_source *source, const char *language, struct err *err)
{
	const struct lab_value *values = source->values, *address = &values[OPTION_ADDRESS];
	struct str connect = values[OPTION_CONNECT].text;

	setup->type = values[OPTION_PROTOCOL].integer == 1 ? SOCK_DGRAM : SOCK_STREAM;
	setup->clients = values[OPTION_CLIENTS].integer;
	setup->server = values[OPTION_SERVER].is_set ? (int)values[OPTION_SERVER].integer : -1;
	if (!sock_address_parse(address->text, (uint16_t)values[OPTION_PORT].integer, &setup->address)) {
		err_set(err, _("`%.*s` is no address; write one in numbers, as 127.0.0.1 or ::1"),
			STR_ARG(str_cut(address->text, 0, 80)));
		return fail_at(source, address, err);
	}
	if (connect.len < sizeof(setup->connect))
		memcpy(setup->connect, connect.data ? connect.data : "", connect.len);
	if (!script_add_node(&setup->script, values[OPTION_SCRIPT].node, source->line, language, err))
		return err_at(err, source->file, err ? err->line : 0, err ? err->column : 0);
	if (!setup->script.lines.len && setup->server < 0)
		setup->server = 0;
	for (size_t i = 0; setup->server >= 0 && i < setup->script.lines.len; i++) {
		if (setup->script.lines.items[i].actor != 0)
			continue;
		err_set(err, _("with `server` the script has lines for clients only: the server acts by itself"));
		return err_at(err, source->file, setup->script.lines.items[i].line, 0);
	}
	return true;
}

bool
socket_setup_read(struct socket_setup *setup, const struct lab_source *source, const char *language, struct err *err)
{
	*setup = (struct socket_setup){ 0 };
	script_init(&setup->script);
	if (read_values(setup, source, language, err))
		return true;
	socket_setup_fini(setup);
	return false;
}

void
socket_setup_fini(struct socket_setup *setup)
{
	script_fini(&setup->script);
}

bool
socket_setup_has_script(const struct socket_setup *setup)
{
	return setup->script.lines.len > 0;
}
