/* The steps of one schedule and the state behind each. */
#include "lab/threads/threads_history.h"

static uint32_t *
add_state(struct past *h)
{
	size_t words = h->program->words;

	vec_reserve(&h->words, words);
	h->words.len += words;
	return h->words.items + h->words.len - words;
}

void
past_init(struct past *h, struct program *program)
{
	struct step_info info;

	*h = (struct past){ .program = program };
	machine_start(program, add_state(h), &info);
}

void
past_fini(struct past *h)
{
	vec_fini(&h->steps);
	vec_fini(&h->words);
}

const uint32_t *
past_state(const struct past *h, size_t at)
{
	assert(at <= h->steps.len);
	return h->words.items + at * h->program->words;
}

void
past_cut(struct past *h, size_t len)
{
	if (len >= h->steps.len)
		return;
	h->steps.len = len;
	h->words.len = (len + 1) * h->program->words;
}

bool
past_is_full(const struct past *h)
{
	return h->steps.len >= HISTORY_STEPS_MAX ||
	       (h->words.len + h->program->words) * sizeof(uint32_t) > HISTORY_BYTES_MAX;
}

/* The step itself goes before what it leads to, and of that what ends the run goes before the rest. */
static struct step_info
find_wrong(struct program *p, const uint32_t *state, const struct step_info *info)
{
	struct step_info found[40];
	size_t count;

	if (info->violation)
		return *info;
	count = machine_inspect(p, state, machine_enabled(p, state), found, ARRAY_LEN(found));
	return count ? found[0] : (struct step_info){ 0 };
}

bool
past_push(struct past *h, unsigned thread)
{
	struct program *p = h->program;
	size_t len = h->steps.len;
	struct past_step step = { .thread = (uint8_t)thread };
	uint32_t *state;

	if (thread >= p->threads.len || past_is_full(h) || !(machine_enabled(p, past_state(h, len)) >> thread & 1))
		return false;
	state = add_state(h);
	memcpy(state, h->words.items + len * p->words, p->words * sizeof(*state));
	machine_step(p, state, thread, &step.info);
	step.wrong = find_wrong(p, state, &step.info);
	vec_push(&h->steps, step);
	return true;
}

unsigned
past_default(const struct past *h)
{
	const struct program *p = h->program;
	uint32_t enabled = machine_enabled(p, past_state(h, h->steps.len));
	unsigned count = (unsigned)p->threads.len, last = count - 1;

	if (h->steps.len)
		last = vec_last(&h->steps)->thread;
	for (unsigned i = 1; i <= count; i++)
		if (enabled >> (last + i) % count & 1)
			return (last + i) % count;
	return THREAD_NOBODY;
}
