/* Recursive descent from tokens to the tree. After an error the rest reads as the end, so every loop ends. */
#include "lab/threads/ast.h"

#include "base/alloc.h"
#include "base/i18n.h"
#include "lab/threads/lex.h"

#define SLAB_NODES 256

struct ast_slab {
	struct ast_slab *next;
	uint32_t used;
	struct node nodes[SLAB_NODES];
};

struct parser {
	struct lexer lexer;
	struct token token;
	struct ast *ast;
	struct err *err;
	uint32_t depth;
	bool has_failed;
};

static struct node *parse_expression(struct parser *);
static struct node *parse_block(struct parser *);
static struct node *parse_unary(struct parser *);

static void
advance(struct parser *p)
{
	if (p->has_failed)
		p->token.kind = TOKEN_END;
	else
		lexer_next(&p->lexer, &p->token);
	p->has_failed |= p->lexer.has_failed;
}

static void
fail_expected(struct parser *p, const char *expected)
{
	const struct token *t = &p->token;

	if (!p->has_failed) {
		struct str found = t->kind == TOKEN_END       ? str_of_c(_("the end"))
				   : t->kind == TOKEN_NEWLINE ? str_of_c(_("the end of the line"))
				   : t->kind == TOKEN_INDENT  ? str_of_c(_("an indented line"))
				   : t->kind == TOKEN_DEDENT  ? str_of_c(_("the end of the block"))
							      : t->text;
		err_set_at(p->err, t->line, t->column, _("found “%.*s”, expected %s"), STR_ARG(found), expected);
	}
	p->has_failed = true;
	p->token.kind = TOKEN_END;
}

static struct node *
new_node(struct parser *p, enum node_kind kind)
{
	struct ast_slab *slab = p->ast->slabs;

	if (!slab || slab->used == SLAB_NODES) {
		slab = NEW(struct ast_slab);
		slab->next = p->ast->slabs;
		p->ast->slabs = slab;
	}
	struct node *n = &slab->nodes[slab->used++];

	n->kind = kind;
	n->line = p->token.line;
	n->column = p->token.column;
	return n;
}

static struct node *
add(struct node *parent, struct node *kid)
{
	if (parent->last)
		parent->last->next = kid;
	else
		parent->first = kid;
	parent->last = kid;
	return parent;
}

static struct node *
place_as(struct node *n, const struct node *other)
{
	n->line = other->line;
	n->column = other->column;
	return n;
}

static bool
enter(struct parser *p)
{
	if (++p->depth <= 2 * LEX_NESTING_MAX)
		return true;
	fail_expected(p, _("less nesting"));
	return false;
}

static bool
is_sign(const struct parser *p, const char *text)
{
	return p->token.kind == TOKEN_SIGN && str_is_equal_c(p->token.text, text);
}

static bool
is_word(const struct parser *p, const char *text)
{
	return p->token.kind == TOKEN_NAME && str_is_equal_c(p->token.text, text);
}

static bool
take_sign(struct parser *p, const char *text)
{
	if (!is_sign(p, text))
		return false;
	advance(p);
	return true;
}

static bool
take_word(struct parser *p, const char *text)
{
	if (!is_word(p, text))
		return false;
	advance(p);
	return true;
}

static void
need_sign(struct parser *p, const char *text)
{
	if (!take_sign(p, text))
		fail_expected(p, text);
}

static bool
is_keyword(struct str name)
{
	static const char *const words[] = { "and",   "or",  "not",  "if",  "else", "elif",   "in",     "is",    "for",
					     "while", "def", "with", "del", "try",  "except", "lambda", "class", NULL };

	for (size_t i = 0; words[i]; i++)
		if (str_is_equal_c(name, words[i]))
			return true;
	return false;
}

static struct node *
parse_name(struct parser *p)
{
	struct node *n = new_node(p, NODE_NAME);

	n->name = p->token.text;
	if (p->token.kind != TOKEN_NAME || is_keyword(p->token.text))
		fail_expected(p, _("a name"));
	advance(p);
	return n;
}

static struct node *
parse_list(struct parser *p)
{
	struct node *list = new_node(p, NODE_LIST);

	advance(p);
	while (!p->has_failed && !is_sign(p, "]")) {
		add(list, parse_expression(p));
		if (list->first == list->last && take_word(p, "for")) {
			list->kind = NODE_COMPREHENSION;
			list->name = parse_name(p)->name;
			if (!take_word(p, "in"))
				fail_expected(p, "in");
			add(list, parse_expression(p));
			break;
		}
		if (!take_sign(p, ","))
			break;
	}
	need_sign(p, "]");
	return list;
}

