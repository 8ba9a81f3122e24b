/* Commands in present mode. */
#include "app/command_part.h"
#include "app/state.h"
#include "base/i18n.h"

static void
run_step(struct app *app, const struct call *call)
{
	for (int i = 0; i < call->count; i++)
		present_step(&app->present, call->by);
}

static void
run_section(struct app *app, const struct call *call)
{
	for (int i = 0; i < call->count; i++)
		present_section(&app->present, call->by);
}

static void
run_all(struct app *app, const struct call *call)
{
	(void)call;
	present_reveal_all(&app->present);
}

static void
run_blank(struct app *app, const struct call *call)
{
	(void)call;
	app->present.is_blank = !app->present.is_blank;
}

static void
run_spotlight(struct app *app, const struct call *call)
{
	(void)call;
	app->present.has_spotlight = !app->present.has_spotlight;
}

static void
run_keys(struct app *app, const struct call *call)
{
	(void)call;
	app->present.shows_keys = !app->present.shows_keys;
}

const struct command command_presents[] = {
	{ "present-next", N_("Next item"), run_step, NULL, true, 1, 0 },
	{ "present-back", N_("Item before"), run_step, NULL, true, -1, 0 },
	{ "present-section-next", N_("Next section"), run_section, NULL, true, 1, 0 },
	{ "present-section-back", N_("Section before"), run_section, NULL, true, -1, 0 },
	{ "present-all", N_("Reveal the whole section"), run_all, NULL, true, 0, 0 },
	{ "present-blank", N_("Blank the screen, or back"), run_blank, NULL, true, 0, 0 },
	{ "present-spotlight", N_("Spotlight on the current item"), run_spotlight, NULL, true, 0, 0 },
	{ "present-keys", N_("Show the last keys pressed"), run_keys, NULL, true, 0, 0 },
	{ .name = NULL },
};
