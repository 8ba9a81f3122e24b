/* The troupe: real threads behind gates, granted one step at a time, compared with the model behind each. */
#include "lab/threads/perform.h"
#include "lab/threads/perform_parts.h"

#include "base/i18n.h"

#include <sched.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LOOKS_MAX 20 /* some 10 µs each */

enum grant {
	GRANT_WORK, /* up to the first step */
	GRANT_STEP,
	GRANT_QUIT,
};

struct troupe {
	struct stage stage; /* first: an actor finds its troupe by it */
	sem_t done;
	enum grant grant;     /* of who is at work */
	enum attempt attempt; /* what came of it */
	uint32_t *state;      /* the model's */
	VEC(uint8_t) made;
	bool is_lost; /* stands nowhere: begin anew */
};

static void *
wait_for_grants(void *arg)
{
	struct actor *a = arg;
	struct troupe *t = (struct troupe *)a->stage;

	atomic_store(&a->kernel_id, (long long)syscall(SYS_gettid));
	sem_post(&t->done);
	for (;;) {
		while (sem_wait(&a->gate))
			;
		if (t->grant == GRANT_QUIT)
			return NULL;
		if (t->grant == GRANT_STEP)
			t->attempt = actor_step(a);
		else
			actor_work(a);
		sem_post(&t->done);
	}
}

static void
grant(struct troupe *t, unsigned number, enum grant what)
{
	t->grant = what;
	sem_post(&t->stage.actors[number].gate);
	while (sem_wait(&t->done))
		;
}

static bool
begin(struct troupe *t, struct err *err)
{
	struct step_info info;

	t->made.len = 0;
	t->is_lost = true;
	stage_reset(&t->stage);
	for (unsigned i = 0; i < t->stage.count; i++)
		grant(t, i, GRANT_WORK);
	stage_settle(&t->stage);
	machine_start(t->stage.program, t->state, &info);
	t->is_lost = !stage_agrees(&t->stage, t->state, machine_enabled(t->stage.program, t->state), err);
	return !t->is_lost;
}

/* Say at which step it was. */
static bool
fail_step(const struct troupe *t, unsigned thread, struct err *err)
{
	struct err inner = err ? *err : (struct err){ 0 };

	return err_set(err, _("step %zu, thread %s: %s"), t->made.len + 1, t->stage.program->threads.items[thread].name,
		       inner.text);
}

static uint32_t
kinds_of(const struct step_info *found, size_t count)
{
	uint32_t kinds = 0;

	for (size_t i = 0; i < count; i++)
		kinds |= 1u << found[i].violation;
	return kinds;
}

/* What went wrong in the step, and what no longer holds behind it, must be wrong in reality too, and nothing else. */
static bool
is_wrong_alike(struct troupe *t, unsigned thread, const struct step_info *info, struct err *err)
{
	struct stage *s = &t->stage;
	struct program *p = s->program;
	struct step_info found[40];
	uint32_t enabled = machine_enabled(p, t->state);
	size_t count = machine_inspect(p, t->state, enabled, found, ARRAY_LEN(found));
	uint32_t seen = 1u << VIOLATION_CHECK | 1u << VIOLATION_ALWAYS, model = kinds_of(found, count) & seen;
	uint32_t real = s->actors[thread].violations;
	bool is_over = stage_is_over(s);

	if (info->violation)
		model |= 1u << info->violation;
	for (unsigned i = 0; i < p->always_count; i++)
		real |= stage_holds(s, p->always[i]) ? 0 : 1u << VIOLATION_ALWAYS;
	for (unsigned i = 0; i < p->check_count && is_over; i++)
		real |= stage_holds(s, p->check[i]) ? 0 : 1u << VIOLATION_CHECK;
	/* a step can be wrong twice, as entering an Unsafe and failing there: the model keeps the first */
	if (!(model & ~real) && !real == !model)
		return true;
	return err_set(
		err,
		_("the real threads and the model disagree about what went wrong: %#x in the model, %#x in reality"),
		model, real);
}

