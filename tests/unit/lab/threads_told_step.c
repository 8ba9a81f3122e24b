/* The interpreter: what one operation does to a world, read from Python's manual and nothing of the machine. */
#include "unit/lab/threads_told.h"

const struct operation *
told_next(const struct scenario *s, const struct world *w, int thread)
{
	return &s->threads[thread].operations[w->runners[thread].at];
}

static bool
can_take(const struct lock *l, int name, int thread)
{
	return !l->owner || (name != 0 && l->owner == thread + 1);
}

bool
told_can_step(const struct scenario *s, const struct world *w, int thread)
{
	const struct runner *r = &w->runners[thread];
	const struct operation *o = told_next(s, w, thread);

	if (r->is_dead)
		return false;
	if (r->raised)
		return true;
	switch (o->kind) {
	case END:
		return false;
	case LOCK:
	case ENTER:
		return can_take(&w->locks[o->name], o->name, thread);
	case TAKE:
		return w->s[o->name] > 0;
	case AWAIT:
		return w->e[o->name];
	case PUT:
		return !w->queue[o->name];
	case GET:
		return w->queue[o->name];
	case POP:
		return w->piles[o->name].count;
	case SLEEP:
		return r->phase == 0 || r->phase == 2 || (r->phase == 3 && !w->locks[NAMES].owner);
	default:
		return true;
	}
}

static bool
unlock(struct lock *l, int name, int thread)
{
	if (!l->owner || (name != 0 && l->owner != thread + 1))
		return false;
	if (!--l->depth)
		l->owner = 0;
	return true;
}

static bool
exchange(int *items, int at, int with, bool *is_less)
{
	int a = items[at], b = items[with];

	if (a == NO_NUMBER || b == NO_NUMBER)
		return false;
	*is_less = a < b;
	if (*is_less) {
		items[at] = b;
		items[with] = a;
	}
	return true;
}

/* heapq, as its documentation has it: every parent is at most its children. False: it raised on the way. */
static bool
lift(struct pile *p, int at)
{
	bool goes_on = true;

	for (; at && goes_on; at = (at - 1) / 2)
		if (!exchange(p->items, at, (at - 1) / 2, &goes_on))
			return false;
	return true;
}

static bool
push(struct pile *p, int number)
{
	p->items[p->count++] = number;
	return lift(p, p->count - 1);
}

static bool
pop(struct pile *p)
{
	int at = 0, last = p->items[--p->count];

	if (p->count)
		p->items[0] = last;
	while (2 * at + 1 < p->count) { /* down to a leaf, and up again to its place */
		int child = 2 * at + 1;

		if (child + 1 < p->count) {
			if (p->items[child] == NO_NUMBER || p->items[child + 1] == NO_NUMBER)
				return false;
			child += p->items[child] >= p->items[child + 1];
		}
		p->items[at] = p->items[child];
		p->items[child] = last;
		at = child;
	}
	return lift(p, at);
}

static void
die(const struct scenario *s, struct world *w, int thread)
{
	struct runner *r = &w->runners[thread];

	*r = (struct runner){ .at = s->threads[thread].count - 1, .is_dead = true };
}

enum violation_kind
told_step(const struct scenario *s, struct world *w, int thread, int *line)
{
	struct runner *r = &w->runners[thread];
	const struct operation *o = told_next(s, w, thread);
	struct lock *l = &w->locks[o->name];
	int raised = 0, raised_at = o->line;

	if (r->raised) { /* `with` gives back what it holds on the way out */
		const struct operation *enter = &s->threads[thread].operations[r->held[--r->held_count]];

		raised = r->raised;
		raised_at = r->raised_at;
		if (!unlock(&w->locks[enter->name], enter->name, thread)) {
			raised = VIOLATION_MISUSE;
			raised_at = enter->line;
		}
	} else {
		r->at++;
		switch (o->kind) {
		case READ_ADD:
			r->local = w->x[o->name];
			break;
		case WRITE_ADD:
			w->x[o->name] = r->local + o->number;
			r->local = 0;
			break;
		case WRITE:
			w->x[o->name] = o->number;
			break;
		case ATOMIC_ADD:
			w->x[o->name] += o->number;
			break;
		case ASSERT:
			raised = w->x[o->name] == o->number ? VIOLATION_ASSERT : 0;
			break;
		case IF:
			if (w->x[o->name] != o->number)
				r->at = o->target;
			break;
		case ENTER:
			r->held[r->held_count++] = r->at - 1;
			/* fallthrough */
		case LOCK:
			l->owner = thread + 1;
			l->depth++;
			break;
		case LEAVE:
			r->held_count--;
			/* fallthrough */
		case UNLOCK:
			raised = unlock(l, o->name, thread) ? 0 : VIOLATION_MISUSE;
			break;
		case TAKE:
			w->s[o->name]--;
			break;
		case GLANCE:
			w->s[o->name] -= w->s[o->name] > 0;
			break;
		case GIVE:
			w->s[o->name]++;
			break;
		case SET:
		case CLEAR:
			w->e[o->name] = o->kind == SET;
			break;
		case PUT:
			w->queue[o->name] = o->number + 1;
			break;
		case GET:
			w->queue[o->name] = 0;
			break;
		case PUSH:
			raised = push(&w->piles[o->name], o->number) ? 0 : VIOLATION_MISUSE;
			break;
		case POP:
			raised = pop(&w->piles[o->name]) ? 0 : VIOLATION_MISUSE;
			break;
		case SLEEP:
			if (r->phase == 0) {
				w->sleepers[w->sleeper_count++] = thread;
				r->depth = l->depth;
				*l = (struct lock){ 0 };
			} else if (r->phase == 3) {
				*l = (struct lock){ thread + 1, r->depth };
			}
			r->phase = r->phase == 0 ? 1 : r->phase == 2 ? 3 : 0;
			if (r->phase)
				r->at--;
			break;
		case WAKE:
			if (w->sleeper_count) {
				w->runners[w->sleepers[0]].phase = 2;
				w->sleeper_count--;
				memmove(w->sleepers, w->sleepers + 1, sizeof(int) * (size_t)w->sleeper_count);
			}
			break;
		default:
			break;
		}
	}
	r->raised = raised;
	r->raised_at = raised ? raised_at : 0;
	if (!raised || r->held_count)
		return VIOLATION_NONE;
	die(s, w, thread);
	*line = raised_at;
	return (enum violation_kind)raised;
}
