/*
 * Where the steps of the threads lab come from: its source's schedule, the way to a failure, a person's hand,
 * else in turn.
 */
#include "base/i18n.h"
#include "lab/threads/threads_state.h"
#include "lab/threads/threads_words.h"

#include <stdio.h>
#include <string.h>

/* ---- keys of threads ---- */

static bool
is_key_free(const struct threads_lab *lab, char key)
{
	return key != 'R' && !memchr(lab->keys, key, sizeof(lab->keys));
}

/* The number behind the name of one of `thread P * 5`; -1 if it is none. */
static int
number_of(const struct thread_def *t)
{
	size_t len = strlen(t->name);

	return t->group > 1 && t->me < 10 && len > 1 ? t->name[len - 1] - '0' : -1;
}

static char
key_for(const struct threads_lab *lab, const struct thread_def *t)
{
	int number = number_of(t);
	char first = t->name[0];

	if (first >= 'a' && first <= 'z')
		first = (char)(first - 'a' + 'A');
	if (number >= 0 && is_key_free(lab, (char)('0' + number)))
		return (char)('0' + number);
	if (number < 0 && first >= 'A' && first <= 'Z' && is_key_free(lab, first))
		return first;
	for (int key = 'A'; key <= 'Z'; key++)
		if (is_key_free(lab, (char)key))
			return (char)key;
	return 0;
}

/* P0 has the key 0, A the key A; whoever finds its own taken gets a letter that is free. R stays the host's. */
void
threads_plan_keys(struct threads_lab *lab)
{
	size_t count = lab->program.threads.len;

	for (size_t i = 0; i < count; i++)
		lab->keys[i] = key_for(lab, &lab->program.threads.items[i]);
	snprintf(lab->keys_shown, sizeof(lab->keys_shown), "%c%s%c", lab->keys[0] ? lab->keys[0] : ' ',
		 count == 1   ? ""
		 : count == 2 ? " "
			      : "…",
		 count > 1 && lab->keys[count - 1] ? lab->keys[count - 1] : ' ');
}

/* ---- steps ---- */

void
threads_plan_sync(struct threads_lab *lab)
{
	lab->playback.is_endless = lab->plan == PLAN_FREE;
	playback_set_length(&lab->playback, lab->history.steps.len);
}

/* From here on by hand: what was to come is gone. */
void
threads_plan_leave(struct threads_lab *lab)
{
	past_cut(&lab->history, lab->playback.position);
	lab->plan = PLAN_FREE;
	threads_plan_sync(lab);
}

bool
threads_plan_step(struct threads_lab *lab, unsigned thread)
{
	size_t at = lab->playback.position;

	if (at < lab->history.steps.len && lab->history.steps.items[at].thread == thread)
		return playback_step(&lab->playback);
	if (thread >= lab->program.threads.len ||
	    !(machine_enabled(&lab->program, past_state(&lab->history, at)) >> thread & 1))
		return false;
	threads_plan_leave(lab);
	if (!past_push(&lab->history, thread))
		return false;
	threads_plan_sync(lab);
	return playback_step(&lab->playback);
}

/* At the end of what is known: one step more, whoever's turn it is. */
bool
threads_plan_more(struct threads_lab *lab)
{
	unsigned thread = past_default(&lab->history);

	lab->playback.wants_more = false;
	if (thread == THREAD_NOBODY || !past_push(&lab->history, thread))
		return false;
	playback_advance(&lab->playback);
	return true;
}

void
threads_plan_begin(struct threads_lab *lab)
{
	past_fini(&lab->history);
	past_init(&lab->history, &lab->program);
	lab->plan = PLAN_FREE;
	playback_seek(&lab->playback, 0);
}

unsigned
threads_plan_find(const struct program *p, struct str name)
{
	for (unsigned i = 0; i < p->threads.len; i++)
		if (str_is_equal_c(name, p->threads.items[i].name))
			return i;
	return THREAD_NOBODY;
}

/* The source's own schedule, as far as it can be followed. */
void
threads_plan_schedule(struct threads_lab *lab)
{
	threads_plan_begin(lab);
	for (size_t i = 0; i < lab->program.schedule.len; i++)
		if (!past_push(&lab->history, threads_plan_find(&lab->program, lab->program.schedule.items[i])))
			break;
	if (lab->history.steps.len)
		lab->plan = PLAN_SCHEDULE;
	threads_plan_sync(lab);
}

bool
threads_plan_way(struct threads_lab *lab, size_t violation)
{
	const struct threads_proof *proof = threads_work_proof(lab);
	const struct explore_violation *v;

	if (!proof || violation >= proof->explored.violations.len)
		return false;
	v = &proof->explored.violations.items[violation];
	if (!v->schedule)
		return false;
	threads_plan_begin(lab);
	for (uint32_t i = 0; i < v->steps; i++)
		if (!past_push(&lab->history, v->schedule[i]))
			break;
	lab->plan = PLAN_WAY;
	lab->way = violation;
	list_set_count(&lab->found, (int64_t)proof->explored.violations.len);
	list_select(&lab->found, (int64_t)violation);
	threads_plan_sync(lab);
	return true;
}

/* Asked for, or played to an end: then there is nothing left to guess. */
bool
threads_is_told(const struct threads_lab *lab)
{
	size_t at = lab->playback.position;

	return lab->is_told || (at && (lab->history.steps.items[at - 1].wrong.violation ||
				       (at == lab->history.steps.len && past_default(&lab->history) == THREAD_NOBODY)));
}

/* A circle is no state, so the machine does not see it: that a way ends in one is known from exploring. */
static void
tell_livelock(const struct threads_lab *lab, struct str_buf *out)
{
	const struct threads_proof *proof = threads_work_proof(lab);
	const struct explore_violation *v = NULL;

	if (lab->plan == PLAN_WAY && proof && lab->playback.position)
		v = &proof->explored.violations.items[lab->way];
	if (!v || v->kind != VIOLATION_LIVELOCK ||
	    (lab->playback.position != v->steps && lab->playback.position != v->steps - v->loop_steps))
		return;
	if (out->len && (unsigned char)out->data[out->len - 1] < 0x80)
		str_buf_append_byte(out, ' ');
	if (lab->playback.position == v->steps && v->kept_out) {
		struct str_buf who = { 0 };

		words_threads(&proof->program, v->kept_out, &who);
		str_buf_printf(out,
			       _("Livelock: all is as when the round began, and so %s can wait for ever, "
				 "always passed by."),
			       str_buf_c(&who));
		str_buf_fini(&who);
	} else if (lab->playback.position == v->steps)
		str_buf_append_c(out,
				 _("All is as it was when the round began: this can go on for ever, though no thread "
				   "is stopped. Livelock."));
	else
		str_buf_printf(out,
			       ngettext("Here a round begins, of %u step.", "Here a round begins, of %u steps.",
					v->loop_steps),
			       v->loop_steps);
}

void
threads_plan_sentence(const struct threads_lab *lab, struct str_buf *out)
{
	if (err_is_set(&lab->troupe_err)) {
		str_buf_printf(out, _("The real threads: %s"), lab->troupe_err.text);
		return;
	}
	const struct threads_proof *proof = threads_work_proof(lab);

	words_sentence(&lab->history, lab->playback.position, proof ? &proof->explored : NULL, threads_is_told(lab),
		       out);
	tell_livelock(lab, out);
}
