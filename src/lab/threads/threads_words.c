/* Names, values, counts and rows in words. */
#include "lab/threads/threads_words.h"

#include "base/i18n.h"
#include "text/cell.h"

const char *
words_thread(const struct program *p, unsigned thread)
{
	return thread < p->threads.len ? p->threads.items[thread].name : "?";
}

const char *
words_object(const struct program *p, uint32_t object)
{
	return object < p->objects.len ? p->objects.items[object].name : "?";
}

void
words_value(const struct program *p, value v, struct str_buf *out)
{
	struct str_buf text = { 0 };

	if ((v & 3) == VALUE_OBJECT)
		str_buf_append_c(&text, words_object(p, v >> 2));
	else
		value_format(&p->heap, v, false, &text);
	cell_clean_fit(str_buf_str(&text), VALUE_COLS_MAX, out);
	str_buf_fini(&text);
}

void
words_threads(const struct program *p, uint32_t threads, struct str_buf *out)
{
	unsigned count = (unsigned)__builtin_popcount(threads),
		 shown = count > WORDS_NAMES_MAX ? WORDS_NAMES_OF_MANY : count;

	for (unsigned i = 0; i < shown; i++, threads &= threads - 1) {
		if (i)
			str_buf_append_c(out, i + 1 < count ? _(", ") : _(" and "));
		str_buf_append_c(out, words_thread(p, (unsigned)__builtin_ctz(threads)));
	}
	if (shown < count)
		str_buf_printf(out, _(" and %u more"), count - shown);
}

struct str
words_line(const struct program *p, uint32_t number)
{
	struct str rest = str_of_c(p->source), line;

	for (uint32_t i = 1; str_next_line(&rest, &line); i++) {
		if (i < number)
			continue;
		size_t comment = str_find(line, STR("  #"));

		return str_trim(comment == STR_NONE ? line : str_cut(line, 0, comment));
	}
	return STR("");
}

const char *
words_violation(enum violation_kind kind)
{
	static const char *const names[VIOLATION_KIND_COUNT] = {
		"",
		N_("wrong at the end"),
		N_("wrong in between"),
		N_("two in the critical section"),
		N_("fail reached"),
		N_("assertion failed"),
		N_("misuse"),
		N_("two inside at once"),
		N_("error"),
		N_("deadlock"),
		N_("lost wake-up"),
		N_("livelock"),
	};

	return kind == VIOLATION_NONE ? "" : _(names[kind]);
}

void
words_count(explore_count count, struct str_buf *out)
{
	char digits[48];
	size_t len = 0;

	for (explore_count rest = count; rest || !len; rest /= 10)
		digits[len++] = (char)('0' + (int)(rest % 10));
	if (len > 15) {
		str_buf_printf(out, "~10^%zu", len - 1);
		return;
	}
	while (len--) {
		str_buf_append_byte(out, digits[len]);
		if (len && len % 3 == 0)
			str_buf_append_c(out, ",");
	}
}

/* ---- rows ---- */

static void
row_read(const struct program *p, const struct threads_event *e, bool is_short, struct str_buf *out)
{
	struct str_buf name = { 0 }, text = { 0 };
	const struct threads_read *r = &e->reads[0];

	for (size_t i = 0; i < e->read_count; i++) {
		const struct threads_read *read = &e->reads[i];

		str_buf_append_c(&name, i ? ", " : "");
		if (read->object == OBJECT_NOTHING)
			str_buf_append(&name, p->shareds.items[read->shared].name);
		else
			str_buf_printf(&name, is_short ? "%s%s" : "%s.%s()",
				       is_short ? "" : words_object(p, read->object), method_names[read->method]);
	}
	if (e->read_count == 1) {
		words_value(p, r->value, &text);
		if (r->object == OBJECT_NOTHING && !is_short)
			str_buf_printf(out, _("reads %s: %s"), str_buf_c(&name), str_buf_c(&text));
		else
			str_buf_printf(out, "%s: %s", str_buf_c(&name), str_buf_c(&text));
	} else if (is_short) {
		str_buf_append(out, str_buf_str(&name));
	} else {
		str_buf_printf(out, _("reads %s"), str_buf_c(&name));
	}
	str_buf_fini(&name);
	str_buf_fini(&text);
}

