/* One sentence or two for a step: what happened, and what follows from it. */
#include "base/i18n.h"
#include "lab/threads/threads_sentence_parts.h"

/* ---- reads and writes ---- */

static void
tell_reads(struct teller *t)
{
	struct str_buf list = { 0 };

	for (size_t i = 0; i < t->event.read_count; i++) {
		const struct threads_read *r = &t->event.reads[i];

		str_buf_append_c(&list, i ? _(", ") : "");
		if (r->object == OBJECT_NOTHING)
			str_buf_append(&list, t->program->shareds.items[r->shared].name);
		else
			str_buf_printf(&list, "%s.%s()", words_object(t->program, r->object), method_names[r->method]);
		str_buf_append_c(&list, " = ");
		words_value(t->program, r->value, &list);
	}
	if (t->event.read_count)
		str_buf_printf(t->out, _("%s looks: %s."), t->who, str_buf_c(&list));
	else
		str_buf_printf(t->out, _("%s goes on."), t->who);
	str_buf_fini(&list);
}

static void
tell_read(struct teller *t)
{
	const struct threads_event *e = &t->event;
	struct str_buf next = { 0 };

	if (e->read_count != 1 || e->reads[0].object != OBJECT_NOTHING) {
		tell_reads(t);
		return;
	}
	str_buf_append(&t->what, t->program->shareds.items[e->reads[0].shared].name);
	words_value(t->program, e->reads[0].value, &t->value);
	if (e->will_write >= 0)
		words_value(t->program, e->written, &next);
	if (e->stale_with < THREADS_MAX)
		str_buf_printf(t->out, _("%s reads %s, still %s: what %s computed is not written yet."), t->who,
			       str_buf_c(&t->what), str_buf_c(&t->value), words_thread(t->program, e->stale_with));
	else if (e->will_write == e->reads[0].shared)
		str_buf_printf(t->out, _("%s reads %s: %s. It has yet to write %s back."), t->who, str_buf_c(&t->what),
			       str_buf_c(&t->value), str_buf_c(&next));
	else
		str_buf_printf(t->out, _("%s reads %s: %s."), t->who, str_buf_c(&t->what), str_buf_c(&t->value));
	str_buf_fini(&next);
}

static void
tell_write(struct teller *t)
{
	const struct threads_event *e = &t->event;

	str_buf_append(&t->what, t->program->shareds.items[e->shared].name);
	if (e->index != VALUE_UNSET) {
		str_buf_append_byte(&t->what, '[');
		words_value(t->program, e->index, &t->what);
		str_buf_append_byte(&t->what, ']');
	}
	if (e->index != VALUE_UNSET && e->value == VALUE_UNSET) {
		str_buf_printf(t->out, _("%s deletes %s."), t->who, str_buf_c(&t->what));
		return;
	}
	words_value(t->program, e->value, &t->value);
	if (e->stale_with < THREADS_MAX)
		str_buf_printf(t->out, _("%s writes %s = %s, from what it read before %s wrote: %s's update is lost."),
			       t->who, str_buf_c(&t->what), str_buf_c(&t->value),
			       words_thread(t->program, e->stale_with), words_thread(t->program, e->stale_with));
	else
		str_buf_printf(t->out, _("%s writes %s = %s."), t->who, str_buf_c(&t->what), str_buf_c(&t->value));
}

static void
tell_atomic(struct teller *t)
{
	const struct threads_event *e = &t->event;
	const uint32_t *state = past_state(t->history, t->step + 1);
	struct str_buf list = { 0 };

	for (unsigned i = 0; i < 64 && i < t->program->shareds.len; i++) {
		if (!(e->changed >> i & 1))
			continue;
		str_buf_append_c(&list, list.len ? _(", ") : "");
		str_buf_append(&list, t->program->shareds.items[i].name);
		str_buf_append_c(&list, " = ");
		words_value(t->program, state[1 + i], &list);
	}
	if (list.len)
		str_buf_printf(t->out, _("%s does line %u in one step, nobody comes between: %s."), t->who, e->line,
			       str_buf_c(&list));
	else
		str_buf_printf(t->out, _("%s does line %u in one step."), t->who, e->line);
	str_buf_fini(&list);
}

static void
tell_fault(struct teller *t)
{
	const struct threads_event *e = &t->event;

	if (e->is_caught)
		str_buf_printf(t->out, _("%s: line %u raises %s, and except catches it."), t->who, e->line,
			       fault_names[e->fault]);
	else
		str_buf_printf(t->out, _("%s: line %u raises %s, and nobody catches it: the thread ends here."), t->who,
			       e->line, fault_names[e->fault]);
}

