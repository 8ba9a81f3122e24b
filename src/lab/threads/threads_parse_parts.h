/* What the parser's files share: parse.c (tokens and nodes), parse_expression.c, parse_statement.c. */
#ifndef LAB_THREADS_THREADS_PARSE_PARTS_H
#define LAB_THREADS_THREADS_PARSE_PARTS_H

#include "lab/threads/ast.h"
#include "lab/threads/lex.h"

struct parser {
	struct lexer lexer;
	struct token token; /* the next one */
	struct ast *ast;
	struct err *err;
	uint32_t depth;
	bool has_failed;
};

void parser_advance(struct parser *);
/* "found this, expected that", once. */
void parser_fail_expected(struct parser *, const char *expected);
struct node *parser_node(struct parser *, enum node_kind);      /* where the next token is */
struct node *parser_add(struct node *parent, struct node *kid); /* gives PARENT */
struct node *parser_place_as(struct node *, const struct node *other);
bool parser_enter(struct parser *); /* one level deeper; false: too deep */
bool parser_is_sign(const struct parser *, const char *text);
bool parser_is_word(const struct parser *, const char *text);
bool parser_take_sign(struct parser *, const char *text);
bool parser_take_word(struct parser *, const char *text);
void parser_need_sign(struct parser *, const char *text);

bool parser_is_keyword(struct str); /* a word that Python does not take for a name */
struct node *parse_name(struct parser *);
struct node *parse_expression(struct parser *);
struct node *parse_expressions(struct parser *); /* a, b: a tuple without parentheses */
struct node *parse_unary(struct parser *);
struct node *parse_statement(struct parser *);

#endif
