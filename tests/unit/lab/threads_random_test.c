/*
 * Random small scenarios, told twice: as text for the explorer, and as a list of operations for the interpreter below,
 * which shares nothing with the machine and tries every schedule one after the other. Both must agree on what can come
 * out, what can go wrong, in how many schedules, and which is the best way to each.
 */
#include "support/test.h"

#include "lab/threads/explore.h"

#include <stdio.h>

#define SCENARIOS      1000
#define SCHEDULES_MAX  60000u
#define OPERATIONS_MAX 24
#define NAMES          2 /* of each kind of thing: x0 x1, m0 m1, … */
#define NO_NUMBER      (-1)

enum operation_kind {
	READ_ADD,  /* x += k, the first half */
	WRITE_ADD, /* the second */
	WRITE,     /* x = k */
	ATOMIC_ADD,
	ASSERT, /* assert x != k */
	IF,     /* if x == k: goes on at target else */
	LOCK,   /* m.acquire() */
	UNLOCK, /* m.release() */
	ENTER,  /* with m: */
	LEAVE,  /* its end */
	TAKE,   /* s.acquire() */
	GLANCE, /* s.acquire(timeout=-1): no time to wait at all */
	GIVE,   /* s.release() */
	SET,    /* e.set() */
	CLEAR,  /* e.clear() */
	AWAIT,  /* e.wait() */
	PUT,    /* q.put(k), room for one */
	GET,    /* q.get() */
	PUSH,   /* p.put(k), or put(None), which has no order */
	POP,    /* p.get() */
	SLEEP,  /* cv.wait() */
	WAKE,   /* cv.notify() */
	CRITICAL,
	END,
};

struct operation {
	enum operation_kind kind;
	int name, number, line, target;
};

struct told { /* one thread */
	struct operation operations[OPERATIONS_MAX];
	int count;
};

struct scenario {
	struct str_buf text;
	struct told threads[3];
	int thread_count, line;
	int initial_s[NAMES];
	int check_name, check_number, check_line;
	uint64_t random;
};

static uint32_t
draw(struct scenario *s, uint32_t below)
{
	s->random = s->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(s->random >> 33) % below;
}

__attribute__((format(printf, 3, 0))) static void
tell(struct scenario *s, int depth, const char *format, ...)
{
	char line[100];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	for (int i = 0; i < depth; i++)
		str_buf_append_c(&s->text, "    ");
	str_buf_append_c(&s->text, line);
	str_buf_append_c(&s->text, "\n");
	s->line++;
}

static struct operation *
add(struct scenario *s, struct told *t, enum operation_kind kind, int name, int number)
{
	assert_true(t->count < OPERATIONS_MAX);
	t->operations[t->count] = (struct operation){ kind, name, number, s->line, 0 };
	return &t->operations[t->count++];
}

static void make_block(struct scenario *, struct told *, int depth, bool holds_condition);

__attribute__((format(printf, 4, 0))) static void
make_with(struct scenario *s, struct told *t, int depth, const char *head, int name, bool holds_condition)
{
	tell(s, depth, head, name);
	int line = s->line;

	add(s, t, ENTER, name, 0);
	make_block(s, t, depth + 1, holds_condition || name == NAMES);
	add(s, t, LEAVE, name, 0)->line = line;
}

static void
make_if(struct scenario *s, struct told *t, int depth, int name, int number, bool holds_condition)
{
	tell(s, depth, "if x%d == %d:", name, number);
	int at = t->count;

	add(s, t, IF, name, number);
	make_block(s, t, depth + 1, holds_condition);
	t->operations[at].target = t->count;
}

