/* The queue lab as it is watched: frames, tokens, pauses, steps there and back. Time is an argument: nothing waits. */
#include "support/picture.h"
#include "support/test.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "lab/options.h"
#include "lab/queue/queue_lab.h"
#include "lab/queue/queue_options.h"
#include "lab/queue/queue_state.h"
#include "text/cell.h"

#include <math.h>

struct stage {
	struct lab_options options;
	struct queue_lab *lab;
	uint64_t now_ns;
};

static void
open_stage(struct stage *stage, const char *yaml)
{
	struct lab_env env = { .seed = 11, .now_ns = NS_PER_S, .language = "en" };
	struct err err = { 0 };

	*stage = (struct stage){ .now_ns = NS_PER_S, .lab = NEW(struct queue_lab) };
	assert_true(lab_options_parse(&stage->options, queue_options, str_of_c(yaml), STR(""), 1, &err));
	struct lab_source source = { .text = str_of_c(yaml), .values = stage->options.values, .line = 1 };

	assert_true(queue_lab_ops.open(stage->lab, &env, &source, &err));
}

static void
close_stage(struct stage *stage)
{
	queue_lab_ops.close(stage->lab);
	lab_options_fini(&stage->options);
	free(stage->lab);
}

static void
press(struct stage *stage, uint32_t key)
{
	struct event event = { .kind = EVENT_KEY, .key = key };

	queue_lab_ops.input(stage->lab, &event);
}

/* The next tick the lab asks for, as the program gives it. False: it asks for none. */
static bool
tick(struct stage *stage)
{
	uint64_t due_ns = queue_lab_ops.next_tick(stage->lab);

	if (!due_ns)
		return false;
	stage->now_ns = due_ns > stage->now_ns ? due_ns : stage->now_ns;
	queue_lab_ops.tick(stage->lab, stage->now_ns);
	return true;
}

static void
settle(struct stage *stage)
{
	for (int i = 0; i < 100 && tick(stage); i++)
		;
	assert_int_equal(queue_lab_ops.next_tick(stage->lab), 0);
}

static void
draw(const struct stage *stage, int width, int height, struct str_buf *out)
{
	struct surface surface;

	surface_init(&surface, width, height);
	struct canvas canvas = canvas_of(&surface);

	queue_lab_ops.draw(stage->lab, &canvas);
	assert_true(picture_is_whole(&surface));
	surface_to_styled_text(&surface, out);
	surface_fini(&surface);
}

/* Press, or turn the wheel, on the first cell of TEXT where it is drawn. */
static void
click(struct stage *stage, const char *text, enum mouse_action action)
{
	struct event event = { .kind = EVENT_MOUSE, .action = action, .button = action == MOUSE_PRESS };
	struct surface surface;

	surface_init(&surface, 120, 40);
	struct canvas canvas = canvas_of(&surface);

	queue_lab_ops.draw(stage->lab, &canvas);
	picture_point_at(&surface, text, &event);
	surface_fini(&surface);
	queue_lab_ops.input(stage->lab, &event);
}

static const char busy[] = "producers: 3\nconsumers: 3\ncapacity: 6\nput_rate: 3\nwork: 900\n";

static void
queue_lab__click__selects_and_steps(void **state)
{
	struct stage stage;

	(void)state;
	open_stage(&stage, busy);
	click(&stage, "P2", MOUSE_PRESS);
	assert_int_equal(stage.lab->actor, 1);
	click(&stage, "capacity", MOUSE_WHEEL_UP);
	assert_int_equal(stage.lab->row, KNOB_CAPACITY);
	assert_true(stage.lab->history.now.knobs.values[KNOB_CAPACITY] > 6);
	click(&stage, "burst", MOUSE_PRESS);
	assert_int_equal(stage.lab->row, KNOB_BURST);
	for (int i = 0; i < 5; i++)
		press(&stage, ' ');
	uint64_t at = stage.lab->playback.position;

	click(&stage, sign(SIGN_BACK), MOUSE_PRESS);
	assert_int_equal(stage.lab->playback.position, at - 1);
	click(&stage, "P2", MOUSE_WHEEL_UP);
	assert_int_equal(stage.lab->playback.position, at - 2);
	close_stage(&stage);
}

static void
queue_lab__running__at_most_thirty_frames_a_second(void **state)
{
	struct stage stage;
	uint64_t first_ns;

	(void)state;
	open_stage(&stage, busy);
	assert_int_equal(queue_lab_ops.next_tick(stage.lab), 0); /* nothing before it is run */
	press(&stage, 'r');
	tick(&stage);
	first_ns = stage.now_ns;
	for (int i = 0; i < 300; i++)
		assert_true(tick(&stage));
	assert_true(stage.now_ns - first_ns >= 10 * NS_PER_S);
	assert_true(stage.lab->clock_ns > 9 * NS_PER_S && stage.lab->clock_ns < 11 * NS_PER_S);
	close_stage(&stage);
}

