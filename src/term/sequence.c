/* One control sequence: its parameters and what it says. */
#include "term/sequence.h"

#include <string.h>

#define PARAM_MAX 0x10FFFFu /* larger numbers stay at this one */

void
sequence_reset(struct sequence *sequence)
{
	*sequence = (struct sequence){ .is_empty = true };
}

static void
add_digit(struct sequence *sequence, uint32_t digit)
{
	if (sequence->param_count == 0)
		sequence->param_count = 1;
	uint32_t *value = &sequence->params[sequence->param_count - 1][sequence->sub];

	*value = *value > PARAM_MAX / 10 ? PARAM_MAX : *value * 10 + digit;
}

static void
add_separator(struct sequence *sequence, uint8_t byte)
{
	if (sequence->param_count == 0)
		sequence->param_count = 1;
	if (byte == ':') {
		if (sequence->sub + 1 < SEQUENCE_SUBS_MAX)
			sequence->sub++;
		else
			sequence->is_too_long = true;
		return;
	}
	sequence->sub = 0;
	if (sequence->param_count < SEQUENCE_PARAMS_MAX)
		sequence->param_count++;
	else
		sequence->is_too_long = true;
}

/*
 * rxvt ends shifted keys in $, which elsewhere is an intermediate byte (CSI ? 2026 ; 2 $ y): without a prefix and with
 * one parameter it is the end.
 */
static bool
is_final(const struct sequence *sequence, uint8_t byte)
{
	return byte >= 0x40 || (byte == '$' && !sequence->prefix && sequence->param_count == 1);
}

bool
sequence_add(struct sequence *sequence, uint8_t byte)
{
	bool was_empty = sequence->is_empty;

	sequence->is_empty = false;
	if (is_final(sequence, byte)) {
		sequence->final = byte;
		return true;
	}
	if (byte < 0x30)
		sequence->intermediate = byte;
	else if (byte <= '9')
		add_digit(sequence, (uint32_t)(byte - '0'));
	else if (byte <= ';')
		add_separator(sequence, byte);
	else if (was_empty)
		sequence->prefix = byte;
	else
		sequence->is_too_long = true;
	return false;
}

static uint32_t
param(const struct sequence *sequence, size_t index)
{
	return index < sequence->param_count ? sequence->params[index][0] : 0;
}

static bool
is_ascii_lower(uint32_t code)
{
	return code >= 'a' && code <= 'z';
}

static bool
is_ascii_upper(uint32_t code)
{
	return code >= 'A' && code <= 'Z';
}

/*
 * A code point with modifiers, as CSI u and modifyOtherKeys tell it, brought to the form of struct event: a shifted
 * character is the character the shift makes, with ctrl a letter is small and shift is kept.
 */
static enum sequence_result
decode_code(uint32_t code, uint32_t shifted, uint32_t mods_param, struct event *event)
{
	const struct keymap_entry *entry = keymap_find(KEYMAP_CODE, code);
	unsigned mods;

	if (!keymap_mods(mods_param, &mods))
		return SEQUENCE_UNKNOWN;
	*event = (struct event){ .kind = EVENT_KEY, .key = code, .mods = mods };
	if (entry) {
		event->key = entry->key;
		return SEQUENCE_EVENT;
	}
	if (code < 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0xD800 && code <= 0xF8FF) || code >= PARAM_MAX)
		return SEQUENCE_UNKNOWN; /* controls, surrogates, kitty's names for keys we have none for */
	if (mods & MOD_CTRL) {
		if (is_ascii_upper(code)) {
			event->key = code - 'A' + 'a';
			event->mods |= MOD_SHIFT;
		}
	} else if (mods & MOD_SHIFT && code != ' ') {
		event->mods &= ~(unsigned)MOD_SHIFT;
		if (shifted >= 0xA0 || (shifted > 0x20 && shifted < 0x7F))
			event->key = shifted > 0xD7FF && shifted < 0xF900 ? code : shifted;
		else if (is_ascii_lower(code))
			event->key = code - 'a' + 'A';
	}
	return SEQUENCE_EVENT;
}

/* SGR and urxvt's: the button bits as xterm numbers them, places from 1. */
static enum sequence_result
decode_mouse(uint32_t bits, uint32_t column, uint32_t row, bool is_release, struct event *event)
{
	uint32_t low = bits & 3;

	if (bits >= 128 || column < 1 || row < 1 || column > 65535 || row > 65535)
		return SEQUENCE_UNKNOWN; /* buttons 8 to 11: back, forward */
	*event = (struct event){
		.kind = EVENT_MOUSE,
		.mods = (bits & 4 ? MOD_SHIFT : 0) | (bits & 8 ? MOD_ALT : 0) | (bits & 16 ? MOD_CTRL : 0),
		.button = low == 3 ? 0 : (int)low + 1,
		.x = (int)column - 1,
		.y = (int)row - 1,
	};
	if (bits & 64) {
		if (low > 1 || is_release)
			return SEQUENCE_UNKNOWN; /* wheel to the side */
		event->button = 0;
		event->action = low == 0 ? MOUSE_WHEEL_UP : MOUSE_WHEEL_DOWN;
	} else if (bits & 32) {
		event->action = low == 3 ? MOUSE_MOVE : MOUSE_DRAG;
	} else {
		event->action = is_release || low == 3 ? MOUSE_RELEASE : MOUSE_PRESS;
	}
	return SEQUENCE_EVENT;
}

bool
sequence_decode_x10(const uint8_t bytes[3], struct event *event)
{
	if (bytes[0] < 32 || bytes[1] < 33 || bytes[2] < 33)
		return false;
	return decode_mouse(bytes[0] - 32u, bytes[1] - 32u, bytes[2] - 32u, false, event) == SEQUENCE_EVENT;
}

