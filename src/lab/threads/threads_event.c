/* Finds out what a step did by looking at the states before and behind it. */
#include "lab/threads/threads_event.h"

#include "base/i18n.h"
#include "lab/threads/machine_parts.h"

struct look { /* one step, looked at */
	const struct past *history;
	size_t step;
	struct program *program;
	const uint32_t *before, *after;
	const struct instr *in; /* what it began with */
	const uint32_t *thread; /* before */
};

static const uint32_t *
thread_of(const struct program *p, const uint32_t *state, unsigned thread)
{
	return state + p->thread_at + thread * p->thread_words;
}

static const uint32_t *
object_words(const struct program *p, const uint32_t *state, uint32_t object)
{
	return state + p->object_at + 2 * object;
}

static uint32_t
item_count(const struct program *p, value items)
{
	uint32_t len = 0;

	value_items(&p->heap, items, &len);
	return len;
}

/* ---- reads ---- */

static void
add_read(struct threads_event *e, struct threads_read read)
{
	for (size_t i = 0; i < e->read_count; i++)
		if (e->reads[i].shared == read.shared && e->reads[i].object == read.object &&
		    e->reads[i].method == read.method)
			return;
	if (e->read_count < EVENT_READS_MAX)
		e->reads[e->read_count++] = read;
}

/* The object a question is asked of, when it is written in the program. */
static value
asked_object(const struct look *look, const struct instr *query)
{
	const struct instr *from = query - 1;

	if (from->op == DO_CONST)
		return look->program->constants.items[from->a];
	if (from->op == DO_LOCAL)
		return look->thread[THREAD_SLOTS + from->a];
	return from->op == DO_SHARED ? look->before[1 + from->a] : VALUE_NONE;
}

static void
ask(const struct look *look, value object, enum method method, value *out)
{
	struct run run = { .program = look->program, .state = (uint32_t *)(uintptr_t)look->before };

	object_query(&run, object, method, out);
}

/* The end of a loop's pass; behind a call in the middle of an expression there is more of it. */
static bool
ends_pass(const struct instr *in)
{
	return in->op == DO_SWITCH && in[1].op == DO_JUMP;
}

static void
find_reads(const struct look *look, struct threads_event *e)
{
	const struct instr *in = look->in + 1;

	for (; in->op >= DO_FIRST_LOCAL && in->op != DO_END && in->op != DO_JUMP && in->op != DO_JUMP_FALSE &&
	       !ends_pass(in) && in->op != DO_POP && in->op != DO_ASSERT;
	     in++) {
		if (in->op == DO_SHARED) {
			add_read(e, (struct threads_read){ in->a, OBJECT_NOTHING, 0, look->before[1 + in->a] });
		} else if (in->op == DO_QUERY) {
			struct threads_read read = { 0, OBJECT_NOTHING, (uint8_t)in->a, VALUE_NONE };
			value object = asked_object(look, in);

			if ((object & 3) == VALUE_OBJECT) {
				read.object = object >> 2;
				ask(look, object, (enum method)in->a, &read.value);
				add_read(e, read);
			}
		}
	}
}

/* Who else is about to write what was just read? */
static unsigned
find_writer(const struct look *look, const struct threads_event *e)
{
	const struct program *p = look->program;

	for (unsigned i = 0; i < p->threads.len; i++) {
		const uint32_t *t = thread_of(p, look->after, i);
		const struct instr *in = t[THREAD_PC] == PC_ENDED ? NULL : &p->code.items[t[THREAD_PC]];

		if (i == e->thread || !in || in->op != DO_STORE_SHARED || t[THREAD_LEFT] ||
		    t[THREAD_PHASE] == PHASE_NEW)
			continue;
		for (size_t r = 0; r < e->read_count; r++)
			if (e->reads[r].object == OBJECT_NOTHING && e->reads[r].shared == in->a &&
			    t[THREAD_SLOTS + in->b] != look->after[1 + in->a])
				return i;
	}
	return THREADS_MAX;
}

