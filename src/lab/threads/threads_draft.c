/* The threads lab's source while it is typed: each edit is explored at once, in place of the one before. */
#include "lab/threads/threads_draft.h"

#include "base/clock.h"
#include "lab/threads/threads_state.h"

#define LOOK_NS (UINT64_C(100) * NS_PER_MS)

struct threads_draft {
	struct lab_env env;
	struct threads_explorer *explorer; /* the lab's, while there is one */
	uint64_t ticket;
	bool is_told; /* the lab was, or the text is no longer what a preset asks about */
	uint64_t now_ns;
	uint64_t look_ns; /* when to look at the worker's progress again; 0: nothing works */
};

struct threads_explorer *
threads_draft_explorer(const void *draft)
{
	return draft ? threads_explorer_ref(((const struct threads_draft *)draft)->explorer) : NULL;
}

static void
ask(struct threads_draft *draft, struct str text)
{
	draft->ticket = threads_explorer_ask(draft->explorer, text);
	draft->look_ns = draft->now_ns + LOOK_NS;
}

static void
draft_open(void *self, const struct lab_env *env, const void *lab, struct str text)
{
	struct threads_draft *draft = self;
	const struct threads_lab *running = lab;

	draft->env = *env;
	draft->now_ns = env->now_ns;
	draft->is_told = !running || threads_is_told(running);
	if (running)
		draft->explorer = threads_explorer_ref(running->explorer);
	else
		draft->explorer = threads_explorer_new(env->loop, env->changed, env->ctx);
	ask(draft, text);
}

static void
draft_close(void *self, void *lab)
{
	struct threads_draft *draft = self;

	threads_explorer_unref(draft->explorer);
	if (lab)
		threads_work_explore(lab);
}

static void
draft_edit(void *self, struct str text)
{
	struct threads_draft *draft = self;

	draft->is_told = true;
	ask(draft, text);
}

static bool
draft_tick(void *self, uint64_t now_ns)
{
	struct threads_draft *draft = self;

	draft->now_ns = now_ns;
	if (!draft->look_ns || now_ns < draft->look_ns)
		return false;
	draft->look_ns = threads_explorer_is_working(draft->explorer, draft->ticket) ? now_ns + LOOK_NS : 0;
	return true;
}

static uint64_t
draft_next_tick(const void *self)
{
	return ((const struct threads_draft *)self)->look_ns;
}

static bool
draft_error(const void *self, struct err *err)
{
	const struct threads_draft *draft = self;
	const struct err *found = threads_explorer_error(draft->explorer, draft->ticket);

	if (found)
		*err = *found;
	return found;
}

static struct threads_answer
answer_of(const struct threads_draft *draft)
{
	struct threads_answer answer = {
		.proof = threads_explorer_proof(draft->explorer, draft->ticket),
		.is_working = threads_explorer_is_working(draft->explorer, draft->ticket),
		.states = threads_explorer_progress(draft->explorer, draft->ticket),
		.is_told = draft->is_told,
	};

	list_set_count(&answer.cursor, answer.proof ? (int64_t)answer.proof->explored.violations.len : 0);
	return answer;
}

static void
draft_draw(const void *self, const struct canvas *canvas)
{
	struct threads_answer answer = answer_of(self);

	threads_view_explore(&answer, canvas);
}

static void
draft_dump(const void *self, struct str_buf *out)
{
	const struct threads_draft *draft = self;
	struct threads_answer answer = answer_of(draft);

	str_buf_printf(out, "draft_working=%d\ndraft_begun=%u\n", answer.is_working,
		       threads_explorer_begun(draft->explorer));
	if (!answer.proof)
		return;
	str_buf_printf(out, "draft_states=%u\ndraft_violations=%zu\n", answer.proof->explored.states,
		       answer.proof->explored.violations.len);
}

const struct lab_draft_ops threads_draft_ops = {
	.state_size = sizeof(struct threads_draft),
	.open = draft_open,
	.close = draft_close,
	.edit = draft_edit,
	.tick = draft_tick,
	.next_tick = draft_next_tick,
	.error = draft_error,
	.draw = draft_draw,
	.dump = draft_dump,
};
