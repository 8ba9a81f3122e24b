/* The verb replay: the steps of one schedule, made by the model and by real threads side by side. */
#include "lab/threads/perform.h"
#include "lab/threads/threads_command.h"

#include "base/i18n.h"

#include <string.h>

#define STEPS_MAX 100000u

struct replay {
	struct program *program;
	struct troupe *troupe;
	uint32_t *before, *words; /* states of the model: before the step, behind it */
	VEC(uint8_t) schedule;
	bool is_json, has_failed;
	struct str_buf *out, failures; /* failures: JSON */
};

static void
put_reads(const struct program *p, const struct instr *in, struct str_buf *out)
{
	const char *between = "reads ";

	for (in++; in->op >= DO_FIRST_LOCAL && in->op != DO_END; in++) {
		if (in->op == DO_QUERY)
			str_buf_printf(out, "%s%s()", between, method_names[in->a]);
		else if (in->op == DO_SHARED)
			str_buf_printf(out, "%s%.*s", between, STR_ARG(p->shareds.items[in->a].name));
		else
			continue;
		between = ", ";
	}
}

static void
put_call(const struct replay *r, unsigned thread, const struct instr *in, struct str_buf *out)
{
	const struct program *p = r->program;
	const uint32_t *was = machine_thread(p, r->before, thread), *is = machine_thread(p, r->words, thread);
	value self = was[THREAD_SLOTS + in->b];

	if ((self & 3) != VALUE_OBJECT)
		str_buf_append_c(out, "?");
	else
		str_buf_append_c(out, p->objects.items[self >> 2].name);
	str_buf_printf(out, ".%s()", method_names[in->a]);
	if (is[THREAD_PHASE] && is[THREAD_PC] == was[THREAD_PC])
		str_buf_append_c(out, " …"); /* one of its steps */
}

/* What the step did, in the words of the scenario. */
static void
put_effect(const struct replay *r, unsigned thread, struct str_buf *out)
{
	const struct program *p = r->program;
	const uint32_t *t = machine_thread(p, r->before, thread);
	const struct instr *in = &p->code.items[t[THREAD_PC]];
	int64_t thousandths;

	switch (in->op) {
	case DO_STEP:
		put_reads(p, in, out);
		break;
	case DO_STORE_SHARED:
	case DO_STORE_ITEM:
		str_buf_printf(out, "%.*s = ", STR_ARG(p->shareds.items[in->a].name));
		value_format(&p->heap, r->words[1 + in->a], false, out);
		break;
	case DO_METHOD:
		put_call(r, thread, in, out);
		break;
	case DO_SLEEP:
		if (value_to_int(&p->heap, t[THREAD_SLOTS + in->b], &thousandths))
			str_buf_printf(out, "sleep(%g)", (double)thousandths / 1000);
		break;
	case DO_END:
		str_buf_append_c(out, "end");
		break;
	default:
		str_buf_append_c(out, in->op == DO_ATOMIC     ? "atomic"
				      : in->op == DO_CRITICAL ? "critical"
				      : in->op == DO_PRINT    ? "print"
							      : "fail");
	}
}

static void
put_json_text(struct str text, struct str_buf *out)
{
	str_buf_append_byte(out, '"');
	for (size_t i = 0; i < text.len; i++) {
		unsigned char byte = (unsigned char)text.data[i];

		if (byte == '"' || byte == '\\')
			str_buf_append_byte(out, '\\');
		if (byte < 0x20)
			str_buf_printf(out, "\\u%04x", byte);
		else
			str_buf_append_byte(out, (char)byte);
	}
	str_buf_append_byte(out, '"');
}

static bool
is_shown(const struct shared *s)
{
	return !s->is_constant && !s->is_object;
}

static void
put_values(const struct replay *r, struct str_buf *out)
{
	const char *between = "";

	for (size_t i = 0; i < r->program->shareds.len; i++) {
		const struct shared *s = &r->program->shareds.items[i];

		if (!is_shown(s))
			continue;
		str_buf_printf(out, r->is_json ? "%s\"%.*s\": " : "%s%.*s=", between, STR_ARG(s->name));
		value_format(&r->program->heap, r->words[1 + i], r->is_json, out);
		between = r->is_json ? ", " : "  ";
	}
}

static void
put_step(const struct replay *r, size_t step)
{
	const struct program *p = r->program;
	unsigned thread = r->schedule.items[step];
	const char *name = p->threads.items[thread].name;
	uint32_t line = p->code.items[machine_thread(p, r->before, thread)[THREAD_PC]].line;
	struct str_buf effect = { 0 };

	put_effect(r, thread, &effect);
	if (r->is_json) {
		str_buf_printf(r->out, "%s{\"step\": %zu, \"thread\": \"%s\", \"line\": %u, \"effect\": ",
			       step ? ",\n  " : "\n  ", step + 1, name, line);
		put_json_text(str_buf_str(&effect), r->out);
		str_buf_append_c(r->out, ", \"values\": {");
		put_values(r, r->out);
		str_buf_append_c(r->out, "}}");
	} else {
		str_buf_printf(r->out, "%3zu  %-6s", step + 1, name);
		str_buf_printf(r->out, _("line %-3u  %-24s  "), line, str_buf_c(&effect));
		put_values(r, r->out);
		str_buf_append_byte(r->out, '\n');
	}
	str_buf_fini(&effect);
}

