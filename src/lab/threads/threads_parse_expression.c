/* Expressions to the tree, by recursive descent. */
#include "lab/threads/threads_parse_parts.h"

#include "base/alloc.h"
#include "base/i18n.h"

bool
parser_is_keyword(struct str name)
{
	static const char *const words[] = { "and",    "or",      "not",      "if",    "else",   "elif",   "in",
					     "is",     "for",     "while",    "def",   "with",   "del",    "try",
					     "except", "finally", "lambda",   "class", "import", "from",   "as",
					     "return", "break",   "continue", "pass",  "assert", "global", "nonlocal",
					     "raise",  "yield",   "async",    "await", NULL };

	for (size_t i = 0; words[i]; i++)
		if (str_is_equal_c(name, words[i]))
			return true;
	return false;
}

struct node *
parse_name(struct parser *p)
{
	struct node *n = parser_node(p, NODE_NAME);

	n->name = p->token.text;
	if (p->token.kind != TOKEN_NAME || parser_is_keyword(p->token.text))
		parser_fail_expected(p, _("a name"));
	parser_advance(p);
	return n;
}

static struct node *
parse_list(struct parser *p)
{
	struct node *list = parser_node(p, NODE_LIST);

	parser_advance(p);
	while (!p->has_failed && !parser_is_sign(p, "]")) {
		parser_add(list, parse_expression(p));
		if (list->first == list->last && parser_take_word(p, "for")) {
			list->kind = NODE_COMPREHENSION;
			list->name = parse_name(p)->name;
			if (!parser_take_word(p, "in"))
				parser_fail_expected(p, "in");
			parser_add(list, parse_expression(p));
			break;
		}
		if (!parser_take_sign(p, ","))
			break;
	}
	parser_need_sign(p, "]");
	return list;
}

static struct node *
parse_parenthesis(struct parser *p)
{
	struct node *tuple = parser_node(p, NODE_TUPLE);
	bool has_comma = false;

	parser_advance(p);
	while (!p->has_failed && !parser_is_sign(p, ")")) {
		parser_add(tuple, parse_expression(p));
		if (!parser_take_sign(p, ","))
			break;
		has_comma = true;
	}
	parser_need_sign(p, ")");
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
		n = parser_node(p, p->token.kind == TOKEN_INT    ? NODE_INT
				   : p->token.kind == TOKEN_REAL ? NODE_REAL
								 : NODE_TEXT);
		n->value = p->token.value;
		n->name = p->token.text;
		parser_advance(p);
		return n;
	case TOKEN_NAME:
		if (parser_is_keyword(p->token.text))
			parser_fail_expected(p, _("a value"));
		n = parse_name(p);
		if (str_is_equal_c(n->name, "None") || str_is_equal_c(n->name, "True") ||
		    str_is_equal_c(n->name, "False"))
			n->kind = NODE_CONST;
		return n;
	default:
		if (parser_is_sign(p, "["))
			return parse_list(p);
		if (parser_is_sign(p, "("))
			return parse_parenthesis(p);
		parser_fail_expected(p, _("a value"));
		return parser_node(p, NODE_NONE);
	}
}

static void
parse_arguments(struct parser *p, struct node *call)
{
	while (!p->has_failed && !parser_is_sign(p, ")")) {
		/* cv.wait_for(lambda: E), as Python has it, is cv.wait_for(E) */
		if (parser_take_word(p, "lambda"))
			parser_need_sign(p, ":");
		struct node *value = parse_expression(p);

		if (value->kind == NODE_NAME && parser_take_sign(p, "=")) {
			struct node *keyword = parser_place_as(parser_node(p, NODE_KEYWORD), value);

			keyword->name = value->name;
			value = parser_add(keyword, parse_expression(p));
		}
		parser_add(call, value);
		if (!parser_take_sign(p, ","))
			break;
	}
	parser_need_sign(p, ")");
}

static struct node *
parse_subscript(struct parser *p, struct node *object)
{
	struct node *n = parser_add(parser_place_as(parser_node(p, NODE_INDEX), object), object);
	struct node *from = parser_is_sign(p, ":") ? parser_node(p, NODE_NONE) : parse_expression(p);

	parser_add(n, from);
	if (parser_take_sign(p, ":")) {
		n->kind = NODE_SLICE;
		parser_add(n, parser_is_sign(p, "]") ? parser_node(p, NODE_NONE) : parse_expression(p));
	}
	parser_need_sign(p, "]");
	return n;
}

static struct node *
parse_postfix(struct parser *p)
{
	struct node *n = parse_atom(p);

	for (uint32_t links = 0;; links++) {
		struct node *outer;

		if (links > LEX_NESTING_MAX)
			parser_fail_expected(p, _("less nesting"));
		if (parser_is_sign(p, "(")) {
			outer = parser_add(parser_place_as(parser_node(p, NODE_CALL), n), n);
			parser_advance(p);
			parse_arguments(p, outer);
		} else if (parser_take_sign(p, ".")) {
			outer = parser_add(parser_place_as(parser_node(p, NODE_ATTRIBUTE), n), n);
			outer->name = p->token.text;
			if (p->token.kind != TOKEN_NAME)
				parser_fail_expected(p, _("the name of a method"));
			parser_advance(p);
		} else if (parser_take_sign(p, "["))
			outer = parse_subscript(p, n);
		else
			return n;
		n = outer;
	}
}

