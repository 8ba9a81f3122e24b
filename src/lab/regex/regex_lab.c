/* The regex lab: opens on a source, takes keys, says what it holds. */
#include "lab/regex/regex_lab.h"

#include "base/alloc.h"
#include "base/i18n.h"
#include "lab/regex/regex_command.h"
#include "lab/regex/regex_state.h"

#include <stdlib.h>
#include <string.h>

enum {
	PATTERN_BYTES_MAX = 8 * 1024,
	FLAGS_BYTES_MAX = 16,
	TEXT_BYTES_MAX = 1024 * 1024 - 4096 /* what fits in a YAML source with the rest */
};

enum {
	OPTION_PATTERN,
	OPTION_FLAGS,
	OPTION_MODE,
	OPTION_REPL,
	OPTION_TEXT
};

static const struct lab_option options[] = {
	[OPTION_PATTERN] = { "pattern", LAB_TEXT, .max = PATTERN_BYTES_MAX, .default_value = "",
			     .help = N_("the regular expression, in Python's dialect") },
	[OPTION_FLAGS] = { "flags", LAB_TEXT, .max = FLAGS_BYTES_MAX, .default_value = "",
			   .help = N_("letters of i m s x a") },
	[OPTION_MODE] = { "mode", LAB_CHOICE, .choices = regex_mode_names, .default_value = "findall",
			  .help = N_("the function of re to call") },
	[OPTION_REPL] = { "repl", LAB_TEXT, .max = PATTERN_BYTES_MAX, .default_value = "",
			  .help = N_("the replacement for sub") },
	[OPTION_TEXT] = { "text", LAB_TEXT, .max = TEXT_BYTES_MAX, .default_value = "",
			  .help = N_("the text to search") },
	{ 0 },
};

static const size_t field_max[FIELD_COUNT] = {
	[FIELD_PATTERN] = PATTERN_BYTES_MAX,
	[FIELD_FLAGS] = FLAGS_BYTES_MAX,
	[FIELD_REPL] = PATTERN_BYTES_MAX,
	[FIELD_TEXT] = TEXT_BYTES_MAX,
};

static bool
regex_check(const struct lab_source *source, struct err *err)
{
	const struct lab_value *flags = &source->values[OPTION_FLAGS];
	unsigned unused;

	return regex_flags_parse(flags->text, &unused, err) ||
	       err_at(err, source->file, flags->line ? flags->line : source->line, 0);
}

static bool
regex_open(void *self, const struct lab_env *env, const struct lab_source *source, struct err *err)
{
	static const int option_of[FIELD_COUNT] = {
		[FIELD_PATTERN] = OPTION_PATTERN,
		[FIELD_FLAGS] = OPTION_FLAGS,
		[FIELD_REPL] = OPTION_REPL,
		[FIELD_TEXT] = OPTION_TEXT,
	};
	struct regex_lab *lab = self;

	if (!regex_check(source, err))
		return false;
	lab->env = *env;
	lab->now_ns = env->now_ns;
	lab->mode = lab->opened_mode = (enum regex_mode)source->values[OPTION_MODE].integer;
	lab->places = NEW_ARRAY(struct rect, FIELD_COUNT + 1);
	playback_init(&lab->playback, 0);
	for (int field = 0; field < FIELD_COUNT; field++) {
		if (field == FIELD_MODE)
			continue;
		lab->fields[field] = edit_new(field == FIELD_TEXT, field_max[field]);
		edit_set(lab->fields[field], source->values[option_of[field]].text);
		lab->opened[field] = str_copy_c(edit_text(lab->fields[field]));
		edit_set_cursor(lab->fields[field], 0); /* show where it begins */
	}
	regex_lab_run(lab);
	return true;
}

static void
regex_close(void *self)
{
	struct regex_lab *lab = self;

	regex_lab_stop(lab);
	free(lab->places);
	for (int field = 0; field < FIELD_COUNT; field++) {
		edit_free(lab->fields[field]);
		free(lab->opened[field]);
	}
}

/* ---- keys ---- */

enum action {
	EDIT_PATTERN,
	EDIT_FLAGS,
	EDIT_REPL,
	EDIT_TEXT,
	NEXT_MODE,
	PREVIOUS_MODE,
	HELP
};

