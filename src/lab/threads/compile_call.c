/* Functions of the scenario, written out where they are called. */
#include "lab/threads/compile_parts.h"

#include "base/i18n.h"

static const struct node *
find_function(struct compiler *c, const struct node *call)
{
	int depth = 0;

	if (call->first->kind == NODE_NAME)
		for (size_t i = 0; i < c->functions.len; i++)
			if (str_is_equal(c->functions.items[i]->name, call->first->name)) {
				for (const struct scope *s = c->scope; s; s = s->outer, depth++)
					if (s->function == c->functions.items[i] || depth > COMPILE_DEPTH_MAX) {
						compile_fail(c, call, _("functions cannot call themselves here"));
						return NULL;
					}
				return c->functions.items[i];
			}
	compile_fail(c, call->first, _("no function is called “%.*s”"), STR_ARG(call->first->name));
	return NULL;
}

static bool
is_bound(const struct scope *scope, struct str name)
{
	for (size_t i = 0; i < scope->names.len; i++)
		if (str_is_equal(scope->names.items[i].name, name))
			return true;
	return false;
}

/* Each argument in the order it is written, to its parameter by place or by name. */
static void
bind_arguments(struct compiler *c, const struct node *call, const struct node *function, struct scope *scope)
{
	const struct node *next = function->first;

	for (const struct node *a = call->first->next; a && !c->has_failed; a = a->next) {
		const struct node *parameter = a->kind == NODE_KEYWORD ? function->first : next;

		while (a->kind == NODE_KEYWORD && parameter->kind == NODE_NAME &&
		       !str_is_equal(parameter->name, a->name))
			parameter = parameter->next;
		if (parameter->kind != NODE_NAME)
			compile_fail(c, a, _("the function takes fewer arguments"));
		else if (is_bound(scope, parameter->name))
			compile_fail(c, a, _("the argument “%.*s” is given twice"), STR_ARG(parameter->name));
		if (c->has_failed)
			return;
		struct scope_name name = { parameter->name,
					   compile_to_slot(c, a->kind == NODE_KEYWORD ? a->first : a) };

		vec_push(&scope->names, name);
		if (parameter == next)
			next = next->next;
	}
	for (const struct node *p = function->first; p->kind == NODE_NAME; p = p->next)
		if (!is_bound(scope, p->name))
			compile_fail(c, call, _("the function needs the argument “%.*s”"), STR_ARG(p->name));
}

bool
compile_call(struct compiler *c, const struct node *call, uint16_t *slot)
{
	const struct node *function = find_function(c, call);
	uint32_t line = c->line;

	if (!function)
		return false;
	struct scope scope = {
		.function = function, .outer = c->scope, .result = compile_slot(c, call), .frame = c->frames.len
	};

	*slot = scope.result;
	compile_emit(c, DO_CONST, compile_constant(c, VALUE_NONE), 0, 0);
	compile_emit(c, DO_STORE_LOCAL, scope.result, 0, 0);
	uint16_t mark = c->next_slot;

	bind_arguments(c, call, function, &scope);
	compile_emit(c, DO_SWITCH, 0, 0, 0);
	c->scope = &scope;
	size_t parameters = scope.names.len;

	compile_declare_all(c, function->last);
	compile_unset_locals(c, parameters);
	scope.floor = c->next_slot;
	compile_block(c, function->last);
	compile_patch_all(c, scope.returns.items, scope.returns.len);
	compile_clear_slots(c, mark);
	c->scope = (struct scope *)(uintptr_t)scope.outer;
	c->line = line;
	vec_fini(&scope.names);
	vec_fini(&scope.returns);
	return !c->has_failed;
}