/* a ** b binds closer than a sign before it, not than one behind it. */
static struct node *
parse_power(struct parser *p)
{
	struct node *base = parse_postfix(p);

	if (!parser_is_sign(p, "**") || !parser_enter(p))
		return base;
	struct node *n = parser_add(parser_place_as(parser_node(p, NODE_BINARY), base), base);

	n->op = OP_POWER;
	parser_advance(p);
	parser_add(n, parse_unary(p));
	p->depth--;
	return n;
}

struct node *
parse_unary(struct parser *p)
{
	bool is_minus = parser_is_sign(p, "-"), is_invert = parser_is_sign(p, "~");

	if (!is_minus && !is_invert && !parser_is_sign(p, "+"))
		return parse_power(p);
	if (!parser_enter(p))
		return parser_node(p, NODE_NONE);
	struct node *n = parser_node(p, NODE_UNARY);

	n->op = is_invert ? OP_INVERT : OP_NEG;
	parser_advance(p);
	struct node *operand = parse_unary(p);

	p->depth--;
	if (is_minus || is_invert)
		return parser_add(n, operand);
	if (operand->kind == NODE_INT || operand->kind == NODE_REAL)
		return operand;
	struct node *zero = parser_place_as(parser_node(p, NODE_INT), n); /* +True is 1, and +"a" raises: 0 + it */

	n->kind = NODE_BINARY;
	n->op = OP_ADD;
	parser_add(n, zero);
	return parser_add(n, operand);
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
			if (binary_signs[i].level == level && parser_is_sign(p, binary_signs[i].sign))
				found = &binary_signs[i];
		if (!found)
			return left;
		if (terms > LEX_NESTING_MAX)
			parser_fail_expected(p, _("a shorter expression"));
		struct node *n = parser_add(parser_place_as(parser_node(p, NODE_BINARY), left), left);

		n->op = found->op;
		parser_advance(p);
		left = parser_add(n, parse_binary(p, level + 1));
	}
}

static bool
take_comparison(struct parser *p, enum node_op *op)
{
	static const struct binary_sign signs[] = { { "==", OP_EQ, 0 }, { "!=", OP_NE, 0 }, { "<", OP_LT, 0 },
						    { "<=", OP_LE, 0 }, { ">", OP_GT, 0 },  { ">=", OP_GE, 0 } };

	for (size_t i = 0; i < ARRAY_LEN(signs); i++)
		if (parser_take_sign(p, signs[i].sign)) {
			*op = signs[i].op;
			return true;
		}
	if (parser_take_word(p, "in")) {
		*op = OP_IN;
		return true;
	}
	if (parser_take_word(p, "is")) {
		*op = parser_take_word(p, "not") ? OP_IS_NOT : OP_IS;
		return true;
	}
	if (parser_is_word(p, "not")) {
		parser_advance(p);
		if (!parser_take_word(p, "in"))
			parser_fail_expected(p, "in");
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
			chain = parser_add(parser_place_as(parser_node(p, NODE_COMPARE), left), left);
		struct node *term = parser_node(p, NODE_TERM);

		term->op = op;
		parser_add(chain, parser_add(term, parse_binary(p, 0)));
	}
	return chain ? chain : left;
}

static struct node *
parse_not(struct parser *p)
{
	if (!parser_is_word(p, "not"))
		return parse_comparison(p);
	if (!parser_enter(p))
		return parser_node(p, NODE_NONE);
	struct node *n = parser_node(p, NODE_UNARY);

	n->op = OP_NOT;
	parser_advance(p);
	parser_add(n, parse_not(p));
	p->depth--;
	return n;
}

static struct node *
parse_and_or(struct parser *p, bool is_or)
{
	struct node *left = is_or ? parse_and_or(p, false) : parse_not(p), *n = NULL;

	while (parser_take_word(p, is_or ? "or" : "and")) {
		if (!n)
			n = parser_add(parser_place_as(parser_node(p, is_or ? NODE_OR : NODE_AND), left), left);
		parser_add(n, is_or ? parse_and_or(p, false) : parse_not(p));
	}
	return n ? n : left;
}

struct node *
parse_expression(struct parser *p)
{
	if (!parser_enter(p))
		return parser_node(p, NODE_NONE);
	struct node *yes = parse_and_or(p, true), *n = yes;

	if (parser_take_word(p, "if")) {
		n = parser_place_as(parser_node(p, NODE_IF_ELSE), yes);
		parser_add(n, parse_and_or(p, true));
		parser_add(n, yes);
		if (!parser_take_word(p, "else"))
			parser_fail_expected(p, "else");
		parser_add(n, parse_expression(p));
	}
	p->depth--;
	return n;
}

/* a, b: a tuple without parentheses. */
struct node *
parse_expressions(struct parser *p)
{
	struct node *first = parse_expression(p);

	if (!parser_is_sign(p, ","))
		return first;
	struct node *tuple = parser_add(parser_place_as(parser_node(p, NODE_TUPLE), first), first);

	while (parser_take_sign(p, ",") && p->token.kind != TOKEN_NEWLINE && !parser_is_sign(p, "="))
		parser_add(tuple, parse_expression(p));
	return tuple;
}
