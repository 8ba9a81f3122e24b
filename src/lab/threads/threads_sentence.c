/* One sentence or two for a step: what happened, and what follows from it. */
#include "lab/threads/threads_words.h"

#include "base/i18n.h"

struct teller { /* the step that is told, with its names made ready */
	const struct past *history;
	const struct program *program;
	size_t step;
	struct threads_event event;
	const char *who;
	struct str_buf what;  /* the variable or object */
	struct str_buf value; /* what was read, written, put or taken */
	bool has_consequence; /* a second sentence follows, so the first is short */
	struct str_buf *out;
};

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

/* ---- objects ---- */

static const char *
holder_of(const struct teller *t)
{
	return words_thread(t->program, t->event.holder);
}

static void
tell_acquire(struct teller *t, bool is_condition)
{
	const struct threads_event *e = &t->event;
	const char *what = str_buf_c(&t->what);

	if (e->is_refused && e->mode == MODE_TIMED)
		str_buf_printf(t->out, _("%s has waited for %s in vain: the time is over and %s still holds it."),
			       t->who, what, holder_of(t));
	else if (e->is_refused)
		str_buf_printf(t->out, _("%s tries %s, but %s holds it: it goes on without."), t->who, what,
			       holder_of(t));
	else if (e->count > 1)
		str_buf_printf(t->out, _("%s takes %s once more: it holds it %lld times now."), t->who, what,
			       (long long)e->count);
	else if (is_condition)
		str_buf_printf(t->out, _("%s takes the lock of %s."), t->who, what);
	else if (t->has_consequence)
		str_buf_printf(t->out, _("%s takes the lock %s."), t->who, what);
	else
		str_buf_printf(t->out, _("%s takes the lock %s: whoever else wants it must wait."), t->who, what);
}

static void
tell_lock(struct teller *t, bool is_condition)
{
	const char *what = str_buf_c(&t->what);

	if (t->event.method == METHOD_ACQUIRE)
		tell_acquire(t, is_condition);
	else if (t->event.count > 0)
		str_buf_printf(t->out, _("%s gives %s back once; it still holds it %lld times."), t->who, what,
			       (long long)t->event.count);
	else if (is_condition)
		str_buf_printf(t->out, _("%s gives the lock of %s back."), t->who, what);
	else
		str_buf_printf(t->out, _("%s gives the lock %s back."), t->who, what);
}

static void
tell_semaphore(struct teller *t)
{
	const struct threads_event *e = &t->event;
	const char *what = str_buf_c(&t->what);

	if (e->is_refused)
		str_buf_printf(t->out, _("%s finds no place left in %s and goes on without."), t->who, what);
	else if (e->method == METHOD_ACQUIRE && !e->count)
		str_buf_printf(t->out, _("%s takes the last place of the semaphore %s: who comes now waits."), t->who,
			       what);
	else if (e->method == METHOD_ACQUIRE)
		str_buf_printf(t->out, _("%s takes a place of the semaphore %s; left: %lld."), t->who, what,
			       (long long)e->count);
	else
		str_buf_printf(t->out, _("%s gives a place of the semaphore %s back; free: %lld."), t->who, what,
			       (long long)e->count);
}

static void
tell_event(struct teller *t)
{
	const struct threads_event *e = &t->event;
	const char *what = str_buf_c(&t->what);

	if (e->method == METHOD_SET)
		str_buf_printf(t->out, _("%s sets the event %s: all who wait for it may go."), t->who, what);
	else if (e->method == METHOD_CLEAR)
		str_buf_printf(t->out, _("%s clears the event %s: who comes now waits."), t->who, what);
	else if (e->is_refused)
		str_buf_printf(t->out, _("%s has waited for the event %s long enough: the time is over."), t->who,
			       what);
	else
		str_buf_printf(t->out, _("%s finds the event %s set and goes on."), t->who, what);
}

static void
tell_notify(struct teller *t)
{
	struct str_buf names = { 0 };

	if (t->event.is_missed) {
		str_buf_printf(t->out, _("%s notifies %s, but nobody waits there: a notify is not kept, it is lost."),
			       t->who, str_buf_c(&t->what));
		return;
	}
	words_threads(t->program, t->event.woken, &names);
	if (t->event.woken)
		str_buf_printf(t->out, _("%s notifies %s: %s will wake up."), t->who, str_buf_c(&t->what),
			       str_buf_c(&names));
	else
		str_buf_printf(t->out, _("%s notifies %s."), t->who, str_buf_c(&t->what));
	str_buf_fini(&names);
}

