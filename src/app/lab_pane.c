/* Keeps the labs of a session and shows one. */
#include "app/lab_pane.h"

#include "base/alloc.h"

enum {
	SLOT_COUNT = 6
};

struct lab_slot {
	struct host *host;
	uint64_t key, used_at;
	uint32_t line;        /* of the fence, 0: a preset */
	struct str_buf value; /* name in progress */
};

void
lab_pane_init(struct lab_pane *pane, struct course *course, const struct lab_env *env)
{
	*pane = (struct lab_pane){ .course = course, .env = env, .slots = NEW_ARRAY(struct lab_slot, SLOT_COUNT) };
}

static void
save_slot(struct lab_pane *pane, const struct lab_slot *slot)
{
	struct str_buf state = { 0 };

	if (host_is_worth_keeping(slot->host)) {
		host_save(slot->host, &state);
		progress_set_value(pane->course->progress, str_buf_str(&slot->value), str_buf_str(&state), NULL);
	}
	str_buf_fini(&state);
}

static void
close_slot(struct lab_pane *pane, struct lab_slot *slot)
{
	if (slot->host) {
		save_slot(pane, slot);
		host_close(slot->host);
	}
	str_buf_fini(&slot->value);
	*slot = (struct lab_slot){ 0 };
}

void
lab_pane_fini(struct lab_pane *pane)
{
	pane->host = NULL;
	for (size_t i = 0; i < SLOT_COUNT; i++)
		close_slot(pane, &pane->slots[i]);
	free(pane->slots);
}

void
lab_pane_save(struct lab_pane *pane)
{
	for (size_t i = 0; i < SLOT_COUNT; i++)
		if (pane->slots[i].host)
			save_slot(pane, &pane->slots[i]);
}

/*
 * What is kept of a lab is found by its text. One of the same text at another line, because the note was written in or
 * has it twice, is saved before it opens there: two of them would write over each other.
 */
static struct lab_slot *
find_slot(struct lab_pane *pane, uint64_t key, struct str value)
{
	struct lab_slot *slot = &pane->slots[0];

	for (size_t i = 0; i < SLOT_COUNT; i++) {
		if (pane->slots[i].host && pane->slots[i].key == key)
			return &pane->slots[i];
		if (pane->slots[i].host && str_is_equal(str_buf_str(&pane->slots[i].value), value)) {
			slot = &pane->slots[i];
			break;
		}
		if (pane->slots[i].used_at < slot->used_at)
			slot = &pane->slots[i];
	}
	close_slot(pane, slot);
	return slot;
}

/* The name in progress. */
static void
append_value(const struct host_spec *spec, struct str_buf *out)
{
	str_buf_printf(out, "lab:%.*s:%.*s", STR_ARG(spec->lab), STR_ARG(spec->preset));
	if (spec->body.len > 0)
		str_buf_printf(out, ":%016llx", (unsigned long long)str_hash(spec->body));
}

bool
lab_pane_open(struct lab_pane *pane, const struct host_spec *spec)
{
	uint64_t key = str_hash(spec->lab) * 31 + str_hash(spec->preset);
	struct str_buf value = { 0 };
	struct lab_slot *slot;
	bool is_draft_back = false;

	key = key * 31 + str_hash(spec->body) + spec->line;
	append_value(spec, &value);
	slot = find_slot(pane, key, str_buf_str(&value));
	if (!slot->host) {
		struct str_buf state = { 0 };

		slot->key = key;
		slot->line = spec->body.len > 0 ? spec->line : 0;
		slot->host = host_open(spec, pane->env);
		str_buf_append(&slot->value, str_buf_str(&value));
		if (progress_value(pane->course->progress, str_buf_str(&value), &state) && state.len > 0)
			host_restore(slot->host, str_buf_str(&state));
		is_draft_back = host_has_draft(slot->host);
		str_buf_fini(&state);
	}
	str_buf_fini(&value);
	slot->used_at = ++pane->clock;
	pane->host = slot->host;
	return is_draft_back;
}

void
lab_pane_hide(struct lab_pane *pane)
{
	pane->host = NULL;
}

void
lab_pane_draw(struct lab_pane *pane, const struct canvas *canvas, bool is_focused)
{
	if (pane->host && canvas_width(canvas) > 0 && canvas_height(canvas) > 0)
		host_draw(pane->host, canvas, is_focused);
}

bool
lab_pane_tick(struct lab_pane *pane, uint64_t now_ns)
{
	return pane->host && host_tick(pane->host, now_ns);
}

uint64_t
lab_pane_next_tick(const struct lab_pane *pane)
{
	return pane->host ? host_next_tick(pane->host) : 0;
}

void
lab_pane_describe(const struct lab_pane *pane, struct str_buf *out)
{
	for (size_t i = 0; pane->host && i < SLOT_COUNT; i++)
		if (pane->slots[i].host == pane->host)
			str_buf_printf(out, "%s\n%s\n%u", host_lab_name(pane->host), host_preset_name(pane->host),
				       pane->slots[i].line);
}
