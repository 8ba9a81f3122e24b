/* Real queues, which let one thread in at a time and make others wait, and an Unsafe, which does neither. */
#include "lab/threads/perform_objects.h"

#include "lab/threads/priority.h"

static bool
is_full(const struct trial *t)
{
	return t->about->size > 0 && real_queued(t->object) >= (size_t)t->about->size;
}

/* What heapq does has happened even where it raises. */
static enum attempt
order_items(struct trial *t)
{
	struct real_object *o = t->object;
	struct stage *s = t->actor->stage;
	bool is_put = t->in->a == METHOD_PUT;
	enum fault fault;

	if (is_put)
		vec_push(&o->items, t->argument);
	pthread_mutex_lock(&s->heap);
	if (is_put)
		fault = priority_put(&s->program->heap, o->items.items, (uint32_t)o->items.len - 1, t->argument);
	else
		fault = priority_get(&s->program->heap, o->items.items, (uint32_t)o->items.len, &t->result);
	pthread_mutex_unlock(&s->heap);
	o->items.len -= !is_put;
	t->wakes = true;
	return fault ? try_failed(t, fault) : ATTEMPT_DONE;
}

static enum attempt
take_item(struct trial *t)
{
	struct real_object *o = t->object;

	if (t->about->kind == OBJECT_PRIORITY)
		return order_items(t);
	t->result = t->about->kind == OBJECT_LIFO ? *vec_last(&o->items) : o->items.items[o->head++];
	o->items.len -= t->about->kind == OBJECT_LIFO;
	if (!real_queued(o))
		o->items.len = o->head = 0;
	t->wakes = true;
	return ATTEMPT_DONE;
}

static enum attempt
put_item(struct trial *t)
{
	struct real_object *o = t->object;

	if (real_queued(o) >= HEAP_ITEM_MAX)
		return try_failed(t, FAULT_OVERFLOW);
	if (t->about->kind == OBJECT_PRIORITY)
		return order_items(t);
	vec_push(&o->items, t->argument);
	t->wakes = true;
	return ATTEMPT_DONE;
}

enum attempt
try_queue(struct trial *t)
{
	struct real_object *o = t->object;
	enum attempt attempt;

	switch (t->in->a) {
	case METHOD_PUT:
		if (is_full(t))
			return try_give_up(t, o, t->index, VALUE_NONE, FAULT_FULL);
		attempt = put_item(t);
		o->count += attempt == ATTEMPT_DONE && t->about->has_tasks;
		return attempt;
	case METHOD_GET:
		return real_queued(o) ? take_item(t) : try_give_up(t, o, t->index, VALUE_NONE, FAULT_EMPTY);
	case METHOD_TASK_DONE:
		if (!o->count)
			return try_failed(t, FAULT_VALUE);
		o->count--;
		t->wakes = true;
		return ATTEMPT_DONE;
	default:
		return o->count ? try_give_up(t, o, t->index, VALUE_NONE, FAULT_NONE) : ATTEMPT_DONE;
	}
}

/* enter, touch, leave: nothing keeps two threads from being inside at once */
enum attempt
try_unsafe(struct trial *t)
{
	struct real_object *o = t->object;
	struct actor *a = t->actor;
	enum attempt attempt;

	switch (a->phase) {
	case ACTOR_PLAIN:
		a->phase = ACTOR_WAITING;
		if (++o->count > 1)
			a->violations |= 1u << VIOLATION_UNSAFE;
		return ATTEMPT_PART;
	case ACTOR_WAITING:
		attempt = t->in->a == METHOD_PUT ? put_item(t)
			  : real_queued(o)       ? take_item(t)
						 : try_failed(t, FAULT_INDEX);
		if (attempt == ATTEMPT_FAULT) {
			o->count--;
			return attempt;
		}
		if (t->in->a == METHOD_GET)
			a->slots[t->in->b + 1] = t->result;
		a->phase = ACTOR_NOTIFIED;
		return ATTEMPT_PART;
	default:
		a->phase = ACTOR_PLAIN;
		o->count--;
		t->result = t->in->a == METHOD_GET ? t->argument : VALUE_NONE;
		return ATTEMPT_DONE;
	}
}