static void
tell_condition(struct teller *t)
{
	const struct threads_event *e = &t->event;
	const char *what = str_buf_c(&t->what);

	if (e->method == METHOD_ACQUIRE || e->method == METHOD_RELEASE)
		tell_lock(t, true);
	else if (e->method != METHOD_WAIT)
		tell_notify(t);
	else if (!e->phase)
		str_buf_printf(t->out, _("%s gives the lock of %s back and sleeps until somebody notifies."), t->who,
			       what);
	else if (e->phase == PHASE_NOTIFIED)
		str_buf_printf(t->out, _("%s wakes up in %s, but needs the lock again before it goes on."), t->who,
			       what);
	else if (e->phase == PHASE_WAITING)
		str_buf_printf(t->out, _("%s has waited in %s long enough and wants the lock again."), t->who, what);
	else
		str_buf_printf(t->out, _("%s has the lock of %s again and goes on."), t->who, what);
}

static void
tell_barrier(struct teller *t)
{
	const struct threads_event *e = &t->event;
	const struct object *o = &t->program->objects.items[e->object];
	const char *what = str_buf_c(&t->what);

	if (e->method == METHOD_ABORT)
		str_buf_printf(t->out, _("%s breaks the barrier %s: nobody gets past it any more."), t->who, what);
	else if (e->method == METHOD_RESET)
		str_buf_printf(t->out, _("%s resets the barrier %s: who waits there gets an error."), t->who, what);
	else if (e->phase)
		str_buf_printf(t->out, _("%s passes the barrier %s."), t->who, what);
	else if (!e->is_done)
		str_buf_printf(t->out, _("%s arrives at the barrier %s: %lld of %lld are there."), t->who, what,
			       (long long)e->count, (long long)o->size);
	else
		str_buf_printf(t->out, _("%s is the last to arrive: the barrier %s opens."), t->who, what);
}

static void
tell_queue(struct teller *t)
{
	const struct threads_event *e = &t->event;
	const char *what = str_buf_c(&t->what), *item = str_buf_c(&t->value);
	long long count = (long long)e->count;

	if (e->method == METHOD_PUT)
		str_buf_printf(t->out, _("%s puts %s into %s; in it now: %lld."), t->who, item, what, count);
	else if (e->method == METHOD_GET)
		str_buf_printf(t->out, _("%s takes %s from %s; left: %lld."), t->who, item, what, count);
	else if (e->method == METHOD_TASK_DONE && !e->count)
		str_buf_printf(t->out, _("%s says that its task is done. That was the last: %s.join() returns."),
			       t->who, what);
	else if (e->method == METHOD_TASK_DONE)
		str_buf_printf(t->out, _("%s says that its task of %s is done; open: %lld."), t->who, what, count);
	else
		str_buf_printf(t->out, _("%s finds every task of %s done: join returns."), t->who, what);
}

static void
tell_unsafe(struct teller *t)
{
	const struct past_step *s = &t->history->steps.items[t->step];
	const char *what = str_buf_c(&t->what);

	if (s->info.violation == VIOLATION_UNSAFE)
		str_buf_printf(t->out, _("%s enters %s while another is inside, and %s has no lock."), t->who, what,
			       what);
	else if (!t->event.phase)
		str_buf_printf(t->out, _("%s begins to use %s, which has no lock."), t->who, what);
	else if (!t->event.is_done)
		str_buf_printf(t->out, _("%s is at work inside %s."), t->who, what);
	else
		str_buf_printf(t->out, _("%s is done with %s."), t->who, what);
}

static void
tell_thread(struct teller *t)
{
	const char *what = str_buf_c(&t->what);

	if (t->event.method == METHOD_START)
		str_buf_printf(t->out, _("%s starts %s."), t->who, what);
	else
		str_buf_printf(t->out, _("%s sees that %s has ended: join returns."), t->who, what);
}

