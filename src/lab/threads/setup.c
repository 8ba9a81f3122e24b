/* The top level: shared variables, functions, threads, and what the exercise asks, evaluated while compiling. */
#include "lab/threads/compile_parts.h"

#include "base/i18n.h"

#include <stdio.h>
#include <string.h>

void
setup_bind(struct compiler *c, const struct node *target, value v)
{
	uint32_t len, place = 0;

	if (target->kind == NODE_NAME) {
		int at = compile_find_shared(c, target->name);
		struct shared shared = { target->name, v, true, false };

		if (at >= 0)
			c->program->shareds.items[at] = shared;
		else if (setup_knows(c, target->name))
			compile_fail(c, target, _("a thread has the same name"));
		else if (c->program->shareds.len >= SHAREDS_MAX)
			compile_fail(c, target, _("too many shared variables"));
		else
			vec_push(&c->program->shareds, shared);
	} else if (target->kind == NODE_TUPLE && value_items(&c->program->heap, v, &len)) {
		for (const struct node *kid = target->first; kid && !c->has_failed; kid = kid->next, place++)
			if (place < len)
				setup_bind(c, kid, value_items(&c->program->heap, v, &len)[place]);
			else
				compile_fail(c, kid, _("more names than values"));
		if (place < len && !c->has_failed)
			compile_fail(c, target, _("more values than names"));
	} else
		compile_fail(c, target, _("expected a name on the left of ="));
}

static bool
add_thread(struct compiler *c, const struct node *n, struct str name, int64_t me, int64_t group, int64_t after)
{
	struct program *p = c->program;
	char text[300];
	value handle = VALUE_NONE;

	if (p->threads.len >= THREADS_MAX)
		return compile_fail(c, n, _("more than 32 threads"));
	if (name.len > 40)
		return compile_fail(c, n, _("the name of a thread may have 40 bytes"));
	snprintf(text, sizeof(text), "%.*s", STR_ARG(name));
	if (group >= 0)
		snprintf(text + strlen(text), 8, "%d", (int)me);
	for (size_t i = 0; i < p->threads.len; i++)
		if (!strcmp(p->threads.items[i].name, text))
			return compile_fail(c, n, _("two threads have the same name"));
	struct thread_def *t = vec_push_zero(&p->threads);

	t->name = mem_copy_c(text);
	t->entry = (uint16_t)(c->thread_nodes.len - 1);
	t->me = me;
	t->group = group < 0 ? 1 : group;
	t->after = after;
	t->is_daemon = n->value;
	if (!setup_object(c, n, OBJECT_THREAD, &handle))
		return false;
	p->objects.items[handle >> 2].thread = (uint16_t)(p->threads.len - 1);
	return true;
}

static void
add_threads(struct compiler *c, const struct node *n)
{
	const struct node *count = n->first, *after = count->next;
	int64_t times = -1, delay = 0, me = 0;
	value v = VALUE_NONE;

	vec_push(&c->thread_nodes, n);
	if (count->kind != NODE_NONE && (!setup_value(c, count, &v) || !value_to_int(&c->program->heap, v, &times) ||
					 times < 1 || times > THREADS_MAX))
		compile_fail(c, count, _("expected a number of threads from 1 to 32"));
	if (after->kind == NODE_REAL)
		delay = after->value;
	else if (after->kind != NODE_NONE) {
		if (!setup_value(c, after, &v) || !value_to_int(&c->program->heap, v, &delay) || delay < 0 ||
		    delay > 100000)
			compile_fail(c, after, _("expected a time from 0 to 100000"));
		delay *= 1000;
	}
	for (const struct node *name = n->last->first; name && !c->has_failed; name = name->next) {
		if (compile_find_shared(c, name->name) >= 0)
			compile_fail(c, name, _("a shared variable has the same name"));
		if (times < 0 && !c->has_failed)
			add_thread(c, n, name->name, me++, -1, delay);
		for (int64_t i = 0; i < times && !c->has_failed; i++)
			add_thread(c, n, name->name, i, times, delay);
	}
}

static void
set_word(struct compiler *c, const struct node *n)
{
	struct program *p = c->program;

	if (n->kind == NODE_GRAIN) {
		p->is_access_grain = str_is_equal_c(n->name, "access");
		if (!p->is_access_grain && !str_is_equal_c(n->name, "statement"))
			compile_fail(c, n, _("expected grain access or grain statement"));
	} else if (n->kind == NODE_GOAL) {
		p->goal = str_is_equal_c(n->name, "break") ? 'b' : 'f';
		if (p->goal == 'f' && !str_is_equal_c(n->name, "fix"))
			compile_fail(c, n, _("expected goal break or goal fix"));
	} else if (n->kind == NODE_GIL)
		p->is_gil_310 = n->value == 2;
	else
		for (const struct node *kid = n->first; kid; kid = kid->next)
			vec_push(&p->schedule, kid->name);
}

static void
mark_handle(struct compiler *c, value v)
{
	struct program *p = c->program;
	uint32_t len = 0;
	const value *items = value_items(&p->heap, v, &len);

	for (uint32_t i = 0; items && i < len; i++)
		mark_handle(c, items[i]);
	if ((v & 3) == VALUE_OBJECT && p->objects.items[v >> 2].kind == OBJECT_THREAD)
		p->threads.items[p->objects.items[v >> 2].thread].is_started_by_other = true;
}