static void
tell_step(struct teller *t)
{
	const struct threads_event *e = &t->event;

	bool is_assertion = t->history->steps.items[t->step].info.violation == VIOLATION_ASSERT && e->kind == STEP_READ;

	if (e->fault && e->fault != FAULT_FAIL && !is_assertion) {
		tell_fault(t);
		return;
	}
	switch (e->kind) {
	case STEP_READ:
		tell_read(t);
		break;
	case STEP_WRITE:
		tell_write(t);
		break;
	case STEP_METHOD:
		teller_tell_method(t);
		break;
	case STEP_ATOMIC:
		tell_atomic(t);
		break;
	case STEP_CRITICAL:
		str_buf_printf(t->out, _("%s is in the critical section."), t->who);
		break;
	case STEP_SLEEP:
		str_buf_printf(t->out, _("%s sleeps for %lld.%lld s of virtual time."), t->who,
			       (long long)(e->number / 1000), (long long)(e->number % 1000 / 100));
		break;
	case STEP_PRINT:
		str_buf_printf(t->out, _("%s prints."), t->who);
		break;
	case STEP_FAIL:
		str_buf_printf(t->out, _("%s reaches fail in line %u."), t->who, e->line);
		break;
	}
}

/* ---- what follows ---- */

/* Sentences of a language with blanks between words have one between them too. */
static void
next_sentence(struct str_buf *out)
{
	if (out->len && (unsigned char)out->data[out->len - 1] < 0x80)
		str_buf_append_byte(out, ' ');
}

static void
tell_end(struct teller *t, const uint32_t *state)
{
	struct str_buf names = { 0 };
	uint32_t cut = 0;

	for (unsigned i = 0; i < t->program->threads.len; i++) {
		struct thread_look look;

		waits_look(t->program, state, i, &look);
		if (look.place == PLACE_CUT)
			cut |= 1u << i;
	}
	words_threads(t->program, cut, &names);
	if (cut)
		str_buf_printf(t->out, _("The program is over: as daemons, %s are cut off where they stand."),
			       str_buf_c(&names));
	else
		str_buf_append_c(t->out, _("All threads have ended."));
	str_buf_fini(&names);
}

/* Does the next step of the thread have to wait? That is no step, so it is said here. */
static void
tell_next(struct teller *t, const uint32_t *state)
{
	struct thread_look look;
	struct str_buf names = { 0 };

	waits_look(t->program, state, t->event.thread, &look);
	words_threads(t->program, look.holders, &names);
	if (look.place == PLACE_ENDED) {
		next_sentence(t->out);
		str_buf_printf(t->out, _("%s has ended."), t->who);
	} else if (look.place == PLACE_BLOCKED && !look.is_waiting && look.object != OBJECT_NOTHING) {
		enum object_kind kind = t->program->objects.items[look.object].kind;
		const char *what = words_object(t->program, look.object);

		next_sentence(t->out);
		if (look.holders && kind == OBJECT_CONDITION)
			str_buf_printf(t->out, _("%s needs the lock of %s now, but %s holds it: it waits."), t->who,
				       what, str_buf_c(&names));
		else if (look.holders && kind != OBJECT_THREAD)
			str_buf_printf(t->out, _("%s needs %s now, but %s holds it: it waits."), t->who, what,
				       str_buf_c(&names));
		else
			teller_tell_wait(t->program, &look, t->who, true, t->out);
		if (!look.holders || kind == OBJECT_THREAD)
			str_buf_append_c(t->out, _("."));
	}
	str_buf_fini(&names);
}

static void
tell_woken(struct teller *t)
{
	struct str_buf names = { 0 };

	const uint32_t *before = past_state(t->history, t->step);
	bool has_slept = false;

	for (unsigned i = 0; i < t->program->threads.len; i++) {
		struct thread_look look;

		waits_look(t->program, before, i, &look);
		has_slept |= (t->event.woken >> i & 1) &&
			     (look.place == PLACE_ASLEEP ||
			      (look.place == PLACE_UNSTARTED && t->program->threads.items[i].after));
	}
	if (has_slept) {
		words_threads(t->program, t->event.woken, &names);
		next_sentence(t->out);
		str_buf_printf(t->out, _("Nobody else can move, so time passes until %s can go on."),
			       str_buf_c(&names));
	} else if (t->event.woken && !(t->event.kind == STEP_METHOD && t->event.method >= METHOD_NOTIFY &&
				       t->event.method <= METHOD_NOTIFY_ALL)) {
		words_threads(t->program, t->event.woken, &names);
		next_sentence(t->out);
		str_buf_printf(t->out, _("Now %s can go on."), str_buf_c(&names));
	}
	str_buf_fini(&names);
}

/* The threads that stand at a critical section together. */
static uint32_t
find_crowd(const struct program *p, const uint32_t *state, uint32_t line)
{
	uint32_t threads = 0;

	for (unsigned i = 0; i < p->threads.len; i++) {
		uint32_t pc = state[p->thread_at + i * p->thread_words + THREAD_PC];

		if (pc != PC_ENDED && p->code.items[pc].op == DO_CRITICAL && p->code.items[pc].line == line)
			threads |= 1u << i;
	}
	return threads;
}

/* Who sleeps for ever and was called before it slept. */
static void
tell_missed(struct teller *t, const uint32_t *state)
{
	bool has_sleeper = false;

	for (unsigned i = 0; i < t->program->threads.len; i++)
		has_sleeper |= teller_find_sleepers(t->program, state, i) != 0;
	for (size_t i = t->step + 1; has_sleeper && i-- > 0;) {
		const struct past_step *s = &t->history->steps.items[i];

		if (!s->info.missed_notify)
			continue;
		next_sentence(t->out);
		str_buf_printf(t->out, _("%s notified when nobody waited; a notify is not kept: the wake-up was lost."),
			       words_thread(t->program, s->thread));
		return;
	}
}

