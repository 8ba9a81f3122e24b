/* The console's keys: choosing a client, typing to it, listening, connecting, the gate. */
#include "base/alloc.h"
#include "base/i18n.h"
#include "lab/socket/sock_escape.h"
#include "lab/socket/socket_state.h"
#include "text/utf8.h"

#include <stdio.h>
#include <string.h>

/* ---- beginning ---- */

static bool
listen_now(struct socket_lab *lab, struct err *err)
{
	int service = lab->setup.server >= 0 ? lab->setup.server : 0;

	if (!sock_console_listen(&lab->console, lab->run.type, &lab->wanted, service, err))
		return false;
	lab->run.address = lab->console.main.local;
	return true;
}

/* An address that others can reach is asked about first. */
static bool
listen_asked(struct socket_lab *lab, const union sock_address *address, struct err *err)
{
	lab->wanted = *address;
	if (sock_address_is_loopback(address))
		return listen_now(lab, err);
	lab->prompt = PROMPT_CONFIRM;
	return true;
}

static void
connect_to(struct socket_lab *lab, struct str text)
{
	struct str host;
	uint16_t port;

	err_clear(&lab->console.err);
	if (!sock_address_split(text, &host, &port) || port == 0)
		err_set(&lab->console.err, _("write host:port, as localhost:7000"));
	else
		sock_console_connect_name(&lab->console, lab->run.type, host, port);
}

void
socket_console_open(struct socket_lab *lab, struct err *err)
{
	if (lab->setup.server >= 0 && !listen_asked(lab, &lab->setup.address, err))
		return;
	lab->run.has_live_server = lab->setup.server >= 0;
	for (int64_t i = 0; lab->prompt != PROMPT_CONFIRM && i < lab->setup.clients; i++)
		sock_console_connect(&lab->console, lab->run.type, &lab->console.main.local, err);
	if (lab->setup.connect[0])
		connect_to(lab, str_of_c(lab->setup.connect));
}

/* ---- typing ---- */

struct console_client *
socket_console_target(const struct socket_lab *lab)
{
	const struct sock_console *console = &lab->console;

	/* The row above the clients is everyone. */
	if (lab->table->cursor <= 0 || (size_t)lab->table->cursor > console->clients.len)
		return console->main.fd < 0 && console->clients.len == 1 ? console->clients.items[0] : NULL;
	return console->clients.items[lab->table->cursor - 1];
}

static void
send_line(struct socket_lab *lab)
{
	struct str_buf bytes = { 0 };
	struct err err = { 0 };

	if (!sock_escape_read(edit_text(lab->field), &bytes, &err)) {
		snprintf(lab->message, sizeof(lab->message), "%s", err.text);
		edit_set_cursor(lab->field, err.column - 1);
	} else if (!lab->console.clients.len) { /* the line stays, to be sent when somebody comes */
		snprintf(lab->message, sizeof(lab->message), "%s", _("Nobody is connected yet."));
	} else {
		if (!lab->is_raw)
			str_buf_append_byte(&bytes, '\n');
		sock_console_send(&lab->console, socket_console_target(lab), str_buf_str(&bytes));
		edit_set(lab->field, STR(""));
		lab->message[0] = '\0';
	}
	str_buf_fini(&bytes);
}

static bool
send_raw(struct socket_lab *lab, const struct event *event)
{
	char byte[4];
	size_t len;

	if (event->kind == EVENT_PASTE) {
		sock_console_send(&lab->console, socket_console_target(lab), event->text);
		return true;
	}
	if (event->kind != EVENT_KEY || (event->mods & ~(unsigned)MOD_CTRL))
		return false;
	if (event->key == K_ENTER)
		len = utf8_encode('\n', byte);
	else if (event->key == K_TAB)
		len = utf8_encode('\t', byte);
	else if (event->key == K_BACKSPACE)
		len = utf8_encode(0x7f, byte);
	else if (event->key >= K_ENTER)
		return false;
	else if (event->mods == MOD_CTRL)
		len = utf8_encode(event->key & 0x1f, byte);
	else
		len = utf8_encode(event->key, byte);
	sock_console_send(&lab->console, socket_console_target(lab), str_of(byte, len));
	return true;
}

static void
finish_prompt(struct socket_lab *lab)
{
	struct str text = str_trim(edit_text(lab->field)), host;
	union sock_address address;
	uint16_t port;

	err_clear(&lab->console.err);
	if (lab->prompt == PROMPT_CONNECT) {
		lab->prompt = PROMPT_NONE;
		connect_to(lab, text);
		return;
	}
	lab->prompt = PROMPT_NONE;
	if (!sock_address_split(text, &host, &port) ||
	    !sock_address_parse(host.len ? host : STR("127.0.0.1"), port, &address))
		err_set(&lab->console.err, _("write a port, or address:port, as 7000 or 127.0.0.1:7000"));
	else
		listen_asked(lab, &address, &lab->console.err);
}