/* A thread, a group of them, a list of either, or one of these by its index. */
static void
mark_started(struct compiler *c, const struct node *n)
{
	value v;

	if (n->kind == NODE_INDEX || n->kind == NODE_SLICE)
		mark_started(c, n->first);
	for (const struct node *kid = n->first; kid && (n->kind == NODE_LIST || n->kind == NODE_TUPLE); kid = kid->next)
		mark_started(c, kid);
	if (n->kind == NODE_NAME && setup_knows(c, n->name) && setup_find_name(c, n, &v))
		mark_handle(c, v);
}

/* Is NAME.start() called somewhere in there? */
static bool
starts(const struct node *n, struct str name)
{
	if (n->kind == NODE_ATTRIBUTE && str_is_equal_c(n->name, "start") && n->first->kind == NODE_NAME &&
	    str_is_equal(n->first->name, name))
		return true;
	for (const struct node *kid = n->first; kid; kid = kid->next)
		if (starts(kid, name))
			return true;
	return false;
}

/* Who is assigned in a thread is no constant; who is started there does not start by itself. */
static void
mark_changed(struct compiler *c, const struct node *n)
{
	const struct node *target = n->kind == NODE_ASSIGN                          ? n->first->next
				    : n->kind == NODE_FOR || n->kind == NODE_CHANGE ? n->first
				    : n->kind == NODE_DELETE                        ? n->first
										    : NULL;

	for (; target; target = n->kind == NODE_ASSIGN ? target->next : NULL) {
		const struct node *name = target;

		if (name->kind == NODE_TUPLE || name->kind == NODE_LIST) {
			for (const struct node *kid = name->first; kid; kid = kid->next) {
				struct node wrapped = { .kind = NODE_DELETE };
				struct node copy = *kid;

				wrapped.first = wrapped.last = &copy;
				copy.next = NULL;
				mark_changed(c, &wrapped);
			}
			continue;
		}
		if (name->kind == NODE_INDEX)
			name = name->first;
		int at = name->kind == NODE_NAME ? compile_find_shared(c, name->name) : -1;

		if (at >= 0)
			c->program->shareds.items[at].is_constant = false;
	}
	if (n->kind == NODE_ATTRIBUTE && str_is_equal_c(n->name, "start"))
		mark_started(c, n->first);
	if (n->kind == NODE_FOR && n->first->kind == NODE_NAME && starts(n->first->next->next, n->first->name))
		mark_started(c, n->first->next);
	for (const struct node *kid = n->first; kid; kid = kid->next)
		mark_changed(c, kid);
}

static void
name_objects(struct program *p)
{
	for (size_t s = 0; s < p->shareds.len; s++) {
		struct shared *shared = &p->shareds.items[s];
		uint32_t len = 1;
		const value *items = value_items(&p->heap, shared->initial, &len);

		shared->is_object = items ? len > 0 : true;
		for (uint32_t i = 0; i < len; i++) {
			value v = items ? items[i] : shared->initial;

			if ((v & 3) != VALUE_OBJECT) {
				shared->is_object = false;
				continue;
			}
			struct str_buf name = { 0 };

			str_buf_append(&name, shared->name);
			if (items)
				str_buf_printf(&name, "[%u]", i);
			free(p->objects.items[v >> 2].name);
			p->objects.items[v >> 2].name = str_buf_take(&name);
		}
	}
	for (size_t i = 0; i < p->objects.len; i++)
		if (!p->objects.items[i].name)
			p->objects.items[i].name = mem_copy_c(
				p->objects.items[i].kind == OBJECT_THREAD
					? p->threads.items[p->objects.items[i].thread].name
					: object_kind_names[p->objects.items[i].kind]);
}

static bool
has_thread(const struct program *p, struct str name)
{
	for (size_t i = 0; i < p->threads.len; i++)
		if (str_is_equal_c(name, p->threads.items[i].name))
			return true;
	return false;
}

bool
setup_run(struct compiler *c, const struct node *root)
{
	value v = VALUE_NONE;

	for (const struct node *n = root->first; n && !c->has_failed; n = n->next)
		if (n->kind == NODE_ASSIGN) {
			for (const struct node *target = n->first->next; target && setup_value(c, n->first, &v);
			     target = target->next)
				setup_bind(c, target, v);
		} else if (n->kind == NODE_DEF)
			vec_push(&c->functions, n);
		else if (n->kind == NODE_THREAD)
			add_threads(c, n);
		else if (n->kind >= NODE_GOAL)
			set_word(c, n);
		else if (n->kind != NODE_CHECK && n->kind != NODE_ALWAYS && n->kind != NODE_PASS &&
			 !(n->kind == NODE_EXPRESSION && n->first->kind == NODE_TEXT))
			compile_fail(c, n, _("expected an assignment, def, thread, check or always at the top level"));
	if (!c->has_failed && !c->program->threads.len)
		compile_fail(c, root, _("expected at least one thread"));
	for (const struct node *n = root->first; n && !c->has_failed; n = n->next)
		if (n->kind == NODE_DEF || n->kind == NODE_THREAD)
			mark_changed(c, n);
	for (const struct node *n = root->first; n && !c->has_failed; n = n->next)
		for (const struct node *kid = n->kind == NODE_SCHEDULE ? n->first : NULL; kid; kid = kid->next)
			if (!has_thread(c->program, kid->name))
				compile_fail(c, kid, _("there is no thread “%.*s”"), STR_ARG(kid->name));
	if (!c->has_failed)
		name_objects(c->program);
	return !c->has_failed;
}
