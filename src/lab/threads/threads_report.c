/* What was explored, as JSON and as text. */
#include "lab/threads/threads_report.h"

#include "base/i18n.h"
#include "lab/threads/waits.h"

#include <math.h>

void
report_count(explore_count number, struct str_buf *out)
{
	char digits[40];
	size_t at = sizeof(digits);

	do
		digits[--at] = (char)('0' + (int)(number % 10));
	while (number /= 10);
	str_buf_append(out, str_of(digits + at, sizeof(digits) - at));
}

/* Exact, or ~10^n where that has too many digits. */
static void
put_number(const struct explored *e, explore_count exact, uint32_t digits, struct str_buf *out)
{
	if (e->has_overflow && exact)
		str_buf_printf(out, "~10^%u", digits);
	else
		report_count(exact, out);
}

static void
put_outcome_count(const struct explored *e, const struct explore_outcome *o, struct str_buf *out)
{
	double digits = o->share > 0 ? e->digits + log10(o->share) : 0;

	put_number(e, o->schedules, digits > 0 ? (uint32_t)digits : 0, out);
}

static void
put_schedule(const struct program *p, const struct explore_violation *v, bool is_json, struct str_buf *out)
{
	for (uint32_t i = 0; i < v->steps; i++) {
		bool is_round = v->loop_steps && i == v->steps - v->loop_steps && !is_json;

		if (is_round)
			str_buf_append_c(out, i ? _(", then again and again:") : _("again and again:"));
		str_buf_printf(out, "%s%s", i || is_round ? " " : "", p->threads.items[v->schedule[i]].name);
	}
}

static void
put_message(const struct program *p, const struct explore_violation *v, struct str_buf *out)
{
	static const char *const messages[VIOLATION_KIND_COUNT] = {
		"",
		N_("the condition does not hold at the end"),
		N_("the condition does not hold here"),
		N_("two threads are in the critical section at once"),
		N_("a thread reached fail"),
		N_("an assertion failed"),
		N_("an object was used wrongly"),
		N_("two threads are inside the same unprotected object at once"),
		N_("a thread ended with an error"),
		N_("nobody can go on: deadlock"),
		N_("nobody can go on: a notify came when nobody waited, and the waiter missed it"),
		N_("this can go on for ever, though no thread is stopped, and does not come to an end"),
	};
	const char *separator = "";

	if (!v->kept_out) {
		str_buf_append_c(out, _(messages[v->kind]));
		return;
	}
	for (unsigned i = 0; i < p->threads.len; i++)
		if (v->kept_out >> i & 1) {
			str_buf_printf(out, "%s%s", separator, p->threads.items[i].name);
			separator = ", ";
		}
	str_buf_append_c(out, _(" can wait for ever: whenever the way is free another comes first"));
}

static void
put_waits(const struct program *p, const uint32_t *words, struct str_buf *out)
{
	struct wait waits[THREADS_MAX];
	size_t count = waits_find(p, words, waits);

	for (size_t i = 0; i < count; i++) {
		bool is_first = true;

		str_buf_printf(out, "%s{\"thread\": \"%s\", \"for\": \"%s\", \"held_by\": [", i ? ", " : "",
			       p->threads.items[waits[i].thread].name, p->objects.items[waits[i].object].name);
		for (unsigned t = 0; t < p->threads.len; t++)
			if (waits[i].helpers >> t & 1) {
				str_buf_printf(out, "%s\"%s\"", is_first ? "" : ", ", p->threads.items[t].name);
				is_first = false;
			}
		str_buf_append_c(out, "]}");
	}
}

static void
put_violation(struct program *p, const struct explore_violation *v, struct str_buf *out)
{
	uint32_t *words = NEW_ARRAY(uint32_t, p->words), used = 0;
	struct step_info info;
	bool is_first = true;

	str_buf_printf(out, "{\"kind\": \"%s\", \"line\": %u, \"steps\": %u, \"preemptions\": %u, \"schedule\": \"",
		       violation_names[v->kind], v->line, v->steps, v->preemptions);
	machine_start(p, words, &info);
	for (uint32_t i = 0; v->schedule && i < v->steps; i++) {
		machine_step(p, words, v->schedule[i], &info);
		used |= UINT32_C(1) << v->schedule[i];
	}
	if (v->schedule)
		put_schedule(p, v, true, out);
	str_buf_append_c(out, "\", \"message\": \"");
	put_message(p, v, out);
	str_buf_printf(out, "%s%s\", \"threads\": [", v->fault ? ": " : "", fault_names[v->fault]);
	for (unsigned i = 0; i < p->threads.len; i++)
		if (used >> i & 1) {
			str_buf_printf(out, "%s\"%s\"", is_first ? "" : ", ", p->threads.items[i].name);
			is_first = false;
		}
	str_buf_append_c(out, "], ");
	if (v->loop_steps)
		str_buf_printf(out, "\"loop_steps\": %u, ", v->loop_steps);
	str_buf_append_c(out, "\"waits\": [");
	if (v->kind == VIOLATION_DEADLOCK || v->kind == VIOLATION_LOST_WAKEUP)
		put_waits(p, words, out);
	str_buf_append_c(out, "]}");
	free(words);
}