static void
row_write(const struct program *p, const struct threads_event *e, bool is_short, struct str_buf *out)
{
	str_buf_append(out, p->shareds.items[e->shared].name);
	if (e->index != VALUE_UNSET) {
		str_buf_append_byte(out, '[');
		words_value(p, e->index, out);
		str_buf_append_byte(out, ']');
	}
	if (e->index != VALUE_UNSET && e->value == VALUE_UNSET) {
		str_buf_append_c(out, _(" deleted"));
		return;
	}
	str_buf_append_c(out, is_short && e->index != VALUE_UNSET ? "=" : " = ");
	words_value(p, e->value, out);
}

static const char *
wait_part(const struct threads_event *e)
{
	if (!e->phase)
		return _("sleeps");
	if (e->phase == PHASE_NOTIFIED)
		return _("woken");
	return e->phase == PHASE_WAITING ? _("too late") : _("goes on");
}

/* What goes on inside a call of several steps; NULL for other calls. */
static const char *
part_of_call(const struct program *p, const struct threads_event *e)
{
	switch (p->objects.items[e->object].kind) {
	case OBJECT_CONDITION:
		return e->method == METHOD_WAIT ? wait_part(e) : NULL;
	case OBJECT_BARRIER:
		return e->method != METHOD_WAIT ? NULL : e->is_done ? _("passes") : _("arrives");
	case OBJECT_UNSAFE:
		return e->is_done ? _("leaves") : e->phase ? _("touches") : _("enters");
	default:
		return NULL;
	}
}

/* In short: what is taken matters more than how that is called. */
static bool
row_method_short(const struct program *p, const struct threads_event *e, struct str_buf *out)
{
	const char *part = part_of_call(p, e);

	if (part)
		str_buf_append_c(out, part);
	else if (e->method == METHOD_ACQUIRE)
		str_buf_append_c(out, words_object(p, e->object));
	else if (e->method == METHOD_RELEASE)
		str_buf_printf(out, _("frees %s"), words_object(p, e->object));
	else
		return false;
	return true;
}

static void
row_method(const struct program *p, const struct threads_event *e, bool is_short, struct str_buf *out)
{
	const char *part = part_of_call(p, e);

	if (is_short && row_method_short(p, e, out))
		return;
	if (!is_short)
		str_buf_printf(out, "%s.", words_object(p, e->object));
	str_buf_append_c(out, method_names[e->method]);
	if (e->method == METHOD_PUT && e->value != VALUE_UNSET) {
		str_buf_append_byte(out, '(');
		words_value(p, e->value, out);
		str_buf_append_byte(out, ')');
	} else if (!is_short) {
		str_buf_append_c(out, "()");
	}
	if (part) {
		str_buf_printf(out, " %s", part);
	} else if (e->method == METHOD_GET && e->value != VALUE_UNSET) {
		str_buf_append_c(out, ": ");
		words_value(p, e->value, out);
	}
}

static void
row_atomic(const struct past *h, const struct threads_event *e, struct str_buf *out)
{
	struct str line = words_line(h->program, e->line);

	if (str_has_prefix(line, STR("atomic:")))
		line = str_trim(str_skip(line, 7));
	str_buf_append(out, line.len ? line : STR("atomic"));
}

int
words_row(const struct past *h, const struct threads_event *e, bool is_short, struct str_buf *out)
{
	const struct program *p = h->program;

	switch (e->kind) {
	case STEP_READ:
		row_read(p, e, is_short, out);
		break;
	case STEP_WRITE:
		row_write(p, e, is_short, out);
		break;
	case STEP_METHOD:
		if (e->object != OBJECT_NOTHING)
			row_method(p, e, is_short, out);
		else
			str_buf_append_c(out, "?");
		break;
	case STEP_ATOMIC:
		row_atomic(h, e, out);
		break;
	case STEP_CRITICAL:
		str_buf_append(out, words_line(p, e->line));
		break;
	case STEP_SLEEP:
		str_buf_append_c(out, "sleep");
		break;
	case STEP_PRINT:
		str_buf_append_c(out, "print");
		break;
	case STEP_FAIL:
		str_buf_append_c(out, "fail");
		break;
	}
	if (e->fault || e->is_refused || e->is_missed)
		return -1;
	return e->kind == STEP_METHOD && e->is_done ? 1 : 0;
}