enum {
	FIELD_KEYS = 2 /* the first of them: where one types; walking through the matches is shown behind them */
};

/* Keys while no field is edited; the ones with a label are shown in the key row. */
static const struct {
	uint32_t key;
	unsigned mods;
	enum action action;
	const char *shown, *label, *help;
} keys[] = {
	{ K_ENTER, 0, EDIT_PATTERN, "enter", N_("pattern"), N_("change the pattern; it is matched as you type") },
	{ 'e', 0, EDIT_TEXT, "e", N_("text"), N_("change the text") },
	{ 'f', 0, EDIT_FLAGS, "f", N_("flags"), N_("change the flags: i m s x a") },
	{ 'c', 0, EDIT_REPL, "c", N_("replacement"), N_("change what re.sub puts in place of a match") },
	{ 'm', 0, NEXT_MODE, "m", N_("mode"), N_("another function of re; M: the one before") },
	{ 'M', 0, PREVIOUS_MODE, NULL, NULL, NULL },
	{ 'r', MOD_CTRL, HELP, "ctrl-r", N_("reference"), N_("show what can be written in a pattern") },
};

static void
change_mode(struct regex_lab *lab, int by)
{
	lab->mode = (enum regex_mode)(((int)lab->mode + by + REGEX_MODE_COUNT) % REGEX_MODE_COUNT);
	regex_lab_run(lab);
}

static enum lab_reply
edit_field(struct regex_lab *lab, enum regex_field field)
{
	lab->field = field;
	lab->is_editing = true;
	if (field != FIELD_TEXT && edit_cursor(lab->fields[field]) == 0)
		edit_set_cursor(lab->fields[field], edit_text(lab->fields[field]).len);
	return LAB_CHANGED;
}

static enum lab_reply
act(struct regex_lab *lab, enum action action)
{
	switch (action) {
	case EDIT_PATTERN:
		return edit_field(lab, FIELD_PATTERN);
	case EDIT_FLAGS:
		return edit_field(lab, FIELD_FLAGS);
	case EDIT_REPL:
		if (lab->mode != REGEX_SUB) {
			lab->mode = REGEX_SUB;
			regex_lab_run(lab);
		}
		return edit_field(lab, FIELD_REPL);
	case EDIT_TEXT:
		return edit_field(lab, FIELD_TEXT);
	case NEXT_MODE:
		change_mode(lab, 1);
		break;
	case PREVIOUS_MODE:
		change_mode(lab, -1);
		break;
	case HELP:
		lab->shows_help = !lab->shows_help;
		break;
	}
	return LAB_CHANGED;
}

static void
move_field(struct regex_lab *lab, int by)
{
	int field = (int)lab->field;

	do
		field = (field + by + FIELD_COUNT) % FIELD_COUNT;
	while (field == FIELD_REPL && lab->mode != REGEX_SUB);
	lab->field = (enum regex_field)field;
}

static enum lab_reply
input_mode_field(struct regex_lab *lab, const struct event *event)
{
	if (event_is_key(event, K_RIGHT, 0) || event_is_key(event, ' ', 0))
		change_mode(lab, 1);
	else if (event_is_key(event, K_LEFT, 0))
		change_mode(lab, -1);
	else
		return event->kind == EVENT_KEY && event->key < K_ENTER && !event->mods ? LAB_USED : LAB_IGNORED;
	return LAB_CHANGED;
}

static enum lab_reply
input_editing(struct regex_lab *lab, const struct event *event)
{
	bool is_in_text = lab->field == FIELD_TEXT;
	struct edit *edit = lab->fields[lab->field];

	if (event_is_key(event, K_ESC, 0) || (!is_in_text && event_is_key(event, K_ENTER, 0))) {
		lab->is_editing = false;
		if (edit && !is_in_text)
			edit_set_cursor(edit, 0);
		return LAB_CHANGED;
	}
	if (event_is_key(event, 'r', MOD_CTRL))
		return act(lab, HELP);
	if (event_is_key(event, K_TAB, 0) || (!is_in_text && event_is_key(event, K_DOWN, 0))) {
		move_field(lab, 1);
		return LAB_CHANGED;
	}
	if (event_is_key(event, K_TAB, MOD_SHIFT) || (!is_in_text && event_is_key(event, K_UP, 0))) {
		move_field(lab, -1);
		return LAB_CHANGED;
	}
	if (!edit)
		return input_mode_field(lab, event);
	switch (edit_input(edit, event)) {
	case EDIT_CHANGED:
		regex_lab_run(lab);
		return LAB_CHANGED;
	case EDIT_MOVED:
		return LAB_CHANGED;
	case EDIT_IGNORED:
		break;
	}
	/* A letter the full field refused is still no command. */
	return event->kind == EVENT_KEY && event->key < K_ENTER && !event->mods ? LAB_USED : LAB_IGNORED;
}

