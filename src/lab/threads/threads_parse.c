/* Tokens to the tree. After an error the rest reads as the end, so every loop ends. */
#include "lab/threads/threads_parse_parts.h"

#include "base/alloc.h"
#include "base/i18n.h"

#define SLAB_NODES 256

struct ast_slab {
	struct ast_slab *next;
	uint32_t used;
	struct node nodes[SLAB_NODES];
};

void
parser_advance(struct parser *p)
{
	if (p->has_failed)
		p->token.kind = TOKEN_END;
	else
		lexer_next(&p->lexer, &p->token);
	p->has_failed |= p->lexer.has_failed;
}

void
parser_fail_expected(struct parser *p, const char *expected)
{
	const struct token *t = &p->token;

	if (!p->has_failed && p->lexer.brackets && lexer_is_open(&p->lexer)) {
		err_set_at(p->err, p->lexer.open_line, p->lexer.open_column, _("this bracket is never closed"));
	} else if (!p->has_failed) {
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

struct node *
parser_node(struct parser *p, enum node_kind kind)
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

struct node *
parser_add(struct node *parent, struct node *kid)
{
	if (parent->last)
		parent->last->next = kid;
	else
		parent->first = kid;
	parent->last = kid;
	return parent;
}

struct node *
parser_place_as(struct node *n, const struct node *other)
{
	n->line = other->line;
	n->column = other->column;
	return n;
}

bool
parser_enter(struct parser *p)
{
	if (++p->depth <= 2 * LEX_NESTING_MAX)
		return true;
	parser_fail_expected(p, _("less nesting"));
	return false;
}

bool
parser_is_sign(const struct parser *p, const char *text)
{
	return p->token.kind == TOKEN_SIGN && str_is_equal_c(p->token.text, text);
}

bool
parser_is_word(const struct parser *p, const char *text)
{
	return p->token.kind == TOKEN_NAME && str_is_equal_c(p->token.text, text);
}

bool
parser_take_sign(struct parser *p, const char *text)
{
	if (!parser_is_sign(p, text))
		return false;
	parser_advance(p);
	return true;
}

bool
parser_take_word(struct parser *p, const char *text)
{
	if (!parser_is_word(p, text))
		return false;
	parser_advance(p);
	return true;
}

void
parser_need_sign(struct parser *p, const char *text)
{
	if (!parser_take_sign(p, text))
		parser_fail_expected(p, text);
}

bool
ast_parse(struct ast *ast, struct str source, struct err *err)
{
	struct parser p = { .ast = ast, .err = err };

	*ast = (struct ast){ 0 };
	lexer_init(&p.lexer, source, err);
	p.has_failed = p.lexer.has_failed;
	parser_advance(&p);
	ast->root = parser_node(&p, NODE_BLOCK);
	while (!p.has_failed && p.token.kind != TOKEN_END) {
		if (p.token.kind == TOKEN_INDENT || p.token.kind == TOKEN_DEDENT)
			parser_fail_expected(&p, _("a statement at the start of the line"));
		else if (p.token.kind == TOKEN_NEWLINE)
			parser_advance(&p);
		else
			parser_add(ast->root, parse_statement(&p));
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