static void
make_statement(struct scenario *s, struct told *t, int depth, bool holds_condition)
{
	int name = (int)draw(s, NAMES), number = (int)draw(s, 3);
	uint32_t kind = draw(s, 26);

	if (kind == 17 && depth < 3)
		make_with(s, t, depth, "with m%d:", name, holds_condition);
	else if (kind == 18 && depth < 3)
		make_with(s, t, depth, "with cv:", NAMES, true);
	else if (kind == 19 && depth < 3)
		make_if(s, t, depth, name, number, holds_condition);
	else if (kind <= 3) {
		tell(s, depth, "x%d += %d", name, number);
		add(s, t, READ_ADD, name, number);
		add(s, t, WRITE_ADD, name, number);
	} else if (holds_condition && kind >= 20 && kind <= 23) {
		tell(s, depth, kind <= 21 ? "cv.wait()" : "cv.notify()");
		add(s, t, kind <= 21 ? SLEEP : WAKE, NAMES, 0);
	} else {
		static const struct form {
			enum operation_kind kind;
			const char *format;
		} forms[] = {
			{ WRITE, "x%d = %d" },          { ATOMIC_ADD, "atomic: x%d += %d" },
			{ ASSERT, "assert x%d != %d" }, { LOCK, "m%d.acquire()" },
			{ UNLOCK, "m%d.release()" },    { TAKE, "s%d.acquire()" },
			{ GIVE, "s%d.release()" },      { SET, "e%d.set()" },
			{ CLEAR, "e%d.clear()" },       { AWAIT, "e%d.wait()" },
			{ PUT, "q%d.put(%d)" },         { GET, "q%d.get()" },
			{ CRITICAL, "critical c%d" },   { GLANCE, "s%d.acquire(timeout=-1)" },
			{ PUSH, "p%d.put(%d)" },        { PUSH, "p%d.put(None)" },
			{ POP, "p%d.get()" },
		};
		const struct form *f = &forms[kind % ARRAY_LEN(forms)];

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral" /* the table's formats take one or two numbers */
		tell(s, depth, f->format, name, number);
#pragma GCC diagnostic pop
		add(s, t, f->kind, name, strstr(f->format, "None") ? NO_NUMBER : number);
	}
}

static void
make_block(struct scenario *s, struct told *t, int depth, bool holds_condition)
{
	uint32_t count = 1 + draw(s, depth == 1 ? 3 : 2);

	for (uint32_t i = 0; i < count && t->count < OPERATIONS_MAX - 10; i++)
		make_statement(s, t, depth, holds_condition);
	if (depth > 1 && t->count >= OPERATIONS_MAX - 10) /* a block is never empty */
		tell(s, depth, "pass");
}

static void
make_scenario(struct scenario *s, uint64_t seed)
{
	*s = (struct scenario){ .random = seed * 2654435761u + 1 };
	draw(s, 2);
	s->thread_count = 2 + (int)draw(s, 2);
	tell(s, 0, "x0, x1, cv = 0, 0, Condition()");
	tell(s, 0, "m0, m1, e0, e1 = Lock(), RLock(), Event(), Event()");
	for (int i = 0; i < NAMES; i++) {
		s->initial_s[i] = (int)draw(s, 2);
		tell(s, 0, "s%d, q%d, p%d = Semaphore(%d), Queue(1), PriorityQueue()", i, i, i, s->initial_s[i]);
	}
	for (int i = 0; i < s->thread_count; i++) {
		struct told *t = &s->threads[i];

		tell(s, 0, "thread T%d:", i);
		make_block(s, t, 1, false);
		for (int x = 0; x < NAMES && !i; x++) { /* else they would be constants, and reading them no step */
			tell(s, 1, "x%d = %d", x, 1);
			add(s, t, WRITE, x, 1);
		}
		add(s, t, END, 0, 0);
	}
	s->check_name = (int)draw(s, NAMES);
	s->check_number = (int)draw(s, 4);
	tell(s, 0, "check x%d != %d", s->check_name, s->check_number);
	s->check_line = s->line;
}

/* The interpreter. */

struct lock {
	int owner, depth; /* owner + 1 */
};

struct runner {
	int at, local;
	int held[8], held_count; /* places of ENTER: what `with` holds */
	int raised, raised_at;   /* a violation_kind on its way out, 0: none */
	int phase, depth;        /* in wait: 1 sleeps, 2 woken, 3 takes the lock again */
	bool is_dead;
};