static void
put_values(const struct program *p, const value *values, bool is_json, struct str_buf *out)
{
	bool is_first = true;

	for (size_t i = 0; i < p->shareds.len; i++) {
		const struct shared *s = &p->shareds.items[i];

		if (s->is_constant || s->is_object)
			continue;
		str_buf_printf(out, is_json ? "%s\"%.*s\": " : "%s%.*s = ", is_first ? "" : ", ", STR_ARG(s->name));
		value_format(&p->heap, values[i], is_json, out);
		is_first = false;
	}
}

void
report_json(struct program *p, const struct explored *e, double seconds, struct str_buf *out)
{
	str_buf_printf(out, "{\"states\": %u, \"transitions\": %u, \"complete\": %s, ", e->states, e->transitions,
		       e->is_complete ? "true" : "false");
	if (e->is_counted) {
		str_buf_append_c(out, "\"schedules\": \"");
		put_number(e, e->schedules, e->digits, out);
		str_buf_append_c(out, "\", \"failing_schedules\": \"");
		put_number(e, e->failing, e->failing_digits, out);
		str_buf_append_c(out, "\",\n \"outcomes\": [");
	} else
		str_buf_append_c(out, "\"schedules\": null, \"failing_schedules\": null,\n \"outcomes\": [");
	for (size_t i = 0; i < e->outcomes.len; i++) {
		str_buf_append_c(out, i ? ",\n  {\"values\": {" : "\n  {\"values\": {");
		put_values(p, e->outcomes.items[i].values, true, out);
		str_buf_append_c(out, "}, \"schedules\": ");
		if (e->is_counted) {
			str_buf_append_byte(out, '"');
			put_outcome_count(e, &e->outcomes.items[i], out);
			str_buf_append_c(out, "\"}");
		} else
			str_buf_append_c(out, "null}");
	}
	str_buf_append_c(out, "],\n \"violations\": [");
	for (size_t i = 0; i < e->violations.len; i++) {
		str_buf_append_c(out, i ? ",\n  " : "\n  ");
		put_violation(p, &e->violations.items[i], out);
	}
	str_buf_append_c(out, "],\n \"races\": [");
	for (size_t i = 0; i < e->races.len; i++) {
		const struct explore_race *r = &e->races.items[i];

		str_buf_printf(out, "%s{\"variable\": \"%.*s\", \"lines\": [%u, %u], \"threads\": [\"%s\", \"%s\"]}",
			       i ? ",\n  " : "\n  ", STR_ARG(p->shareds.items[r->shared].name), r->lines[0],
			       r->lines[1], p->threads.items[r->threads[0]].name, p->threads.items[r->threads[1]].name);
	}
	str_buf_printf(out, "],\n \"seconds\": %.6f, \"peak_bytes\": %zu}\n", seconds, e->peak_bytes);
}

void
report_text(struct program *p, const struct explored *e, struct str_buf *out)
{
	str_buf_printf(out, _("%u states, %u steps"), e->states, e->transitions);
	if (e->is_counted) {
		str_buf_append_c(out, ", ");
		put_number(e, e->schedules, e->digits, out);
		str_buf_append_c(out, _(" schedules, failing: "));
		put_number(e, e->failing, e->failing_digits, out);
	}
	str_buf_append_c(out, e->is_complete ? "\n" : _(", incomplete\n"));
	if (e->is_frozen)
		str_buf_append_c(out, _("somebody goes on for ever, so the clock stands still: what comes behind a "
					"sleep was not looked at\n"));
	for (size_t i = 0; i < e->outcomes.len; i++) {
		str_buf_append_c(out, "  ");
		put_values(p, e->outcomes.items[i].values, false, out);
		if (e->is_counted) {
			str_buf_append_c(out, "  × ");
			put_outcome_count(e, &e->outcomes.items[i], out);
		}
		str_buf_append_byte(out, '\n');
	}
	for (size_t i = 0; i < e->violations.len; i++) {
		const struct explore_violation *v = &e->violations.items[i];

		str_buf_printf(out, _("%s, line %u: "), violation_names[v->kind], v->line);
		put_message(p, v, out);
		str_buf_append_c(out, "\n  ");
		if (v->schedule)
			put_schedule(p, v, false, out);
		str_buf_append_byte(out, '\n');
	}
	for (size_t i = 0; i < e->races.len; i++) {
		const struct explore_race *r = &e->races.items[i];

		str_buf_printf(out,
			       _("warning, lines %u and %u: %s and %s use %.*s in any order, and one changes it\n"),
			       r->lines[0], r->lines[1], p->threads.items[r->threads[0]].name,
			       p->threads.items[r->threads[1]].name, STR_ARG(p->shareds.items[r->shared].name));
	}
}
