/* The verbs of the command line, and explore. */
#include "lab/threads/threads_command.h"

#include "lab/arguments.h"
#include "lab/preset.h"
#include "lab/threads/threads_report.h"

#include "base/clock.h"
#include "base/i18n.h"

bool
threads_command_load(struct lab_io *io, const char *file, struct program *p, struct err *err)
{
	struct str_buf source = { 0 };
	bool is_good;

	if (!file)
		return err_set(err, _("expected the file of a scenario, or - for the standard input"));
	is_good = io->read(io, file, &source, err);
	preset_blank_front_matter(&source);
	if (is_good && !program_compile(p, str_buf_str(&source), err)) {
		uint32_t line = err ? err->line : 0, column = err ? err->column : 0;

		is_good = err_at(err, str_of_c(file), line, column);
	}
	str_buf_fini(&source);
	return is_good;
}

static int
run_explore(struct lab_io *io, int argc, char **argv, struct err *err)
{
	struct explore_limits limits = { 0 };
	struct program program;
	struct explored explored;
	bool is_json = false;
	const char *file = NULL;
	const struct lab_argument known[] = { { "--json", NULL, &is_json }, { .name = NULL } };

	if (!lab_arguments_read(argc, argv, known, &file, err))
		return 2;
	if (!threads_command_load(io, file, &program, err))
		return 2;
	uint64_t start = clock_monotonic_ns();

	explore(&program, &limits, &explored);
	if (is_json)
		report_json(&program, &explored, (double)(clock_monotonic_ns() - start) / 1e9, io->out);
	else
		report_text(&program, &explored, io->out);
	int status = explored.violations.len ? 1 : 0;

	explored_fini(&explored);
	program_fini(&program);
	return status;
}

const struct lab_command threads_commands[] = {
	{ "explore", "FILE [--json]", N_("prove what can happen over all interleavings"), run_explore },
	{ "replay", "FILE [--schedule \"A B …\"] [--json]",
	  N_("make the steps of one schedule, in the model and on real threads"), threads_command_replay },
	{ "race", "FILE [--runs N] [--seed S] [--json]",
	  N_("run it on real threads, over and over, and count what comes out"), threads_command_race },
	{ 0 },
};
