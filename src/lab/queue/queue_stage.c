/* Where producers, slots, consumers and tokens are on the stage, at every size. */
#include "lab/queue/queue_stage.h"

enum {
	WIDE_COLS = 140
};

static void
measure_column(const struct queue_scene *scene, unsigned first, const struct queue_stage *stage,
	       struct queue_column *column)
{
	int height = stage->height, rows;

	column->count = 0;
	for (unsigned i = first; i < first + QUEUE_SIDE_MAX; i++)
		if (scene->actors[i].state != STATE_ABSENT)
			column->actors[column->count++] = i;
	column->shown = column->count <= height ? column->count : height > 1 ? height - 1 : 0;
	column->pitch = stage->token_rows > 1 ? stage->token_rows + 1 : column->count * 2 - 1 <= height ? 2 : 1;
	rows = column->count <= height ? (column->count - 1) * column->pitch + 1 : height;
	column->y = rows < height ? (height - rows) / 2 : 0;
}

static void
measure_slots(const struct queue_lab *lab, struct queue_stage *stage)
{
	int32_t capacity = lab->cursor.scene.knobs.values[KNOB_CAPACITY];
	int pitch = stage->token_cols + 1, rows;
	int room = stage->width - 2 * (stage->label_cols + stage->token_cols + stage->lane_cols);
	int fit = (room - 1) / pitch > 0 ? (room - 1) / pitch : 1;

	stage->slot_count = capacity ? capacity : fit * (stage->height - 3 < 2 * (stage->token_rows + 1) ? 1 : 2);
	stage->slot_rows = (stage->slot_count + fit - 1) / fit;
	stage->row_pitch = stage->token_rows + 1;
	stage->has_frame = stage->slot_rows * stage->row_pitch + 1 <= stage->height;
	if (!stage->has_frame) { /* rows without rules between them */
		stage->row_pitch = 1;
		stage->has_frame = stage->slot_rows + 2 <= stage->height;
	}
	if (stage->slot_rows > stage->height)
		stage->slot_rows = stage->height;
	stage->per_row = (stage->slot_count + stage->slot_rows - 1) / stage->slot_rows;
	if (stage->per_row > fit)
		stage->per_row = fit;
	if (stage->slot_count > stage->per_row * stage->slot_rows)
		stage->slot_count = stage->per_row * stage->slot_rows;
	stage->frame_cols = stage->per_row * pitch + 1;
	rows = (stage->slot_rows - 1) * stage->row_pitch + stage->token_rows + 2 * stage->has_frame;
	stage->has_caption = rows + 2 <= stage->height;
	stage->slot_x = stage->label_cols + stage->token_cols + stage->lane_cols + (room - stage->frame_cols) / 2 + 1;
	stage->slot_y = (stage->height - rows) / 2 + stage->has_frame;
}

static void
measure_at(const struct queue_lab *lab, int width, int height, int token_cols, int token_rows,
	   struct queue_stage *stage)
{
	*stage = (struct queue_stage){
		.width = width, .height = height, .token_cols = token_cols, .token_rows = token_rows
	};
	stage->label_cols = width >= WIDE_COLS ? 30 : width >= QUEUE_SHORT_COLS ? 23 : width >= 70 ? 15 : 13;
	stage->lane_cols = width >= WIDE_COLS ? 8 : width >= QUEUE_SHORT_COLS ? 5 : 2;
	measure_column(&lab->cursor.scene, 0, stage, &stage->producers);
	measure_column(&lab->cursor.scene, QUEUE_CONSUMER, stage, &stage->consumers);
	measure_slots(lab, stage);
}

static bool
column_fits(const struct queue_stage *stage, const struct queue_column *column)
{
	return column->count * (stage->token_rows + 1) - 1 <= stage->height;
}

/* Tokens three rows high where everything has room for them: they are seen from the back of a classroom. */
void
queue_stage_measure(const struct queue_lab *lab, int width, int height, struct queue_stage *stage)
{
	if (width >= QUEUE_SHORT_COLS) {
		measure_at(lab, width, height, 7, 3, stage);
		if (stage->has_frame && stage->row_pitch == 4 && stage->has_caption &&
		    column_fits(stage, &stage->producers) && column_fits(stage, &stage->consumers))
			return;
	}
	measure_at(lab, width, height, width >= 70 ? 5 : 4, 1, stage);
}

int
queue_view_stage_rows(const struct queue_lab *lab, int width)
{
	struct queue_stage stage;
	int actors;

	if (width < QUEUE_INLINE_COLS)
		return 3;
	measure_at(lab, width, 200, width >= 70 ? 5 : 4, 1, &stage);
	actors = stage.producers.count > stage.consumers.count ? stage.producers.count : stage.consumers.count;
	actors = actors <= 4 ? actors * 2 - 1 : actors;
	int slots = stage.slot_rows * 2 + 1 + 2;

	return actors > slots ? actors : slots;
}

struct queue_point
queue_stage_hand(const struct queue_stage *stage, unsigned actor)
{
	const struct queue_column *column = queue_is_consumer(actor) ? &stage->consumers : &stage->producers;
	int x = queue_is_consumer(actor) ? stage->width - stage->label_cols - stage->token_cols : stage->label_cols;

	for (int i = 0; i < column->count; i++) {
		if (column->actors[i] != actor)
			continue;
		int row = i < column->shown ? i * column->pitch : stage->height - 1 - column->y;
		int above = stage->token_rows / 2;

		return (struct queue_point){ (float)x, (float)(column->y + row - above) };
	}
	/* The program itself: below the producers. */
	return (struct queue_point){ (float)stage->label_cols, (float)(stage->height - stage->token_rows) };
}

struct queue_point
queue_stage_slot(const struct queue_stage *stage, int slot)
{
	int last = stage->slot_count > 0 ? stage->slot_count - 1 : 0;

	slot = slot < last ? slot : last;
	int row = slot / stage->per_row, column = stage->per_row - 1 - slot % stage->per_row;

	return (struct queue_point){ (float)(stage->slot_x + column * (stage->token_cols + 1)),
				     (float)(stage->slot_y + row * stage->row_pitch) };
}
