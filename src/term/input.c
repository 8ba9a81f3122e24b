/* Bytes from a terminal to events: where a sequence begins and ends. What it means is in keymap.c and sequence.c. */
#include "term/input.h"

#include "base/alloc.h"
#include "term/sequence.h"

#include <string.h>

enum state {
	STATE_GROUND,
	STATE_UTF8,    /* inside a character */
	STATE_ESC,     /* ESC */
	STATE_ESC_ESC, /* ESC ESC: rxvt's alt before a sequence, or two keys */
	STATE_CSI,     /* ESC [ */
	STATE_CONSOLE, /* ESC [ [ */
	STATE_SS3,     /* ESC O */
	STATE_STRING,  /* OSC, DCS, APC, PM, SOS: replies nobody asked for */
	STATE_X10,     /* CSI M and three bytes */
	STATE_PASTE
};

static const char paste_end[] = "\033[201~";
enum {
	PASTE_END_LEN = sizeof(paste_end) - 1
};

struct input {
	struct input_handler handler;
	enum state state;
	bool is_alt;       /* an ESC stood before the character or sequence */
	bool is_string_st; /* STATE_STRING, after ESC: a backslash ends it */
	struct sequence sequence;
	uint32_t codepoint; /* STATE_UTF8: bits so far; how many bytes are missing; the range of the next one */
	uint8_t missing, low, high;
	uint8_t x10[3], x10_len;
	size_t paste_matched; /* bytes of paste_end seen, not in paste */
	struct str_buf paste;
};

struct input *
input_new(const struct input_handler *handler)
{
	struct input *input = NEW(struct input);

	input->handler = *handler;
	return input;
}

void
input_free(struct input *input)
{
	if (!input)
		return;
	str_buf_fini(&input->paste);
	free(input);
}

static void
emit(struct input *input, struct event event)
{
	input->handler.event(input->handler.ctx, &event);
}

static void
emit_key(struct input *input, uint32_t key, unsigned mods)
{
	if (input->is_alt)
		mods |= MOD_ALT;
	input->is_alt = false;
	emit(input, (struct event){ .kind = EVENT_KEY, .key = key, .mods = mods });
}

static void
enter_ground(struct input *input)
{
	input->state = STATE_GROUND;
	input->is_alt = false;
}

/* C0 and DEL. LF is Enter too: scripts and some terminals send it; Backspace is BS or DEL. */
static void
feed_control(struct input *input, uint8_t byte)
{
	input->state = STATE_GROUND;
	if (byte == '\r' || byte == '\n')
		emit_key(input, K_ENTER, 0);
	else if (byte == '\t')
		emit_key(input, K_TAB, 0);
	else if (byte == 0x7F || byte == '\b')
		emit_key(input, K_BACKSPACE, 0);
	else if (byte == 0)
		emit_key(input, ' ', MOD_CTRL);
	else if (byte <= 26)
		emit_key(input, (uint32_t)('a' + byte - 1), MOD_CTRL);
	else
		emit_key(input, (uint32_t)(byte + 64), MOD_CTRL); /* \ ] ^ _ */
}

static bool
is_control(uint8_t byte)
{
	return byte < 0x20 || byte == 0x7F;
}

/* Well-formed UTF-8, Unicode 15 table 3-7: the first byte says how many follow and what the second may be. */
static void
feed_lead(struct input *input, uint8_t byte)
{
	input->state = STATE_UTF8;
	input->low = 0x80;
	input->high = 0xBF;
	if (byte >= 0xC2 && byte <= 0xDF) {
		input->missing = 1;
		input->codepoint = byte & 0x1Fu;
	} else if (byte >= 0xE0 && byte <= 0xEF) {
		input->missing = 2;
		input->codepoint = byte & 0x0Fu;
		if (byte == 0xE0)
			input->low = 0xA0;
		if (byte == 0xED)
			input->high = 0x9F;
	} else if (byte >= 0xF0 && byte <= 0xF4) {
		input->missing = 3;
		input->codepoint = byte & 0x07u;
		if (byte == 0xF0)
			input->low = 0x90;
		if (byte == 0xF4)
			input->high = 0x8F;
	} else {
		enter_ground(input); /* no character begins so: dropped */
	}
}

static void feed_byte(struct input *, uint8_t byte);

static void
feed_ground(struct input *input, uint8_t byte)
{
	if (byte == 0x1B)
		input->state = STATE_ESC;
	else if (is_control(byte))
		feed_control(input, byte);
	else if (byte < 0x80)
		emit_key(input, byte, 0);
	else
		feed_lead(input, byte);
}

