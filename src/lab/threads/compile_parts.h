/* What the compiler's files share; each has a room below. */
#ifndef LAB_THREADS_COMPILE_PARTS_H
#define LAB_THREADS_COMPILE_PARTS_H

#include "lab/threads/program.h"

struct scope { /* the locals of a thread or of one inlined call */
	VEC(struct scope_name {
		struct str name;
		uint16_t slot;
	}) names;
	const struct node *function; /* NULL: the thread itself */
	const struct scope *outer;
	uint16_t result;
	size_t frame;   /* frames when it began */
	uint16_t floor; /* the first slot behind its locals */
	VEC(uint16_t) returns;
};

enum frame_kind {
	FRAME_LOOP,
	FRAME_WITH,
	FRAME_TRY
};

struct frame { /* what break, continue, return and exceptions leave */
	enum frame_kind kind;
	uint16_t slot;    /* the lock held; the fault */
	uint16_t handler; /* the handler before */
	uint16_t handler_slot;
	uint16_t start; /* continue goes here */
	uint16_t floor; /* a loop: the first slot behind its own */
	VEC(uint16_t) breaks, faults;
};

struct loop_over { /* a loop whose variable is one of LIST's items, for as long as nothing else is put into it */
	uint16_t slot;
	const struct node *list;
	const struct loop_over *outer;
};

struct compiler {
	struct program *program;
	struct err *err;
	struct scope *scope;
	VEC(struct frame) frames;
	const struct loop_over *loops;
	VEC(const struct node *) functions;
	VEC(const struct node *) thread_nodes;
	uint16_t next_slot, peak; /* PEAK: no slot from here on was taken since compile_try set it */
	uint32_t line;
	uint32_t work;                       /* of setting up: bounded */
	bool has_failed, is_atomic, is_pure; /* pure: check, always */
};

#define COMPILE_DEPTH_MAX 32

/* compile.c */
bool compile_fail(struct compiler *, const struct node *, const char *format, ...)
	__attribute__((format(printf, 3, 4))); /* false */
uint16_t compile_emit(struct compiler *, enum instr_op, unsigned a, unsigned b, unsigned x);
uint16_t compile_here(struct compiler *);
void compile_patch(struct compiler *, uint16_t at); /* its target is here */
void compile_patch_all(struct compiler *, const uint16_t *at, size_t count);
uint16_t compile_slot(struct compiler *, const struct node *);
/* A slot is 0 wherever it is free: who jumps out of where slots are in use clears them on that way, too. */
void compile_clear_slots(struct compiler *, uint16_t from); /* they are free again */
void compile_clear_until(struct compiler *, uint16_t from, uint16_t end);
uint16_t compile_constant(struct compiler *, value);
/*
 * A call ends, of whatever: CPython 3.10 may switch threads. SLOT: not if there is a Lock or RLock, which `with` takes
 * without one; 0: always.
 */
void compile_switch(struct compiler *, unsigned slot);
int compile_find_shared(const struct compiler *, struct str name);
int compile_find_local(const struct compiler *, struct str name);

/* compile_statement.c */
void compile_block(struct compiler *, const struct node *block);
/* Locals that were never assigned raise when they are read. */
void compile_unset_locals(struct compiler *, size_t from);
void compile_declare_all(struct compiler *, const struct node *block); /* every name it assigns */

/* compile_store.c */
int compile_declare_local(struct compiler *, const struct node *name);
void compile_declare_targets(struct compiler *, const struct node *target);
void compile_store(struct compiler *, const struct node *target, uint16_t slot);
void compile_assign(struct compiler *, const struct node *);
void compile_change(struct compiler *, const struct node *);
void compile_delete(struct compiler *, const struct node *);

/* compile_loop.c */
void compile_while(struct compiler *, const struct node *);
void compile_for(struct compiler *, const struct node *);
void compile_repeat(struct compiler *, const struct node *);

/* compile_guard.c */
void compile_push_frame(struct compiler *, enum frame_kind, const struct node *, uint16_t slot);
void compile_pop_frame(struct compiler *);
void compile_with(struct compiler *, const struct node *);
void compile_try(struct compiler *, const struct node *);
void compile_leave(struct compiler *, const struct node *); /* break, continue */
void compile_return(struct compiler *, const struct node *);

/* compile_call.c */
bool compile_call(struct compiler *, const struct node *call, uint16_t *slot); /* a function of the scenario */

/* compile_expression.c */
/* Push the value; a step of its own if it reads shared data. */
void compile_value(struct compiler *, const struct node *);
/* Does it block or change something: a method that is no query, a function of the scenario? */
bool compile_has_effects(const struct node *);
bool compile_reads_shared(const struct compiler *, const struct node *);
uint16_t compile_to_slot(struct compiler *, const struct node *);

/* compile_task.c */
/* Somebody joins RECEIVER or ends a task of it: the queues that it may be count their tasks. */
void compile_count_tasks(struct compiler *, const struct node *receiver);
void compile_forget_loop(struct compiler *, uint16_t slot); /* something else is put into that variable */

/* compile_method.c */
int compile_find_method(struct str name); /* -1: there is none */
/* Fails inside atomic:, for NAME may wait. */
void compile_refuse_wait(struct compiler *, const struct node *, struct str name);
void compile_effect(struct compiler *, const struct node *); /* an expression as a statement */
void compile_method(struct compiler *, const struct node *, uint16_t base);

/* setup.c */
bool setup_value(struct compiler *, const struct node *, value *out);
void setup_bind(struct compiler *, const struct node *target, value);
bool setup_object(struct compiler *, const struct node *, enum object_kind, value *out);
bool setup_knows(const struct compiler *, struct str name); /* its value does not change */
bool setup_find_name(struct compiler *, const struct node *, value *out);
bool setup_run(struct compiler *, const struct node *root);

#endif