static void
tell_countdown(struct teller *t)
{
	const char *what = str_buf_c(&t->what);

	if (t->event.method == METHOD_SIGNAL)
		str_buf_printf(t->out, _("%s counts %s down to %lld."), t->who, what, (long long)t->event.count);
	else if (t->event.is_refused)
		str_buf_printf(t->out, _("%s has waited for %s long enough: the time is over."), t->who, what);
	else
		str_buf_printf(t->out, _("%s finds %s at zero and goes on."), t->who, what);
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
tell_method(struct teller *t)
{
	const struct threads_event *e = &t->event;

	if (e->object == OBJECT_NOTHING)
		return;
	str_buf_append_c(&t->what, words_object(t->program, e->object));
	if (e->value != VALUE_UNSET)
		words_value(t->program, e->value, &t->value);
	switch (t->program->objects.items[e->object].kind) {
	case OBJECT_LOCK:
	case OBJECT_RLOCK:
		tell_lock(t, false);
		break;
	case OBJECT_SEMAPHORE:
	case OBJECT_BOUNDED:
		tell_semaphore(t);
		break;
	case OBJECT_EVENT:
		tell_event(t);
		break;
	case OBJECT_CONDITION:
		tell_condition(t);
		break;
	case OBJECT_BARRIER:
		tell_barrier(t);
		break;
	case OBJECT_QUEUE:
	case OBJECT_LIFO:
	case OBJECT_PRIORITY:
		tell_queue(t);
		break;
	case OBJECT_COUNTDOWN:
		tell_countdown(t);
		break;
	case OBJECT_UNSAFE:
		tell_unsafe(t);
		break;
	case OBJECT_THREAD:
		tell_thread(t);
		break;
	case OBJECT_KIND_COUNT:
		break;
	}
}

static void
tell_step(struct teller *t)
{
	const struct threads_event *e = &t->event;

	if (e->fault && e->fault != FAULT_FAIL) {
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
		tell_method(t);
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

		threads_look(t->program, state, i, &look);
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

	threads_look(t->program, state, t->event.thread, &look);
	words_threads(t->program, look.holders, &names);
	if (look.place == PLACE_ENDED) {
		next_sentence(t->out);
		str_buf_printf(t->out, _("%s has ended."), t->who);
	} else if (look.place == PLACE_BLOCKED && !look.is_waiting && look.object != OBJECT_NOTHING) {
		const char *what = words_object(t->program, look.object);

		next_sentence(t->out);
		if (look.holders && t->program->objects.items[look.object].kind != OBJECT_THREAD)
			str_buf_printf(t->out, _("Now it needs %s, which %s holds: it waits."), what,
				       str_buf_c(&names));
		else
			str_buf_printf(t->out, _("Now it waits for %s."), what);
	}
	str_buf_fini(&names);
}

static void
tell_woken(struct teller *t)
{
	struct str_buf names = { 0 };

	if (t->event.woken && !(t->event.kind == STEP_METHOD && t->event.method >= METHOD_NOTIFY &&
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

static void
tell_wrong(struct teller *t, const struct step_info *wrong, const uint32_t *state)
{
	struct str line = words_line(t->program, wrong->line);
	struct str_buf names = { 0 };

	next_sentence(t->out);
	switch (wrong->violation) {
	case VIOLATION_DEADLOCK:
	case VIOLATION_LOST_WAKEUP:
		words_deadlock(t->program, state, t->event.thread, t->out);
		break;
	case VIOLATION_CHECK:
		str_buf_printf(t->out, _("All have ended, and it is wrong: %.*s."), STR_ARG(line));
		break;
	case VIOLATION_ALWAYS:
		str_buf_printf(t->out, _("That must never be: %.*s."), STR_ARG(line));
		break;
	case VIOLATION_CRITICAL:
		words_threads(t->program, find_crowd(t->program, state, wrong->line), &names);
		str_buf_printf(t->out, _("Now %s are in the critical section at once."), str_buf_c(&names));
		break;
	default:
		if (t->event.fault == FAULT_ASSERT)
			str_buf_printf(t->out, _("It does not hold: %.*s."), STR_ARG(line));
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
words_sentence(const struct past *h, size_t position, const struct explored *explored, struct str_buf *out)
{
	struct teller t = { .history = h, .program = h->program, .step = position - 1, .out = out };
	const uint32_t *state = past_state(h, position);

	if (!position) {
		tell_start(explored, out);
		tell_goal(h->program, explored, out);
		return;
	}
	threads_event_of(h, t.step, &t.event);
	t.who = words_thread(t.program, t.event.thread);
	const struct step_info *wrong = &h->steps.items[t.step].wrong;
	struct thread_look next;

	threads_look(t.program, state, t.event.thread, &next);
	t.has_consequence = wrong->violation || next.place == PLACE_BLOCKED;
	tell_step(&t);
	if (wrong->violation) {
		tell_wrong(&t, wrong, state);
	} else if (machine_is_over(t.program, state)) {
		next_sentence(out);
		tell_end(&t, state);
	} else {
		tell_woken(&t);
		tell_next(&t, state);
	}
	str_buf_fini(&t.what);
	str_buf_fini(&t.value);
}

/* ---- deadlock ---- */

static void
tell_circle(const struct program *p, const uint8_t *circle, unsigned len, struct str_buf *out)
{
	struct str_buf names = { 0 };

	for (unsigned i = 0; i <= len; i++)
		str_buf_printf(&names, "%s%s", i ? " → " : "", words_thread(p, circle[i % len]));
	str_buf_printf(out, _("%u threads wait in a circle, each for the next: %s. Nobody can move: deadlock."), len,
		       str_buf_c(&names));
	str_buf_fini(&names);
}

/* All who sleep in the condition the thread sleeps in; 0 if it sleeps in none. */
static uint32_t
find_sleepers(const struct program *p, const uint32_t *state, unsigned thread)
{
	struct thread_look look, other;
	uint32_t sleepers = 0;

	threads_look(p, state, thread, &look);
	if (!look.is_waiting || p->objects.items[look.object].kind != OBJECT_CONDITION)
		return 0;
	for (unsigned i = 0; i < p->threads.len; i++) {
		threads_look(p, state, i, &other);
		if (other.is_waiting && other.object == look.object && !p->threads.items[i].is_daemon)
			sleepers |= 1u << i;
	}
	return sleepers;
}

static void
tell_sleepers(const struct program *p, uint32_t sleepers, const char *what, struct str_buf *out)
{
	struct str_buf names = { 0 };
	unsigned long count = (unsigned long)__builtin_popcount(sleepers);

	words_threads(p, sleepers, &names);
	str_buf_printf(out,
		       ngettext("%s sleeps in %s, and nobody is left to notify it",
				"%s sleep in %s, and nobody is left to notify them", count),
		       str_buf_c(&names), what);
	str_buf_fini(&names);
}

/* "A holds a and waits for b". */
static void
tell_wait(const struct program *p, const uint32_t *state, unsigned thread, struct str_buf *out)
{
	struct thread_look look;
	struct str_buf held = { 0 };
	const char *who = words_thread(p, thread), *what;
	uint32_t sleepers = find_sleepers(p, state, thread);

	threads_look(p, state, thread, &look);
	if (look.place != PLACE_BLOCKED)
		return;
	what = words_object(p, look.object);
	for (uint32_t i = 0; i < p->objects.len; i++)
		if (p->objects.items[i].kind <= OBJECT_RLOCK && threads_owner_of(p, state, i) == thread)
			str_buf_printf(&held, "%s%s", held.len ? _(", ") : "", words_object(p, i));
	if (sleepers && (unsigned)__builtin_ctz(sleepers) == thread)
		tell_sleepers(p, sleepers, what, out);
	else if (held.len && !sleepers)
		str_buf_printf(out, _("%s holds %s and waits for %s"), who, str_buf_c(&held), what);
	else if (!sleepers)
		str_buf_printf(out, _("%s waits for %s"), who, what);
	str_buf_fini(&held);
}

void
words_deadlock(const struct program *p, const uint32_t *state, unsigned from, struct str_buf *out)
{
	uint8_t circle[THREADS_MAX];
	unsigned len = threads_find_circle(p, state, from, circle), told = 0;

	if (len > 2) {
		tell_circle(p, circle, len, out);
		return;
	}
	for (unsigned i = 0; i < p->threads.len; i++) {
		struct str_buf one = { 0 };

		if (!p->threads.items[i].is_daemon)
			tell_wait(p, state, i, &one);
		if (one.len && told < 4)
			str_buf_printf(out, "%s%s", told++ ? _("; ") : "", str_buf_c(&one));
		str_buf_fini(&one);
	}
	str_buf_append_c(out, told ? _(". Nobody can move: deadlock.") : _("Nobody can move: deadlock."));
}