/* Up and down go through the matches, as step and back do. */
static bool
input_matches(struct regex_lab *lab, const struct event *event)
{
	if (event_is_key(event, K_DOWN, 0) || event_is_key(event, 'j', 0))
		playback_step(&lab->playback);
	else if (event_is_key(event, K_UP, 0) || event_is_key(event, 'k', 0))
		playback_back(&lab->playback);
	else if (!playback_input(&lab->playback, event, lab->now_ns))
		return false;
	regex_lab_color(lab);
	return true;
}

static bool
is_inside(struct rect place, const struct event *event)
{
	return event->x >= place.x && event->y >= place.y && event->x < place.x + place.width &&
	       event->y < place.y + place.height;
}

static bool
is_wheel(const struct event *event)
{
	return event->action == MOUSE_WHEEL_UP || event->action == MOUSE_WHEEL_DOWN;
}

/* A click goes to the field under it, and in it to the place; the wheel moves in the text, else from match to match. */
static enum lab_reply
input_mouse(struct regex_lab *lab, const struct event *event)
{
	struct event local = *event;
	int field = 0;

	while (field < FIELD_COUNT && !is_inside(lab->places[field], event))
		field++;
	if (is_wheel(event) && field != FIELD_TEXT) {
		(event->action == MOUSE_WHEEL_UP ? playback_back : playback_step)(&lab->playback);
		regex_lab_color(lab);
		return LAB_CHANGED;
	}
	if (field == FIELD_COUNT || (!is_wheel(event) && (event->action != MOUSE_PRESS || event->button != 1)))
		return LAB_IGNORED;
	local.x -= lab->places[field].x;
	local.y -= lab->places[field].y;
	if (field == FIELD_MODE) {
		change_mode(lab, local.x < lab->places[field].width / 2 ? -1 : 1);
		return LAB_CHANGED;
	}
	if (!is_wheel(event)) {
		lab->is_editing = true;
		lab->field = (enum regex_field)field;
	}
	edit_input(lab->fields[field], &local);
	return LAB_CHANGED;
}

static enum lab_reply
regex_input(void *self, const struct event *event)
{
	struct regex_lab *lab = self;

	if (event->kind == EVENT_MOUSE)
		return input_mouse(lab, event);
	if (lab->is_editing)
		return input_editing(lab, event);
	if (event->kind == EVENT_PASTE) {
		edit_field(lab, FIELD_TEXT);
		return input_editing(lab, event);
	}
	if (lab->shows_help && event_is_key(event, K_ESC, 0))
		return act(lab, HELP);
	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		if (event_is_key(event, keys[i].key, keys[i].mods))
			return act(lab, keys[i].action);
	return input_matches(lab, event) ? LAB_CHANGED : LAB_IGNORED;
}

static size_t
regex_hints(const void *self, struct lab_hint *out, size_t max)
{
	const struct regex_lab *lab = self;
	size_t count = 0;

	if (lab->is_editing) {
		count = lab_hint_add(out, max, count, "tab", _("next field"));
		if (lab->field == FIELD_MODE)
			count = lab_hint_add(out, max, count, "space", _("next mode"));
		count = lab_hint_add(out, max, count, "ctrl-r", _("reference"));
		return lab_hint_add(out, max, count, "esc", _("done"));
	}
	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		if (i == FIELD_KEYS && lab->good.match_count) {
			count = lab_hint_add(out, max, count, "space", _("next match"));
			count = lab_hint_add(out, max, count, "b", _("match before"));
		}
		if (keys[i].shown && (keys[i].action != EDIT_REPL || lab->mode == REGEX_SUB))
			count = lab_hint_add_help(out, max, count, keys[i].shown, _(keys[i].label), _(keys[i].help));
	}
	return count;
}