static enum lab_reply
input_prompt(struct socket_lab *lab, const struct event *event)
{
	if (lab->prompt == PROMPT_CONFIRM) {
		bool is_yes = event_is_key(event, 'y', 0);

		if (!is_yes && !event_is_key(event, 'n', 0) && !event_is_key(event, K_ESC, 0))
			return event_is_key(event, 'p', 0) || event_is_key(event, 'R', 0) ? LAB_IGNORED : LAB_USED;
		lab->prompt = PROMPT_NONE;
		if (is_yes)
			listen_now(lab, &lab->console.err);
		return LAB_CHANGED;
	}
	if (event_is_key(event, K_ESC, 0)) {
		lab->prompt = PROMPT_NONE;
		return LAB_CHANGED;
	}
	if (lab->prompt == PROMPT_TEXT && lab->is_raw)
		return send_raw(lab, event) ? LAB_CHANGED : LAB_USED;
	if (event_is_key(event, K_ENTER, 0)) {
		if (lab->prompt == PROMPT_TEXT)
			send_line(lab);
		else
			finish_prompt(lab);
		return LAB_CHANGED;
	}
	if (lab->prompt == PROMPT_TEXT && list_input(lab->table, event))
		return LAB_CHANGED;
	return edit_input(lab->field, event) == EDIT_IGNORED ? LAB_USED : LAB_CHANGED;
}

/* ---- keys ---- */

static void
start_prompt(struct socket_lab *lab, enum socket_prompt prompt)
{
	lab->prompt = prompt;
	lab->message[0] = '\0';
	edit_set(lab->field, STR(""));
}

static void
key_type(struct socket_lab *lab)
{
	start_prompt(lab, PROMPT_TEXT);
}

static void
key_raw(struct socket_lab *lab)
{
	lab->is_raw = !lab->is_raw;
}

static void
key_connect(struct socket_lab *lab)
{
	start_prompt(lab, PROMPT_CONNECT);
}

static void
key_listen(struct socket_lab *lab)
{
	start_prompt(lab, PROMPT_LISTEN);
}

static void
key_service(struct socket_lab *lab)
{
	int next = lab->console.service + 1;

	lab->console.service = sock_service_names[next] ? next : 0;
	lab->setup.server = lab->console.service;
}

static void
key_gate(struct socket_lab *lab)
{
	gate_set_mode(&lab->world.gate, (enum gate_mode)((lab->world.gate.mode + 1) % 3));
	sock_console_pump(&lab->console);
}

static void
disconnect(struct socket_lab *lab, bool with_reset)
{
	size_t index = (size_t)lab->table->cursor;

	if (index >= 1 && index <= lab->console.clients.len)
		sock_console_disconnect(&lab->console, lab->console.clients.items[index - 1], with_reset);
}

static void
key_disconnect(struct socket_lab *lab)
{
	disconnect(lab, false);
}

static void
key_reset(struct socket_lab *lab)
{
	disconnect(lab, true);
}

static const struct {
	uint32_t key;
	void (*act)(struct socket_lab *);
	const char *shown, *label, *help;
} keys[] = {
	{ K_ENTER, key_type, "enter", N_("type"), N_("type a line and send it") },
	{ 'c', key_connect, "c", N_("connect"), N_("connect to a server: host:port") },
	{ 'l', key_listen, "l", N_("listen"), N_("be a server, at a port you choose") },
	{ 'v', key_service, "v", N_("server"), N_("another way for the server to answer") },
	{ 'g', key_gate, "g", N_("gate"), N_("make calls at once, slowly, or one for each space") },
	{ 'd', key_disconnect, "d", N_("disconnect"), N_("end the connection; D breaks it off") },
	{ 'D', key_reset, NULL, NULL, NULL },
	{ 'm', key_raw, "m", N_("line or raw"), N_("send what is typed line by line, or each key at once") },
};

enum lab_reply
socket_console_input(struct socket_lab *lab, const struct event *event)
{
	if (lab->prompt != PROMPT_NONE)
		return input_prompt(lab, event);
	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		if (!event_is_key(event, keys[i].key, 0))
			continue;
		keys[i].act(lab);
		if (lab->console.changed)
			lab->console.changed(lab->console.ctx);
		return LAB_CHANGED;
	}
	if (event_is_key(event, K_UP, 0) || event_is_key(event, K_DOWN, 0) || event_is_key(event, 'j', 0) ||
	    event_is_key(event, K_PAGE_UP, 0) || event_is_key(event, K_PAGE_DOWN, 0))
		return list_input(lab->table, event) ? LAB_CHANGED : LAB_USED;
	return LAB_IGNORED;
}

size_t
socket_console_hints(const struct socket_lab *lab, struct lab_hint *out, size_t max)
{
	size_t count = 0;

	if (lab->prompt == PROMPT_CONFIRM) {
		count = lab_hint_add(out, max, count, "y", _("listen"));
		count = lab_hint_add(out, max, count, "esc", _("no"));
		return count;
	}
	if (lab->prompt != PROMPT_NONE) {
		count = lab_hint_add(out, max, count, "enter", _("send"));
		count = lab_hint_add(out, max, count, "esc", _("done"));
		return count;
	}
	if (lab->world.gate.mode == GATE_STEP)
		count = lab_hint_add_help(out, max, count, "space", _("next call"),
					  _("let the call that waits be made"));
	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		if (keys[i].shown)
			count = lab_hint_add_help(out, max, count, keys[i].shown, _(keys[i].label), _(keys[i].help));
	return count;
}
