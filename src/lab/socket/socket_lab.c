/* The socket lab: opening, keys, time. */
#include "lab/socket/socket_lab.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "lab/socket/sock_note.h"
#include "lab/socket/socket_command.h"
#include "lab/socket/socket_state.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
	EVENTS_MAX = 16384,
	FIELD_BYTES_MAX = 4096
};

/* ---- keeping up with the log ---- */

/* The picture follows the log while it stands at its end. */
static void
follow(struct socket_lab *lab)
{
	struct playback *playback = &lab->playback;
	bool is_at_end = playback->position == playback->length;

	playback->is_endless = lab->has_console ? lab->run.script.lines.len == 0 || !sock_run_is_done(&lab->run)
						: !sock_run_is_done(&lab->run);
	if (lab->world.log.next > playback->length) {
		playback_set_length(playback, lab->world.log.next);
		if (is_at_end)
			playback->position = playback->length;
	}
	playback->wants_more = false;
	if (!playback->is_endless && playback->position == playback->length)
		playback->is_running = false;
}

static void go_on(struct socket_lab *lab);

static void
on_changed(void *ctx)
{
	struct socket_lab *lab = ctx;

	follow(lab);
	go_on(lab);
	if (lab->env.changed)
		lab->env.changed(lab->env.ctx);
}

/* One more event, or several while rushing; stops where a call has to wait for the network. */
static void
go_on(struct socket_lab *lab)
{
	while (lab->rush_to > lab->world.log.next && !sock_run_is_done(&lab->run) && sock_run_step(&lab->run))
		follow(lab);
	if (lab->world.log.next >= lab->rush_to || sock_run_is_done(&lab->run))
		lab->rush_to = 0;
	follow(lab);
}

static void
make_next(struct socket_lab *lab)
{
	enum sock_call call;
	uint32_t actor;

	if (lab->env.is_still || !lab->env.loop)
		return;
	if (lab->run.script.lines.len == 0) { /* a console: let through what waits at the gate */
		if (lab->has_console)
			sock_console_permit(&lab->console);
		follow(lab);
		return;
	}
	if (lab->playback.is_running && sock_run_next(&lab->run, &call, &actor) &&
	    gate_is_break(&lab->world.gate, call, actor)) {
		lab->playback.is_running = false; /* the next press of a key lets it through */
		lab->playback.wants_more = false;
		return;
	}
	sock_run_step(&lab->run);
	follow(lab);
}

/* ---- opening ---- */

static void
socket_close(void *self)
{
	struct socket_lab *lab = self;

	for (size_t i = 0; lab->note_lines && i < lab->run.script.lines.len; i++)
		str_buf_fini(&lab->note_lines[i]);
	free(lab->note_lines);
	playback_fini(&lab->playback);
	sock_run_fini(&lab->run);
	if (lab->has_console)
		sock_console_fini(&lab->console);
	sock_world_fini(&lab->world);
	socket_setup_fini(&lab->setup);
	edit_free(lab->field);
	free(lab->table);
}

/* A script that walks the steps of a note: which line of it is each step? */
static void
find_note_lines(struct socket_lab *lab, const struct lab_source *source)
{
	const struct script *script = &lab->run.script;

	lab->note_lines = NEW_ARRAY(struct str_buf, script->lines.len);
	for (size_t i = 0; i < script->lines.len && source->note.len; i++) {
		const struct script_line *line = &script->lines.items[i];
		struct str words = script_text(script, line->note, line->note_len), found;
		uint32_t number;

		if (!sock_note_find(source->note, source->note_line, words, &number, &found))
			continue;
		str_buf_printf(&lab->note_lines[i], _("line %u of the notes: %.*s"), number, STR_ARG(found));
	}
}

static bool
is_console(const struct socket_lab *lab)
{
	return lab->setup.server >= 0 || lab->setup.connect[0];
}

