/* Statements to the tree: a table says how each word goes on. */
#include "lab/threads/threads_parse_parts.h"

#include "base/alloc.h"
#include "base/i18n.h"

static struct node *parse_block(struct parser *);

static struct node *
none(struct parser *p)
{
	return parser_node(p, NODE_NONE);
}

static struct node *
parse_else(struct parser *p)
{
	return parser_take_word(p, "else") ? parse_block(p) : none(p);
}

static struct node *
parse_if(struct parser *p, struct node *n)
{
	parser_add(n, parse_expression(p));
	parser_add(n, parse_block(p));
	if (!parser_is_word(p, "elif"))
		return parser_add(n, parse_else(p));
	if (!parser_enter(p))
		return n;
	struct node *other = parser_node(p, NODE_IF);

	parser_advance(p);
	parser_add(n, parse_if(p, other));
	p->depth--;
	return n;
}

static struct node *
parse_while(struct parser *p, struct node *n)
{
	parser_add(n, parse_expression(p));
	parser_add(n, parse_block(p));
	return parser_add(n, parse_else(p));
}

static struct node *
parse_loop(struct parser *p, struct node *n)
{
	struct node *forever = parser_node(p, NODE_CONST);

	forever->name = STR("True");
	parser_add(n, forever);
	parser_add(n, parse_block(p));
	return parser_add(n, none(p));
}

static struct node *
parse_for(struct parser *p, struct node *n)
{
	struct node *target = parse_name(p);

	if (parser_is_sign(p, ",")) {
		struct node *tuple = parser_add(parser_place_as(parser_node(p, NODE_TUPLE), target), target);

		while (parser_take_sign(p, ","))
			parser_add(tuple, parse_name(p));
		target = tuple;
	}
	parser_add(n, target);
	if (!parser_take_word(p, "in"))
		parser_fail_expected(p, "in");
	parser_add(n, parse_expressions(p));
	parser_add(n, parse_block(p));
	return parser_add(n, parse_else(p));
}

static struct node *
parse_repeat(struct parser *p, struct node *n)
{
	parser_add(n, parse_expression(p));
	return parser_add(n, parse_block(p));
}

static struct node *
parse_with(struct parser *p, struct node *n)
{
	do
		parser_add(n, parse_expression(p));
	while (parser_take_sign(p, ","));
	return parser_add(n, parse_block(p));
}

static struct node *
parse_bare(struct parser *p, struct node *n)
{
	(void)p;
	return n;
}

static struct node *
parse_return(struct parser *p, struct node *n)
{
	return parser_add(n, p->token.kind == TOKEN_NEWLINE || p->token.kind == TOKEN_END ? none(p)
											  : parse_expressions(p));
}

static struct node *
parse_one(struct parser *p, struct node *n)
{
	parser_add(n, parse_expressions(p));
	if (n->kind == NODE_ASSERT && parser_take_sign(p, ","))
		parse_expression(p);
	return n;
}

static struct node *
parse_body(struct parser *p, struct node *n)
{
	return parser_add(n, parse_block(p));
}

static struct node *
parse_word_after(struct parser *p, struct node *n)
{
	if (p->token.kind == TOKEN_NAME) {
		n->name = p->token.text;
		parser_advance(p);
	}
	return n;
}

/* Empty, queue.Empty: the last name counts. */
static struct node *
parse_exception(struct parser *p)
{
	struct node *n = parse_name(p);

	while (parser_take_sign(p, "."))
		n->name = parse_name(p)->name;
	return n;
}

static struct node *
parse_try(struct parser *p, struct node *n)
{
	parser_add(n, parse_block(p));
	if (!parser_is_word(p, "except"))
		parser_fail_expected(p, "except");
	while (parser_is_word(p, "except")) {
		struct node *handler = parser_node(p, NODE_EXCEPT);

		parser_advance(p);
		if (parser_take_sign(p, "(")) {
			do
				parser_add(handler, parse_exception(p));
			while (parser_take_sign(p, ","));
			parser_need_sign(p, ")");
		} else if (!parser_is_sign(p, ":"))
			parser_add(handler, parse_exception(p));
		if (parser_take_word(p, "as"))
			parse_name(p);
		parser_add(n, parser_add(handler, parse_block(p)));
	}
	return n;
}