static void
queue_lab__paused__moves_nothing(void **state)
{
	struct str_buf before = { 0 }, after = { 0 };
	struct stage stage;

	(void)state;
	open_stage(&stage, busy);
	press(&stage, 'r');
	for (int i = 0; i < 200; i++)
		tick(&stage);
	press(&stage, 'r');
	settle(&stage); /* what was under way arrives */
	draw(&stage, 160, 45, &before);
	assert_false(queue_lab_ops.tick(stage.lab, stage.now_ns + 5 * NS_PER_S));
	draw(&stage, 160, 45, &after);
	assert_str_equal(str_buf_str(&after), str_buf_c(&before));
	str_buf_fini(&before);
	str_buf_fini(&after);
	close_stage(&stage);
}

static void
queue_lab__back_then_forward__same_picture(void **state)
{
	struct stage stage;

	(void)state;
	open_stage(&stage, busy);
	for (int round = 0; round < 20; round++) {
		struct str_buf before = { 0 }, after = { 0 };

		for (int i = 0; i < 13; i++)
			press(&stage, ' ');
		settle(&stage);
		draw(&stage, 120, 35, &before);
		for (int i = 0; i < 9; i++)
			press(&stage, 'b');
		tick(&stage);
		for (int i = 0; i < 9; i++)
			press(&stage, ' ');
		settle(&stage);
		draw(&stage, 120, 35, &after);
		assert_str_equal(str_buf_str(&after), str_buf_c(&before));
		str_buf_fini(&before);
		str_buf_fini(&after);
	}
	close_stage(&stage);
}

static float
weight_at(const struct queue_token *token, uint16_t place)
{
	for (uint8_t i = 0; i < token->part_count; i++)
		if (token->parts[i].place == place)
			return token->parts[i].weight;
	return 0;
}

static float
weights_sum(const struct queue_token *token)
{
	float sum = 0;

	for (uint8_t i = 0; i < token->part_count; i++)
		sum += token->parts[i].weight;
	return sum;
}

/* How much of a token lies elsewhere than a frame before: 0 … 1. */
static float
moved(const struct queue_token *before, const struct queue_token *after)
{
	float sum = 0;

	for (uint16_t place = 0; place < QUEUE_PLACE_SLOT + QUEUE_PLACE_SLOTS; place++)
		sum += fabsf(weight_at(before, place) - weight_at(after, place));
	return sum / 2;
}

static void
queue_lab__tokens__never_jump(void **state)
{
	struct queue_token before[QUEUE_CAPACITY_MAX + QUEUE_ACTOR_COUNT];
	size_t count = 0;
	struct stage stage;

	(void)state;
	open_stage(&stage, busy);
	press(&stage, 'r');
	for (int i = 0; i < 2000; i++) {
		const struct queue_motion *motion = &stage.lab->motion;

		assert_true(tick(&stage));
		for (size_t j = 0; j < motion->tokens.len; j++) {
			const struct queue_token *token = &motion->tokens.items[j];

			assert_true(fabsf(weights_sum(token) - 1) < 0.02f);
			for (size_t k = 0; k < j; k++)
				assert_int_not_equal(motion->tokens.items[k].key, token->key);
			for (size_t k = 0; k < count; k++)
				if (before[k].key == token->key)
					assert_true(moved(&before[k], token) < 0.35f);
		}
		count = motion->tokens.len;
		if (count)
			memcpy(before, motion->tokens.items, count * sizeof(*before));
	}
	close_stage(&stage);
}

static bool
is_token(const struct queue_motion *motion, uint32_t number)
{
	for (size_t i = 0; i < motion->tokens.len; i++)
		if (motion->tokens.items[i].key == number)
			return true;
	return false;
}

/* Numbers on tokens are whole ones, also where tokens pass each other. */
static void
assert_whole_numbers(const struct queue_motion *motion, const struct surface *surface)
{
	for (int y = 0; y < surface->height; y++) {
		const struct cell *row = surface->cells + (size_t)y * (size_t)surface->width;
		uint32_t number = 0;

		for (int x = 0; x < surface->width; x++) {
			uint32_t base = row[x].glyph.base;
			bool is_digit = (row[x].style.attrs & ATTR_REVERSE) && base >= '0' && base <= '9';
			bool is_other = x && row[x - 1].style.ink != row[x].style.ink;

			if (number && (!is_digit || is_other)) {
				if (!is_token(motion, number))
					fail_msg("a torn token: %u in row %d", number, y);
				number = 0;
			}
			if (is_digit)
				number = number * 10 + (base - '0');
		}
	}
}

static void
queue_lab__tokens__never_tear(void **state)
{
	static const struct {
		int width, height;
	} sizes[] = { { 72, 16 }, { 100, 27 }, { 140, 40 } };
	struct stage stage;

	(void)state;
	open_stage(&stage, busy);
	press(&stage, 'r');
	for (int i = 0; i < 900; i++) {
		struct surface surface;
		struct canvas canvas;

		assert_true(tick(&stage));
		surface_init(&surface, sizes[i % 3].width, sizes[i % 3].height);
		canvas = canvas_of(&surface);
		queue_lab_ops.draw(stage.lab, &canvas);
		assert_whole_numbers(&stage.lab->motion, &surface);
		surface_fini(&surface);
	}
	close_stage(&stage);
}

