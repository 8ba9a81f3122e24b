/* Opens, closes and drives what lies over the panes. */
#include "app/state.h"

void
overlay_open(struct app *app, const struct overlay_ops *ops, void *self)
{
	overlay_close(app);
	app->overlay = (struct overlay){ ops, self };
	app->needs_draw = true;
}

void
overlay_close(struct app *app)
{
	struct overlay overlay = app->overlay;

	app->overlay = (struct overlay){ 0 };
	if (overlay.ops)
		overlay.ops->close(app, overlay.self);
	app->needs_draw = true;
}

bool
overlay_step(struct app *app, uint64_t budget_ns)
{
	const struct overlay *overlay = &app->overlay;

	return overlay->ops && overlay->ops->step && overlay->ops->step(app, overlay->self, budget_ns);
}

bool
overlay_holds_keys(const struct app *app)
{
	const struct overlay *overlay = &app->overlay;

	return overlay->ops && overlay->ops->holds_keys && overlay->ops->holds_keys(overlay->self);
}
