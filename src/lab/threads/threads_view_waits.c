/* Finds the chains and the circle of waiting in the state that is shown. */
#include "lab/threads/threads_view_waits.h"

#include "base/i18n.h"
#include "lab/threads/threads_words.h"

enum {
	NAMES_MAX = 4 /* in one link; more are counted */
};

struct finder {
	const struct threads_lab *lab;
	struct wait waits[THREADS_MAX];
	struct thread_look looks[THREADS_MAX];
	struct wait *of[THREADS_MAX]; /* NULL: does not wait */
	uint32_t told;                /* threads whose wait is in a chain */
	bool is_stuck;
};

static uint32_t
bit(unsigned thread)
{
	return UINT32_C(1) << thread;
}

static void
look(struct finder *f, const struct threads_lab *lab)
{
	const uint32_t *state = past_state(&lab->history, lab->playback.position);
	size_t count;

	*f = (struct finder){ .lab = lab, .is_stuck = !machine_enabled(&lab->program, state) };
	count = waits_find(&lab->program, state, f->waits);
	for (size_t i = 0; i < count; i++)
		f->of[f->waits[i].thread] = &f->waits[i];
	for (unsigned i = 0; i < lab->program.threads.len; i++)
		waits_look(&lab->program, state, i, &f->looks[i]);
}

/* The one thread that THREAD waits for; THREADS_MAX if it does not wait, or not for exactly one. */
static unsigned
next_of(const struct finder *f, unsigned thread)
{
	const struct wait *w = f->of[thread];

	return w && __builtin_popcount(w->helpers) == 1 ? (unsigned)__builtin_ctz(w->helpers) : THREADS_MAX;
}

static void
add_link(struct chain *chain, struct link link)
{
	if (chain->len < LINKS_MAX)
		chain->links[chain->len++] = link;
}

static void
add_threads(struct chain *chain, uint32_t threads, enum link_join join)
{
	add_link(chain, (struct link){ OBJECT_NOTHING, threads, join });
}

/* What THREAD waits at, unless that is a thread itself: then the arrow leads there. */
static void
add_object(const struct finder *f, struct chain *chain, unsigned thread)
{
	uint32_t object = f->looks[thread].object;

	if (f->lab->program.objects.items[object].kind != OBJECT_THREAD)
		add_link(chain, (struct link){ object, 0, JOIN_EACH });
}

static bool
find_circle(struct finder *f, unsigned start, struct chain *out)
{
	unsigned at = start, len = 0;

	do
		at = next_of(f, at);
	while (at != start && at < THREADS_MAX && ++len < THREADS_MAX);
	if (at != start)
		return false;
	*out = (struct chain){ .is_circle = true, .is_sure = true };
	do {
		add_threads(out, bit(at), JOIN_EACH);
		add_object(f, out, at);
		f->told |= bit(at);
		at = next_of(f, at);
	} while (at != start && at < THREADS_MAX);
	return true;
}

/* All who wait for the same thing and the same threads as THREAD, and are in no chain yet. */
static uint32_t
companions_of(const struct finder *f, unsigned thread)
{
	uint32_t companions = 0;

	for (unsigned i = 0; i < f->lab->program.threads.len; i++)
		if (f->of[i] && !(f->told & bit(i)) && f->looks[i].object == f->looks[thread].object &&
		    f->of[i]->helpers == f->of[thread]->helpers)
			companions |= bit(i);
	return companions;
}

static bool
is_waited_for(const struct finder *f, unsigned thread)
{
	for (unsigned i = 0; i < f->lab->program.threads.len; i++)
		if (f->of[i] && !(f->told & bit(i)) && next_of(f, i) == thread)
			return true;
	return false;
}

/* From THREAD and its companions on to those who do not wait, are told already, or are more than one. */
static void
follow(struct finder *f, unsigned thread, struct chain *out)
{
	uint32_t threads = companions_of(f, thread);

	*out = (struct chain){ 0 };
	for (;;) {
		const struct wait *w = f->of[thread];
		unsigned next = next_of(f, thread);
		bool is_barrier = f->lab->program.objects.items[f->looks[thread].object].kind == OBJECT_BARRIER;

		add_threads(out, threads, JOIN_EACH);
		f->told |= threads;
		add_object(f, out, thread);
		if (next == THREADS_MAX || !f->of[next] || f->told & bit(next)) {
			add_threads(out, w->helpers, is_barrier ? JOIN_ALL : JOIN_ANY);
			out->is_sure = f->looks[thread].holders || (!w->helpers && f->is_stuck);
			return;
		}
		thread = next;
		threads = bit(next);
	}
}

size_t
threads_view_find_chains(const struct threads_lab *lab, struct chain *out)
{
	struct finder f;
	unsigned threads = (unsigned)lab->program.threads.len;
	size_t count = 0;

	look(&f, lab);
	for (unsigned i = 0; i < threads; i++)
		if (!(f.told & bit(i)) && f.of[i] && find_circle(&f, i, &out[count]))
			count++;
	for (int pass = 0; pass < 2; pass++)
		for (unsigned i = 0; i < threads; i++)
			if (!(f.told & bit(i)) && f.of[i] && (pass || !is_waited_for(&f, i)))
				follow(&f, i, &out[count++]);
	return count;
}

void
threads_view_link_text(const struct threads_lab *lab, const struct link *link, struct str_buf *out)
{
	static const char *const joins[] = {
		[JOIN_EACH] = N_(", "), [JOIN_ANY] = N_(" or "), [JOIN_ALL] = N_(" and ")
	};
	int count = __builtin_popcount(link->threads), left = count > NAMES_MAX ? NAMES_MAX - 1 : count;

	if (link->object != OBJECT_NOTHING) {
		str_buf_append_c(out, words_object(&lab->program, link->object));
		return;
	}
	if (!count)
		str_buf_append_c(out, _("nobody"));
	for (uint32_t rest = link->threads; rest && left; rest &= rest - 1, left--)
		str_buf_printf(out, "%s%s", rest == link->threads ? "" : _(joins[link->join]),
			       words_thread(&lab->program, (unsigned)__builtin_ctz(rest)));
	if (count > NAMES_MAX)
		str_buf_printf(out, "%s+%d", _(joins[link->join]), count - NAMES_MAX + 1);
}
