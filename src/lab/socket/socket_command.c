/* `notes-tui lab socket run` and `serve`: the engine without the screen. */
#include "lab/socket/socket_command.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "lab/arguments.h"
#include "lab/options.h"
#include "lab/preset.h"
#include "lab/socket/sock_console.h"
#include "lab/socket/sock_report.h"
#include "lab/socket/socket_options.h"

#include <signal.h>
#include <string.h>

enum {
	LOG_EVENTS_MAX = 16384,
	POLL_MS = 200, /* how soon an interruption is seen when nothing else happens */
};

struct run_arguments {
	const char *file, *preset;
	bool is_json, is_normal;
};

static bool
read_run_arguments(int argc, char **argv, struct run_arguments *out, struct err *err)
{
	const struct lab_argument known[] = {
		{ "--json", NULL, &out->is_json },
		{ "--normal", NULL, &out->is_normal },
		{ "--preset", &out->preset, NULL },
		{ .name = NULL },
	};

	*out = (struct run_arguments){ 0 };
	return lab_arguments_read(argc, argv, known, &out->file, err);
}

static bool
load_setup(struct lab_io *io, const struct run_arguments *arguments, struct str_buf *text, struct lab_options *options,
	   struct socket_setup *setup, struct err *err)
{
	struct lab_source source = { .file = str_of_c(arguments->file ? arguments->file : ""), .line = 1 };

	if (arguments->file ? !io->read(io, arguments->file, text, err)
			    : !io->preset(io, "socket", arguments->preset ? arguments->preset : "tcp-echo", text, err))
		return false;
	preset_blank_front_matter(text);
	source.text = str_buf_str(text);
	if (!lab_options_parse(options, socket_options, source.text, source.file, source.line, err))
		return false;
	source.values = options->values;
	if (socket_setup_read(setup, &source, "en", err))
		return true;
	lab_options_fini(options);
	return false;
}

static void
on_changed(void *ctx)
{
	(void)ctx; /* the loop below looks for itself */
}

static bool
run_script(struct lab_io *io, const struct run_arguments *arguments, struct socket_setup *setup, struct err *err)
{
	struct loop *loop = loop_new();
	struct sock_world world;
	struct sock_console console;
	struct sock_run run;
	uint64_t reported = 0;
	struct sock_report report = {
		.world = &world, .script = &run.script, .is_json = arguments->is_json, .is_normal = arguments->is_normal
	};

	sock_world_init(&world, loop, LOG_EVENTS_MAX);
	sock_run_init(&run, &world, on_changed, NULL);
	run.script = setup->script;
	script_init(&setup->script); /* it has been taken over */
	run.address = setup->address;
	run.type = setup->type;
	if (setup->server >= 0) {
		sock_console_init(&console, &world, clock_wall_ns(), on_changed, NULL);
		if (!sock_console_listen(&console, setup->type, &setup->address, setup->server, &run.err) && err)
			*err = run.err;
		run.has_live_server = true;
		run.address = console.main.local;
	}
	while (!sock_run_is_done(&run) && !io->is_interrupted(io)) {
		if (run.is_pending)
			loop_run_once(loop, POLL_MS);
		else
			sock_run_step(&run);
		for (; reported < world.log.next; reported++)
			sock_report_event(&report, reported, io->out);
		io->flush(io);
	}
	bool is_good = !err_is_set(&run.err);

	if (!is_good && err)
		*err = run.err;
	sock_run_fini(&run);
	if (run.has_live_server)
		sock_console_fini(&console);
	sock_world_fini(&world);
	loop_free(loop);
	return is_good;
}

static int
run_run(struct lab_io *io, int argc, char **argv, struct err *err)
{
	struct run_arguments arguments;
	struct lab_options options = { 0 };
	struct socket_setup setup;
	struct str_buf text = { 0 };
	int status = 2;

	if (!read_run_arguments(argc, argv, &arguments, err))
		return 2;
	if (load_setup(io, &arguments, &text, &options, &setup, err)) {
		if (socket_setup_has_script(&setup))
			status = run_script(io, &arguments, &setup, err) ? 0 : 1;
		else
			err_set(err, _("there is no script to run; `serve` is a server without one"));
		socket_setup_fini(&setup);
		lab_options_fini(&options);
	}
	str_buf_fini(&text);
	return status;
}

/* ---- serve ---- */

struct serve {
	struct lab_io *io;
	struct loop *loop;
	struct sock_world world;
	struct sock_console console;
	union sock_address address;
	int type, service;
	bool is_json, shows_log;
	uint64_t reported;
};