struct world {
	int x[NAMES], s[NAMES], queue[NAMES]; /* queue: the item + 1 */
	struct pile {
		int items[OPERATIONS_MAX * 3], count;
	} piles[NAMES];
	bool e[NAMES];
	struct lock locks[NAMES + 1]; /* m0, m1 (an RLock), the condition's (an RLock) */
	int sleepers[3], sleeper_count;
	struct runner runners[3];
};

struct seen { /* a violation, and the best way to it */
	enum violation_kind kind;
	uint32_t line, preemptions, steps;
};

struct tally {
	const struct scenario *scenario;
	uint64_t schedules, failing;
	struct outcome {
		int x[NAMES];
		uint64_t schedules, failing;
	} outcomes[256];
	size_t outcome_count;
	struct seen seen[64];
	size_t seen_count;
	struct run_race {
		int name, lines[2];
	} races[256];
	size_t race_count;
	bool is_too_many;
};

static const struct operation *
next_of(const struct scenario *s, const struct world *w, int thread)
{
	return &s->threads[thread].operations[w->runners[thread].at];
}

static bool
can_take(const struct lock *l, int name, int thread)
{
	return !l->owner || (name != 0 && l->owner == thread + 1);
}

static bool
can_step(const struct scenario *s, const struct world *w, int thread)
{
	const struct runner *r = &w->runners[thread];
	const struct operation *o = next_of(s, w, thread);

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

/* One step; a violation_kind and its line if it goes wrong. */
static enum violation_kind
step(const struct scenario *s, struct world *w, int thread, int *line)
{
	struct runner *r = &w->runners[thread];
	const struct operation *o = next_of(s, w, thread);
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

static void
saw(struct tally *t, enum violation_kind kind, int line, uint32_t preemptions, uint32_t steps)
{
	for (size_t i = 0; i < t->seen_count; i++) {
		struct seen *v = &t->seen[i];

		if (v->kind != kind || v->line != (uint32_t)line)
			continue;
		if (preemptions < v->preemptions || (preemptions == v->preemptions && steps < v->steps)) {
			v->preemptions = preemptions;
			v->steps = steps;
		}
		return;
	}
	assert_true(t->seen_count < ARRAY_LEN(t->seen));
	t->seen[t->seen_count++] = (struct seen){ kind, (uint32_t)line, preemptions, steps };
}

/* 1 reads, 2 writes, 0 neither. */
static int
access_of(const struct scenario *s, const struct world *w, int thread, const struct operation **out)
{
	const struct operation *o = *out = next_of(s, w, thread);

	if (w->runners[thread].raised)
		return 0;
	return o->kind == READ_ADD || o->kind == ASSERT || o->kind == IF ? 1
	       : o->kind == WRITE_ADD || o->kind == WRITE                ? 2
									 : 0;
}

static void
find_races(struct tally *t, const struct world *w, int a, int b)
{
	const struct operation *o, *p;
	int first = access_of(t->scenario, w, a, &o), second = access_of(t->scenario, w, b, &p);
	struct run_race race = { o->name,
				 { o->line < p->line ? o->line : p->line, o->line < p->line ? p->line : o->line } };

	if (!first || !second || first + second < 3 || o->name != p->name)
		return;
	for (size_t i = 0; i < t->race_count; i++)
		if (!memcmp(&t->races[i], &race, sizeof(race)))
			return;
	t->races[t->race_count++] = race;
}

static void
add_outcome(struct tally *t, const struct world *w, bool has_failed)
{
	for (size_t i = 0; i < t->outcome_count; i++)
		if (!memcmp(t->outcomes[i].x, w->x, sizeof(w->x))) {
			t->outcomes[i].schedules++;
			t->outcomes[i].failing += has_failed;
			return;
		}
	assert_true(t->outcome_count < ARRAY_LEN(t->outcomes));
	memcpy(t->outcomes[t->outcome_count].x, w->x, sizeof(w->x));
	t->outcomes[t->outcome_count].failing = has_failed;
	t->outcomes[t->outcome_count++].schedules = 1;
}

/* Is the state itself wrong? */
static bool
look(struct tally *t, const struct world *w, uint32_t enabled, uint32_t preemptions, uint32_t steps, bool has_failed)
{
	const struct scenario *s = t->scenario;
	bool is_wrong = false, is_over = true;
	int waiting = -1;

	for (int i = 0; i < s->thread_count; i++) {
		const struct operation *o = next_of(s, w, i);

		if (!w->runners[i].is_dead && o->kind != END) {
			is_over = false;
			waiting = waiting < 0 ? i : waiting;
		}
		for (int j = 0; j < i; j++) {
			const struct operation *p = next_of(s, w, j);

			if (o->kind == CRITICAL && p->kind == CRITICAL && o->name == p->name && !w->runners[i].raised &&
			    !w->runners[j].raised && !is_wrong) {
				saw(t, VIOLATION_CRITICAL, o->line, preemptions, steps);
				is_wrong = true;
			}
			if (enabled >> i & enabled >> j & 1)
				find_races(t, w, j, i);
		}
	}
	if (is_over && w->x[s->check_name] == s->check_number) {
		saw(t, VIOLATION_CHECK, s->check_line, preemptions, steps);
		is_wrong = true;
	}
	if (!is_over && !enabled) {
		saw(t, VIOLATION_DEADLOCK, next_of(s, w, waiting)->line, preemptions, steps);
		is_wrong = true;
	}
	if (is_over)
		add_outcome(t, w, has_failed || is_wrong);
	return is_wrong;
}

static void
try_all(struct tally *t, const struct world *w, int last, uint32_t preemptions, uint32_t steps, bool has_failed)
{
	const struct scenario *s = t->scenario;
	uint32_t enabled = 0;
	int line = 0;

	for (int i = 0; i < s->thread_count; i++)
		enabled |= (uint32_t)can_step(s, w, i) << i;
	has_failed |= look(t, w, enabled, preemptions, steps, has_failed);
	if (!enabled) {
		t->schedules++;
		t->failing += has_failed;
		t->is_too_many |= t->schedules > SCHEDULES_MAX;
		return;
	}
	for (int i = 0; i < s->thread_count && !t->is_too_many; i++) {
		struct world next = *w;

		if (!(enabled >> i & 1))
			continue;
		uint32_t switched = preemptions + (last >= 0 && i != last && (enabled >> last & 1));
		enum violation_kind kind = step(s, &next, i, &line);

		if (kind)
			saw(t, kind, line, switched, steps + 1);
		try_all(t, &next, i, switched, steps + 1, has_failed || kind);
	}
}

static void
assert_same_violations(const struct tally *t, const struct explored *e)
{
	assert_int_equal(e->violations.len, t->seen_count);
	for (size_t i = 0; i < e->violations.len; i++) {
		const struct explore_violation *v = &e->violations.items[i];
		enum violation_kind kind = v->kind == VIOLATION_LOST_WAKEUP ? VIOLATION_DEADLOCK : v->kind;
		bool is_there = false;

		for (size_t j = 0; j < t->seen_count; j++)
			if (t->seen[j].kind == kind && t->seen[j].line == v->line) {
				is_there = true;
				assert_int_equal(v->preemptions, t->seen[j].preemptions);
				assert_int_equal(v->steps, t->seen[j].steps);
			}
		assert_true(is_there);
	}
}

/* The reported schedule, run here, ends in what it is said to end in. */
static void
assert_replays(const struct tally *all, const struct world *start, const struct explore_violation *v)
{
	struct tally t = { .scenario = all->scenario };
	struct world w = *start;
	uint32_t enabled = 0;
	int line = 0;
	enum violation_kind kind = VIOLATION_NONE;

	for (uint32_t i = 0; i < v->steps; i++) {
		assert_true(can_step(t.scenario, &w, v->schedule[i]));
		kind = step(t.scenario, &w, v->schedule[i], &line);
	}
	for (int i = 0; i < t.scenario->thread_count; i++)
		enabled |= (uint32_t)can_step(t.scenario, &w, i) << i;
	if (kind)
		saw(&t, kind, line, 0, 0);
	look(&t, &w, enabled, 0, 0, false);
	bool is_there = false;

	kind = v->kind == VIOLATION_LOST_WAKEUP ? VIOLATION_DEADLOCK : v->kind;
	for (size_t i = 0; i < t.seen_count; i++)
		is_there |= t.seen[i].kind == kind && t.seen[i].line == v->line;
	assert_true(is_there);
}

static void
assert_same_outcomes(const struct tally *t, struct program *p, const struct explored *e)
{
	assert_int_equal(e->outcomes.len, t->outcome_count);
	for (size_t i = 0; i < e->outcomes.len; i++) {
		int64_t x[NAMES];
		bool is_there = false;

		for (int n = 0; n < NAMES; n++)
			assert_true(value_to_int(&p->heap, e->outcomes.items[i].values[n], &x[n]));
		for (size_t j = 0; j < t->outcome_count; j++)
			if (t->outcomes[j].x[0] == x[0] && t->outcomes[j].x[1] == x[1]) {
				is_there = true;
				assert_true(e->outcomes.items[i].schedules == t->outcomes[j].schedules);
				assert_true(e->outcomes.items[i].failing == t->outcomes[j].failing);
			}
		assert_true(is_there);
	}
}

static uint64_t seed_now;

static bool
compare(uint64_t seed, bool *has_violations)
{
	static struct scenario s;
	static struct tally t;
	struct explore_limits limits = { 0 };
	struct explored e;
	struct program p;
	struct err err = { 0 };
	struct world start = { 0 };

	make_scenario(&s, seed);
	seed_now = seed;
	t = (struct tally){ .scenario = &s };
	memcpy(start.s, s.initial_s, sizeof(start.s));
	try_all(&t, &start, -1, 0, 0, false);
	if (!t.is_too_many) {
		if (getenv("SHOW_SCENARIO"))
			print_message("%s", str_buf_c(&s.text));
		if (!program_compile(&p, str_buf_str(&s.text), &err))
			fail_msg("%u:%u %s\n%s", err.line, err.column, err.text, str_buf_c(&s.text));
		explore(&p, &limits, &e);
		assert_true(e.is_complete && e.is_counted);
		assert_int_equal((uint64_t)e.schedules, t.schedules);
		assert_int_equal((uint64_t)e.failing, t.failing);
		assert_same_outcomes(&t, &p, &e);
		assert_same_violations(&t, &e);
		for (size_t i = 0; i < e.violations.len; i++)
			assert_replays(&t, &start, &e.violations.items[i]);
		assert_int_equal(e.races.len, t.race_count);
		*has_violations = e.violations.len;
		explored_fini(&e);
		program_fini(&p);
	}
	str_buf_fini(&s.text);
	return !t.is_too_many;
}

static void
explore__random_scenarios__as_all_schedules_tried(void **state)
{
	const char *seed = getenv("SEED");
	uint32_t compared = 0, wrong = 0;
	bool has_violations = false;

	(void)state;
	for (uint64_t i = seed ? strtoull(seed, NULL, 10) : 1, end = i + (seed ? 1 : SCENARIOS); i < end; i++)
		if (compare(i, &has_violations)) {
			compared++;
			wrong += has_violations;
		}
	print_message("# compared %u, of which %u can go wrong\n", compared, wrong);
	if (!seed)
		assert_true(compared > SCENARIOS / 2 && wrong > compared / 4 && wrong < compared);
}

static int
say_seed(void **state)
{
	(void)state;
	print_message("# SEED=%llu\n", (unsigned long long)seed_now);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(explore__random_scenarios__as_all_schedules_tried, say_seed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
