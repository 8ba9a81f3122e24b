/* A compiled scenario: the order in which its parts become instructions, and where their threads can end. */
#include "lab/threads/compile_parts.h"

#include "base/i18n.h"

#include <stdarg.h>
#include <stdio.h>

#define CODE_MAX 20000u

bool
compile_fail(struct compiler *c, const struct node *n, const char *format, ...)
{
	char text[256];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	if (!c->has_failed)
		err_set_at(c->err, n->line, n->column, "%s", text);
	c->has_failed = true;
	return false;
}

uint16_t
compile_here(struct compiler *c)
{
	return (uint16_t)c->program->code.len;
}

uint16_t
compile_emit(struct compiler *c, enum instr_op op, unsigned a, unsigned b, unsigned x)
{
	struct program *p = c->program;
	struct instr instr = {
		(uint8_t)op, c->is_atomic, (uint16_t)a, (uint16_t)b, (uint16_t)x, NO_TARGET, 0, c->line
	};

	for (size_t i = c->frames.len; i-- > 0;) {
		struct frame *f = &c->frames.items[i];

		if (f->kind != FRAME_LOOP) {
			instr.handler = f->handler;
			instr.handler_slot = (uint16_t)(f->slot + (f->kind == FRAME_WITH ? 3 : 0));
			break;
		}
	}
	if (p->code.len >= CODE_MAX) {
		if (!c->has_failed)
			err_set_at(c->err, c->line, 0,
				   _("the program is too large once its functions are written out"));
		c->has_failed = true;
		return 0;
	}
	vec_push(&p->code, instr);
	return (uint16_t)(p->code.len - 1);
}

void
compile_patch(struct compiler *c, uint16_t at)
{
	if (at < c->program->code.len)
		c->program->code.items[at].a = compile_here(c);
}

void
compile_patch_all(struct compiler *c, const uint16_t *at, size_t count)
{
	for (size_t i = 0; i < count; i++)
		compile_patch(c, at[i]);
}

uint16_t
compile_slot(struct compiler *c, const struct node *n)
{
	if (c->next_slot >= SLOTS_MAX) {
		compile_fail(c, n, _("too many variables at once in a thread"));
		return 0;
	}
	if (c->next_slot + 1 > c->program->slots)
		c->program->slots = (uint16_t)(c->next_slot + 1);
	if (c->next_slot + 1 > c->peak)
		c->peak = (uint16_t)(c->next_slot + 1);
	return c->next_slot++;
}

void
compile_clear_until(struct compiler *c, uint16_t from, uint16_t end)
{
	if (end > from)
		compile_emit(c, DO_CLEAR, from, end - (unsigned)from, 0);
}

void
compile_clear_slots(struct compiler *c, uint16_t from)
{
	compile_clear_until(c, from, c->next_slot);
	c->next_slot = from;
}

uint16_t
compile_constant(struct compiler *c, value v)
{
	struct program *p = c->program;

	for (size_t i = p->constants.len > 64 ? p->constants.len - 64 : 0; i < p->constants.len; i++)
		if (p->constants.items[i] == v)
			return (uint16_t)i;
	if (p->constants.len >= CODE_MAX) {
		c->has_failed = true;
		return 0;
	}
	vec_push(&p->constants, v);
	return (uint16_t)(p->constants.len - 1);
}

void
compile_switch(struct compiler *c, unsigned slot)
{
	if (c->program->is_gil_310 && !c->is_pure)
		compile_emit(c, DO_SWITCH, slot, 0, 0);
}

int
compile_find_shared(const struct compiler *c, struct str name)
{
	for (size_t i = 0; i < c->program->shareds.len; i++)
		if (str_is_equal(c->program->shareds.items[i].name, name))
			return (int)i;
	return -1;
}

int
compile_find_local(const struct compiler *c, struct str name)
{
	for (size_t i = 0; c->scope && i < c->scope->names.len; i++)
		if (str_is_equal(c->scope->names.items[i].name, name))
			return c->scope->names.items[i].slot;
	return -1;
}

static uint16_t
compile_thread(struct compiler *c, const struct node *n)
{
	struct scope scope = { 0 };
	const struct node *block = n->first->next->next;
	uint16_t entry = compile_here(c);

	c->next_slot = 0;
	scope.result = compile_slot(c, n);
	c->scope = &scope;
	compile_declare_all(c, block);
	compile_unset_locals(c, 0);
	scope.floor = c->next_slot;
	compile_block(c, block);
	compile_patch_all(c, scope.returns.items, scope.returns.len);
	compile_emit(c, DO_END, 0, 0, 0);
	c->scope = NULL;
	vec_fini(&scope.names);
	vec_fini(&scope.returns);
	return entry;
}