static void
feed_utf8(struct input *input, uint8_t byte)
{
	if (byte < input->low || byte > input->high) {
		enter_ground(input); /* a broken character is dropped, this byte is not */
		feed_byte(input, byte);
		return;
	}
	input->codepoint = input->codepoint << 6 | (byte & 0x3Fu);
	input->low = 0x80;
	input->high = 0xBF;
	if (--input->missing)
		return;
	input->state = STATE_GROUND;
	if (input->codepoint >= 0xA0)
		emit_key(input, input->codepoint, 0);
	else
		input->is_alt = false; /* C1 */
}

static void
begin_sequence(struct input *input, enum state state)
{
	input->state = state;
	sequence_reset(&input->sequence);
}

static void
feed_esc(struct input *input, uint8_t byte)
{
	switch (byte) {
	case 0x1B:
		input->state = STATE_ESC_ESC;
		return;
	case '[':
		begin_sequence(input, STATE_CSI);
		return;
	case 'O':
		begin_sequence(input, STATE_SS3);
		return;
	case ']': /* OSC */
	case 'P': /* DCS */
	case '_': /* APC */
	case '^': /* PM */
	case 'X': /* SOS */
		begin_sequence(input, STATE_STRING);
		input->sequence.final = byte;
		input->sequence.is_empty = true;
		input->is_string_st = false;
		return;
	default:
		input->state = STATE_GROUND;
		input->is_alt = true;
		feed_ground(input, byte);
	}
}

static void
feed_esc_esc(struct input *input, uint8_t byte)
{
	if (byte == '[' || byte == 'O') {
		input->is_alt = true;
		begin_sequence(input, byte == '[' ? STATE_CSI : STATE_SS3);
		return;
	}
	emit_key(input, K_ESC, 0);
	input->state = STATE_ESC;
	feed_esc(input, byte);
}

/* The sequence is whole: tell what it says. */
static void
finish_sequence(struct input *input, enum keymap_family family)
{
	struct event event;
	enum input_reply reply;
	int a, b;

	switch (sequence_decode(&input->sequence, family, &event, &reply, &a, &b)) {
	case SEQUENCE_EVENT:
		if (input->is_alt && event.kind == EVENT_KEY)
			event.mods |= MOD_ALT;
		enter_ground(input);
		emit(input, event);
		return;
	case SEQUENCE_REPLY:
		enter_ground(input);
		if (input->handler.reply)
			input->handler.reply(input->handler.ctx, reply, a, b);
		return;
	case SEQUENCE_PASTE:
		enter_ground(input);
		input->state = STATE_PASTE;
		input->paste_matched = 0;
		return;
	case SEQUENCE_X10:
		input->state = STATE_X10;
		input->x10_len = 0;
		return;
	case SEQUENCE_UNKNOWN:
		enter_ground(input);
		return;
	}
}

/* CSI, CSI [ and SS3. A byte that cannot be inside one ends it: the sequence is dropped, the byte is not. */
static void
feed_sequence(struct input *input, uint8_t byte)
{
	if (byte == 0x18 || byte == 0x1A) { /* CAN, SUB: what they are for */
		enter_ground(input);
	} else if (is_control(byte) || byte >= 0x80) {
		enter_ground(input);
		feed_ground(input, byte);
	} else if (input->state == STATE_CONSOLE) {
		input->sequence.final = byte;
		finish_sequence(input, KEYMAP_CONSOLE);
	} else if (input->state == STATE_CSI && byte == '[' && input->sequence.is_empty) {
		input->state = STATE_CONSOLE;
	} else if (sequence_add(&input->sequence, byte)) {
		finish_sequence(input, input->state == STATE_SS3 ? KEYMAP_SS3 : KEYMAP_CSI);
	}
}

/*
 * Swallowed up to BEL or ST. No reply holds another control character, so one ends it and counts: a string that is
 * never ended cannot take the keyboard away.
 */
static void
feed_string(struct input *input, uint8_t byte)
{
	input->sequence.is_empty = false;
	if (input->is_string_st) {
		enter_ground(input);
		if (byte != '\\') {
			input->state = STATE_ESC;
			feed_esc(input, byte);
		}
	} else if (byte == 0x1B) {
		input->is_string_st = true;
	} else if (byte == 0x07 || byte == 0x18 || byte == 0x1A) {
		enter_ground(input);
	} else if (is_control(byte)) {
		enter_ground(input);
		feed_control(input, byte);
	}
}

static void
feed_x10(struct input *input, uint8_t byte)
{
	struct event event;

	input->x10[input->x10_len++] = byte;
	if (input->x10_len < sizeof(input->x10))
		return;
	enter_ground(input);
	if (sequence_decode_x10(input->x10, &event))
		emit(input, event);
}

