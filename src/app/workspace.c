/* Draws the panes where the layout puts them, and the single rules between them. */
#include "app/state.h"

#include "canvas/box.h"

enum {
	LAB_MARGIN_COLS = 1,
	LAB_MARGIN_MIN_COLS = 30,
	LAB_TITLE_MIN_ROWS = 6,
	MARK_MIN_COLS = 20,
};

static struct canvas
cut_margin(const struct canvas *canvas, int top)
{
	int margin = canvas_width(canvas) >= LAB_MARGIN_MIN_COLS ? LAB_MARGIN_COLS : 0;

	return canvas_cut(canvas,
			  (struct rect){ margin, top, canvas_width(canvas) - 2 * margin, canvas_height(canvas) - top });
}

static bool
is_row(struct rect rule)
{
	return rule.height == 1 && rule.width > 1;
}

/* The lab's name on a rule: in the accent when keys go there. */
static void
draw_lab_name(const struct app *app, const struct canvas *canvas, int x, int y, int width)
{
	bool is_focused = app->focus == PANE_LAB;
	struct style rule = STYLE(is_focused ? INK_ACCENT : INK_RULE);
	struct style name = STYLE(is_focused ? INK_STRONG : INK_DIM, .attrs = is_focused ? ATTR_BOLD : 0);

	box_rule(canvas, x, y, width, str_of_c(host_title(app->lab.host)), rule, name);
}

/* The lab's name stands on the rule above it; with no rule there it gets a row of its own. */
static void
draw_lab(struct app *app, const struct canvas *screen)
{
	struct canvas pane = canvas_cut(screen, app->layout.panes[PANE_LAB]), inner;
	bool is_focused = app->focus == PANE_LAB, has_row;

	if (!app->lab.host)
		return;
	has_row = !is_row(app->layout.rule_lab) && canvas_height(&pane) >= LAB_TITLE_MIN_ROWS;
	if (has_row)
		draw_lab_name(app, &pane, 0, 0, canvas_width(&pane));
	inner = cut_margin(&pane, has_row);
	app->lab_x = inner.bounds.x - pane.bounds.x;
	app->lab_y = has_row;
	lab_pane_draw(&app->lab, &inner, is_focused);
}

static void
draw_reader(struct app *app, const struct canvas *screen)
{
	struct canvas pane = canvas_cut(screen, app->layout.panes[PANE_READER]);

	if (reader_is_open(&app->reader))
		reader_draw(&app->reader, &pane, app->focus == PANE_READER);
	else
		nothing_draw(app, &pane);
}

static void
draw_sidebar(struct app *app, const struct canvas *screen)
{
	struct canvas pane = canvas_cut(screen, app->layout.panes[PANE_SIDEBAR]);

	if (app->layout.is_drawer_open)
		canvas_fill(screen, app->layout.panes[PANE_SIDEBAR], STYLE_PLAIN);
	sidebar_draw(&app->sidebar, &pane, app->focus == PANE_SIDEBAR);
}

/* The rule over the outline ends on the one beside the sidebar. */
static void
draw_sidebar_rule(const struct app *app, const struct canvas *screen)
{
	const struct sidebar *sidebar = &app->sidebar;
	struct rect rule = app->layout.rule_sidebar;

	canvas_rule_v(screen, rule.x, rule.y, rule.height, STYLE(INK_RULE));
	sidebar_draw_view_marks(sidebar, screen, rule.x, rule.y);
	if (sidebar->outline.rows > 0)
		canvas_rule_h(screen, rule.x - 1, rule.y + sidebar->outline.y - 1, 2, STYLE(INK_RULE));
}

static void
draw_lab_rule(const struct app *app, const struct canvas *screen)
{
	struct rect rule = app->layout.rule_lab;

	if (rule.width <= 0 || rule.height <= 0 || !app->lab.host)
		return;
	if (is_row(rule))
		draw_lab_name(app, screen, rule.x, rule.y, rule.width);
	else
		canvas_rule_v(screen, rule.x, rule.y, rule.height, STYLE(INK_RULE));
}

/* How far one has read is a brighter part of the rule beside the text, or of the edge where there is no rule. */
static void
draw_view_mark(const struct app *app, const struct canvas *screen)
{
	struct rect pane = app->layout.panes[PANE_READER], rule = app->layout.rule_lab;
	const struct reader *reader = &app->reader;
	int x = pane.x + pane.width - 1;

	if (!reader_is_open(reader) || pane.width < MARK_MIN_COLS || pane.height < 3)
		return;
	if (rule.height > 0 && !is_row(rule))
		x = rule.x;
	for (int y = reader->view_start; y < reader->view_end && y < pane.height; y++)
		canvas_print_c(screen, x, pane.y + y, STYLE(INK_DIM), sign(SIGN_RULE_V));
}

/* What lies under a dialog steps back. */
static void
recede(const struct app *app, const struct canvas *screen)
{
	int top = app->layout.title.height, bottom = app->layout.keys.height;

	canvas_restyle(screen, (struct rect){ 0, top, canvas_width(screen), canvas_height(screen) - top - bottom },
		       (struct style){ .ink = INK_RULE, .paper = PAPER_BASE });
}

void
workspace_draw(struct app *app, const struct canvas *screen)
{
	const struct layout *layout = &app->layout;
	struct rect rule = layout->rule_sidebar;

	draw_lab_rule(app, screen);
	if (layout_is_shown(layout, PANE_READER)) {
		draw_reader(app, screen);
		draw_view_mark(app, screen);
	}
	if (layout_is_shown(layout, PANE_LAB))
		draw_lab(app, screen);
	if (layout_is_shown(layout, PANE_SIDEBAR))
		draw_sidebar(app, screen);
	if (rule.width > 0 && rule.height > 0)
		draw_sidebar_rule(app, screen);
	if (app->overlay.ops && app->overlay.ops->context != CONTEXT_FIELD)
		recede(app, screen);
}
