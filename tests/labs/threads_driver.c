/*
 * JSON lines with a source and a seed in, the steps of a random way out (or with "outcomes" all that can come out), for
 * comparing the threads lab with python3's threading (threads_oracle.py).
 */
#include "driver.h"

#include "base/rng.h"
#include "lab/threads/explore.h"

#include <string.h>

static const char *const kind_names[] = { "read",     "write", "write", "method", "atomic",
					  "critical", "sleep", "print", "fail" };

static cJSON *
names_of(const struct program *p, uint32_t threads)
{
	cJSON *names = cJSON_CreateArray();

	for (unsigned i = 0; i < p->threads.len; i++)
		if (threads >> i & 1)
			cJSON_AddItemToArray(names, cJSON_CreateString(p->threads.items[i].name));
	return names;
}

static cJSON *
values_of(const struct program *p, const value *shareds)
{
	cJSON *values = cJSON_CreateObject();

	for (size_t i = 0; i < p->shareds.len; i++) {
		struct str_buf text = { 0 };
		char *name = str_copy_c(p->shareds.items[i].name);

		if (!p->shareds.items[i].is_constant) {
			value_format(&p->heap, shareds[i], true, &text);
			cJSON_AddItemToObject(values, name, cJSON_CreateRaw(str_buf_c(&text)));
		}
		str_buf_fini(&text);
		free(name);
	}
	return values;
}

static void
walk(struct program *p, uint64_t seed, int max, cJSON *out)
{
	uint32_t *state = NEW_ARRAY(uint32_t, p->words), enabled;
	cJSON *steps = cJSON_AddArrayToObject(out, "steps");
	struct step_info info;
	struct rng rng;

	rng_init(&rng, seed);
	machine_start(p, state, &info);
	cJSON_AddItemToObject(out, "enabled", names_of(p, machine_enabled(p, state)));
	for (int i = 0; i < max && (enabled = machine_enabled(p, state)); i++) {
		cJSON *step = cJSON_CreateObject();

		for (uint64_t skip = rng_below(&rng, (unsigned)__builtin_popcount(enabled)); skip; skip--)
			enabled &= enabled - 1;
		unsigned thread = (unsigned)__builtin_ctz(enabled);
		const struct instr *in = &p->code.items[machine_thread(p, state, thread)[THREAD_PC]];

		cJSON_AddStringToObject(step, "thread", p->threads.items[thread].name);
		cJSON_AddStringToObject(step, "kind", in->op < DO_FIRST_LOCAL ? kind_names[in->op] : "end");
		cJSON_AddNumberToObject(step, "line", in->line);
		machine_step(p, state, thread, &info);
		cJSON_AddItemToObject(step, "enabled", names_of(p, machine_enabled(p, state)));
		cJSON_AddItemToObject(step, "values", values_of(p, state + 1));
		cJSON_AddItemToArray(steps, step);
	}
	cJSON_AddBoolToObject(out, "over", machine_is_over(p, state));
	free(state);
}

static void
outcomes(struct program *p, cJSON *out)
{
	struct explore_limits limits = { 0 };
	cJSON *all = cJSON_AddArrayToObject(out, "outcomes");
	struct explored explored;

	explore(p, &limits, &explored);
	for (size_t i = 0; i < explored.outcomes.len; i++)
		cJSON_AddItemToArray(all, values_of(p, explored.outcomes.items[i].values));
	explored_fini(&explored);
}

static cJSON *
answer(const cJSON *question)
{
	const char *source = cJSON_GetStringValue(cJSON_GetObjectItem(question, "source"));
	cJSON *out = cJSON_CreateObject();
	struct err err = { 0 };
	struct program program;

	if (program_compile(&program, str_of_c(source), &err)) {
		if (cJSON_HasObjectItem(question, "outcomes"))
			outcomes(&program, out);
		else
			walk(&program, (uint64_t)cJSON_GetNumberValue(cJSON_GetObjectItem(question, "seed")),
			     (int)cJSON_GetNumberValue(cJSON_GetObjectItem(question, "steps")), out);
		program_fini(&program);
	} else {
		cJSON_AddStringToObject(out, "error", err.text);
		cJSON_AddNumberToObject(out, "line", err.line);
	}
	return out;
}

int
main(void)
{
	return driver_run(answer);
}