/* Bytes at the end of the paste so far that may be the beginning of a character. */
static size_t
paste_tail(struct str text)
{
	for (size_t back = 1; back <= 3 && back <= text.len; back++) {
		uint8_t byte = (uint8_t)text.data[text.len - back];

		if (byte < 0x80)
			return 0;
		if (byte >= 0xC0) {
			size_t need = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;

			return back < need ? back : 0;
		}
	}
	return 0;
}

static void
flush_paste(struct input *input, bool is_whole)
{
	struct str text = str_buf_str(&input->paste);
	size_t tail = is_whole ? 0 : paste_tail(text);
	struct str_buf rest = { 0 };

	if (text.len > tail) {
		str_buf_append(&rest, str_skip(text, text.len - tail));
		emit(input, (struct event){ .kind = EVENT_PASTE, .text = str_cut(text, 0, text.len - tail) });
		str_buf_fini(&input->paste);
		input->paste = rest;
	}
}

static void
append_paste(struct input *input, struct str bytes)
{
	while (bytes.len) {
		size_t room = INPUT_PASTE_BYTES - input->paste.len;
		struct str part = str_cut(bytes, 0, room);

		str_buf_append(&input->paste, part);
		bytes = str_skip(bytes, part.len);
		if (input->paste.len == INPUT_PASTE_BYTES)
			flush_paste(input, false);
	}
}

/* The end marker has its ESC at the front only, so a failed match holds no other beginning of one. */
static void
feed_paste(struct input *input, uint8_t byte)
{
	if (byte == (uint8_t)paste_end[input->paste_matched]) {
		if (++input->paste_matched < PASTE_END_LEN)
			return;
		flush_paste(input, true);
		enter_ground(input);
		return;
	}
	append_paste(input, str_of(paste_end, input->paste_matched));
	input->paste_matched = byte == 0x1B;
	if (!input->paste_matched)
		append_paste(input, str_of(&(char){ (char)byte }, 1));
}

static void
feed_byte(struct input *input, uint8_t byte)
{
	switch (input->state) {
	case STATE_GROUND:
		feed_ground(input, byte);
		return;
	case STATE_UTF8:
		feed_utf8(input, byte);
		return;
	case STATE_ESC:
		feed_esc(input, byte);
		return;
	case STATE_ESC_ESC:
		feed_esc_esc(input, byte);
		return;
	case STATE_CSI:
	case STATE_CONSOLE:
	case STATE_SS3:
		feed_sequence(input, byte);
		return;
	case STATE_STRING:
		feed_string(input, byte);
		return;
	case STATE_X10:
		feed_x10(input, byte);
		return;
	case STATE_PASTE:
		feed_paste(input, byte);
		return;
	}
}

void
input_feed(struct input *input, struct str bytes)
{
	while (bytes.len) {
		if (input->state == STATE_PASTE && input->paste_matched == 0) { /* a paste goes by runs */
			size_t run = str_find_byte(bytes, 0x1B);

			run = run == STR_NONE ? bytes.len : run;
			append_paste(input, str_cut(bytes, 0, run));
			bytes = str_skip(bytes, run);
			if (!bytes.len)
				return;
		}
		feed_byte(input, (uint8_t)bytes.data[0]);
		bytes = str_skip(bytes, 1);
	}
}

bool
input_is_pending(const struct input *input)
{
	switch (input->state) {
	case STATE_ESC:
	case STATE_ESC_ESC:
	case STATE_CONSOLE:
		return true;
	case STATE_CSI:
	case STATE_SS3:
	case STATE_STRING:
		return input->sequence.is_empty;
	case STATE_PASTE:
		return input->paste.len > paste_tail(str_buf_str(&input->paste));
	default:
		return false;
	}
}

void
input_timeout(struct input *input)
{
	if (!input_is_pending(input))
		return;
	switch (input->state) {
	case STATE_ESC_ESC:
		emit_key(input, K_ESC, 0);
		/* fall through */
	case STATE_ESC:
		enter_ground(input);
		emit_key(input, K_ESC, 0);
		return;
	case STATE_CSI:
	case STATE_CONSOLE:
	case STATE_SS3:
	case STATE_STRING: {
		uint32_t key = input->state == STATE_SS3      ? 'O'
			       : input->state == STATE_STRING ? input->sequence.final
							      : '[';
		bool is_twice = input->state == STATE_CONSOLE, is_escaped = input->is_alt;

		enter_ground(input);
		if (is_escaped)
			emit_key(input, K_ESC, 0);
		emit_key(input, key, MOD_ALT);
		if (is_twice)
			emit_key(input, '[', 0);
		return;
	}
	case STATE_PASTE:
		flush_paste(input, false);
		return;
	default:
		return;
	}
}