static struct node *
parse_def(struct parser *p, struct node *n)
{
	n->name = parse_name(p)->name;
	parser_need_sign(p, "(");
	while (!p->has_failed && !parser_is_sign(p, ")")) {
		parser_add(n, parse_name(p));
		if (!parser_take_sign(p, ","))
			break;
	}
	parser_need_sign(p, ")");
	return parser_add(n, parse_block(p));
}

static struct node *
parse_thread(struct parser *p, struct node *n)
{
	struct node *names = parser_node(p, NODE_BLOCK);

	do
		parser_add(names, parse_name(p));
	while (parser_take_sign(p, ","));
	parser_add(n, parser_take_sign(p, "*") ? parse_unary(p) : none(p));
	parser_add(n, parser_take_word(p, "after") ? parse_unary(p) : none(p));
	parser_add(n, parse_block(p));
	return parser_add(n, names);
}

static struct node *
parse_daemon(struct parser *p, struct node *n)
{
	n->value = 1;
	if (!parser_take_word(p, "thread"))
		parser_fail_expected(p, "thread");
	return parse_thread(p, n);
}

static struct node *
parse_schedule(struct parser *p, struct node *n)
{
	do
		parser_add(n, parse_name(p));
	while (p->token.kind == TOKEN_NAME);
	return n;
}

/* Python needs it; here a name of the top level is shared anyway. */
static struct node *
parse_global(struct parser *p, struct node *n)
{
	do
		parse_name(p);
	while (parser_take_sign(p, ","));
	return n;
}

static struct node *
parse_gil(struct parser *p, struct node *n)
{
	struct str text = p->token.text;

	if (p->token.kind == TOKEN_REAL) /* 3.10 is no number: read it as it is written */
		text = str_cut(p->lexer.source, (size_t)p->lexer.line_start + p->token.column - 1, p->lexer.at);
	n->value = str_is_equal_c(text, "3.9") ? 1 : str_is_equal_c(text, "3.10") ? 2 : 0;
	if (!n->value)
		parser_fail_expected(p, "3.9, 3.10");
	parser_advance(p);
	return n;
}

struct change_sign {
	const char *sign;
	enum node_op op;
};

static const struct change_sign changes[] = {
	{ "+=", OP_ADD },    { "-=", OP_SUB },     { "*=", OP_MUL },     { "//=", OP_DIV }, { "%=", OP_MOD },
	{ "|=", OP_BIT_OR }, { "&=", OP_BIT_AND }, { "^=", OP_BIT_XOR }, { "<<=", OP_SHL }, { ">>=", OP_SHR },
};

struct statement_word {
	const char *word;
	enum node_kind kind;
	struct node *(*parse)(struct parser *, struct node *);
};

static const struct statement_word statement_words[] = {
	{ "if", NODE_IF, parse_if },
	{ "while", NODE_WHILE, parse_while },
	{ "loop", NODE_WHILE, parse_loop },
	{ "for", NODE_FOR, parse_for },
	{ "repeat", NODE_REPEAT, parse_repeat },
	{ "with", NODE_WITH, parse_with },
	{ "pass", NODE_PASS, parse_bare },
	{ "break", NODE_BREAK, parse_bare },
	{ "continue", NODE_CONTINUE, parse_bare },
	{ "return", NODE_RETURN, parse_return },
	{ "del", NODE_DELETE, parse_one },
	{ "assert", NODE_ASSERT, parse_one },
	{ "atomic", NODE_ATOMIC, parse_body },
	{ "critical", NODE_CRITICAL, parse_word_after },
	{ "fail", NODE_FAIL, parse_bare },
	{ "global", NODE_PASS, parse_global },
	{ "try", NODE_TRY, parse_try },
	{ "def", NODE_DEF, parse_def },
	{ "thread", NODE_THREAD, parse_thread },
	{ "daemon", NODE_THREAD, parse_daemon },
	{ "check", NODE_CHECK, parse_one },
	{ "always", NODE_ALWAYS, parse_one },
	{ "goal", NODE_GOAL, parse_word_after },
	{ "schedule", NODE_SCHEDULE, parse_schedule },
	{ "grain", NODE_GRAIN, parse_word_after },
	{ "gil", NODE_GIL, parse_gil },
};