/* A card stands beside the question of what will come: actors and a few items, neither end nor account. */
static void
queue_lab__still__gives_no_answer_away(void **state)
{
	static const char *const told[] = { "made", "λ", "ended", "last" };
	struct lab_env env = { .seed = 11, .language = "en", .is_still = true };
	struct str_buf picture = { 0 };
	struct stage stage;

	(void)state;
	open_stage(&stage, busy);
	queue_lab_ops.close(stage.lab);
	*stage.lab = (struct queue_lab){ 0 };
	struct lab_source source = { .values = stage.options.values, .line = 1 };

	assert_true(queue_lab_ops.open(stage.lab, &env, &source, NULL));
	draw(&stage, 64, 9, &picture);
	assert_true(str_find(str_buf_str(&picture), STR("P1")) != STR_NONE);
	for (size_t i = 0; i < ARRAY_LEN(told); i++)
		assert_true(str_find(str_buf_str(&picture), str_of_c(told[i])) == STR_NONE);
	str_buf_fini(&picture);
	close_stage(&stage);
}

static void
queue_lab__turn__happens_now_and_is_a_source(void **state)
{
	struct str_buf source = { 0 };
	struct stage stage;

	(void)state;
	open_stage(&stage, busy);
	for (int i = 0; i < 50; i++)
		press(&stage, ' ');
	for (int i = 0; i < 20; i++)
		press(&stage, 'b');
	assert_false(queue_lab_ops.source(stage.lab, &source));
	for (int i = 0; i <= KNOB_CAPACITY; i++)
		press(&stage, K_DOWN);
	press(&stage, K_RIGHT);
	assert_int_equal(stage.lab->row, KNOB_CAPACITY);
	assert_int_equal(stage.lab->cursor.scene.knobs.values[KNOB_CAPACITY], 7);
	assert_true(queue_lab_is_live(stage.lab));
	assert_true(queue_lab_ops.source(stage.lab, &source));
	assert_str_equal(str_buf_str(&source), "producers: 3\nconsumers: 3\ncapacity: 7\nput_rate: 3.0\nwork: 900\n");
	for (int i = 0; i < 5; i++) /* and the turn itself can be gone back over */
		press(&stage, 'b');
	assert_int_equal(stage.lab->cursor.scene.knobs.values[KNOB_CAPACITY], 6);
	str_buf_fini(&source);
	close_stage(&stage);
}

static void
queue_lab__every_size_and_engine__draws(void **state)
{
	static const char *const engines[] = { "engine: model\n",
					       "engine: threads\n",
					       "engine: processes\n",
					       "capacity: 0\nproducers: 16\nconsumers: 16\nput_rate: 30\n",
					       "capacity: 64\nproducers: 9\nconsumers: 1\nput_rate: 30\n",
					       "producers: 0\nconsumers: 0\n" };
	static const int widths[] = { 0, 1, 2, 7, 19, 20, 33, 43, 44, 60, 69, 70, 89, 90, 100, 139, 140, 160, 200 };

	(void)state;
	for (size_t engine = 0; engine < ARRAY_LEN(engines); engine++) {
		struct stage stage;

		open_stage(&stage, engines[engine]);
		press(&stage, 'r');
		for (int i = 0; i < 60; i++)
			tick(&stage);
		for (int i = 0; i < 3; i++) {
			for (size_t j = 0; j < ARRAY_LEN(widths); j++) {
				for (int height = 0; height <= 48; height++) {
					struct str_buf picture = { 0 };

					draw(&stage, widths[j], height, &picture);
					str_buf_fini(&picture);
				}
			}
			press(&stage, i ? 'a' : K_DOWN);
		}
		close_stage(&stage);
	}
}

/* A tick stays short, whatever the knobs say. */
static void
queue_lab__unthrottled__keeps_its_time(void **state)
{
	struct stage stage;
	uint64_t before;

	(void)state;
	open_stage(&stage, "producers: 16\nconsumers: 16\ncapacity: 64\nput_rate: 0\nwork: 0\n");
	for (int i = 0; i < 5; i++)
		press(&stage, '+');
	press(&stage, 'r');
	for (int i = 0; i < 30; i++) {
		before = stage.lab->history.length;
		assert_true(tick(&stage));
		assert_true(stage.lab->history.length - before < 12000);
	}
	assert_true(stage.lab->motion.is_fast);
	assert_int_equal(stage.lab->history.refused, 0);
	close_stage(&stage);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(queue_lab__click__selects_and_steps),
		cmocka_unit_test(queue_lab__running__at_most_thirty_frames_a_second),
		cmocka_unit_test(queue_lab__paused__moves_nothing),
		cmocka_unit_test(queue_lab__back_then_forward__same_picture),
		cmocka_unit_test(queue_lab__tokens__never_jump),
		cmocka_unit_test(queue_lab__tokens__never_tear),
		cmocka_unit_test(queue_lab__still__gives_no_answer_away),
		cmocka_unit_test(queue_lab__turn__happens_now_and_is_a_source),
		cmocka_unit_test(queue_lab__every_size_and_engine__draws),
		cmocka_unit_test(queue_lab__unthrottled__keeps_its_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