static enum sequence_result
decode_key(enum keymap_family family, uint32_t code, uint32_t mods_param, unsigned more_mods, struct event *event)
{
	const struct keymap_entry *entry = keymap_find(family, code);
	unsigned mods;

	if (!entry || !keymap_mods(mods_param, &mods))
		return SEQUENCE_UNKNOWN;
	*event = (struct event){ .kind = EVENT_KEY, .key = entry->key, .mods = mods | entry->mods | more_mods };
	return SEQUENCE_EVENT;
}

static enum sequence_result
decode_private(const struct sequence *sequence, struct event *event, enum input_reply *reply, int *a, int *b)
{
	*a = (int)param(sequence, 0);
	*b = (int)param(sequence, 1);
	if (sequence->prefix == '<' && (sequence->final == 'M' || sequence->final == 'm') && sequence->param_count == 3)
		return decode_mouse(param(sequence, 0), param(sequence, 1), param(sequence, 2), sequence->final == 'm',
				    event);
	if (sequence->prefix != '?')
		return SEQUENCE_UNKNOWN;
	if (sequence->final == 'c' && !sequence->intermediate) {
		*reply = INPUT_REPLY_ATTRIBUTES;
		return SEQUENCE_REPLY;
	}
	if (sequence->final == 'y' && sequence->intermediate == '$') {
		*reply = INPUT_REPLY_MODE;
		return SEQUENCE_REPLY;
	}
	if (sequence->final == 'R' && !sequence->intermediate) {
		*reply = INPUT_REPLY_CURSOR;
		return SEQUENCE_REPLY;
	}
	return SEQUENCE_UNKNOWN;
}

static enum sequence_result
decode_tilde(const struct sequence *sequence, struct event *event)
{
	uint32_t number = param(sequence, 0);

	if (number == 200 && sequence->final == '~')
		return SEQUENCE_PASTE;
	if (number == 27 && sequence->param_count >= 3 && sequence->final == '~')
		return decode_code(param(sequence, 2), 0, param(sequence, 1), event);
	unsigned mods = sequence->final == '^'   ? MOD_CTRL
			: sequence->final == '$' ? MOD_SHIFT
			: sequence->final == '@' ? MOD_CTRL | MOD_SHIFT
						 : 0u;

	return decode_key(KEYMAP_TILDE, number, param(sequence, 1), mods, event);
}

/* The row and column of the cursor, or F3 with modifiers: see input.h. */
static enum sequence_result
decode_cursor(const struct sequence *sequence, struct event *event, enum input_reply *reply, int *a, int *b)
{
	uint32_t row = param(sequence, 0), column = param(sequence, 1);
	unsigned mods;

	if (row <= 1 && (sequence->param_count < 2 || (column >= 2 && column <= 16))) {
		*event = (struct event){ .kind = EVENT_KEY, .key = K_F3 };
		if (!keymap_mods(column, &mods))
			return SEQUENCE_UNKNOWN;
		event->mods = mods;
		return SEQUENCE_EVENT;
	}
	*reply = INPUT_REPLY_CURSOR;
	*a = (int)row;
	*b = (int)column;
	return SEQUENCE_REPLY;
}

static enum sequence_result
decode_csi(const struct sequence *sequence, struct event *event, enum input_reply *reply, int *a, int *b)
{
	uint32_t action = sequence->param_count > 1 ? sequence->params[1][1] : 0;

	if (action == 3)
		return SEQUENCE_UNKNOWN; /* kitty: a key was let go */
	switch (sequence->final) {
	case '~':
	case '^':
	case '$':
	case '@':
		return decode_tilde(sequence, event);
	case 'u':
		return sequence->param_count
			       ? decode_code(param(sequence, 0), sequence->params[0][1], param(sequence, 1), event)
			       : SEQUENCE_UNKNOWN;
	case 'R':
		return decode_cursor(sequence, event, reply, a, b);
	case 'I':
	case 'O':
		*event = (struct event){ .kind = EVENT_FOCUS, .is_focused = sequence->final == 'I' };
		return sequence->param_count ? SEQUENCE_UNKNOWN : SEQUENCE_EVENT;
	case 'M':
		if (sequence->param_count == 0)
			return SEQUENCE_X10;
		return sequence->param_count == 3 && param(sequence, 0) >= 32
			       ? decode_mouse(param(sequence, 0) - 32, param(sequence, 1), param(sequence, 2), false,
					      event)
			       : SEQUENCE_UNKNOWN;
	default:
		/* A key is CSI letter or CSI 1;mods letter; other first numbers are replies nobody asked for. */
		if (sequence->param_count > 2 || param(sequence, 0) > 1)
			return SEQUENCE_UNKNOWN;
		return decode_key(KEYMAP_CSI, sequence->final, param(sequence, 1), 0, event);
	}
}

enum sequence_result
sequence_decode(const struct sequence *sequence, enum keymap_family family, struct event *event,
		enum input_reply *reply, int *a, int *b)
{
	if (sequence->is_too_long)
		return SEQUENCE_UNKNOWN;
	if (family == KEYMAP_CONSOLE)
		return decode_key(KEYMAP_CONSOLE, sequence->final, 0, 0, event);
	if (sequence->prefix)
		return decode_private(sequence, event, reply, a, b);
	if (sequence->intermediate)
		return SEQUENCE_UNKNOWN;
	if (family == KEYMAP_CSI)
		return decode_csi(sequence, event, reply, a, b);
	/* SS3 5 P and SS3 1;5 P were both sent for ctrl-F1. */
	return decode_key(KEYMAP_SS3, sequence->final, param(sequence, sequence->param_count > 1), 0, event);
}
