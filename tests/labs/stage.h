/* A threads lab on a stage: keys in, the host's dump and pictures out. */
#ifndef LABS_STAGE_H
#define LABS_STAGE_H

#include "support/picture.h"
#include "support/test.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/path.h"
#include "lab/host.h"
#include "text/cell.h"

struct stage {
	struct loop *loop;
	struct host *host;
	uint64_t now_ns;
	bool is_changed;
	struct str_buf dump;
};

static inline void
changed(void *ctx)
{
	((struct stage *)ctx)->is_changed = true;
}

static inline void
open_lab_staged(struct stage *stage, const char *lab, const char *preset, const char *body, bool is_still)
{
	char *content = path_shipped("content"), *labs = path_join(str_of_c(content), STR("labs"));
	const char *dirs[] = { labs, NULL };
	struct host_spec spec = { .lab = str_of_c(lab),
				  .preset = str_of_c(preset),
				  .body = str_of_c(body),
				  .file = STR("lesson.md"),
				  .line = 11,
				  .preset_dirs = dirs };
	struct lab_env env = {
		.seed = 1, .now_ns = NS_PER_S, .language = "en", .is_still = is_still, .changed = changed, .ctx = stage
	};

	*stage = (struct stage){ .loop = loop_new(), .now_ns = NS_PER_S };
	env.loop = stage->loop;
	stage->host = host_open(&spec, &env);
	free(labs);
	free(content);
}

static inline void
open_staged(struct stage *stage, const char *preset, const char *body, bool is_still)
{
	open_lab_staged(stage, "threads", preset, body, is_still);
}

static inline void
open_stage(struct stage *stage, const char *preset, const char *body)
{
	open_staged(stage, preset, body, false);
}

static inline void
close_stage(struct stage *stage)
{
	host_close(stage->host);
	loop_free(stage->loop);
	str_buf_fini(&stage->dump);
}

static inline struct str
dump(struct stage *stage)
{
	str_buf_clear(&stage->dump);
	host_dump(stage->host, &stage->dump);
	return str_buf_str(&stage->dump);
}

/* Until exploring is done, of the lab and of its draft. */
static inline void
settle(struct stage *stage)
{
	while (str_find(dump(stage), STR("working=1")) != STR_NONE) /* draft_working=1, too */
		loop_run_once(stage->loop, 10);
}

static inline enum lab_reply
press(struct stage *stage, const char *name)
{
	struct event event = { 0 };

	if (!event_key_parse(str_of_c(name), &event))
		fail_msg("no such key: %s", name);
	event.kind = EVENT_KEY;
	return host_input(stage->host, &event);
}

static inline void
press_all(struct stage *stage, const char *names)
{
	struct str rest = str_of_c(names), name;

	while (str_next(&rest, ' ', &name)) {
		char *copy = str_copy_c(name);

		press(stage, copy);
		free(copy);
	}
}

/* The dump has the line "KEY=VALUE" from its beginning on; VALUE may be the beginning of what stands there. */
static inline void
assert_dump(struct stage *stage, const char *key, const char *value)
{
	struct str rest = dump(stage), line, want = str_of_c(value);
	size_t len = strlen(key);

	while (str_next_line(&rest, &line)) {
		if (!str_is_equal_c(str_cut(line, 0, len), key) || line.len <= len || line.data[len] != '=')
			continue;
		if (!str_has_prefix(str_skip(line, len + 1), want))
			fail_msg("%.*s, not %s", STR_ARG(line), value);
		return;
	}
	fail_msg("no %s in\n%s", key, str_buf_c(&stage->dump));
}

static inline bool
is_drawn(struct stage *stage, int width, int height, const char *text)
{
	struct surface surface;
	struct canvas canvas;
	struct str_buf picture = { 0 };
	bool is_there;

	surface_init(&surface, width, height);
	canvas = canvas_of(&surface);
	host_draw(stage->host, &canvas, true);
	surface_to_text(&surface, &picture);
	is_there = str_find(str_buf_str(&picture), str_of_c(text)) != STR_NONE;
	str_buf_fini(&picture);
	surface_fini(&surface);
	return is_there;
}

/* Press the left button on the first cell of TEXT, where it is drawn; or turn the wheel there. */
static inline enum lab_reply
click(struct stage *stage, int width, int height, const char *text, enum mouse_action action)
{
	struct event event = { .kind = EVENT_MOUSE, .action = action, .button = action == MOUSE_PRESS };
	struct surface surface;
	struct canvas canvas;

	surface_init(&surface, width, height);
	canvas = canvas_of(&surface);
	host_draw(stage->host, &canvas, true);
	picture_point_at(&surface, text, &event);
	surface_fini(&surface);
	return host_input(stage->host, &event);
}

#endif
