/* Commands in what lies over the panes: choosing from a list, closing it. */
#include "app/command_part.h"
#include "app/state.h"
#include "base/i18n.h"

enum {
	LIST_PAGE_ROWS = 10,
	LIST_ALL_ROWS = 1 << 30, /* more than there are: moving stops at the end */
};

static void
run_accept(struct app *app, const struct call *call)
{
	(void)call;
	if (app->overlay.ops && app->overlay.ops->accept)
		app->overlay.ops->accept(app, app->overlay.self);
}

static void
run_move(struct app *app, const struct call *call)
{
	if (app->overlay.ops && app->overlay.ops->move)
		app->overlay.ops->move(app, app->overlay.self, call->count * call->by);
}

static void
run_move_to_end(struct app *app, const struct call *call)
{
	if (app->overlay.ops && app->overlay.ops->move)
		app->overlay.ops->move(app, app->overlay.self, call->by);
}

static void
run_close(struct app *app, const struct call *call)
{
	(void)call;
	overlay_close(app);
}

const struct command command_lists[] = {
	{ "list-accept", N_("Choose"), run_accept, NULL, true, 0, 0 },
	{ "list-down", N_("Down"), run_move, NULL, true, 1, 0 },
	{ "list-up", N_("Up"), run_move, NULL, true, -1, 0 },
	{ "list-page-down", N_("Down ten"), run_move, NULL, true, LIST_PAGE_ROWS, 0 },
	{ "list-page-up", N_("Up ten"), run_move, NULL, true, -LIST_PAGE_ROWS, 0 },
	{ "list-top", N_("To the first"), run_move_to_end, NULL, true, -LIST_ALL_ROWS, 0 },
	{ "list-bottom", N_("To the last"), run_move_to_end, NULL, true, LIST_ALL_ROWS, 0 },
	{ "close-overlay", N_("Close"), run_close, NULL, true, 0, 0 },
	{ .name = NULL },
};
