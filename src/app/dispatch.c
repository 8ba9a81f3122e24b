/* Where events go: keys to bindings, overlays and labs, the mouse to what lies under it. */
#include "app/state.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/i18n.h"

#include <stdlib.h>
#include <string.h>

/* What a key says when its command cannot be done here. */
static const struct refusal {
	const char *command, *why;
	const char *instead, *how; /* another command, and what it is good for; NULL: none */
	const char *presenting;    /* why not in present mode; NULL: for the same reason */
} refusals[] = {
	{ "open-lab", N_("No lab on this line."), "next-lab", N_(" For the next one %s."),
	  N_("No lab has come up in this section yet.") },
	{ "find-next", N_("Nothing was found to go to."), "find", N_(" To find in this lesson %s."), NULL },
	{ "find-previous", N_("Nothing was found to go to."), "find", N_(" To find in this lesson %s."), NULL },
	{ "find-notes", N_("There are no notes to look through."), NULL, NULL, NULL },
};

static void
say_why_not(struct app *app, const char *command)
{
	for (size_t i = 0; i < ARRAY_LEN(refusals); i++) {
		const struct refusal *it = &refusals[i];
		const struct command *instead = it->instead ? command_find(str_of_c(it->instead)) : NULL;

		if (strcmp(it->command, command) != 0)
			continue;
		if (app->present.is_on && it->presenting)
			app_say(app, MESSAGE_INFO, "%s", _(it->presenting));
		else if (instead && command_is_possible(instead, app))
			app_say_how(app, _(it->why), it->instead, _(it->how));
		else
			app_say(app, MESSAGE_INFO, "%s", _(it->why));
	}
}

/* Run a command found by its keys. */
static void
run_command(struct app *app, const char *name)
{
	const struct command *command = command_find(str_of_c(name));
	int number = app->keys.number;

	app->keys = (struct keys_typed){ 0 };
	if (command && command_is_possible(command, app))
		command_run(command, app, number);
	else
		say_why_not(app, name);
}

enum {
	COUNT_MAX = 99999
};

bool
app_takes_counts(enum key_context context)
{
	return context == CONTEXT_READER || context == CONTEXT_SIDEBAR || context == CONTEXT_PRESENT;
}

/* True if a binding, or the beginning of one, or a count took it. */
static bool
dispatch_key(struct app *app, const struct event *event)
{
	enum key_context context = app_context(app);
	struct keys_typed *keys = &app->keys;
	const char *command = NULL;

	if (app_takes_counts(context) && keys->count == 0 && event->mods == 0 && event->key >= '0' &&
	    event->key <= '9' && (event->key != '0' || keys->number > 0)) {
		keys->number = keys->number * 10 + (int)(event->key - '0');
		if (keys->number > COUNT_MAX)
			keys->number = COUNT_MAX;
		return true;
	}
	keys->strokes[keys->count++] = (struct key_stroke){ event->key, event->mods };
	switch (keymap_lookup(&app->settings.keymap, context, keys->strokes, keys->count, &command)) {
	case KEY_BOUND:
		run_command(app, command);
		return true;
	case KEY_PREFIX:
		if (keys->count < BINDING_KEYS_MAX)
			return true;
		break;
	case KEY_UNBOUND:
		break;
	}
	if (keys->count > 1) { /* the first key led nowhere: the second may stand for itself */
		keys->count = 0;
		return dispatch_key(app, event);
	}
	*keys = (struct keys_typed){ 0 };
	return false;
}

static bool
send_to_lab(struct app *app, const struct event *event)
{
	enum lab_reply reply = host_input(app->lab.host, event);

	if (reply == LAB_LEAVE) {
		app->is_zoomed = false;
		app_focus(app, PANE_READER);
	}
	return reply != LAB_IGNORED;
}

static void
on_key(struct app *app, const struct event *event)
{
	struct str_buf name = { 0 };

	app->message.until_ns = 0;
	event_key_format(event->key, event->mods, &name);
	present_key(&app->present, str_buf_str(&name));
	str_buf_fini(&name);
	if (app->present.is_on && app->present.is_blank) {
		app->present.is_blank = false;
		return;
	}
	if (!app->overlay.ops && !app->present.is_on && app->focus == PANE_LAB && app->lab.host &&
	    send_to_lab(app, event))
		return;
	if (!dispatch_key(app, event) && app->overlay.ops && app->overlay.ops->input)
		app->overlay.ops->input(app, app->overlay.self, event);
}

enum {
	WHEEL_ROWS = 3
};

static void
on_sidebar_mouse(struct app *app, const struct event *event)
{
	size_t index = 0;

	if (event->action == MOUSE_WHEEL_UP || event->action == MOUSE_WHEEL_DOWN) {
		sidebar_scroll(&app->sidebar, event->y, event->action == MOUSE_WHEEL_UP ? -1 : 1);
	} else if (event->action == MOUSE_PRESS && event->button == 1) {
		switch (sidebar_click(&app->sidebar, event->y, &index)) {
		case SIDEBAR_LESSON:
			app_open_lesson(app, index, 0);
			app_focus(app, PANE_READER);
			break;
		case SIDEBAR_HEADING:
			app_jump(app, app->reader.outline.items[index].offset);
			app_focus(app, PANE_READER);
			break;
		case SIDEBAR_NOTHING:
			app_focus(app, PANE_SIDEBAR);
			break;
		}
	}
}