/* What went wrong with the step or is wrong behind it. */
static void
put_failures(struct replay *r, size_t steps, const struct step_info *info)
{
	struct step_info found[40];
	uint32_t enabled = machine_enabled(r->program, r->words);
	size_t count = machine_inspect(r->program, r->words, enabled, found, ARRAY_LEN(found) - 1);

	if (info->violation)
		found[count++] = *info;
	for (size_t i = 0; i < count; i++) {
		const char *fault = fault_names[found[i].fault];

		if (r->is_json)
			str_buf_printf(&r->failures,
				       "%s{\"kind\": \"%s\", \"line\": %u, \"steps\": %zu, \"fault\": \"%s\"}",
				       r->has_failed ? ", " : "", violation_names[found[i].violation], found[i].line,
				       steps, fault);
		else {
			str_buf_printf(r->out, _("     %s, line %u"), violation_names[found[i].violation],
				       found[i].line);
			str_buf_printf(r->out, *fault ? ": %s\n" : "\n", fault);
		}
		r->has_failed = true;
	}
}

static bool
make_steps(struct replay *r, struct err *err)
{
	struct step_info info;

	machine_start(r->program, r->words, &info);
	put_failures(r, 0, &info);
	for (size_t i = 0; i < r->schedule.len; i++) {
		memcpy(r->before, r->words, r->program->words * sizeof(*r->words));
		if (!troupe_seek(r->troupe, r->schedule.items, i + 1, 1, err))
			return false;
		machine_step(r->program, r->words, r->schedule.items[i], &info);
		put_step(r, i);
		put_failures(r, i + 1, &info);
	}
	return true;
}

static bool
read_schedule(struct replay *r, struct str text, struct err *err)
{
	const struct program *p = r->program;
	struct str name;

	while (str_next(&text, ' ', &name)) {
		size_t i = 0;

		if (!name.len)
			continue;
		while (i < p->threads.len && !str_is_equal_c(name, p->threads.items[i].name))
			i++;
		if (i == p->threads.len || r->schedule.len == STEPS_MAX)
			return err_set(err, _("step %zu: there is no thread “%.*s”"), r->schedule.len + 1,
				       STR_ARG(name));
		vec_push(&r->schedule, (uint8_t)i);
	}
	return true;
}

/* Without --schedule the scenario's own. */
static bool
read_own_schedule(struct replay *r, struct err *err)
{
	for (size_t i = 0; i < r->program->schedule.len; i++)
		if (!read_schedule(r, r->program->schedule.items[i], err))
			return false;
	return r->schedule.len || err_set(err, _("expected --schedule \"A B …\", or a schedule in the scenario"));
}

static void
put_end(struct replay *r)
{
	uint32_t enabled = machine_enabled(r->program, r->words);
	const char *between = "";

	if (r->is_json) {
		str_buf_printf(r->out, "],\n \"violations\": [%s], \"over\": %s, \"can_step\": [",
			       str_buf_c(&r->failures), machine_is_over(r->program, r->words) ? "true" : "false");
		for (unsigned i = 0; i < r->program->threads.len; i++)
			if (enabled >> i & 1) {
				str_buf_printf(r->out, "%s\"%s\"", between, r->program->threads.items[i].name);
				between = ", ";
			}
		str_buf_append_c(r->out, "], \"real_threads_agree\": true}\n");
	} else {
		str_buf_append_c(r->out, machine_is_over(r->program, r->words) ? _("all threads have ended; ")
					 : enabled                             ? _("more steps could follow; ")
									       : _("nobody can go on; "));
		str_buf_append_c(r->out, _("the real threads agree with the model at every step\n"));
	}
}

static int
replay(struct replay *r, const char *schedule, struct err *err)
{
	if (!(schedule ? read_schedule(r, str_of_c(schedule), err) : read_own_schedule(r, err)))
		return 2;
	r->troupe = troupe_open(r->program, err);
	if (!r->troupe)
		return 2;
	r->before = NEW_ARRAY(uint32_t, r->program->words);
	r->words = NEW_ARRAY(uint32_t, r->program->words);
	if (r->is_json)
		str_buf_append_c(r->out, "{\"steps\": [");
	bool is_good = make_steps(r, err);

	if (is_good)
		put_end(r);
	else if (r->is_json)
		str_buf_clear(r->out);
	troupe_close(r->troupe);
	free(r->before);
	free(r->words);
	return !is_good ? 2 : r->has_failed;
}

int
threads_command_replay(struct lab_io *io, int argc, char **argv, struct err *err)
{
	struct program program;
	struct replay r = { .program = &program, .out = io->out };
	const char *file = NULL, *schedule = NULL;

	for (int i = 1; i < argc; i++)
		if (!strcmp(argv[i], "--schedule") && i + 1 < argc)
			schedule = argv[++i];
		else if (!strcmp(argv[i], "--json"))
			r.is_json = true;
		else
			file = argv[i];
	if (!file) {
		err_set(err, _("expected the file of a scenario and --schedule \"A B …\""));
		return 2;
	}
	if (!threads_command_load(io, file, &program, err))
		return 2;
	int status = replay(&r, schedule, err);

	vec_fini(&r.schedule);
	str_buf_fini(&r.failures);
	program_fini(&program);
	return status;
}