static struct node *
parse_parenthesis(struct parser *p)
{
	struct node *tuple = new_node(p, NODE_TUPLE);
	bool has_comma = false;

	advance(p);
	while (!p->has_failed && !is_sign(p, ")")) {
		add(tuple, parse_expression(p));
		if (!take_sign(p, ","))
			break;
		has_comma = true;
	}
	need_sign(p, ")");
	return tuple->first && !has_comma ? tuple->first : tuple;
}

static struct node *
parse_atom(struct parser *p)
{
	struct node *n;

	switch (p->token.kind) {
	case TOKEN_INT:
	case TOKEN_REAL:
	case TOKEN_STRING:
		n = new_node(p, p->token.kind == TOKEN_INT    ? NODE_INT
				: p->token.kind == TOKEN_REAL ? NODE_REAL
							      : NODE_TEXT);
		n->value = p->token.value;
		n->name = p->token.text;
		advance(p);
		return n;
	case TOKEN_NAME:
		n = parse_name(p);
		if (str_is_equal_c(n->name, "None") || str_is_equal_c(n->name, "True") ||
		    str_is_equal_c(n->name, "False"))
			n->kind = NODE_CONST;
		return n;
	default:
		if (is_sign(p, "["))
			return parse_list(p);
		if (is_sign(p, "("))
			return parse_parenthesis(p);
		fail_expected(p, _("a value"));
		return new_node(p, NODE_NONE);
	}
}

static void
parse_arguments(struct parser *p, struct node *call)
{
	while (!p->has_failed && !is_sign(p, ")")) {
		struct node *value = parse_expression(p);

		if (value->kind == NODE_NAME && take_sign(p, "=")) {
			struct node *keyword = place_as(new_node(p, NODE_KEYWORD), value);

			keyword->name = value->name;
			value = add(keyword, parse_expression(p));
		}
		add(call, value);
		if (!take_sign(p, ","))
			break;
	}
	need_sign(p, ")");
}

static struct node *
parse_subscript(struct parser *p, struct node *object)
{
	struct node *n = add(place_as(new_node(p, NODE_INDEX), object), object);
	struct node *from = is_sign(p, ":") ? new_node(p, NODE_NONE) : parse_expression(p);

	add(n, from);
	if (take_sign(p, ":")) {
		n->kind = NODE_SLICE;
		add(n, is_sign(p, "]") ? new_node(p, NODE_NONE) : parse_expression(p));
	}
	need_sign(p, "]");
	return n;
}

static struct node *
parse_postfix(struct parser *p)
{
	struct node *n = parse_atom(p);

	for (uint32_t links = 0;; links++) {
		struct node *outer;

		if (links > LEX_NESTING_MAX)
			fail_expected(p, _("less nesting"));
		if (is_sign(p, "(")) {
			outer = add(place_as(new_node(p, NODE_CALL), n), n);
			advance(p);
			parse_arguments(p, outer);
		} else if (take_sign(p, ".")) {
			outer = add(place_as(new_node(p, NODE_ATTRIBUTE), n), n);
			outer->name = p->token.text;
			if (p->token.kind != TOKEN_NAME)
				fail_expected(p, _("the name of a method"));
			advance(p);
		} else if (take_sign(p, "["))
			outer = parse_subscript(p, n);
		else
			return n;
		n = outer;
	}
}

static struct node *
parse_unary(struct parser *p)
{
	struct node *n;

	if (!is_sign(p, "-") && !is_sign(p, "+"))
		return parse_postfix(p);
	if (!enter(p))
		return new_node(p, NODE_NONE);
	bool is_minus = is_sign(p, "-");

	n = new_node(p, NODE_UNARY);
	n->op = OP_NEG;
	advance(p);
	struct node *operand = parse_unary(p);

	p->depth--;
	return is_minus ? add(n, operand) : operand;
}

struct binary_sign {
	const char *sign;
	enum node_op op;
	int level;
};

