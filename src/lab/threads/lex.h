/* Cuts the scenario language into tokens, with the indentation as tokens of its own. Pure. */
#ifndef LAB_THREADS_LEX_H
#define LAB_THREADS_LEX_H

#include "base/err.h"

enum token_kind {
	TOKEN_END,
	TOKEN_NEWLINE,
	TOKEN_INDENT,
	TOKEN_DEDENT,
	TOKEN_NAME,
	TOKEN_INT,
	TOKEN_REAL,
	TOKEN_STRING,
	TOKEN_SIGN, /* operators and brackets; text says which */
};

#define LEX_NESTING_MAX 64
#define LEX_SOURCE_MAX  (64u * 1024u)

struct token {
	enum token_kind kind;
	struct str text; /* strings: without the quotes, escapes not resolved */
	int64_t value;   /* TOKEN_INT; TOKEN_REAL: thousandths */
	uint32_t line, column;
};

struct lexer {
	struct str source;
	size_t at;
	uint32_t line, line_start;
	size_t counted; /* bytes of the line whose columns are in counted_columns */
	uint32_t counted_columns;
	uint32_t brackets, open_line, open_column; /* how many are open, and where the outermost of them is */
	uint16_t indents[LEX_NESTING_MAX];
	uint32_t depth, pending_dedents;
	bool is_line_start, has_failed, wants_newline;
	struct err *err;
};

void lexer_init(struct lexer *, struct str source, struct err *);
/* After an error every token is TOKEN_END. */
void lexer_next(struct lexer *, struct token *out);
/* There is an open bracket, and nothing to the end of the source closes it. */
bool lexer_is_open(const struct lexer *);

#endif
