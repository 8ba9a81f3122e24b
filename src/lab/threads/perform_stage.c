/* A stage: the real words and objects of a scenario, as they are at its start, and the threads that act on it. */
#include "lab/threads/perform_memory.h"
#include "lab/threads/perform_parts.h"

#include "base/i18n.h"
#include "base/thread.h"

#define STACK_BYTES ((size_t)1 << 20) /* the heap's functions keep lists on it; sanitizers need more */

void
stage_init(struct stage *s, struct program *p)
{
	*s = (struct stage){ .program = p, .count = (unsigned)p->threads.len };
	s->shared = mem_alloc_array(p->shareds.len, sizeof(*s->shared));
	s->objects = NEW_ARRAY(struct real_object, p->objects.len);
	s->actors = NEW_ARRAY(struct actor, s->count);
	pthread_mutex_init(&s->heap, NULL);
	pthread_mutex_init(&s->watch, NULL);
	for (size_t i = 0; i < p->objects.len; i++) {
		pthread_mutex_init(&s->objects[i].mutex, NULL);
		sem_init(&s->objects[i].sem, 0, 0);
		if (p->objects.items[i].kind == OBJECT_THREAD)
			s->handles[p->objects.items[i].thread] = (uint16_t)i;
	}
	for (unsigned i = 0; i < s->count; i++) {
		s->actors[i].stage = s;
		s->actors[i].number = i;
		sem_init(&s->actors[i].gate, 0, 0);
	}
}

void
stage_fini(struct stage *s)
{
	for (size_t i = 0; i < s->program->objects.len; i++) {
		pthread_mutex_destroy(&s->objects[i].mutex);
		sem_destroy(&s->objects[i].sem);
		vec_fini(&s->objects[i].items);
	}
	for (unsigned i = 0; i < s->count; i++)
		sem_destroy(&s->actors[i].gate);
	pthread_mutex_destroy(&s->heap);
	pthread_mutex_destroy(&s->watch);
	free(s->shared);
	free(s->objects);
	free(s->actors);
}

static void
reset_object(struct stage *s, size_t index)
{
	const struct object *about = &s->program->objects.items[index];
	struct real_object *o = &s->objects[index];
	uint32_t len = 0;
	const value *items = about->kind == OBJECT_UNSAFE ? value_items(&s->program->heap, about->first, &len) : NULL;
	bool is_count = about->kind == OBJECT_SEMAPHORE || about->kind == OBJECT_BOUNDED;

	if (about->kind <= OBJECT_BOUNDED) {
		sem_destroy(&o->sem);
		sem_init(&o->sem, 0, is_count ? (unsigned)about->size : 1);
	}
	o->owner = o->depth = 0;
	o->count = about->kind == OBJECT_COUNTDOWN ? about->size : 0;
	o->barrier = BARRIER_FILLING;
	o->is_started = about->kind == OBJECT_THREAD && !s->program->threads.items[about->thread].is_started_by_other;
	o->is_ended = false;
	o->waiter_count = 0;
	o->head = o->items.len = 0;
	for (uint32_t i = 0; i < len; i++)
		vec_push(&o->items, items[i]);
	atomic_store_explicit(&o->parked, 0, memory_order_relaxed);
}

void
stage_reset(struct stage *s)
{
	const struct program *p = s->program;

	for (size_t i = 0; i < p->shareds.len; i++)
		memory_write(&s->shared[i], p->shareds.items[i].initial);
	for (size_t i = 0; i < p->objects.len; i++)
		reset_object(s, i);
	for (unsigned i = 0; i < s->count; i++) {
		struct actor *a = &s->actors[i];

		a->pc = p->threads.items[i].entry;
		memset(a->slots, 0, p->slots * sizeof(*a->slots));
		a->phase = ACTOR_PLAIN;
		a->left = (uint32_t)p->threads.items[i].after;
		a->violations = 0;
		a->may_wait = a->is_asleep = a->is_timed = a->is_late = a->is_at_section = false;
		atomic_store_explicit(&a->parked_on, NO_OBJECT, memory_order_relaxed);
	}
}

bool
stage_holds(struct stage *s, uint16_t condition)
{
	struct actor judge = { .stage = s };
	uint32_t pc = condition;

	for (uint32_t count = 0; count < 20000; count++) {
		const struct instr *in = &s->program->code.items[pc++];

		if (in->op == DO_END)
			return judge.stack_len && value_is_true(&s->program->heap, judge.stack[judge.stack_len - 1]);
		if (actor_local(&judge, in, &pc))
			return false;
	}
	return false;
}

/* Signals are the program's own: none is delivered to an actor. */
bool
stage_start_threads(struct stage *s, void *(*run)(void *), struct err *err)
{
	pthread_attr_t attr;
	unsigned started = 0;
	int failure = 0;

	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK_BYTES);
	for (; started < s->count && !failure; started += !failure)
		failure = thread_start(&s->actors[started].thread, &attr, run, &s->actors[started]);
	pthread_attr_destroy(&attr);
	s->started = started;
	return !failure || err_set_errno(err, failure, _("the system gives no more threads"));
}

void
stage_join_threads(struct stage *s)
{
	for (; s->started; s->started--)
		pthread_join(s->actors[s->started - 1].thread, NULL);
}

bool
stage_is_over(const struct stage *s)
{
	for (unsigned i = 0; i < s->count; i++)
		if (!s->program->threads.items[i].is_daemon && s->actors[i].pc != PC_ENDED &&
		    s->objects[s->handles[i]].is_started)
			return false;
	return true;
}

bool
actor_can_move(struct actor *a)
{
	if (a->pc == PC_ENDED || a->left || !a->stage->objects[a->stage->handles[a->number]].is_started)
		return false;
	const struct instr *in = &a->stage->program->code.items[a->pc];

	return in->op != DO_METHOD || real_can(a, in);
}

void
stage_settle(struct stage *s)
{
	/* those of one moment may all be blocked: then it goes on to the next */
	for (unsigned round = 0; round <= s->count && !stage_is_over(s); round++) {
		uint32_t least = UINT32_MAX;

		for (unsigned i = 0; i < s->count; i++) {
			struct actor *a = &s->actors[i];
			bool is_started = s->objects[s->handles[i]].is_started;

			if (actor_can_move(a))
				return;
			if (a->left && a->left < least && is_started)
				least = a->left;
		}
		for (unsigned i = 0; i < s->count && least != UINT32_MAX; i++)
			if (s->actors[i].left && s->objects[s->handles[i]].is_started)
				s->actors[i].left -= least;
	}
}