static const struct binary_sign binary_signs[] = {
	{ "|", OP_BIT_OR, 0 }, { "^", OP_BIT_XOR, 1 }, { "&", OP_BIT_AND, 2 }, { "<<", OP_SHL, 3 }, { ">>", OP_SHR, 3 },
	{ "+", OP_ADD, 4 },    { "-", OP_SUB, 4 },     { "*", OP_MUL, 5 },     { "//", OP_DIV, 5 }, { "%", OP_MOD, 5 },
};

#define BINARY_LEVELS 6

static struct node *
parse_binary(struct parser *p, int level)
{
	if (level == BINARY_LEVELS)
		return parse_unary(p);
	struct node *left = parse_binary(p, level + 1);

	for (uint32_t terms = 0;; terms++) {
		const struct binary_sign *found = NULL;

		for (size_t i = 0; i < ARRAY_LEN(binary_signs); i++)
			if (binary_signs[i].level == level && is_sign(p, binary_signs[i].sign))
				found = &binary_signs[i];
		if (!found)
			return left;
		if (terms > LEX_NESTING_MAX)
			fail_expected(p, _("a shorter expression"));
		struct node *n = add(place_as(new_node(p, NODE_BINARY), left), left);

		n->op = found->op;
		advance(p);
		left = add(n, parse_binary(p, level + 1));
	}
}

static bool
take_comparison(struct parser *p, enum node_op *op)
{
	static const struct binary_sign signs[] = { { "==", OP_EQ, 0 }, { "!=", OP_NE, 0 }, { "<", OP_LT, 0 },
						    { "<=", OP_LE, 0 }, { ">", OP_GT, 0 },  { ">=", OP_GE, 0 } };

	for (size_t i = 0; i < ARRAY_LEN(signs); i++)
		if (take_sign(p, signs[i].sign)) {
			*op = signs[i].op;
			return true;
		}
	if (take_word(p, "in")) {
		*op = OP_IN;
		return true;
	}
	if (take_word(p, "is")) {
		*op = take_word(p, "not") ? OP_IS_NOT : OP_IS;
		return true;
	}
	if (is_word(p, "not")) {
		advance(p);
		if (!take_word(p, "in"))
			fail_expected(p, "in");
		*op = OP_NOT_IN;
		return true;
	}
	return false;
}

static struct node *
parse_comparison(struct parser *p)
{
	struct node *left = parse_binary(p, 0), *chain = NULL;
	enum node_op op;

	while (take_comparison(p, &op)) {
		if (!chain)
			chain = add(place_as(new_node(p, NODE_COMPARE), left), left);
		struct node *term = new_node(p, NODE_TERM);

		term->op = op;
		add(chain, add(term, parse_binary(p, 0)));
	}
	return chain ? chain : left;
}

static struct node *
parse_not(struct parser *p)
{
	if (!is_word(p, "not"))
		return parse_comparison(p);
	if (!enter(p))
		return new_node(p, NODE_NONE);
	struct node *n = new_node(p, NODE_UNARY);

	n->op = OP_NOT;
	advance(p);
	add(n, parse_not(p));
	p->depth--;
	return n;
}

static struct node *
parse_and_or(struct parser *p, bool is_or)
{
	struct node *left = is_or ? parse_and_or(p, false) : parse_not(p), *n = NULL;

	while (take_word(p, is_or ? "or" : "and")) {
		if (!n)
			n = add(place_as(new_node(p, is_or ? NODE_OR : NODE_AND), left), left);
		add(n, is_or ? parse_and_or(p, false) : parse_not(p));
	}
	return n ? n : left;
}

static struct node *
parse_expression(struct parser *p)
{
	if (!enter(p))
		return new_node(p, NODE_NONE);
	struct node *yes = parse_and_or(p, true), *n = yes;

	if (take_word(p, "if")) {
		n = place_as(new_node(p, NODE_IF_ELSE), yes);
		add(n, parse_and_or(p, true));
		add(n, yes);
		if (!take_word(p, "else"))
			fail_expected(p, "else");
		add(n, parse_expression(p));
	}
	p->depth--;
	return n;
}

/* a, b: a tuple without parentheses. */
static struct node *
parse_expressions(struct parser *p)
{
	struct node *first = parse_expression(p);

	if (!is_sign(p, ","))
		return first;
	struct node *tuple = add(place_as(new_node(p, NODE_TUPLE), first), first);

	while (take_sign(p, ",") && p->token.kind != TOKEN_NEWLINE && !is_sign(p, "="))
		add(tuple, parse_expression(p));
	return tuple;
}

