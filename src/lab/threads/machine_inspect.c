/* What is wrong with a state. */
#include "lab/threads/machine_parts.h"

const char *const violation_names[VIOLATION_KIND_COUNT] = {
	"none",   "check",  "always", "critical", "fail",        "assert",
	"misuse", "unsafe", "error",  "deadlock", "lost-wakeup", "livelock",
};

static size_t
find_critical(const struct program *p, const uint32_t *state, struct step_info *out, size_t max)
{
	uint32_t seen[THREADS_MAX];
	size_t count = 0, found = 0;

	if (!p->sections.len)
		return 0;
	for (unsigned i = 0; i < p->threads.len; i++) {
		const uint32_t *t = state + p->thread_at + i * p->thread_words;
		const struct instr *in = t[THREAD_PC] == PC_ENDED ? NULL : &p->code.items[t[THREAD_PC]];

		if (!in || in->op != DO_CRITICAL || t[THREAD_PHASE] || t[THREAD_LEFT])
			continue;
		for (size_t j = 0; j < count; j++)
			if (seen[j] == in->a && found < max && !found)
				out[found++] = (struct step_info){ .violation = VIOLATION_CRITICAL, .line = in->line };
		seen[count++] = in->a;
	}
	return found;
}

size_t
machine_inspect(struct program *p, const uint32_t *state, uint32_t enabled, struct step_info *out, size_t max)
{
	size_t found = find_critical(p, state, out, max);
	bool is_over = !enabled && machine_is_over(p, state);

	for (unsigned i = 0; i < p->always_count && found < max; i++)
		if (!machine_holds(p, state, p->always[i], NULL))
			out[found++] = (struct step_info){ .violation = VIOLATION_ALWAYS, .line = p->always_lines[i] };
	for (unsigned i = 0; is_over && i < p->check_count && found < max; i++)
		if (!machine_holds(p, state, p->check[i], NULL))
			out[found++] = (struct step_info){ .violation = VIOLATION_CHECK, .line = p->check_lines[i] };
	for (unsigned i = 0; !enabled && !is_over && i < p->threads.len && found < max; i++) {
		const uint32_t *t = state + p->thread_at + i * p->thread_words;

		if (t[THREAD_PC] != PC_ENDED && t[THREAD_PHASE] != PHASE_NEW && !p->threads.items[i].is_daemon) {
			uint32_t line = p->code.items[t[THREAD_PC]].line;

			out[found++] = (struct step_info){ .violation = VIOLATION_DEADLOCK, .line = line };
			break;
		}
	}
	return found;
}