static void
see_read(const struct look *look, struct threads_event *e)
{
	const uint32_t *t = thread_of(look->program, look->after, e->thread);

	e->kind = STEP_READ;
	find_reads(look, e);
	e->stale_with = find_writer(look, e);
	if (t[THREAD_PC] == PC_ENDED)
		return;
	const struct instr *next = &look->program->code.items[t[THREAD_PC]];

	if (next->op == DO_STORE_SHARED && next->line == look->in->line) {
		e->will_write = next->a;
		e->written = t[THREAD_SLOTS + next->b];
	}
}

/* ---- writes ---- */

static bool
step_reads(const struct past *h, size_t step, uint16_t shared)
{
	const struct program *p = h->program;
	const uint32_t *t = thread_of(p, past_state(h, step), h->steps.items[step].thread);
	const struct instr *in = &p->code.items[t[THREAD_PC]];

	if (in->op != DO_STEP)
		return false;
	for (in++; in->op >= DO_FIRST_LOCAL && in->op != DO_END && in->op != DO_JUMP_FALSE && in->op != DO_POP &&
		   !ends_pass(in);
	     in++)
		if (in->op == DO_SHARED && in->a == shared)
			return true;
	return false;
}

static bool
step_writes(const struct past *h, size_t step, uint16_t shared)
{
	return past_state(h, step)[1 + shared] != past_state(h, step + 1)[1 + shared];
}

/* Whose write lies between this thread's own last read of the variable and its write now? */
static unsigned
find_covered(const struct look *look, const struct threads_event *e)
{
	unsigned other = THREADS_MAX;

	for (size_t i = look->step; i-- > 0;) {
		unsigned thread = look->history->steps.items[i].thread;

		if (thread == e->thread)
			return step_reads(look->history, i, e->shared) ? other : THREADS_MAX;
		if (other == THREADS_MAX && step_writes(look->history, i, e->shared))
			other = thread;
	}
	return THREADS_MAX;
}

static void
see_write(const struct look *look, struct threads_event *e)
{
	const struct instr *in = look->in;

	e->kind = STEP_WRITE;
	e->shared = in->a;
	e->index = VALUE_UNSET;
	e->value = look->after[1 + in->a];
	if (in->op == DO_STORE_ITEM) {
		e->index = look->thread[THREAD_SLOTS + in->b];
		e->value = in->c == 0xffff ? VALUE_UNSET : look->thread[THREAD_SLOTS + in->c];
	}
	e->stale_with = find_covered(look, e);
}

/* ---- methods ---- */

static void
see_lock(const struct look *look, struct threads_event *e)
{
	uint32_t lock = waits_lock_of(look->program, e->object);
	const uint32_t *was = object_words(look->program, look->before, lock);

	e->count = object_words(look->program, look->after, lock)[WORD_SECOND];
	e->holder = was[WORD_FIRST] ? was[WORD_FIRST] - 1 : THREADS_MAX;
	e->is_refused = e->method == METHOD_ACQUIRE && e->count == was[WORD_SECOND];
}

static void
see_queue(const struct look *look, struct threads_event *e)
{
	const uint32_t *was = object_words(look->program, look->before, e->object);
	const uint32_t *is = object_words(look->program, look->after, e->object);
	uint32_t len = 0, left = 0;
	const value *items, *rest;

	e->count = item_count(look->program, is[WORD_FIRST]);
	if (e->method == METHOD_PUT)
		e->value = look->thread[THREAD_SLOTS + look->in->b + 1];
	if (e->method == METHOD_TASK_DONE || e->method == METHOD_JOIN)
		e->count = is[WORD_SECOND];
	if (e->method != METHOD_GET || was[WORD_FIRST] == is[WORD_FIRST])
		return;
	items = value_items(&look->program->heap, was[WORD_FIRST], &len);
	rest = value_items(&look->program->heap, is[WORD_FIRST], &left);
	for (uint32_t i = 0; i < len; i++)
		if (i >= left || items[i] != rest[i]) { /* the first that is missing */
			e->value = items[i];
			return;
		}
}

