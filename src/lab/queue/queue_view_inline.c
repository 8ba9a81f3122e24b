/* Where there is no room for a stage: producers, the queue and consumers, a line each. */
#include "lab/queue/queue_stage.h"
#include "lab/queue/sentence.h"

static void
draw_side(const struct queue_lab *lab, const struct canvas *canvas, unsigned first, int y)
{
	int x = 0, width = canvas_width(canvas);

	for (unsigned i = first; i < first + QUEUE_SIDE_MAX && x < width; i++) {
		const struct queue_actor *it = &lab->cursor.scene.actors[i];
		struct str_buf name = { 0 };
		struct style style = i < QUEUE_CONSUMER ? (struct style){ .ink = (uint8_t)ink_actor(i) }
							: STYLE(INK_TEXT);

		if (it->state == STATE_ABSENT)
			continue;
		if (lab->actor == (int)i)
			style.attrs |= ATTR_UNDERLINE;
		queue_actor_name(i, &name);
		x += canvas_print(canvas, x, y, style, str_buf_str(&name));
		if (queue_is_blocked(it) || it->is_paused)
			x += canvas_print_c(canvas, x, y, STYLE(INK_WARN), sign(SIGN_BLOCKED));
		else if (it->state == STATE_KILLED || it->state == STATE_DONE)
			x += canvas_print_c(canvas, x, y, STYLE(it->state == STATE_KILLED ? INK_ERROR : INK_DIM),
					    sign(it->state == STATE_KILLED ? SIGN_CROSS : SIGN_CHECK));
		else if (it->hand.number)
			x += canvas_printf(canvas, x, y, STYLE(INK_DIM), ":%u", it->hand.number);
		x++;
		str_buf_fini(&name);
	}
}

static void
draw_queue(const struct queue_lab *lab, const struct canvas *canvas, int y)
{
	const struct queue_scene *scene = &lab->cursor.scene;
	const struct queue_item *items[QUEUE_CAPACITY_MAX];
	uint32_t count = queue_scene_leaving(scene, items, QUEUE_CAPACITY_MAX);
	int width = canvas_width(canvas), x = width, least;
	struct str_buf text = { 0 };

	if (scene->knobs.values[KNOB_CAPACITY])
		str_buf_printf(&text, "%u/%d", scene->count, scene->knobs.values[KNOB_CAPACITY]);
	else
		str_buf_printf(&text, "%u", scene->count);
	least = canvas_print(canvas, 0, y, STYLE(queue_scene_is_full(scene) ? INK_WARN : INK_TEXT, .attrs = ATTR_BOLD),
			     str_buf_str(&text)) +
		1;
	for (uint32_t i = 0; i < count; i++) {
		struct queue_token token = { .key = items[i]->number ? items[i]->number : QUEUE_KEY_SENTINEL,
					     .producer = items[i]->producer };

		str_buf_clear(&text);
		if (items[i]->number)
			str_buf_printf(&text, " %u ", items[i]->number);
		else
			str_buf_append_c(&text, "None");
		x -= (int)text.len + 1;
		if (x < least)
			break;
		canvas_print(canvas, x, y, queue_token_style(&token), str_buf_str(&text));
	}
	str_buf_fini(&text);
}

void
queue_view_inline(const struct queue_lab *lab, const struct canvas *canvas)
{
	int height = canvas_height(canvas);

	if (height > 1)
		draw_side(lab, canvas, 0, 0);
	draw_queue(lab, canvas, height > 1);
	if (height > 2)
		draw_side(lab, canvas, QUEUE_CONSUMER, 2);
}
