/* The verb replay: the steps of one schedule, made by the model and by real threads side by side. */
#include "lab/arguments.h"
#include "lab/threads/perform.h"
#include "lab/threads/threads_command.h"
#include "lab/threads/threads_words.h"

#include "base/i18n.h"

struct replay {
	struct program *program;
	struct troupe *troupe;
	struct past past; /* of the model */
	VEC(uint8_t) schedule;
	bool is_json, has_failed;
	struct str_buf *out, failures; /* failures: JSON */
};

static bool
is_shown(const struct shared *s)
{
	return !s->is_constant && !s->is_object;
}

static void
put_values(const struct replay *r, size_t at, struct str_buf *out)
{
	const uint32_t *state = past_state(&r->past, at);
	const char *between = "";

	for (size_t i = 0; i < r->program->shareds.len; i++) {
		const struct shared *s = &r->program->shareds.items[i];

		if (!is_shown(s))
			continue;
		str_buf_printf(out, r->is_json ? "%s\"%.*s\": " : "%s%.*s=", between, STR_ARG(s->name));
		value_format(&r->program->heap, state[1 + i], r->is_json, out);
		between = r->is_json ? ", " : "  ";
	}
}

/* Behind STEP: who, where, what it did, the values, and the sentence for it. */
static void
put_step(const struct replay *r, size_t step)
{
	struct str_buf effect = { 0 }, sentence = { 0 }, values = { 0 };
	struct threads_event event;
	const char *name = r->program->threads.items[r->schedule.items[step]].name;

	threads_event_of(&r->past, step, &event);
	words_row(&r->past, &event, false, &effect);
	words_sentence(&r->past, step + 1, NULL, false, &sentence);
	if (r->is_json) {
		str_buf_printf(r->out, "%s{\"step\": %zu, \"thread\": \"%s\", \"line\": %u, \"effect\": ",
			       step ? ",\n  " : "\n  ", step + 1, name, event.line);
		str_buf_append_json(r->out, str_buf_str(&effect));
		str_buf_append_c(r->out, ", \"sentence\": ");
		str_buf_append_json(r->out, str_buf_str(&sentence));
		str_buf_append_c(r->out, ", \"values\": {");
		put_values(r, step + 1, r->out);
		str_buf_append_c(r->out, "}}");
	} else {
		str_buf_printf(r->out, _("%3zu  %s, line %u: %s\n"), step + 1, name, event.line, str_buf_c(&sentence));
		put_values(r, step + 1, &values);
		if (values.len)
			str_buf_printf(r->out, "     %s\n", str_buf_c(&values));
	}
	str_buf_fini(&effect);
	str_buf_fini(&sentence);
	str_buf_fini(&values);
}

/* What went wrong with the step or is wrong behind it. */
static void
put_failures(struct replay *r, size_t steps, const struct step_info *info)
{
	struct step_info found[40];
	const uint32_t *state = past_state(&r->past, steps);
	uint32_t enabled = machine_enabled(r->program, state);
	size_t count = machine_inspect(r->program, state, enabled, found, ARRAY_LEN(found) - 1);

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
	uint32_t *state = NEW_ARRAY(uint32_t, r->program->words);
	struct step_info info;

	machine_start(r->program, state, &info); /* a thread may fail before its first step */
	free(state);
	put_failures(r, 0, &info);
	for (size_t i = 0; i < r->schedule.len; i++) {
		if (past_is_full(&r->past))
			return err_set(err, _("the schedule is too long: %zu steps were made"), i);
		if (!troupe_seek(r->troupe, r->schedule.items, i + 1, 1, err))
			return false;
		past_push(&r->past, r->schedule.items[i]);
		put_step(r, i);
		put_failures(r, i + 1, &r->past.steps.items[i].info);
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
		if (i == p->threads.len)
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
	const uint32_t *state = past_state(&r->past, r->past.steps.len);
	uint32_t enabled = machine_enabled(r->program, state);
	bool is_over = machine_is_over(r->program, state);
	const char *between = "";

	if (r->is_json) {
		str_buf_printf(r->out, "],\n \"violations\": [%s], \"over\": %s, \"can_step\": [",
			       str_buf_c(&r->failures), is_over ? "true" : "false");
		for (unsigned i = 0; i < r->program->threads.len; i++)
			if (enabled >> i & 1) {
				str_buf_printf(r->out, "%s\"%s\"", between, r->program->threads.items[i].name);
				between = ", ";
			}
		str_buf_append_c(r->out, "], \"real_threads_agree\": true}\n");
	} else {
		str_buf_append_c(r->out, is_over   ? _("all threads have ended; ")
					 : enabled ? _("more steps could follow; ")
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
	past_init(&r->past, r->program);
	if (r->is_json)
		str_buf_append_c(r->out, "{\"steps\": [");
	bool is_good = make_steps(r, err);

	if (is_good)
		put_end(r);
	else if (r->is_json)
		str_buf_clear(r->out);
	troupe_close(r->troupe);
	past_fini(&r->past);
	return !is_good ? 2 : r->has_failed;
}

int
threads_command_replay(struct lab_io *io, int argc, char **argv, struct err *err)
{
	struct program program;
	struct replay r = { .program = &program, .out = io->out };
	const char *file = NULL, *schedule = NULL;
	const struct lab_argument known[] = {
		{ "--json", NULL, &r.is_json },
		{ "--schedule", &schedule, NULL },
		{ .name = NULL },
	};

	if (!lab_arguments_read(argc, argv, known, &file, err))
		return 2;
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
