/* The commands of all rooms as one table. */
#include "app/command.h"

#include "app/command_part.h"
#include "app/state.h"
#include "base/alloc.h"

static const struct command *const rooms[] = {
	command_moves, command_reading, command_panes, command_lists, command_presents,
};

static size_t
room_size(const struct command *room)
{
	size_t size = 0;

	while (room[size].name)
		size++;
	return size;
}

size_t
command_count(void)
{
	size_t count = 0;

	for (size_t i = 0; i < ARRAY_LEN(rooms); i++)
		count += room_size(rooms[i]);
	return count;
}

const struct command *
command_at(size_t index)
{
	size_t room = 0;

	for (size_t size; index >= (size = room_size(rooms[room])); room++)
		index -= size;
	return &rooms[room][index];
}

const struct command *
command_find(struct str name)
{
	for (size_t i = 0; i < ARRAY_LEN(rooms); i++)
		for (const struct command *command = rooms[i]; command->name; command++)
			if (str_is_equal_c(name, command->name))
				return command;
	return NULL;
}

bool
command_is_possible(const struct command *command, struct app *app)
{
	return !command->when || command->when(app);
}

void
command_run(const struct command *command, struct app *app, int count)
{
	command->run(app, &(struct call){ .count = count > 0 ? count : 1,
					  .has_count = count > 0,
					  .by = command->by,
					  .what = command->what });
}

bool
command_has_lesson(struct app *app)
{
	return reader_is_open(&app->reader);
}

bool
command_has_notes(struct app *app)
{
	return course_lesson_count(&app->course) > 0;
}
