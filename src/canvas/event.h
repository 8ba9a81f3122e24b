/*
 * What a person did: a key, the mouse, a paste, focus. Made by term/input and by headless scripts, read by app/ and
 * labs.
 */
#ifndef CANVAS_EVENT_H
#define CANVAS_EVENT_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

/* Keys that are no character. Characters are their code points; these lie above Unicode. */
enum key {
	K_NONE = 0,
	K_ENTER = 0x110000,
	K_TAB,
	K_BACKSPACE,
	K_ESC,
	K_UP,
	K_DOWN,
	K_LEFT,
	K_RIGHT,
	K_HOME,
	K_END,
	K_PAGE_UP,
	K_PAGE_DOWN,
	K_INSERT,
	K_DELETE,
	K_F1,
	K_F2,
	K_F3,
	K_F4,
	K_F5,
	K_F6,
	K_F7,
	K_F8,
	K_F9,
	K_F10,
	K_F11,
	K_F12,
	K_LAST
};

enum mod {
	MOD_SHIFT = 1,
	MOD_ALT = 2,
	MOD_CTRL = 4
};

enum event_kind {
	EVENT_KEY,
	EVENT_MOUSE,
	EVENT_PASTE,
	EVENT_FOCUS
};
enum mouse_action {
	MOUSE_PRESS,
	MOUSE_RELEASE,
	MOUSE_DRAG,
	MOUSE_MOVE,
	MOUSE_WHEEL_UP,
	MOUSE_WHEEL_DOWN
};

struct event {
	enum event_kind kind;
	uint32_t key;  /* KEY: code point or enum key. ctrl-a is 'a' with MOD_CTRL; shift-tab K_TAB with MOD_SHIFT;
			  a shifted letter is the capital with no MOD_SHIFT */
	unsigned mods; /* KEY and MOUSE */
	enum mouse_action action; /* MOUSE */
	int button;               /* MOUSE: 1 left, 2 middle, 3 right */
	int x, y;                 /* MOUSE: cells from 0; relative to the receiver's canvas */
	struct str text;          /* PASTE: the text, inert, borrowed for the call; may hold anything */
	bool is_focused;          /* FOCUS */
};

/* "ctrl-p", "shift-tab", "space", "F1", "j": as help shows it and as config.yaml writes it. */
bool event_key_parse(struct str name, struct event *out);
void event_key_format(uint32_t key, unsigned mods, struct str_buf *out);
static inline bool
event_is_key(const struct event *event, uint32_t key, unsigned mods)
{
	return event->kind == EVENT_KEY && event->key == key && event->mods == mods;
}

#endif
