/* The threads lab: opens a scenario, keeps the history and what was found out. threads_keys.c takes its keys. */
#include "lab/threads/threads_lab.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "lab/threads/threads_draft.h"
#include "lab/threads/threads_report.h"
#include "lab/threads/threads_state.h"
#include "lab/threads/threads_words.h"

/* ---- opening ---- */

static bool
compile(struct threads_lab *lab, struct err *err)
{
	struct program program;

	if (!program_compile(&program, str_buf_str(&lab->source), err))
		return false;
	if (lab->program.words) {
		threads_perform_stop(lab);
		past_fini(&lab->history);
		program_fini(&lab->program);
	}
	lab->program = program;
	return true;
}

/* Lines of the body to lines of its file. */
static bool
place_error(const struct lab_source *source, struct err *err)
{
	if (!err)
		return false;
	return err_at(err, source->file, err->line ? err->line + source->line - 1 : source->line, err->column);
}

static bool
threads_check(const struct lab_source *source, struct err *err)
{
	struct program program;

	if (!program_compile(&program, source->text, err))
		return place_error(source, err);
	program_fini(&program);
	return true;
}

static bool
threads_open(void *self, const struct lab_env *env, const struct lab_source *source, struct err *err)
{
	struct threads_lab *lab = self;

	lab->env = *env;
	lab->now_ns = env->now_ns;
	str_buf_append(&lab->source, source->text);
	lab->source_len = lab->source.len;
	if (!compile(lab, err)) {
		str_buf_fini(&lab->source);
		return place_error(source, err);
	}
	threads_plan_keys(lab);
	playback_init(&lab->playback, 0);
	playback_take_mouse(&lab->playback);
	lab->hits = NEW(struct hits);
	threads_plan_schedule(lab);
	if (env->is_still) /* a card stands beside the question that asks what will come: the program and its start */
		return true;
	lab->is_told = !source->preset.len; /* who wrote it wants to know at once */
	lab->explorer = threads_draft_explorer(source->draft);
	threads_work_explore(lab);
	return true;
}

static void
threads_close(void *self)
{
	struct threads_lab *lab = self;

	threads_work_stop(lab);
	threads_explorer_unref(lab->explorer);
	playback_fini(&lab->playback);
	hits_fini(lab->hits);
	free(lab->hits);
	threads_perform_stop(lab);
	past_fini(&lab->history);
	program_fini(&lab->program);
	str_buf_fini(&lab->source);
}

/* A line behind the source says so. */
void
threads_set_grain(struct threads_lab *lab, bool is_changed)
{
	bool is_access = lab->program.is_access_grain;

	if (is_changed == lab->is_grain_changed)
		return;
	str_buf_cut(&lab->source, lab->source_len);
	if (is_changed)
		str_buf_append_c(&lab->source, is_access ? "\ngrain statement\n" : "\ngrain access\n");
	lab->is_grain_changed = is_changed;
	if (!compile(lab, NULL)) { /* too large in small steps: as it was */
		str_buf_cut(&lab->source, lab->source_len);
		lab->is_grain_changed = false;
		compile(lab, NULL);
	}
	threads_work_stop(lab);
	if (lab->page == PAGE_RACE)
		lab->page = PAGE_STEPS;
	threads_plan_schedule(lab);
	threads_work_explore(lab);
}

/* ---- time ---- */

static bool
threads_tick(void *self, uint64_t now_ns)
{
	struct threads_lab *lab = self;
	bool is_changed;

	lab->now_ns = now_ns;
	is_changed = threads_work_look(lab);
	is_changed |= playback_tick(&lab->playback, now_ns);
	if (lab->playback.wants_more) {
		is_changed = true;
		if (!threads_plan_more(lab))
			playback_set_running(&lab->playback, false, now_ns);
	}
	if (is_changed || lab->is_troupe_behind) {
		threads_perform_follow(lab);
		is_changed = true;
	}
	return is_changed;
}

static uint64_t
threads_next_tick(const void *self)
{
	const struct threads_lab *lab = self;
	uint64_t next = playback_next_tick(&lab->playback);

	if (lab->is_troupe_behind)
		return lab->now_ns + NS_PER_MS;
	if (lab->look_ns && (!next || lab->look_ns < next))
		next = lab->look_ns;
	return next;
}

/* ---- what it holds ---- */

static void
threads_sentence(const void *self, struct str_buf *out)
{
	threads_plan_sentence(self, out);
}

