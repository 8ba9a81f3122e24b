/* The tree of a scenario: nodes with a list of kids, all in one arena. Names and texts are borrowed from the source. */
#ifndef LAB_THREADS_AST_H
#define LAB_THREADS_AST_H

#include "base/err.h"

enum node_kind {
	/* expressions */
	NODE_INT,
	NODE_REAL, /* value: thousandths */
	NODE_TEXT,
	NODE_CONST, /* name: None True False */
	NODE_NAME,
	NODE_LIST,
	NODE_TUPLE,
	NODE_CALL, /* callee, arguments… (NODE_KEYWORD: name, value) */
	NODE_KEYWORD,
	NODE_ATTRIBUTE, /* object; name */
	NODE_INDEX,     /* object, index */
	NODE_SLICE,     /* object, from, to (NODE_NONE where left out) */
	NODE_NONE,
	NODE_UNARY,   /* op */
	NODE_BINARY,  /* op */
	NODE_COMPARE, /* first, then NODE_TERM(op; right)… */
	NODE_TERM,
	NODE_AND,
	NODE_OR,
	NODE_IF_ELSE,       /* condition, yes, no */
	NODE_COMPREHENSION, /* name: variable; element, list */
	NODE_SLOT,          /* the compiler's own: value: what is in that slot */
	/* statements */
	NODE_BLOCK,
	NODE_ASSIGN, /* value, targets… */
	NODE_CHANGE, /* op; target, value */
	NODE_EXPRESSION,
	NODE_IF,     /* condition, block, else-block or NONE */
	NODE_WHILE,  /* the same; `loop:` has the condition True */
	NODE_FOR,    /* target, list, block, else */
	NODE_REPEAT, /* count, block */
	NODE_WITH,   /* objects…, block */
	NODE_PASS,
	NODE_BREAK,
	NODE_CONTINUE,
	NODE_RETURN, /* value or NONE */
	NODE_DELETE,
	NODE_ASSERT,
	NODE_ATOMIC,   /* block */
	NODE_CRITICAL, /* name */
	NODE_FAIL,
	NODE_TRY, /* block, NODE_EXCEPT(NODE_NAME…, block)… */
	NODE_EXCEPT,
	NODE_DEF,    /* name; NODE_NAME parameters…, block */
	NODE_THREAD, /* value: is daemon; count or NONE, after or NONE, block, NODE_NAME… */
	NODE_CHECK,
	NODE_ALWAYS,
	NODE_GOAL,     /* name */
	NODE_SCHEDULE, /* NODE_NAME… */
	NODE_GRAIN,    /* name */
	NODE_GIL,      /* value: thousandths */
};

enum node_op {
	OP_ADD,
	OP_SUB,
	OP_MUL,
	OP_DIV,
	OP_MOD,
	OP_BIT_AND,
	OP_BIT_OR,
	OP_BIT_XOR,
	OP_SHL,
	OP_SHR,
	OP_POWER,
	OP_NEG,
	OP_INVERT,
	OP_NOT,
	OP_EQ,
	OP_NE,
	OP_LT,
	OP_LE,
	OP_GT,
	OP_GE,
	OP_IN,
	OP_NOT_IN,
	OP_IS,
	OP_IS_NOT,
};

struct node {
	enum node_kind kind;
	enum node_op op;
	uint32_t line, column;
	struct str name;
	int64_t value;
	struct node *first, *last, *next; /* kids; next brother */
};

struct ast {
	struct node *root; /* NODE_BLOCK */
	struct ast_slab *slabs;
};

bool ast_parse(struct ast *, struct str source, struct err *); /* on false nothing is held */
void ast_fini(struct ast *);

#endif
