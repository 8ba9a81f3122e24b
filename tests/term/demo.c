/* The demo program on a terminal. */
#include "demo.h"

#include "base/alloc.h"

#include <stdio.h>

char demo_path[4096];

void
demo_find(const char *path)
{
	pty_find_program(path, "tests/term/screen_demo", demo_path, sizeof(demo_path));
}

void
demo_open(struct pty *pty, const char *const *env)
{
	const char *argv[] = { demo_path, NULL };

	pty_open(pty, &(struct pty_options){ .argv = argv, .env = env, .width = 80, .height = 24 });
}

void
demo_open_ready(struct pty *pty, const char *const *env)
{
	demo_open(pty, env);
	assert_true(pty_wait_text(pty, 2, "page -"));
}

void
demo_assert_restored(struct pty *pty)
{
	struct str bytes = str_buf_str(&pty->bytes);

	assert_true(pty_is_cooked(pty));
	assert_false(pty->is_alternate);
	assert_true(pty->is_cursor_visible);
	assert_int_equal(pty->mouse, VTERM_PROP_MOUSE_NONE);
	static const struct {
		const char *on, *off;
	} modes[] = {
		{ "\033[?2004h", "\033[?2004l" }, { "\033[?1004h", "\033[?1004l" }, { "\033[?1002h", "\033[?1002l" },
		{ "\033[?1006h", "\033[?1006l" }, { "\033[?2026h", "\033[?2026l" }, { "\033[?1036h", "\033[?1036r" },
	};

	for (size_t i = 0; i < ARRAY_LEN(modes); i++) { /* the last word about a mode switches it off */
		size_t last_on = 0, last_off = 0;

		for (size_t at = 0; at < bytes.len; at++) {
			if (str_has_prefix(str_skip(bytes, at), str_of_c(modes[i].on)))
				last_on = at + 1;
			if (str_has_prefix(str_skip(bytes, at), str_of_c(modes[i].off)))
				last_off = at + 1;
		}
		if (last_on > last_off)
			fail_msg("mode %s is still on", modes[i].on + 1);
	}
}