static bool
socket_open(void *self, const struct lab_env *env, const struct lab_source *source, struct err *err)
{
	struct socket_lab *lab = self;

	lab->env = *env;
	lab->now_ns = env->now_ns;
	snprintf(lab->language, sizeof(lab->language), "%s", env->language ? env->language : "en");
	lab->language[strcspn(lab->language, ".@")] = '\0';
	if (!socket_setup_read(&lab->setup, source, lab->language, err))
		return false;
	sock_world_init(&lab->world, env->loop, EVENTS_MAX);
	sock_run_init(&lab->run, &lab->world, on_changed, lab);
	lab->run.script = lab->setup.script;
	script_init(&lab->setup.script); /* it has been taken over */
	lab->run.address = lab->setup.address;
	lab->run.type = lab->setup.type;
	find_note_lines(lab, source);
	playback_init(&lab->playback, 0);
	playback_take_mouse(&lab->playback);
	lab->playback.is_endless = lab->run.script.lines.len > 0;
	if (!is_console(lab) || env->is_still || !env->loop)
		return true;
	lab->field = edit_new(false, FIELD_BYTES_MAX);
	lab->table = NEW(struct list);
	lab->has_console = true;
	sock_console_init(&lab->console, &lab->world, env->wall_ns, on_changed, lab);
	socket_console_open(lab, &lab->console.err);
	follow(lab);
	lab->playback.position = lab->playback.length;
	return true;
}

/* ---- what the views ask ---- */

const struct sock_event *
socket_lab_current(const struct socket_lab *lab)
{
	return lab->playback.position ? sock_log_at(&lab->world.log, lab->playback.position - 1) : NULL;
}

struct sock_words
socket_lab_words(const struct socket_lab *lab, const struct sock_event *event)
{
	return (struct sock_words){ .event = event,
				    .bytes = sock_log_bytes(&lab->world.log, event),
				    .is_server = sock_actor_is_server(&lab->run.script, event->actor) };
}

const struct run_endpoint *
socket_lab_endpoint(const struct socket_lab *lab, uint32_t serial)
{
	for (size_t i = 0; i < lab->run.endpoints.len; i++)
		if (lab->run.endpoints.items[i].end.serial == serial)
			return &lab->run.endpoints.items[i];
	return NULL;
}

void
socket_lab_endpoint_name(const struct socket_lab *lab, const struct run_endpoint *endpoint, struct str_buf *out)
{
	struct sock_event event = { .kind = endpoint->end.kind, .ordinal = endpoint->end.ordinal };
	struct sock_words words = { .event = &event,
				    .is_server = sock_actor_is_server(&lab->run.script, endpoint->end.actor) };

	sock_words_socket(&words, out);
}

struct style
socket_lab_actor_style(uint32_t actor)
{
	return STYLE((uint8_t)ink_actor(actor), .attrs = ATTR_BOLD);
}

/* ---- time ---- */

static bool
socket_tick(void *self, uint64_t now_ns)
{
	struct socket_lab *lab = self;
	bool is_changed;

	lab->now_ns = now_ns;
	is_changed = playback_tick(&lab->playback, now_ns);
	if (lab->playback.wants_more) {
		make_next(lab);
		is_changed = true;
	}
	return is_changed;
}

static uint64_t
socket_next_tick(const void *self)
{
	const struct socket_lab *lab = self;

	return lab->run.is_pending ? 0 : playback_next_tick(&lab->playback);
}

/* ---- keys ---- */

static enum lab_reply
input_breaks(struct socket_lab *lab, const struct event *event)
{
	const int rows = SOCK_CALL_COUNT + 2;
	struct gate *gate = &lab->world.gate;

	if (event_is_key(event, K_ESC, 0) || event_is_key(event, 'k', 0) || event_is_key(event, K_ENTER, 0))
		lab->is_picking = false;
	else if (event_is_key(event, K_DOWN, 0) || event_is_key(event, 'j', 0))
		lab->pick = (lab->pick + 1) % rows;
	else if (event_is_key(event, K_UP, 0))
		lab->pick = (lab->pick + rows - 1) % rows;
	else if (event_is_key(event, ' ', 0) && lab->pick < SOCK_CALL_COUNT)
		gate->break_calls ^= 1u << lab->pick;
	else if (event_is_key(event, ' ', 0))
		gate->break_sides ^= lab->pick == SOCK_CALL_COUNT ? GATE_SERVER_SIDE : GATE_CLIENT_SIDE;
	else
		return LAB_USED;
	return LAB_CHANGED;
}

static void
rush_to_end(struct socket_lab *lab)
{
	if (lab->env.is_still || !lab->env.loop)
		return;
	if (lab->run.script.lines.len == 0)
		return;
	lab->rush_to = UINT64_MAX;
	go_on(lab);
}