/* ---- time ---- */

static bool
regex_tick(void *self, uint64_t now_ns)
{
	struct regex_lab *lab = self;

	lab->now_ns = now_ns;
	if (!playback_tick(&lab->playback, now_ns))
		return false;
	regex_lab_color(lab);
	return true;
}

static uint64_t
regex_next_tick(const void *self)
{
	return playback_next_tick(&((const struct regex_lab *)self)->playback);
}

/* ---- what it holds ---- */

static void
regex_sentence(const void *self, struct str_buf *out)
{
	const struct regex_lab *lab = self;

	if (lab->last.status != REGEX_OK)
		str_buf_append_c(out, lab->last.err.text);
	else
		str_buf_printf(out, ngettext("%llu match", "%llu matches", (unsigned long)lab->good.match_total),
			       (unsigned long long)lab->good.match_total);
}

/* A YAML text in double quotes. */
static void
append_quoted(struct str_buf *out, struct str text)
{
	str_buf_append_byte(out, '"');
	for (size_t i = 0; i < text.len; i++) {
		unsigned char byte = (unsigned char)text.data[i];

		if (byte == '\n')
			str_buf_append_c(out, "\\n");
		else if (byte == '"' || byte == '\\')
			str_buf_printf(out, "\\%c", byte);
		else if (byte < 0x20 || byte == 0x7F)
			str_buf_printf(out, "\\x%02x", byte);
		else
			str_buf_append_byte(out, (char)byte);
	}
	str_buf_append_c(out, "\"\n");
}

static bool
regex_source(const void *self, struct str_buf *out)
{
	static const char *const names[FIELD_COUNT] = {
		[FIELD_PATTERN] = "pattern",
		[FIELD_FLAGS] = "flags",
		[FIELD_REPL] = "repl",
		[FIELD_TEXT] = "text",
	};
	const struct regex_lab *lab = self;
	bool is_changed = lab->mode != lab->opened_mode;

	for (int field = 0; field < FIELD_COUNT; field++)
		if (lab->fields[field] && !str_is_equal_c(edit_text(lab->fields[field]), lab->opened[field]))
			is_changed = true;
	if (!is_changed)
		return false;
	str_buf_printf(out, "mode: %s\n", regex_mode_names[lab->mode]);
	for (int field = 0; field < FIELD_COUNT; field++) {
		if (!lab->fields[field])
			continue;
		str_buf_printf(out, "%s: ", names[field]);
		append_quoted(out, edit_text(lab->fields[field]));
	}
	return true;
}

static void
regex_dump(const void *self, struct str_buf *out)
{
	const struct regex_lab *lab = self;

	str_buf_printf(out,
		       "working=%d\nmode=%s\nmatches=%llu\nstatus=%d\nerror=%s\ncolumn=%u\nvalue=", lab->job != NULL,
		       regex_mode_names[lab->mode], (unsigned long long)lab->good.match_total, (int)lab->last.status,
		       lab->last.err.text, lab->last.err.column);
	str_buf_append(out, str_buf_str(&lab->good.value));
	str_buf_append_byte(out, '\n');
}

static void
regex_save(const void *self, struct str_buf *out)
{
	const struct regex_lab *lab = self;

	str_buf_printf(out, "%llu", (unsigned long long)lab->playback.position);
}

static void
regex_restore(void *self, struct str text)
{
	struct regex_lab *lab = self;
	int64_t position;

	if (!str_to_int64(text, &position) || position < 0)
		return;
	playback_seek(&lab->playback, (uint64_t)position);
	regex_lab_color(lab);
}

const struct lab_ops regex_lab_ops = {
	.name = "regex",
	.summary = N_("a regular expression, a text, and what Python's re makes of them, as you type"),
	.takes_yaml = true,
	.options = options,
	.commands = regex_commands,
	.state_size = sizeof(struct regex_lab),
	.open = regex_open,
	.close = regex_close,
	.tick = regex_tick,
	.next_tick = regex_next_tick,
	.input = regex_input,
	.draw = regex_lab_draw,
	.hints = regex_hints,
	.sentence = regex_sentence,
	.source = regex_source,
	.check = regex_check,
	.dump = regex_dump,
	.save = regex_save,
	.restore = regex_restore,
};