static struct node *
none(struct parser *p)
{
	return new_node(p, NODE_NONE);
}

static struct node *
parse_else(struct parser *p)
{
	return take_word(p, "else") ? parse_block(p) : none(p);
}

static struct node *
parse_if(struct parser *p, struct node *n)
{
	add(n, parse_expression(p));
	add(n, parse_block(p));
	if (!is_word(p, "elif"))
		return add(n, parse_else(p));
	if (!enter(p))
		return n;
	struct node *other = new_node(p, NODE_IF);

	advance(p);
	add(n, parse_if(p, other));
	p->depth--;
	return n;
}

static struct node *
parse_while(struct parser *p, struct node *n)
{
	add(n, parse_expression(p));
	add(n, parse_block(p));
	return add(n, parse_else(p));
}

static struct node *
parse_loop(struct parser *p, struct node *n)
{
	struct node *forever = new_node(p, NODE_CONST);

	forever->name = STR("True");
	add(n, forever);
	add(n, parse_block(p));
	return add(n, none(p));
}

static struct node *
parse_for(struct parser *p, struct node *n)
{
	add(n, parse_name(p));
	if (!take_word(p, "in"))
		fail_expected(p, "in");
	add(n, parse_expressions(p));
	add(n, parse_block(p));
	return add(n, parse_else(p));
}

static struct node *
parse_repeat(struct parser *p, struct node *n)
{
	add(n, parse_expression(p));
	return add(n, parse_block(p));
}

static struct node *
parse_with(struct parser *p, struct node *n)
{
	do
		add(n, parse_expression(p));
	while (take_sign(p, ","));
	return add(n, parse_block(p));
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
	return add(n, p->token.kind == TOKEN_NEWLINE || p->token.kind == TOKEN_END ? none(p) : parse_expressions(p));
}

static struct node *
parse_one(struct parser *p, struct node *n)
{
	add(n, parse_expressions(p));
	if (n->kind == NODE_ASSERT && take_sign(p, ","))
		parse_expression(p);
	return n;
}

static struct node *
parse_body(struct parser *p, struct node *n)
{
	return add(n, parse_block(p));
}

static struct node *
parse_word_after(struct parser *p, struct node *n)
{
	if (p->token.kind == TOKEN_NAME) {
		n->name = p->token.text;
		advance(p);
	}
	return n;
}

/* Empty, queue.Empty: the last name counts. */
static struct node *
parse_exception(struct parser *p)
{
	struct node *n = parse_name(p);

	while (take_sign(p, "."))
		n->name = parse_name(p)->name;
	return n;
}

static struct node *
parse_try(struct parser *p, struct node *n)
{
	add(n, parse_block(p));
	if (!is_word(p, "except"))
		fail_expected(p, "except");
	while (is_word(p, "except")) {
		struct node *handler = new_node(p, NODE_EXCEPT);

		advance(p);
		if (take_sign(p, "(")) {
			do
				add(handler, parse_exception(p));
			while (take_sign(p, ","));
			need_sign(p, ")");
		} else if (!is_sign(p, ":"))
			add(handler, parse_exception(p));
		if (take_word(p, "as"))
			parse_name(p);
		add(n, add(handler, parse_block(p)));
	}
	return n;
}

static struct node *
parse_def(struct parser *p, struct node *n)
{
	n->name = parse_name(p)->name;
	need_sign(p, "(");
	while (!p->has_failed && !is_sign(p, ")")) {
		add(n, parse_name(p));
		if (!take_sign(p, ","))
			break;
	}
	need_sign(p, ")");
	return add(n, parse_block(p));
}

static struct node *
parse_thread(struct parser *p, struct node *n)
{
	struct node *names = new_node(p, NODE_BLOCK);

	do
		add(names, parse_name(p));
	while (take_sign(p, ","));
	add(n, take_sign(p, "*") ? parse_unary(p) : none(p));
	add(n, take_word(p, "after") ? parse_unary(p) : none(p));
	add(n, parse_block(p));
	return add(n, names);
}

static struct node *
parse_daemon(struct parser *p, struct node *n)
{
	n->value = 1;
	if (!take_word(p, "thread"))
		fail_expected(p, "thread");
	return parse_thread(p, n);
}

