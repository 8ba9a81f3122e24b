/* What a call of a lock, a queue, a barrier … did, in one sentence. */
#include "base/i18n.h"
#include "lab/threads/threads_sentence_parts.h"

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
		str_buf_printf(t->out, _("%s gives %s back once, and holds it still: %lld more to give back."), t->who,
			       what, (long long)t->event.count);
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
		str_buf_printf(t->out, _("%s takes a place of the semaphore %s: %lld left."), t->who, what,
			       (long long)e->count);
	else
		str_buf_printf(t->out, _("%s gives a place of the semaphore %s back: %lld free now."), t->who, what,
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
	else if (!e->phase && t->has_consequence)
		str_buf_printf(t->out, _("%s gives the lock of %s back and sleeps."), t->who, what);
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
		str_buf_printf(t->out, _("%s puts %s into %s, which holds %lld now."), t->who, item, what, count);
	else if (e->method == METHOD_GET && !count)
		str_buf_printf(t->out, _("%s takes %s from %s, which is empty now."), t->who, item, what);
	else if (e->method == METHOD_GET)
		str_buf_printf(t->out, _("%s takes %s from %s: %lld left."), t->who, item, what, count);
	else if (e->method == METHOD_TASK_DONE && !e->count)
		str_buf_printf(t->out, _("%s says that its task is done. That was the last: %s.join() returns."),
			       t->who, what);
	else if (e->method == METHOD_TASK_DONE)
		str_buf_printf(t->out, _("%s says that its task of %s is done: %lld still open."), t->who, what, count);
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

void
teller_tell_method(struct teller *t)
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
