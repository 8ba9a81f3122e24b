/*
 * A compiled scenario: one array of instructions, functions inlined, with the threads' entries in it. A stack machine
 * with slots for locals; the stack is empty wherever a step begins. Instructions marked visible begin a step, all
 * others are local work that belongs to the step before.
 */
#ifndef LAB_THREADS_PROGRAM_H
#define LAB_THREADS_PROGRAM_H

#include "lab/threads/values.h"

#include "base/vec.h"

#define THREADS_MAX 32
#define SHAREDS_MAX 200
#define OBJECTS_MAX 200
#define SLOTS_MAX   200
#define STACK_MAX   128

enum instr_op {
	DO_STEP,         /* visible: an expression that reads shared data begins */
	DO_STORE_SHARED, /* visible: shared[a] = slot[b] */
	DO_STORE_ITEM,   /* visible: shared[a][slot[b]] = slot[c]; c is NO_TARGET: del */
	DO_METHOD,       /* visible: slot[b] = slot[b].method a(slot[b + 1]); c: how it was called, see method_mode */
	DO_ATOMIC,       /* visible: a is where it ends */
	DO_CRITICAL,     /* visible: a is the section */
	DO_SLEEP,        /* visible: for slot[b] thousandths */
	DO_PRINT,        /* visible */
	DO_FAIL,         /* visible */
	DO_FIRST_LOCAL,
	DO_CONST = DO_FIRST_LOCAL, /* push constant a */
	DO_LOCAL,                  /* push slot[a] */
	DO_SHARED,                 /* push shared[a] */
	DO_ME,
	DO_STORE_LOCAL, /* pop into slot[a] */
	DO_CLEAR,       /* slots a … a + b - 1 are 0 */
	DO_ITEM_LOCAL,  /* slot[a][slot[b]] = slot[c]; c is NO_TARGET: del */
	DO_BINARY,      /* a: node_op */
	DO_COMPARE,
	DO_NEGATE,
	DO_NOT,
	DO_INDEX,
	DO_SLICE,
	DO_BUILD, /* a items; b: heap_kind */
	DO_CALL,  /* builtin a with b arguments */
	DO_QUERY, /* pop an object, push what method a says */
	DO_POP,
	DO_JUMP,
	DO_JUMP_FALSE,      /* pop */
	DO_JUMP_FALSE_KEEP, /* jump and keep, or pop */
	DO_JUMP_TRUE_KEEP,
	DO_NEXT,        /* slot[b] list, slot[b + 1] place: push the next item, or jump to a */
	DO_NEXT_NUMBER, /* slot[b] next, slot[b + 1] end, slot[b + 2] step */
	DO_ASSERT,      /* pop; a: the fault, 0: AssertionError */
	DO_MATCH,       /* the fault in slot[b] is none of a, a bit each: jump to c */
	DO_RAISE,       /* the fault in slot[b] again */
	DO_SWITCH,      /* CPython 3.10 may switch threads here; a: but not if slot[a] is a Lock or RLock. 0: always */
	DO_SEAL,        /* the end of atomic */
	DO_END,
};

enum method {
	METHOD_ACQUIRE,
	METHOD_RELEASE,
	METHOD_LOCKED,
	METHOD_SET,
	METHOD_CLEAR,
	METHOD_WAIT,
	METHOD_IS_SET,
	METHOD_NOTIFY,
	METHOD_NOTIFY_ALL,
	METHOD_ABORT,
	METHOD_RESET,
	METHOD_N_WAITING,
	METHOD_BROKEN,
	METHOD_PUT,
	METHOD_GET,
	METHOD_QSIZE,
	METHOD_EMPTY,
	METHOD_FULL,
	METHOD_TASK_DONE,
	METHOD_JOIN,
	METHOD_SIGNAL,
	METHOD_START,
	METHOD_IS_ALIVE,
	METHOD_COUNT,
};

