/*
 * Runs the threads engine without the program. `walk`: JSON lines with a source and a seed in, the steps of a random way out,
 * for comparing it with python3's threading (threads_oracle.py). Anything else is a verb of the lab.
 */
#include "base/file.h"
#include "base/rng.h"
#include "lab/threads/machine.h"
#include "lab/threads/threads_report.h"

#include <cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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
values_of(const struct program *p, const uint32_t *state)
{
	cJSON *values = cJSON_CreateObject();

	for (size_t i = 0; i < p->shareds.len; i++) {
		struct str_buf text = { 0 };
		char *name = str_copy_c(p->shareds.items[i].name);

		if (!p->shareds.items[i].is_constant) {
			value_format(&p->heap, state[1 + i], true, &text);
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
		cJSON_AddItemToObject(step, "values", values_of(p, state));
		cJSON_AddItemToArray(steps, step);
	}
	cJSON_AddBoolToObject(out, "over", machine_is_over(p, state));
	free(state);
}

static void
answer(const cJSON *question)
{
	const char *source = cJSON_GetStringValue(cJSON_GetObjectItem(question, "source"));
	cJSON *out = cJSON_CreateObject();
	struct err err = { 0 };
	struct program program;
	char *printed;

	if (program_compile(&program, str_of_c(source), &err)) {
		walk(&program, (uint64_t)cJSON_GetNumberValue(cJSON_GetObjectItem(question, "seed")),
		     (int)cJSON_GetNumberValue(cJSON_GetObjectItem(question, "steps")), out);
		program_fini(&program);
	} else {
		cJSON_AddStringToObject(out, "error", err.text);
		cJSON_AddNumberToObject(out, "line", err.line);
	}
	printed = cJSON_PrintUnformatted(out);
	puts(printed);
	cJSON_free(printed);
	cJSON_Delete(out);
}

static bool
read_file(struct lab_io *io, const char *file, struct str_buf *out, struct err *err)
{
	(void)io;
	return strcmp(file, "-") ? file_read(file, 1 << 20, out, NULL, err)
				 : file_read_fd(STDIN_FILENO, 1 << 20, out, err);
}

static bool
is_interrupted(const struct lab_io *io)
{
	(void)io;
	return false;
}

static int
run_verb(int argc, char **argv)
{
	struct str_buf out = { 0 };
	struct lab_io io = { .out = &out, .read = read_file, .is_interrupted = is_interrupted };
	struct err err = { 0 };
	int status = 2;

	for (const struct lab_command *c = threads_commands; c->name; c++)
		if (!strcmp(c->name, argv[0]))
			status = c->run(&io, argc, argv, &err);
	fputs(str_buf_c(&out), stdout);
	str_buf_clear(&out);
	err_format(&err, &out);
	if (err_is_set(&err))
		fprintf(stderr, "%s\n", str_buf_c(&out));
	str_buf_fini(&out);
	return status;
}

int
main(int argc, char **argv)
{
	char *line = NULL;
	size_t capacity = 0;

	if (argc > 1 && strcmp(argv[1], "walk"))
		return run_verb(argc - 1, argv + 1);
	while (getline(&line, &capacity, stdin) > 0) {
		cJSON *question = cJSON_Parse(line);

		if (!question)
			return 1;
		answer(question);
		cJSON_Delete(question);
	}
	free(line);
	return 0;
}
