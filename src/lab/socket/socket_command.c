/* `notes-tui lab socket run` and `serve`: the engine without the screen. */
#include "lab/socket/socket_command.h"

#include "base/i18n.h"
#include "lab/options.h"
#include "lab/socket/sock_report.h"
#include "lab/socket/socket_options.h"

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
	*out = (struct run_arguments){ 0 };
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--json") == 0)
			out->is_json = true;
		else if (strcmp(argv[i], "--normal") == 0)
			out->is_normal = true;
		else if (strncmp(argv[i], "--preset=", 9) == 0)
			out->preset = argv[i] + 9;
		else if (strcmp(argv[i], "--preset") == 0 && i + 1 < argc)
			out->preset = argv[++i];
		else if ((argv[i][0] != '-' || !argv[i][1]) && !out->file)
			out->file = argv[i];
		else
			return err_set(err, _("unknown option %s"), argv[i]);
	}
	return true;
}

/* A preset file as it is shipped has its title between two lines of ---: keep the lines, for errors, but not what is in them. */
static struct str
skip_front_matter(struct str text, uint32_t *line)
{
	struct str rest = text, part;

	*line = 1;
	if (!str_next_line(&rest, &part) || !str_is_equal_c(str_trim_end(part), "---"))
		return text;
	for (uint32_t number = 2; str_next_line(&rest, &part); number++) {
		if (str_is_equal_c(str_trim_end(part), "---")) {
			*line = number + 1;
			return rest.data ? rest : STR("");
		}
	}
	return text;
}

static bool
load_setup(struct lab_io *io, const struct run_arguments *arguments, struct str_buf *text, struct lab_options *options,
	   struct socket_setup *setup, struct err *err)
{
	struct lab_source source = { .file = str_of_c(arguments->file ? arguments->file : "") };

	if (arguments->file ? !io->read(io, arguments->file, text, err)
			    : !io->preset(io, "socket", arguments->preset ? arguments->preset : "tcp-echo", text, err))
		return false;
	source.text = skip_front_matter(str_buf_str(text), &source.line);
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

const struct lab_command socket_commands[] = {
	{ "run", "[FILE | --preset NAME] [--json] [--normal]",
	  N_("run a script and print what happened; --normal leaves out ports, descriptors and times"), run_run },
	{ 0 },
};