static void
put_steps(const struct threads_lab *lab, struct str_buf *out)
{
	for (size_t i = 0; i < lab->history.steps.len; i++)
		str_buf_printf(out, "%s%s", i ? " " : "",
			       words_thread(&lab->program, lab->history.steps.items[i].thread));
}

static void
dump_proof(const struct explored *e, struct str_buf *out)
{
	struct str_buf count = { 0 };

	str_buf_printf(out, "states=%u\ncomplete=%d\nviolations=%zu\nraces=%zu\n", e->states, e->is_complete,
		       e->violations.len, e->races.len);
	for (size_t i = 0; i < e->violations.len; i++)
		str_buf_printf(out, "violation=%s line=%u steps=%u\n", violation_names[e->violations.items[i].kind],
			       e->violations.items[i].line, e->violations.items[i].steps);
	if (e->is_counted) {
		report_count(e->schedules, &count);
		str_buf_append_c(&count, "\nfailing=");
		report_count(e->failing, &count);
		str_buf_printf(out, "schedules=%s\n", str_buf_c(&count));
	}
	str_buf_fini(&count);
}

static void
threads_dump(const void *self, struct str_buf *out)
{
	static const char *const pages[] = { "steps", "explore", "race" };
	static const char *const plans[] = { "free", "schedule", "way" };
	const struct threads_lab *lab = self;
	const uint32_t *state = past_state(&lab->history, lab->playback.position);
	const struct program *p = &lab->program;

	str_buf_printf(
		out, "working=%d\npage=%s\nplan=%s\nposition=%llu\nlength=%zu\nsteps=", threads_work_is_busy(lab),
		pages[lab->page], plans[lab->plan], (unsigned long long)lab->playback.position, lab->history.steps.len);
	put_steps(lab, out);
	str_buf_append_c(out, "\nstate=");
	for (size_t i = 0; i < p->shareds.len; i++)
		if (!p->shareds.items[i].is_object) {
			str_buf_printf(out, "%.*s=", STR_ARG(p->shareds.items[i].name));
			value_format(&p->heap, state[1 + i], false, out);
			str_buf_append_byte(out, ' ');
		}
	str_buf_printf(out, "\ngrain=%s\nsentence=", p->is_access_grain ? "access" : "statement");
	threads_sentence(lab, out);
	str_buf_append_byte(out, '\n');
	if (threads_work_proof(lab))
		dump_proof(&threads_work_proof(lab)->explored, out);
	if (lab->troupe)
		str_buf_printf(out, "performed=%zu\ndisagreement=%s\n", troupe_at(lab->troupe), lab->troupe_err.text);
	if (lab->race)
		str_buf_printf(out, "raced=%llu\nrace_outcomes=%zu\n", (unsigned long long)lab->raced.runs,
			       lab->raced.outcomes.len);
}

/* Where it stands: the position, the grain, and all steps by name. */
static void
threads_save(const void *self, struct str_buf *out)
{
	const struct threads_lab *lab = self;

	str_buf_printf(out, "%llu %d ", (unsigned long long)lab->playback.position, lab->is_grain_changed);
	put_steps(lab, out);
}

static void
threads_restore(void *self, struct str text)
{
	struct threads_lab *lab = self;
	struct str part;
	int64_t position, is_grain_changed;

	if (!str_next(&text, ' ', &part) || !str_to_int64(part, &position) || position < 0)
		return;
	if (!str_next(&text, ' ', &part) || !str_to_int64(part, &is_grain_changed))
		return;
	threads_set_grain(lab, is_grain_changed != 0);
	threads_plan_begin(lab);
	while (str_next(&text, ' ', &part))
		if (!past_push(&lab->history, threads_plan_find(&lab->program, part)))
			break;
	if ((size_t)position < lab->history.steps.len)
		lab->plan = PLAN_SCHEDULE;
	threads_plan_sync(lab);
	playback_seek(&lab->playback, (uint64_t)position);
	threads_perform_follow(lab);
}

const struct lab_ops threads_lab_ops = {
	.name = "threads",
	.summary = N_(
		"threads, locks and shared variables: a step at a time, backwards too, and proved over all schedules"),
	.draft = &threads_draft_ops,
	.commands = threads_commands,
	.state_size = sizeof(struct threads_lab),
	.open = threads_open,
	.close = threads_close,
	.tick = threads_tick,
	.next_tick = threads_next_tick,
	.input = threads_input,
	.draw = threads_lab_draw,
	.hints = threads_hints,
	.sentence = threads_sentence,
	.check = threads_check,
	.dump = threads_dump,
	.save = threads_save,
	.restore = threads_restore,
};