static enum lab_reply
socket_input(void *self, const struct event *event)
{
	struct socket_lab *lab = self;
	struct playback *playback = &lab->playback;

	if (lab->is_picking)
		return input_breaks(lab, event);
	if (lab->has_console && lab->run.script.lines.len == 0) {
		enum lab_reply reply = socket_console_input(lab, event);

		if (reply != LAB_IGNORED)
			return reply;
	}
	if (event_is_key(event, 'k', 0)) {
		lab->is_picking = true;
		return LAB_CHANGED;
	}
	if ((event_is_key(event, '$', 0) || event_is_key(event, K_END, 0)) && playback->position == playback->length)
		rush_to_end(lab);
	if (!playback_input(playback, event, lab->now_ns))
		return LAB_IGNORED;
	if (playback->wants_more)
		make_next(lab);
	return LAB_CHANGED;
}

static size_t
socket_hints(const void *self, struct lab_hint *out, size_t max)
{
	static const struct lab_hint hints[] = {
		{ "space", N_("step"), N_("make the next call of the script") },
		{ "b", N_("back"), N_("look at the step before") },
		{ "r", N_("run"), N_("run by itself, or pause; + and - change the speed") },
		{ "$", N_("to the end"), N_("make all calls up to the end") },
		{ "0", N_("start"), N_("back to the start") },
		{ "k", N_("breakpoints"), N_("choose the calls at which it stops when it runs") },
	};
	static const struct lab_hint picking[] = {
		{ "space", N_("switch"), NULL },
		{ "esc", N_("done"), NULL },
	};
	const struct socket_lab *lab = self;
	const struct lab_hint *table = lab->is_picking ? picking : hints;
	size_t count = lab->is_picking ? ARRAY_LEN(picking) : ARRAY_LEN(hints);

	if (!lab->is_picking && lab->has_console && lab->run.script.lines.len == 0)
		return socket_console_hints(lab, out, max);
	for (size_t i = 0; i < count && i < max; i++)
		out[i] = (struct lab_hint){ table[i].key, _(table[i].label), table[i].help ? _(table[i].help) : NULL };
	return count < max ? count : max;
}

/* ---- what it says of itself ---- */

static void
socket_sentence(const void *self, struct str_buf *out)
{
	const struct socket_lab *lab = self;
	const struct sock_event *event = socket_lab_current(lab);
	struct sock_words words;

	if (!event)
		return;
	words = socket_lab_words(lab, event);
	sock_explain(&words, out);
}

static void
socket_dump(const void *self, struct str_buf *out)
{
	const struct socket_lab *lab = self;
	const struct sock_event *event = socket_lab_current(lab);

	str_buf_printf(out, "position=%" PRIu64 "\nlength=%" PRIu64 "\ndone=%d\n", lab->playback.position,
		       lab->playback.length, sock_run_is_done(&lab->run));
	if (lab->has_console)
		str_buf_printf(out, "clients=%zu\nrefused=%" PRIu64 "\nport=%u\n", lab->console.clients.len,
			       lab->console.refused, (unsigned)sock_address_port(&lab->console.main.local));
	if (lab->run.is_pending || lab->rush_to)
		str_buf_append_c(out, "working=1\n");
	if (event) {
		struct sock_words words = socket_lab_words(lab, event);

		words.hides_ports = true;
		str_buf_append_c(out, "call=");
		sock_words_call(&words, out);
		str_buf_append_c(out, "\nresult=");
		sock_words_result(&words, out);
		str_buf_append_byte(out, '\n');
	}
}

static void
socket_save(const void *self, struct str_buf *out)
{
	const struct socket_lab *lab = self;

	if (lab->run.script.lines.len > 0)
		str_buf_printf(out, "%" PRIu64, lab->playback.position);
}

/* The sockets of last time are gone: the script is run again up to there. */
static void
socket_restore(void *self, struct str text)
{
	struct socket_lab *lab = self;
	int64_t position;

	if (!str_to_int64(text, &position) || position <= 0 || position > EVENTS_MAX || !lab->env.loop ||
	    lab->env.is_still)
		return;
	lab->rush_to = (uint64_t)position;
	go_on(lab);
}

const struct lab_ops socket_lab_ops = {
	.name = "socket",
	.summary = N_("both ends of a real connection: every system call, every byte, the kernel's state"),
	.takes_yaml = true,
	.options = socket_options,
	.commands = socket_commands,
	.state_size = sizeof(struct socket_lab),
	.open = socket_open,
	.close = socket_close,
	.tick = socket_tick,
	.next_tick = socket_next_tick,
	.input = socket_input,
	.draw = socket_lab_draw,
	.hints = socket_hints,
	.sentence = socket_sentence,
	.dump = socket_dump,
	.save = socket_save,
	.restore = socket_restore,
};
