/* What a thread waits for, alone and in a deadlock. */
#include "base/i18n.h"
#include "lab/threads/threads_sentence_parts.h"

/* ---- one that waits ---- */

static void
tell_queue_wait(enum method method, const char *who, const char *what, bool is_helped, struct str_buf *out)
{
	if (method == METHOD_GET)
		str_buf_printf(out,
			       is_helped ? _("%s waits for an item in %s")
					 : _("%s waits for an item in %s, and nobody is left to put one there"),
			       who, what);
	else if (method == METHOD_PUT)
		str_buf_printf(out,
			       is_helped ? _("%s waits for room in %s")
					 : _("%s waits for room in %s, and nobody is left to take an item out"),
			       who, what);
	else
		str_buf_printf(out,
			       is_helped ? _("%s waits for all tasks of %s to be done")
					 : _("%s waits for all tasks of %s to be done, and nobody is left to do them"),
			       who, what);
}

void
teller_tell_wait(const struct program *p, const struct thread_look *look, const char *who, bool is_helped,
		 struct str_buf *out)
{
	const char *what = words_object(p, look->object);

	switch (p->objects.items[look->object].kind) {
	case OBJECT_QUEUE:
	case OBJECT_LIFO:
	case OBJECT_PRIORITY:
		tell_queue_wait((enum method)look->method, who, what, is_helped, out);
		break;
	case OBJECT_SEMAPHORE:
	case OBJECT_BOUNDED:
		str_buf_printf(
			out,
			is_helped ? _("%s waits for a place of the semaphore %s")
				  : _("%s waits for a place of the semaphore %s, and nobody is left to give one back"),
			who, what);
		break;
	case OBJECT_EVENT:
		str_buf_printf(out,
			       is_helped ? _("%s waits for the event %s")
					 : _("%s waits for the event %s, and nobody is left to set it"),
			       who, what);
		break;
	case OBJECT_BARRIER:
		str_buf_printf(out,
			       is_helped ? _("%s waits at the barrier %s")
					 : _("%s waits at the barrier %s, and nobody is left to come there"),
			       who, what);
		break;
	case OBJECT_COUNTDOWN:
		str_buf_printf(out,
			       is_helped ? _("%s waits for %s to come to zero")
					 : _("%s waits for %s to come to zero, and nobody is left to count it down"),
			       who, what);
		break;
	case OBJECT_THREAD:
		str_buf_printf(out, _("%s waits for %s to end"), who, what);
		break;
	default:
		str_buf_printf(out, _("%s waits for %s"), who, what);
		break;
	}
}

/* Is somebody left who could end THREAD's wait, if only it could move itself? */
static bool
is_helped(const struct program *p, const uint32_t *state, unsigned thread)
{
	struct wait waits[THREADS_MAX];
	size_t count = waits_find(p, state, waits);

	for (size_t i = 0; i < count; i++)
		if (waits[i].thread == thread)
			return waits[i].helpers != 0;
	return true;
}

/* All who sleep in the condition the thread sleeps in; 0 if it sleeps in none. */
uint32_t
teller_find_sleepers(const struct program *p, const uint32_t *state, unsigned thread)
{
	struct thread_look look, other;
	uint32_t sleepers = 0;

	waits_look(p, state, thread, &look);
	if (!look.is_waiting || p->objects.items[look.object].kind != OBJECT_CONDITION)
		return 0;
	for (unsigned i = 0; i < p->threads.len; i++) {
		waits_look(p, state, i, &other);
		if (other.is_waiting && other.object == look.object && !p->threads.items[i].is_daemon)
			sleepers |= 1u << i;
	}
	return sleepers;
}

/* ---- deadlock ---- */

static void
tell_circle(const struct program *p, const uint8_t *circle, unsigned len, struct str_buf *out)
{
	struct str_buf names = { 0 };
	unsigned shown = len > WORDS_NAMES_MAX ? WORDS_NAMES_OF_MANY : len;

	for (unsigned i = 0; i < shown; i++)
		str_buf_printf(&names, "%s → ", words_thread(p, circle[i]));
	str_buf_printf(&names, "%s%s", shown < len ? "… → " : "", words_thread(p, circle[0]));
	str_buf_printf(out, _("%u threads wait in a circle, each for the next: %s. Nobody can move: deadlock."), len,
		       str_buf_c(&names));
	str_buf_fini(&names);
}

static void
tell_sleepers(const struct program *p, uint32_t sleepers, const char *what, bool has_helper, struct str_buf *out)
{
	struct str_buf names = { 0 };
	unsigned long count = (unsigned long)__builtin_popcount(sleepers);

	words_threads(p, sleepers, &names);
	if (has_helper)
		str_buf_printf(out, ngettext("%s sleeps in %s", "%s sleep in %s", count), str_buf_c(&names), what);
	else
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
	uint32_t sleepers = teller_find_sleepers(p, state, thread);

	waits_look(p, state, thread, &look);
	if (look.place != PLACE_BLOCKED)
		return;
	what = words_object(p, look.object);
	for (uint32_t i = 0; i < p->objects.len; i++)
		if (p->objects.items[i].kind <= OBJECT_RLOCK && waits_owner_of(p, state, i) == thread)
			str_buf_printf(&held, "%s%s", held.len ? _(", ") : "", words_object(p, i));
	if (sleepers && (unsigned)__builtin_ctz(sleepers) == thread)
		tell_sleepers(p, sleepers, what, is_helped(p, state, thread), out);
	else if (held.len && !sleepers)
		str_buf_printf(out, _("%s holds %s and waits for %s"), who, str_buf_c(&held), what);
	else if (!sleepers)
		teller_tell_wait(p, &look, who, is_helped(p, state, thread), out);
	str_buf_fini(&held);
}

void
words_deadlock(const struct program *p, const uint32_t *state, unsigned from, struct str_buf *out)
{
	uint8_t circle[THREADS_MAX];
	unsigned len = waits_find_circle(p, state, from, circle), told = 0, more = 0;

	if (len > 2) {
		tell_circle(p, circle, len, out);
		return;
	}
	for (unsigned i = 0; i < p->threads.len; i++) {
		struct str_buf one = { 0 };

		if (!p->threads.items[i].is_daemon)
			tell_wait(p, state, i, &one);
		if (one.len && told < WORDS_NAMES_OF_MANY)
			str_buf_printf(out, "%s%s", told++ ? _("; ") : "", str_buf_c(&one));
		else if (one.len)
			more++;
		str_buf_fini(&one);
	}
	if (more)
		str_buf_printf(out, ngettext("; %u more waits", "; %u more wait", more), more);
	str_buf_append_c(out, told ? _(". Nobody can move: deadlock.") : _("Nobody can move: deadlock."));
}