static void
compile_property(struct compiler *c, const struct node *n)
{
	struct program *p = c->program;
	uint16_t *count = n->kind == NODE_CHECK ? &p->check_count : &p->always_count, at = compile_here(c);

	if (*count == 16) {
		compile_fail(c, n, _("more than 16 conditions"));
		return;
	}
	(n->kind == NODE_CHECK ? p->check : p->always)[*count] = at;
	(n->kind == NODE_CHECK ? p->check_lines : p->always_lines)[*count] = n->line;
	++*count;
	c->next_slot = 0;
	c->line = n->line;
	c->is_pure = true;
	compile_value(c, n->first);
	c->is_pure = false;
	compile_emit(c, DO_END, 0, 0, 0);
}

/* From where can the end be reached? Backwards until nothing changes; passes are few, as code mostly goes forward. */
static void
find_ends(struct program *p)
{
	size_t count = p->code.len;
	bool changed = true;

	p->can_end = NEW_ARRAY(uint8_t, count + 1);
	for (uint32_t pass = 0; changed && pass < 1000; pass++) {
		changed = false;
		for (size_t i = count; i-- > 0;) {
			const struct instr *in = &p->code.items[i];
			bool jumps = in->op >= DO_JUMP && in->op <= DO_NEXT_NUMBER;
			uint8_t can = in->op == DO_END ||
				      (in->op != DO_JUMP && in->op != DO_RAISE && p->can_end[i + 1]) ||
				      (jumps && in->a < count && p->can_end[in->a]) ||
				      (in->op == DO_MATCH && in->c < count && p->can_end[in->c]);

			/* a condition that is always true leaves no other way: `while True` */
			if (in->op == DO_JUMP_FALSE && i && p->code.items[i - 1].op == DO_CONST &&
			    p->constants.items[p->code.items[i - 1].a] == VALUE_TRUE)
				can = p->can_end[i + 1];
			changed |= can != p->can_end[i];
			p->can_end[i] = can;
		}
	}
}

static void
compile_all(struct compiler *c, const struct node *root)
{
	size_t thread = 0;

	for (size_t i = 0; i < c->thread_nodes.len && !c->has_failed; i++) {
		uint16_t entry = compile_thread(c, c->thread_nodes.items[i]);

		/* setup.c left the number of the node where the entry goes */
		for (; thread < c->program->threads.len && c->program->threads.items[thread].entry == i; thread++)
			c->program->threads.items[thread].entry = entry;
	}
	for (const struct node *n = root->first; n && !c->has_failed; n = n->next)
		if (n->kind == NODE_CHECK || n->kind == NODE_ALWAYS)
			compile_property(c, n);
	find_ends(c->program);
}

bool
program_compile(struct program *p, struct str source, struct err *err)
{
	struct ast ast;
	struct compiler c = { .program = p, .err = err };

	*p = (struct program){ 0 };
	heap_init(&p->heap);
	p->source = str_copy_c(source);
	if (!ast_parse(&ast, str_of(p->source, source.len), err)) {
		program_fini(p);
		return false;
	}
	if (setup_run(&c, ast.root))
		compile_all(&c, ast.root);
	while (c.frames.len)
		compile_pop_frame(&c);
	vec_fini(&c.frames);
	vec_fini(&c.functions);
	vec_fini(&c.thread_nodes);
	ast_fini(&ast);
	if (c.has_failed) {
		program_fini(p);
		return false;
	}
	p->object_at = 1 + (uint32_t)p->shareds.len;
	p->thread_at = p->object_at + 2 * (uint32_t)p->objects.len;
	p->thread_words = 3 + (uint32_t)p->slots;
	p->words = p->thread_at + p->thread_words * (uint32_t)p->threads.len;
	return true;
}

void
program_fini(struct program *p)
{
	for (size_t i = 0; i < p->objects.len; i++)
		free(p->objects.items[i].name);
	for (size_t i = 0; i < p->threads.len; i++)
		free(p->threads.items[i].name);
	vec_fini(&p->code);
	vec_fini(&p->constants);
	vec_fini(&p->objects);
	vec_fini(&p->shareds);
	vec_fini(&p->threads);
	vec_fini(&p->sections);
	vec_fini(&p->schedule);
	heap_fini(&p->heap);
	free(p->can_end);
	free(p->source);
	*p = (struct program){ 0 };
}