static void
on_reader_mouse(struct app *app, const struct event *event)
{
	if (event->action == MOUSE_WHEEL_UP || event->action == MOUSE_WHEEL_DOWN) {
		reader_scroll(&app->reader, event->action == MOUSE_WHEEL_UP ? -WHEEL_ROWS : WHEEL_ROWS);
	} else if (event->action == MOUSE_PRESS && event->button == 1) {
		bool is_lab = reader_click(&app->reader, event->x, event->y);

		app_focus(app, PANE_READER);
		if (is_lab && reader_lab(&app->reader))
			app_open_rendered_lab(app, reader_lab(&app->reader));
	}
}

static void
on_lab_mouse(struct app *app, const struct event *event)
{
	if (event->action == MOUSE_PRESS)
		app_focus(app, PANE_LAB);
	if (app->lab.host) {
		struct event relative = *event;

		relative.x -= app->lab_x;
		relative.y -= app->lab_y;
		send_to_lab(app, &relative);
	}
}

static void (*const mouse_handlers[PANE_COUNT])(struct app *, const struct event *) = {
	[PANE_SIDEBAR] = on_sidebar_mouse,
	[PANE_READER] = on_reader_mouse,
	[PANE_LAB] = on_lab_mouse,
};

/* A hint of the key row is its key. */
static bool
click_hint(struct app *app, const struct event *event)
{
	const struct hit *hit = hits_find(&app->key_row, event->x, event->y);
	struct hint_keys keys;

	if (!hit || event->action != MOUSE_PRESS || event->button != 1)
		return false;
	keys = app->hint_keys[hit->index];
	for (size_t i = 0; i < keys.count; i++)
		on_key(app,
		       &(struct event){ .kind = EVENT_KEY, .key = keys.strokes[i].key, .mods = keys.strokes[i].mods });
	return true;
}

static void
on_mouse(struct app *app, const struct event *event)
{
	if (click_hint(app, event))
		return;
	if (app->overlay.ops) {
		if (app->overlay.ops->input)
			app->overlay.ops->input(app, app->overlay.self, event);
		return;
	}
	if (app->present.is_on) {
		if (event->action == MOUSE_PRESS)
			present_step(&app->present, event->button == 3 ? -1 : 1);
		else if (event->action == MOUSE_WHEEL_DOWN || event->action == MOUSE_WHEEL_UP)
			present_step(&app->present, event->action == MOUSE_WHEEL_DOWN ? 1 : -1);
		return;
	}
	for (size_t i = 0; i < PANE_COUNT; i++) { /* the drawer lies on top and comes first */
		struct rect area = app->layout.panes[i];
		struct event relative = *event;

		if (!rect_contains(area, event->x, event->y))
			continue;
		relative.x -= area.x;
		relative.y -= area.y;
		if (app->message.until_ns && event->action == MOUSE_PRESS)
			app->message.until_ns = 0;
		mouse_handlers[i](app, &relative);
		return;
	}
}

static void
handle(struct app *app, const struct event *event)
{
	switch (event->kind) {
	case EVENT_KEY:
		on_key(app, event);
		break;
	case EVENT_MOUSE:
		if (event->action == MOUSE_MOVE)
			return;
		on_mouse(app, event);
		break;
	case EVENT_PASTE: /* never a command */
		if (app->overlay.ops && app->overlay.ops->input)
			app->overlay.ops->input(app, app->overlay.self, event);
		else if (!app->present.is_on && app->focus == PANE_LAB && app->lab.host)
			send_to_lab(app, event);
		break;
	case EVENT_FOCUS:
		return;
	}
	app->needs_draw = true;
}

/* Events wait for what is about to open, or for the next turn if enough was laid out in this one. */
static bool
must_hold(const struct app *app)
{
	return overlay_holds_keys(app) || app->reader.flow.is_behind || app->present.flow.is_behind;
}

static void
hold(struct app *app, const struct event *event)
{
	struct held_event held = { .event = *event };

	if (event->kind == EVENT_PASTE) {
		held.text = str_copy_c(event->text);
		held.event.text.data = held.text;
	}
	vec_push(&app->held, held);
}

/* The first COUNT of them. */
static void
forget_held(struct app *app, size_t count)
{
	if (count == 0)
		return;
	for (size_t i = 0; i < count; i++)
		free(app->held.items[i].text);
	app->held.len -= count;
	memmove(app->held.items, app->held.items + count, app->held.len * sizeof(app->held.items[0]));
}

void
app_forget_held(struct app *app)
{
	forget_held(app, app->held.len);
}

void
app_event(struct app *app, const struct event *event)
{
	bool is_input = event->kind != EVENT_FOCUS && !(event->kind == EVENT_MOUSE && event->action == MOUSE_MOVE);

	if (overlay_holds_keys(app) && event->kind == EVENT_KEY && event->key == K_ESC) {
		app_forget_held(app); /* nothing shall open */
	} else if (is_input && (app->held.len > 0 || must_hold(app))) {
		hold(app, event);
		return;
	}
	handle(app, event);
}

void
app_begin_turn(struct app *app)
{
	flow_begin(&app->reader.flow);
	flow_begin(&app->present.flow);
}

void
app_release_held(struct app *app, uint64_t budget_ns)
{
	uint64_t until_ns = clock_monotonic_ns() + budget_ns;
	size_t count = 0;

	while (count < app->held.len && !app->is_stopping && !must_hold(app)) {
		handle(app, &app->held.items[count++].event);
		if (clock_monotonic_ns() >= until_ns)
			break;
	}
	forget_held(app, count);
}
