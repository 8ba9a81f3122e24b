/* Writes the scenario down, line by line in both languages. */
#include "unit/lab/threads_told.h"

#include <stdarg.h>
#include <stdio.h>

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

void
told_make(struct scenario *s, uint64_t seed)
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
