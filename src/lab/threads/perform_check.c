/* Do the real threads stand where the model says? Everything that can be seen of them is compared. */
#include "lab/threads/perform_memory.h"
#include "lab/threads/perform_parts.h"

#include "base/i18n.h"

struct check {
	struct stage *stage;
	const uint32_t *state;
	struct err *err;
};

static bool
differ(struct check *c, const char *what, const char *detail, int64_t model, int64_t real)
{
	return err_set(c->err,
		       _("the real threads and the model disagree about %s (%s): %lld in the model, %lld in reality"),
		       what, detail, (long long)model, (long long)real);
}

static bool
is_same(struct check *c, const char *what, const char *detail, int64_t model, int64_t real)
{
	return model == real || differ(c, what, detail, model, real);
}

static bool
check_shared(struct check *c)
{
	const struct program *p = c->stage->program;
	bool is_good = true;

	for (size_t i = 0; i < p->shareds.len && is_good; i++) {
		value model = c->state[1 + i], real = memory_read(&c->stage->shared[i]);

		if (model == real)
			continue;
		struct str_buf text = { 0 };

		str_buf_printf(&text, "%.*s: ", STR_ARG(p->shareds.items[i].name));
		value_format(&p->heap, model, false, &text);
		str_buf_append_c(&text, " / ");
		value_format(&p->heap, real, false, &text);
		is_good = err_set(c->err, _("the real threads and the model disagree about %s (model / reality)"),
				  str_buf_c(&text));
		str_buf_fini(&text);
	}
	return is_good;
}

/* A queue's items, a condition's waiters: tuples in the model. */
static bool
check_items(struct check *c, const char *name, value model, const uint32_t *real, size_t count)
{
	uint32_t len = 0;
	const value *items = value_items(&c->stage->program->heap, model, &len);

	if (!is_same(c, name, "len", len, (int64_t)count))
		return false;
	for (size_t i = 0; real && i < count; i++)
		if (!is_same(c, name, "item", items[i], real[i]))
			return false;
	return true;
}

static bool
check_waiters(struct check *c, const char *name, value model, const struct real_object *o)
{
	uint32_t words[THREADS_MAX];

	for (uint32_t i = 0; i < o->waiter_count; i++)
		words[i] = (uint32_t)o->waiters[i] << 2;
	return check_items(c, name, model, words, o->waiter_count);
}

static bool
check_object(struct check *c, size_t index)
{
	static const uint8_t barrier_word[] = { 0, 1, 1, 2 };
	const struct program *p = c->stage->program;
	const struct object *about = &p->objects.items[index];
	const uint32_t *w = c->state + p->object_at + 2 * index;
	struct real_object *o = &c->stage->objects[index];
	int count = 0;

	sem_getvalue(&o->sem, &count);
	switch (about->kind) {
	case OBJECT_LOCK:
	case OBJECT_RLOCK:
		return is_same(c, about->name, "owner", w[WORD_FIRST], o->owner) &&
		       is_same(c, about->name, "depth", w[WORD_SECOND], o->depth) &&
		       is_same(c, about->name, "sem_t", !w[WORD_FIRST], count);
	case OBJECT_SEMAPHORE:
	case OBJECT_BOUNDED:
		return is_same(c, about->name, "sem_t", (int32_t)w[WORD_FIRST] >> 2, count);
	case OBJECT_EVENT:
		return is_same(c, about->name, "flag", w[WORD_FIRST], o->count);
	case OBJECT_CONDITION:
		return check_waiters(c, about->name, w[WORD_FIRST], o);
	case OBJECT_BARRIER:
		return is_same(c, about->name, "inside", w[WORD_FIRST], o->count) &&
		       is_same(c, about->name, "state", w[WORD_SECOND], barrier_word[o->barrier]);
	case OBJECT_QUEUE:
	case OBJECT_LIFO:
	case OBJECT_PRIORITY:
	case OBJECT_UNSAFE:
		return is_same(c, about->name, about->kind == OBJECT_UNSAFE ? "inside" : "unfinished", w[WORD_SECOND],
			       o->count) &&
		       check_items(c, about->name, w[WORD_FIRST], o->items.items ? o->items.items + o->head : NULL,
				   o->items.len - o->head);
	case OBJECT_COUNTDOWN:
		return is_same(c, about->name, "left", (int32_t)w[WORD_FIRST] >> 2, o->count);
	default:
		return true;
	}
}

static bool
check_thread(struct check *c, unsigned number, uint32_t enabled)
{
	const struct program *p = c->stage->program;
	struct actor *a = &c->stage->actors[number];
	const uint32_t *t = c->state + p->thread_at + number * p->thread_words;
	const char *name = p->threads.items[number].name;
	bool is_new = !c->stage->objects[c->stage->handles[number]].is_started;
	bool is_enabled = enabled >> number & 1, can_move = !stage_is_over(c->stage) && actor_can_move(a);

	if (!is_same(c, name, "pc", t[THREAD_PC], a->pc))
		return false;
	if (a->pc == PC_ENDED)
		return true;
	if (!is_same(c, name, "phase", t[THREAD_PHASE] != 0, is_new || a->phase != ACTOR_PLAIN) ||
	    !is_same(c, name, "sleep", t[THREAD_PHASE] && !is_new ? 0 : t[THREAD_LEFT], a->left))
		return false;
	for (unsigned i = 0; i < p->slots; i++)
		if (!is_same(c, name, "local", t[THREAD_SLOTS + i], a->slots[i]))
			return false;
	/* one GIL lets one thread step where several could */
	return (p->is_gil_310 && !is_enabled) || is_same(c, name, "can step", is_enabled, can_move);
}

bool
stage_agrees(struct stage *s, const uint32_t *state, uint32_t enabled, struct err *err)
{
	struct check c = { s, state, err };

	if (!check_shared(&c))
		return false;
	for (size_t i = 0; i < s->program->objects.len; i++)
		if (!check_object(&c, i))
			return false;
	for (unsigned i = 0; i < s->count; i++)
		if (!check_thread(&c, i, enabled))
			return false;
	return true;
}