static struct node *
parse_schedule(struct parser *p, struct node *n)
{
	while (p->token.kind == TOKEN_NAME)
		add(n, parse_name(p));
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
		fail_expected(p, "3.9, 3.10");
	advance(p);
	return n;
}

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
	{ "global", NODE_PASS, parse_schedule },
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
	static const struct binary_sign changes[] = { { "+=", OP_ADD, 0 },     { "-=", OP_SUB, 0 },
						      { "*=", OP_MUL, 0 },     { "//=", OP_DIV, 0 },
						      { "%=", OP_MOD, 0 },     { "|=", OP_BIT_OR, 0 },
						      { "&=", OP_BIT_AND, 0 }, { "^=", OP_BIT_XOR, 0 },
						      { "<<=", OP_SHL, 0 },    { ">>=", OP_SHR, 0 } };
	struct node *target = parse_expressions(p);

	for (size_t i = 0; i < ARRAY_LEN(changes); i++)
		if (take_sign(p, changes[i].sign)) {
			struct node *n = add(place_as(new_node(p, NODE_CHANGE), target), target);

			n->op = changes[i].op;
			return add(n, parse_expressions(p));
		}
	if (!is_sign(p, "="))
		return add(place_as(new_node(p, NODE_EXPRESSION), target), target);
	struct node *n = place_as(new_node(p, NODE_ASSIGN), target), *targets = new_node(p, NODE_BLOCK);

	while (take_sign(p, "=")) {
		add(targets, target);
		target = parse_expressions(p);
	}
	add(n, target);
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

static struct node *
parse_statement(struct parser *p)
{
	bool is_compound = false;
	struct node *n = NULL;

	if (!enter(p))
		return none(p);
	if (p->token.kind == TOKEN_NAME && is_statement_word(p))
		for (size_t i = 0; i < ARRAY_LEN(statement_words); i++)
			if (is_word(p, statement_words[i].word)) {
				n = new_node(p, statement_words[i].kind);
				advance(p);
				n = statement_words[i].parse(p, n);
				for (const struct node *kid = n->first; kid; kid = kid->next)
					is_compound |= kid->kind == NODE_BLOCK || kid->kind == NODE_EXCEPT;
				break;
			}
	if (!n)
		n = parse_simple(p);
	p->depth--;
	if (!is_compound && !take_sign(p, ";") && p->token.kind != TOKEN_END) {
		if (p->token.kind == TOKEN_NEWLINE)
			advance(p);
		else
			fail_expected(p, _("the end of the line"));
	}
	return n;
}

static struct node *
parse_block(struct parser *p)
{
	struct node *block = new_node(p, NODE_BLOCK);

	need_sign(p, ":");
	if (p->token.kind != TOKEN_NEWLINE) {
		uint32_t line = p->token.line;

		do
			add(block, parse_statement(p));
		while (!p->has_failed && p->token.line == line && p->token.kind != TOKEN_END &&
		       p->token.kind != TOKEN_DEDENT && p->token.kind != TOKEN_NEWLINE);
		if (p->token.kind == TOKEN_NEWLINE)
			advance(p);
		return block;
	}
	advance(p);
	if (p->token.kind != TOKEN_INDENT)
		fail_expected(p, _("an indented line"));
	advance(p);
	while (!p->has_failed && p->token.kind != TOKEN_DEDENT && p->token.kind != TOKEN_END)
		add(block, parse_statement(p));
	advance(p);
	return block;
}

bool
ast_parse(struct ast *ast, struct str source, struct err *err)
{
	struct parser p = { .ast = ast, .err = err };

	*ast = (struct ast){ 0 };
	lexer_init(&p.lexer, source, err);
	p.has_failed = p.lexer.has_failed;
	advance(&p);
	ast->root = new_node(&p, NODE_BLOCK);
	while (!p.has_failed && p.token.kind != TOKEN_END) {
		if (p.token.kind == TOKEN_INDENT || p.token.kind == TOKEN_DEDENT)
			fail_expected(&p, _("a statement at the start of the line"));
		else if (p.token.kind == TOKEN_NEWLINE)
			advance(&p);
		else
			add(ast->root, parse_statement(&p));
	}
	if (!p.has_failed)
		return true;
	ast_fini(ast);
	return false;
}

void
ast_fini(struct ast *ast)
{
	while (ast->slabs) {
		struct ast_slab *next = ast->slabs->next;

		free(ast->slabs);
		ast->slabs = next;
	}
	ast->root = NULL;
}