static void
on_served(void *ctx)
{
	struct serve *serve = ctx;
	struct sock_report report = { .world = &serve->world, .is_json = serve->is_json };

	if (serve->shows_log) {
		if (serve->reported < serve->world.log.first)
			serve->reported = serve->world.log.first;
		for (; serve->reported < serve->world.log.next; serve->reported++)
			sock_report_event(&report, serve->reported, serve->io->out);
		serve->io->flush(serve->io);
		if (serve->io->is_interrupted(serve->io)) /* nobody reads what is printed */
			loop_stop(serve->loop);
	}
}

static void
on_signal(void *ctx, int signal_number)
{
	struct serve *serve = ctx;

	(void)signal_number;
	loop_stop(serve->loop);
}

static bool
fail_argument(const char *name, const char *value, struct err *err)
{
	return err_set(err, _("%s cannot be %s"), name, value);
}

static bool
read_serve_arguments(struct serve *serve, int argc, char **argv, struct err *err)
{
	const char *address = "127.0.0.1", *port_text = "0", *server = NULL, *protocol = "tcp";
	int64_t port;
	const struct lab_argument known[] = {
		{ "--log", NULL, &serve->shows_log },
		{ "--json", NULL, &serve->is_json },
		{ "--port", &port_text, NULL },
		{ "--address", &address, NULL },
		{ "--server", &server, NULL },
		{ "--protocol", &protocol, NULL },
		{ .name = NULL },
	};

	if (!lab_arguments_read(argc, argv, known, NULL, err))
		return false;
	serve->shows_log = serve->shows_log || serve->is_json;
	serve->type = strcmp(protocol, "udp") == 0 ? SOCK_DGRAM : SOCK_STREAM;
	if (server)
		serve->service = sock_service_find(str_of_c(server));
	if (serve->service < 0)
		return fail_argument("--server", server, err);
	if (serve->type == SOCK_STREAM && strcmp(protocol, "tcp") != 0)
		return fail_argument("--protocol", protocol, err);
	if (!str_to_int64(str_of_c(port_text), &port) || port < 0 || port > 65535)
		return fail_argument("--port", port_text, err);
	return sock_address_parse(str_of_c(address), (uint16_t)port, &serve->address) ||
	       fail_argument("--address", address, err);
}

static void
say_where(struct serve *serve)
{
	struct str_buf *out = serve->io->out;

	if (!sock_address_is_loopback(&serve->address))
		str_buf_printf(out, "%s\n", _("Everybody on this network can connect to this port."));
	str_buf_printf(out, "%s %s ", sock_service_at(serve->service)->name, serve->type == SOCK_DGRAM ? "udp" : "tcp");
	sock_address_format(&serve->console.main.local, out);
	str_buf_append_byte(out, '\n');
	serve->io->flush(serve->io);
}

static int
run_serve(struct lab_io *io, int argc, char **argv, struct err *err)
{
	struct serve serve = { .io = io, .type = SOCK_STREAM };
	struct loop_signal *signals[2];
	bool is_good;

	if (!read_serve_arguments(&serve, argc, argv, err))
		return 2;
	serve.loop = loop_new();
	sock_world_init(&serve.world, serve.loop, LOG_EVENTS_MAX);
	serve.world.gate.is_hasty = !serve.shows_log;
	sock_console_init(&serve.console, &serve.world, clock_wall_ns(), on_served, &serve);
	signals[0] = loop_signal_new(serve.loop, SIGINT, on_signal, &serve);
	signals[1] = loop_signal_new(serve.loop, SIGTERM, on_signal, &serve);
	is_good = sock_console_listen(&serve.console, serve.type, &serve.address, serve.service, err);
	if (is_good && !io->is_interrupted(io)) {
		say_where(&serve);
		on_served(&serve);
		loop_run(serve.loop);
	}
	loop_signal_free(signals[0]);
	loop_signal_free(signals[1]);
	sock_console_fini(&serve.console);
	sock_world_fini(&serve.world);
	loop_free(serve.loop);
	return is_good ? 0 : 1;
}

const struct lab_command socket_commands[] = {
	{ "run", "[FILE | --preset NAME] [--json] [--normal]",
	  N_("run a script and print what happened; --normal leaves out ports, descriptors and times"), run_run },
	{ "serve", "[--port N] [--server NAME] [--protocol tcp|udp] [--address A] [--log] [--json]",
	  N_("a server that stays up until it is interrupted; --log prints every call"), run_serve },
	{ 0 },
};