/* What is demanded, without the word before it. */
static struct str
demand_of(struct str line)
{
	static const char *const words[] = { "check ", "always ", "assert " };

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		size_t at = str_find(line, str_of_c(words[i]));

		if (at != STR_NONE && (at == 0 || line.data[at - 1] == ' '))
			return str_trim(str_skip(line, at + strlen(words[i])));
	}
	return line;
}

static void
tell_wrong(struct teller *t, const struct step_info *wrong, const uint32_t *state)
{
	struct str line = demand_of(words_line(t->program, wrong->line));
	struct str_buf names = { 0 };

	switch (wrong->violation) { /* a sentence of its own where the step has not said it already */
	case VIOLATION_DEADLOCK:
	case VIOLATION_LOST_WAKEUP:
	case VIOLATION_CHECK:
	case VIOLATION_ALWAYS:
	case VIOLATION_CRITICAL:
	case VIOLATION_ASSERT:
		next_sentence(t->out);
		break;
	default:
		return;
	}
	switch (wrong->violation) {
	case VIOLATION_DEADLOCK:
	case VIOLATION_LOST_WAKEUP:
		words_deadlock(t->program, state, t->event.thread, t->out);
		tell_missed(t, state);
		break;
	case VIOLATION_CHECK:
		str_buf_printf(t->out, _("All have ended, and the check fails: %.*s."), STR_ARG(line));
		break;
	case VIOLATION_ALWAYS:
		str_buf_printf(t->out, _("What must always hold does not: %.*s."), STR_ARG(line));
		break;
	case VIOLATION_CRITICAL:
		words_threads(t->program, find_crowd(t->program, state, wrong->line), &names);
		str_buf_printf(t->out, _("Now %s are in the critical section at once."), str_buf_c(&names));
		break;
	default:
		str_buf_printf(t->out, _("The assertion fails: %.*s. The thread ends here."), STR_ARG(line));
		break;
	}
	str_buf_fini(&names);
}

/* What the exercise asks, and whether it is done. */
static void
tell_goal(const struct program *p, const struct explored *explored, struct str_buf *out)
{
	bool is_safe = explored && explored->is_complete && !explored->violations.len;

	if (!p->goal)
		return;
	next_sentence(out);
	if (p->goal == 'b')
		str_buf_append_c(out, _("Your task: find an order that goes wrong."));
	else if (is_safe)
		str_buf_append_c(out, _("The task is done: it is right now."));
	else
		str_buf_append_c(out, _("Your task: change the source so that nothing can."));
}

static void
tell_start(const struct explored *explored, struct str_buf *out)
{
	struct str_buf all = { 0 }, failing = { 0 };

	if (!explored || !explored->is_complete) {
		str_buf_append_c(out, _("Nothing has run yet: space makes a step, a thread's key makes its step."));
	} else if (!explored->violations.len) {
		str_buf_append_c(out, _("Nothing has run yet. Whatever the schedule, nothing can go wrong: try it."));
	} else if (explored->is_counted && !explored->has_overflow) {
		words_count(explored->schedules, &all);
		words_count(explored->failing, &failing);
		str_buf_printf(out,
			       _("Nothing has run yet. Of %s schedules %s go wrong: v shows the shortest way there."),
			       str_buf_c(&all), str_buf_c(&failing));
	} else {
		str_buf_append_c(out, _("Nothing has run yet. It can go wrong: v shows the shortest way there."));
	}
	str_buf_fini(&all);
	str_buf_fini(&failing);
}

void
words_sentence(const struct past *h, size_t position, const struct explored *explored, bool is_told,
	       struct str_buf *out)
{
	struct teller t = { .history = h, .program = h->program, .step = position - 1, .out = out };
	const uint32_t *state = past_state(h, position);

	if (!position) {
		tell_start(is_told ? explored : NULL, out);
		tell_goal(h->program, explored, out);
		return;
	}
	threads_event_of(h, t.step, &t.event);
	t.who = words_thread(t.program, t.event.thread);
	const struct step_info *wrong = &h->steps.items[t.step].wrong;
	struct thread_look next;

	waits_look(t.program, state, t.event.thread, &next);
	t.has_consequence = wrong->violation || (next.place == PLACE_BLOCKED && !next.is_waiting);
	/* who falls asleep for ever is told with the deadlock */
	bool is_stuck = wrong->violation == VIOLATION_DEADLOCK || wrong->violation == VIOLATION_LOST_WAKEUP;

	if (!is_stuck || !teller_find_sleepers(t.program, state, t.event.thread))
		tell_step(&t);
	if (wrong->violation) {
		tell_wrong(&t, wrong, state);
	} else if (machine_is_over(t.program, state)) {
		next_sentence(out);
		tell_end(&t, state);
	} else {
		tell_next(&t, state);
		tell_woken(&t);
	}
	str_buf_fini(&t.what);
	str_buf_fini(&t.value);
}