static void
see_method(const struct look *look, struct threads_event *e)
{
	const struct program *p = look->program;
	const struct instr *in = look->in;
	value v = look->thread[THREAD_SLOTS + in->b];
	const uint32_t *t = thread_of(p, look->after, e->thread);

	e->kind = STEP_METHOD;
	e->method = (uint8_t)in->a;
	e->phase = look->thread[THREAD_PHASE];
	e->value = VALUE_UNSET;
	if ((v & 3) != VALUE_OBJECT)
		return;
	e->object = v >> 2;
	e->mode = (uint8_t)method_mode(&p->heap, &p->objects.items[e->object], in, look->thread + THREAD_SLOTS);
	e->is_done = t[THREAD_PC] == PC_ENDED || t[THREAD_PC] != look->thread[THREAD_PC] || !t[THREAD_PHASE];
	const uint32_t *was = object_words(p, look->before, e->object), *is = object_words(p, look->after, e->object);

	switch (p->objects.items[e->object].kind) {
	case OBJECT_LOCK:
	case OBJECT_RLOCK:
		see_lock(look, e);
		break;
	case OBJECT_CONDITION:
		if (e->method == METHOD_ACQUIRE || e->method == METHOD_RELEASE)
			see_lock(look, e);
		else
			e->count = item_count(p, is[WORD_FIRST]);
		break;
	case OBJECT_SEMAPHORE:
	case OBJECT_BOUNDED:
		e->count = (int32_t)is[WORD_FIRST] >> 2;
		e->is_refused = e->method == METHOD_ACQUIRE && is[WORD_FIRST] == was[WORD_FIRST];
		break;
	case OBJECT_EVENT:
		e->is_refused = e->method == METHOD_WAIT && !is[WORD_FIRST];
		break;
	case OBJECT_COUNTDOWN:
		e->count = (int32_t)is[WORD_FIRST] >> 2;
		e->is_refused = e->method == METHOD_WAIT && e->count > 0;
		break;
	case OBJECT_BARRIER:
		e->count = is[WORD_FIRST];
		break;
	case OBJECT_QUEUE:
	case OBJECT_LIFO:
	case OBJECT_PRIORITY:
	case OBJECT_UNSAFE:
		see_queue(look, e);
		break;
	case OBJECT_THREAD:
	case OBJECT_KIND_COUNT:
		break;
	}
}

/* ---- all of it ---- */

static void
find_woken(const struct look *look, struct threads_event *e)
{
	for (unsigned i = 0; i < look->program->threads.len; i++) {
		struct thread_look was, is;

		if (i == e->thread)
			continue;
		waits_look(look->program, look->before, i, &was);
		waits_look(look->program, look->after, i, &is);
		if (was.place != PLACE_READY && is.place == PLACE_READY)
			e->woken |= 1u << i;
	}
}

void
threads_event_of(const struct past *h, size_t step, struct threads_event *out)
{
	const struct past_step *s = &h->steps.items[step];
	struct program *p = h->program;
	struct look look = { .history = h,
			     .step = step,
			     .program = p,
			     .before = past_state(h, step),
			     .after = past_state(h, step + 1) };

	look.thread = thread_of(p, look.before, s->thread);
	look.in = &p->code.items[look.thread[THREAD_PC]];
	*out = (struct threads_event){ .thread = s->thread,
				       .line = look.in->line,
				       .object = OBJECT_NOTHING,
				       .will_write = -1,
				       .holder = THREADS_MAX,
				       .stale_with = THREADS_MAX,
				       .fault = s->info.fault ? s->info.fault : s->info.caught };
	out->is_missed = s->info.missed_notify;
	out->is_caught = s->info.caught && !s->info.fault;
	for (size_t i = 0; i < p->shareds.len && i < 64; i++)
		if (look.before[1 + i] != look.after[1 + i])
			out->changed |= UINT64_C(1) << i;
	find_woken(&look, out);
	switch (look.in->op) {
	case DO_STORE_SHARED:
	case DO_STORE_ITEM:
		see_write(&look, out);
		break;
	case DO_METHOD:
		see_method(&look, out);
		break;
	case DO_ATOMIC:
		out->kind = STEP_ATOMIC;
		break;
	case DO_CRITICAL:
		out->kind = STEP_CRITICAL;
		out->shared = look.in->a;
		break;
	case DO_SLEEP:
		out->kind = STEP_SLEEP;
		value_to_int(&p->heap, look.thread[THREAD_SLOTS + look.in->b], &out->number);
		break;
	case DO_PRINT:
		out->kind = STEP_PRINT;
		break;
	case DO_FAIL:
		out->kind = STEP_FAIL;
		break;
	default:
		see_read(&look, out);
	}
}
