/* The verbs explore and replay of the command line. */
#include "lab/threads/threads_report.h"

#include "base/clock.h"
#include "base/i18n.h"

#include <string.h>

static bool
load(struct lab_io *io, const char *file, struct program *p, struct err *err)
{
	struct str_buf source = { 0 };
	bool is_good = io->read(io, file, &source, err);

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

	for (int i = 1; i < argc; i++)
		if (!strcmp(argv[i], "--json"))
			is_json = true;
		else
			file = argv[i];
	if (!file) {
		err_set(err, _("expected the file of a scenario, or - for the standard input"));
		return 2;
	}
	if (!load(io, file, &program, err))
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

static int
find_thread(const struct program *p, struct str name)
{
	for (size_t i = 0; i < p->threads.len; i++)
		if (str_is_equal_c(name, p->threads.items[i].name))
			return (int)i;
	return -1;
}

static void
put_state(struct program *p, const uint32_t *words, struct str_buf *out)
{
	for (size_t i = 0; i < p->shareds.len; i++)
		if (!p->shareds.items[i].is_constant) {
			str_buf_printf(out, "  %.*s=", STR_ARG(p->shareds.items[i].name));
			value_format(&p->heap, words[1 + i], false, out);
		}
	str_buf_append_byte(out, '\n');
}

static int
replay(struct program *p, struct str schedule, struct str_buf *out, struct err *err)
{
	uint32_t *words = NEW_ARRAY(uint32_t, p->words);
	struct step_info info, found[40];
	struct str name;
	int status = 0, steps = 0;

	machine_start(p, words, &info);
	while (status < 2 && str_next(&schedule, ' ', &name)) {
		int thread = find_thread(p, name);

		if (!name.len)
			continue;
		steps++;
		if (thread < 0 || !(machine_enabled(p, words) >> thread & 1)) {
			err_set(err,
				thread < 0 ? _("step %d: there is no thread “%.*s”")
					   : _("step %d: “%.*s” cannot step here"),
				steps, STR_ARG(name));
			status = 2;
			break;
		}
		uint32_t line = p->code.items[machine_thread(p, words, (unsigned)thread)[THREAD_PC]].line;

		machine_step(p, words, (unsigned)thread, &info);
		str_buf_printf(out, "%d %.*s:%u", steps, STR_ARG(name), line);
		put_state(p, words, out);
		size_t count = machine_inspect(p, words, machine_enabled(p, words), found, 39);

		if (info.violation)
			found[count++] = info;
		for (size_t i = 0; i < count; i++) {
			str_buf_printf(out, "%s %u\n", violation_names[found[i].violation], found[i].line);
			status = 1;
		}
	}
	free(words);
	return status;
}

static int
run_replay(struct lab_io *io, int argc, char **argv, struct err *err)
{
	struct program program;
	const char *file = NULL, *schedule = NULL;

	for (int i = 1; i < argc; i++)
		if (!strcmp(argv[i], "--schedule") && i + 1 < argc)
			schedule = argv[++i];
		else
			file = argv[i];
	if (!file || !schedule) {
		err_set(err, _("expected the file of a scenario and --schedule \"A B …\""));
		return 2;
	}
	if (!load(io, file, &program, err))
		return 2;
	int status = replay(&program, str_of_c(schedule), io->out, err);

	program_fini(&program);
	return status;
}

const struct lab_command threads_commands[] = {
	{ "explore", "FILE [--json]", N_("prove what can happen over all interleavings"), run_explore },
	{ "replay", "FILE --schedule \"A B …\"", N_("make the steps of one schedule"), run_replay },
	{ 0 },
};