static bool
make_step(struct troupe *t, unsigned thread, struct err *err)
{
	struct program *p = t->stage.program;
	struct step_info info;

	if (thread >= t->stage.count)
		return err_set(err, _("step %zu: there is no thread of number %u"), t->made.len + 1, thread);
	if (!(machine_enabled(p, t->state) >> thread & 1)) {
		err_set(err, _("it cannot step here"));
		return fail_step(t, thread, err);
	}
	t->is_lost = true;
	t->stage.actors[thread].violations = 0;
	grant(t, thread, GRANT_STEP);
	if (t->attempt == ATTEMPT_BLOCKED) {
		err_set(err, _("the model lets it go on, but the real object would make it wait"));
		return fail_step(t, thread, err);
	}
	stage_settle(&t->stage);
	machine_step(p, t->state, thread, &info);
	if (!stage_agrees(&t->stage, t->state, machine_enabled(p, t->state), err) ||
	    !is_wrong_alike(t, thread, &info, err))
		return fail_step(t, thread, err);
	vec_push(&t->made, (uint8_t)thread);
	t->is_lost = false;
	return true;
}

static void
dismiss(struct troupe *t)
{
	t->grant = GRANT_QUIT;
	for (unsigned i = 0; i < t->stage.started; i++)
		sem_post(&t->stage.actors[i].gate);
	stage_join_threads(&t->stage);
	stage_fini(&t->stage);
	sem_destroy(&t->done);
	vec_fini(&t->made);
	free(t->state);
	free(t);
}

struct troupe *
troupe_open(struct program *p, struct err *err)
{
	struct troupe *t = NEW(struct troupe);
	bool is_good;

	stage_init(&t->stage, p);
	sem_init(&t->done, 0, 0);
	t->state = NEW_ARRAY(uint32_t, p->words);
	is_good = stage_start_threads(&t->stage, wait_for_grants, err);
	for (unsigned i = 0; i < t->stage.started; i++)
		while (sem_wait(&t->done))
			;
	if (is_good && begin(t, err))
		return t;
	dismiss(t);
	return NULL;
}

void
troupe_close(struct troupe *t)
{
	if (t)
		dismiss(t);
}

bool
troupe_seek(struct troupe *t, const uint8_t *schedule, size_t len, size_t max_steps, struct err *err)
{
	bool is_on_way = !t->is_lost && t->made.len <= len &&
			 (!t->made.len || !memcmp(t->made.items, schedule, t->made.len));

	if (!is_on_way && !begin(t, err))
		return false;
	for (; t->made.len < len && max_steps; max_steps--)
		if (!make_step(t, schedule[t->made.len], err))
			return false;
	return true;
}

size_t
troupe_at(const struct troupe *t)
{
	return t->made.len;
}

const uint32_t *
troupe_state(const struct troupe *t)
{
	return t->state;
}

static bool
read_proc(int64_t id, const char *file, char *text, size_t size)
{
	char path[64];
	size_t len;

	snprintf(path, sizeof(path), "/proc/self/task/%lld/%s", (long long)id, file);
	FILE *f = fopen(path, "re");

	if (!f)
		return false;
	len = fread(text, 1, size - 1, f);
	text[len] = '\0';
	fclose(f);
	return len > 0;
}

static uint64_t
read_number(const char *text, const char *name)
{
	const char *at = strstr(text, name);

	return at ? strtoull(at + strlen(name), NULL, 10) : 0;
}

static enum performer_place
place_of(struct actor *a)
{
	struct stage *s = a->stage;

	if (a->pc == PC_ENDED)
		return PERFORMER_ENDED;
	if (stage_is_over(s))
		return PERFORMER_CUT;
	if (!s->objects[s->handles[a->number]].is_started)
		return PERFORMER_UNSTARTED;
	if (a->left)
		return PERFORMER_ASLEEP;
	return actor_can_move(a) ? PERFORMER_READY : PERFORMER_BLOCKED;
}

void
troupe_look(const struct troupe *t, unsigned thread, struct performer_look *out)
{
	struct actor *a = &t->stage.actors[thread];
	char text[4096];
	const char *name_end;

	*out = (struct performer_look){ .kernel_id = atomic_load(&a->kernel_id),
					.kernel_state = '?',
					.place = place_of(a) };
	/* who has just made a step is about to go to sleep at its gate: give it the time */
	for (int tries = 0; tries < LOOKS_MAX; tries++) {
		if (read_proc(out->kernel_id, "stat", text, sizeof(text)) && (name_end = strrchr(text, ')')) &&
		    name_end[1])
			out->kernel_state = name_end[2];
		if (out->kernel_state != 'R')
			break;
		sched_yield();
	}
	if (read_proc(out->kernel_id, "status", text, sizeof(text)))
		out->switches = read_number(text, "\nvoluntary_ctxt_switches:") +
				read_number(text, "nonvoluntary_ctxt_switches:");
}