static struct node *
parse_simple(struct parser *p)
{
	struct node *target = parse_expressions(p);

	for (size_t i = 0; i < ARRAY_LEN(changes); i++)
		if (parser_take_sign(p, changes[i].sign)) {
			struct node *n = parser_add(parser_place_as(parser_node(p, NODE_CHANGE), target), target);

			n->op = changes[i].op;
			return parser_add(n, parse_expressions(p));
		}
	if (!parser_is_sign(p, "="))
		return parser_add(parser_place_as(parser_node(p, NODE_EXPRESSION), target), target);
	struct node *n = parser_place_as(parser_node(p, NODE_ASSIGN), target), *targets = parser_node(p, NODE_BLOCK);

	while (parser_take_sign(p, "=")) {
		parser_add(targets, target);
		target = parse_expressions(p);
	}
	parser_add(n, target);
	n->last->next = targets->first;
	n->last = targets->last;
	return n;
}

static bool
is_statement_word(const struct parser *p)
{
	/* A word of ours may still be a variable: `loop = 1`, `check(x)` reads as Python would. */
	size_t at = p->lexer.at;

	while (at < p->lexer.source.len && p->lexer.source.data[at] == ' ')
		at++;
	struct str rest = str_skip(p->lexer.source, at);

	return !(str_has_prefix(rest, STR("=")) && !str_has_prefix(rest, STR("=="))) &&
	       !str_has_prefix(rest, STR(".")) && !str_has_prefix(rest, STR("+=")) && !str_has_prefix(rest, STR("-="));
}

struct node *
parse_statement(struct parser *p)
{
	bool is_compound = false;
	struct node *n = NULL;

	if (!parser_enter(p))
		return none(p);
	if (p->token.kind == TOKEN_NAME && is_statement_word(p))
		for (size_t i = 0; i < ARRAY_LEN(statement_words); i++)
			if (parser_is_word(p, statement_words[i].word)) {
				n = parser_node(p, statement_words[i].kind);
				parser_advance(p);
				n = statement_words[i].parse(p, n);
				for (const struct node *kid = n->first; kid; kid = kid->next)
					is_compound |= kid->kind == NODE_BLOCK || kid->kind == NODE_EXCEPT;
				break;
			}
	if (!n && (p->token.kind == TOKEN_INDENT ||
		   (p->token.kind == TOKEN_NAME && parser_is_keyword(p->token.text) && !parser_is_word(p, "not"))))
		parser_fail_expected(p, _("a statement"));
	if (!n)
		n = parse_simple(p);
	p->depth--;
	if (!is_compound && !parser_take_sign(p, ";") && p->token.kind != TOKEN_END) {
		if (p->token.kind == TOKEN_NEWLINE)
			parser_advance(p);
		else
			parser_fail_expected(p, _("the end of the line"));
	}
	return n;
}

static struct node *
parse_block(struct parser *p)
{
	struct node *block = parser_node(p, NODE_BLOCK);

	parser_need_sign(p, ":");
	if (p->token.kind != TOKEN_NEWLINE) {
		uint32_t line = p->token.line;

		do
			parser_add(block, parse_statement(p));
		while (!p->has_failed && p->token.line == line && p->token.kind != TOKEN_END &&
		       p->token.kind != TOKEN_DEDENT && p->token.kind != TOKEN_NEWLINE);
		if (p->token.kind == TOKEN_NEWLINE)
			parser_advance(p);
		return block;
	}
	parser_advance(p);
	if (p->token.kind != TOKEN_INDENT)
		parser_fail_expected(p, _("an indented line"));
	parser_advance(p);
	while (!p->has_failed && p->token.kind != TOKEN_DEDENT && p->token.kind != TOKEN_END)
		parser_add(block, parse_statement(p));
	parser_advance(p);
	return block;
}