enum method_timeout { /* what it was given as its timeout */
	TIMEOUT_MISSING,
	TIMEOUT_NONE,
	TIMEOUT_MINUS_ONE,
	TIMEOUT_NEGATIVE,
	TIMEOUT_TIME,
	TIMEOUT_WRONG, /* not even a number */
	TIMEOUT_KNOWN,
	TIMEOUT_IN_SLOT = TIMEOUT_KNOWN, /* one of the above: slot[b + 2] says which */
};

#define METHOD_TIMEOUT  7u /* enum method_timeout */
#define METHOD_IS_TRY   8u /* blocking=False */
#define METHOD_HAS_ITEM 16u

enum method_mode {
	MODE_BLOCK,
	MODE_TRY,
	MODE_TIMED,
	MODE_VALUE, /* arguments that CPython refuses with ValueError, … */
	MODE_TYPE,  /* … with TypeError */
};

enum builtin {
	BUILTIN_LEN,
	BUILTIN_MIN,
	BUILTIN_MAX,
	BUILTIN_ABS,
	BUILTIN_RANGE,
	BUILTIN_SUM,
	BUILTIN_ANY,
	BUILTIN_ALL,
	BUILTIN_COUNT,
};

enum object_kind {
	OBJECT_LOCK,
	OBJECT_RLOCK,
	OBJECT_SEMAPHORE,
	OBJECT_BOUNDED,
	OBJECT_EVENT,
	OBJECT_CONDITION,
	OBJECT_BARRIER,
	OBJECT_QUEUE,
	OBJECT_LIFO,
	OBJECT_PRIORITY,
	OBJECT_COUNTDOWN,
	OBJECT_UNSAFE,
	OBJECT_THREAD,
	OBJECT_KIND_COUNT,
};

/* Words of an object in a state: two each. */
enum object_word {
	WORD_FIRST,  /* owner + 1, count, flag, items, waiters (a tuple) */
	WORD_SECOND, /* depth, barrier's state, unfinished tasks, threads inside */
};

#define NO_TARGET 0xffffu

struct instr {
	uint8_t op;
	uint8_t is_atomic; /* inside atomic:, where nothing ever waits */
	uint16_t a, b, c;
	uint16_t handler; /* where an exception goes; NO_TARGET: ends the thread */
	uint16_t handler_slot;
	uint32_t line;
};

struct object {
	enum object_kind kind;
	int64_t size;    /* maxsize, parties, initial count */
	uint16_t lock;   /* a condition's */
	uint16_t thread; /* a handle's */
	value first;     /* at the start */
	bool has_tasks;  /* a queue on which somebody may call join or task_done: only there are tasks counted */
	char *name;
};

struct shared {
	struct str name;
	value initial;
	bool is_constant; /* never assigned again: reading it is no step */
	bool is_object;   /* holds objects only */
};

struct thread_def {
	char *name;
	uint16_t entry;
	int64_t me, group; /* N */
	int64_t after;
	bool is_daemon, is_started_by_other;
};

struct program {
	struct heap heap;
	char *source; /* what names borrow from; owned */
	VEC(struct instr) code;
	VEC(value) constants;
	VEC(struct object) objects;
	VEC(struct shared) shareds;
	VEC(struct thread_def) threads;
	VEC(struct str) sections;
	VEC(struct str) schedule;
	uint16_t always[16], check[16]; /* code that ends with DO_END, its value on the stack */
	uint32_t always_lines[16], check_lines[16];
	uint16_t always_count, check_count;
	uint16_t slots; /* most any thread needs */
	bool is_access_grain, is_gil_310;
	char goal;        /* 'b', 'f' or 0 */
	uint8_t *can_end; /* for each instruction: can the thread end from here, if every choice goes its way? */
	/* the layout of a state, in words */
	uint32_t object_at, thread_at, thread_words, words;
};

extern const char *const object_kind_names[OBJECT_KIND_COUNT];
extern const char *const method_names[METHOD_COUNT];

/* Can a call wait, and for how long? SLOTS are the thread's. */
enum method_mode method_mode(const struct heap *, const struct object *, const struct instr *, const value *slots);

bool program_compile(struct program *, struct str source, struct err *); /* on false nothing is held */
void program_fini(struct program *);

#endif
