/* Draws the clock lab: month, instant in its zones, strftime and strptime. Works at any size. */
#include "base/alloc.h"
#include "base/i18n.h"
#include "canvas/box.h"
#include "lab/clock/clock_state.h"

#include <stdlib.h>
#include <string.h>

enum {
	MONTH_COLS = 20,
	MONTH_ROWS = 8,
	SIDE_BY_SIDE_COLS = 62,
	SIDE_BY_SIDE_MIN_COLS = 56, /* with the shortest times, where there are not the rows for one below the other */
	GAP_COLS = 4,
	TEXT_ROWS = 3 /* format, strftime, strptime */
};

static const char *
weekday_short(int32_t weekday)
{
	static const char *const names[] = { N_("Mo"), N_("Tu"), N_("We"), N_("Th"), N_("Fr"), N_("Sa"), N_("Su") };

	return _(names[weekday]);
}

static const char *
weekday_name(int32_t weekday)
{
	static const char *const names[] = { N_("Monday"), N_("Tuesday"),  N_("Wednesday"), N_("Thursday"),
					     N_("Friday"), N_("Saturday"), N_("Sunday") };

	return _(names[weekday]);
}

static const char *
weekday_middle(int32_t weekday)
{
	/* Translators: the weekday beside a time, as short as it is still clear by itself. */
	static const char *const names[] = { N_("Mon."), N_("Tue."), N_("Wed."), N_("Thu."),
					     N_("Fri."), N_("Sat."), N_("Sun.") };

	return _(names[weekday]);
}

/* Columns of the longest name of a weekday. */
static int
weekday_cols(void)
{
	int widest = 0;

	for (int32_t day = 0; day < 7; day++) {
		int cols = (int)cell_width(str_of_c(weekday_name(day)));

		widest = cols > widest ? cols : widest;
	}
	return widest;
}

static const char *
month_name(int32_t month)
{
	static const char *const names[] = { N_("January"),   N_("February"), N_("March"),    N_("April"),
					     N_("May"),       N_("June"),     N_("July"),     N_("August"),
					     N_("September"), N_("October"),  N_("November"), N_("December") };

	return _(names[month - 1]);
}

static void
set_place(const struct clock_lab *lab, const struct canvas *canvas, int place, struct rect area)
{
	const struct rect *all = &lab->places[PLACE_COUNT];

	lab->places[place] = (struct rect){ area.x + canvas->bounds.x - all->x, area.y + canvas->bounds.y - all->y,
					    area.width, area.height };
}

/* ---- the month ---- */

/* As calendar.month lays it out, Monday first, with the day of the instant marked. */
static void
draw_month(const struct clock_lab *lab, const struct canvas *canvas, const struct civil *today)
{
	struct civil first = { .year = today->year, .month = today->month, .day = 1 };
	struct str_buf title = { 0 };
	int title_cols;

	set_place(lab, canvas, PLACE_MONTH, (struct rect){ 0, 2, MONTH_COLS, MONTH_ROWS - 2 });
	civil_complete(&first);
	/* Translators: a month and its year, as "November 2018". */
	str_buf_printf(&title, _("%1$s %2$d"), month_name(today->month), today->year);
	title_cols = (int)cell_width(str_buf_str(&title));
	canvas_print(canvas, (MONTH_COLS - title_cols + 1) / 2, 0, STYLE(INK_STRONG, .attrs = ATTR_BOLD),
		     str_buf_str(&title));
	for (int day = 0; day < 7; day++)
		canvas_print_c(canvas, day * 3, 1, STYLE(INK_DIM), weekday_short(day));
	for (int32_t day = 1; day <= civil_month_days(today->year, today->month); day++) {
		int cell = first.weekday + day - 1, x = cell % 7 * 3, y = 2 + cell / 7;
		bool is_today = day == today->day;

		canvas_printf(canvas, x, y,
			      is_today ? STYLE(INK_STRONG, .paper = PAPER_ACCENT, .attrs = ATTR_BOLD)
				       : STYLE(cell % 7 >= 5 ? INK_ACCENT : INK_TEXT),
			      "%2d", day);
		if (is_today && x > 0)
			canvas_print_c(canvas, x - 1, y, STYLE(INK_ACCENT), sign(SIGN_ARROW_RIGHT));
	}
	str_buf_fini(&title);
}

/* ---- the instant ---- */

static int
zone_name_cols(const struct clock_lab *lab, int width)
{
	int widest = 5;

	for (size_t i = 0; i < lab->zone_count; i++) {
		int cols = (int)cell_width(str_of_c(lab->zones[i].name));

		widest = cols > widest ? cols : widest;
	}
	return widest < width / 2 ? widest : width / 2;
}

static void
draw_zone(const struct clock_lab *lab, const struct canvas *canvas, int y, size_t index)
{
	const struct clock_zone *zone = &lab->zones[index];
	int width = canvas_width(canvas), name_cols = zone_name_cols(lab, width), x = 2;
	bool is_here = index == lab->zone;
	struct civil civil = clock_lab_civil(lab, index);
	struct str_buf text = { 0 };

	if (is_here)
		canvas_print_c(canvas, 0, y, STYLE(INK_ACCENT), sign(SIGN_CURSOR_BAR));
	canvas_print_fit(canvas, x, y, name_cols, STYLE(is_here ? INK_ACCENT : INK_TEXT), str_of_c(zone->name));
	x += name_cols + 2;
	if (!zone->is_known) {
		canvas_print_fit(canvas, x, y, width - x, STYLE(INK_WARN), str_of_c(_("not known on this machine")));
		return;
	}
	format_write(&civil,
		     width - x >= 26   ? STR("%Y-%m-%d %H:%M:%S %z")
		     : width - x >= 14 ? STR("%m-%d %H:%M:%S")
		     : width - x >= 11 ? STR("%m-%d %H:%M")
				       : STR("%H:%M:%S"),
		     &text);
	x += canvas_print_fit(canvas, x, y, width - x, STYLE(INK_TEXT), str_buf_str(&text)) + 2;
	str_buf_clear(&text);
	/* All zones name their day in one way. */
	if (width - x >= weekday_cols())
		x += canvas_print_c(canvas, x, y, STYLE(INK_DIM), weekday_name(civil.weekday)) + 1;
	else if (width - x >= 4)
		x += canvas_print_c(canvas, x, y, STYLE(INK_DIM), weekday_middle(civil.weekday)) + 1;
	if (zone->zone.is_from_rule && width - x >= (int)cell_width(str_of_c(_("(by today's rule)"))))
		canvas_print_c(canvas, x, y, STYLE(INK_DIM), _("(by today's rule)"));
	str_buf_fini(&text);
}

static void
draw_instant(const struct clock_lab *lab, const struct canvas *canvas)
{
	int width = canvas_width(canvas), name_cols = zone_name_cols(lab, width), x = 2 + name_cols + 2, used;
	const char *words;

	canvas_print_fit(canvas, 2, 0, name_cols, STYLE(INK_DIM), str_of_c(_("epoch")));
	used = canvas_printf(canvas, x, 0, STYLE(INK_NUMBER, .attrs = ATTR_BOLD), "%lld", (long long)lab->epoch_s);
	x += used + 2;
	words = lab->is_live ? _("seconds since 1970, running") : _("seconds since 1970, standing");
	if ((int)cell_width(str_of_c(words)) > width - x)
		words = lab->is_live ? _("running") : _("standing");
	if ((int)cell_width(str_of_c(words)) <= width - x)
		canvas_print_c(canvas, x, 0, STYLE(lab->is_live ? INK_ACCENT : INK_DIM), words);
	set_place(lab, canvas, PLACE_ZONES, (struct rect){ 0, 2, width, (int)lab->zone_count });
	for (size_t i = 0; i < lab->zone_count; i++)
		draw_zone(lab, canvas, (int)i + 2, i);
}

/* ---- text ---- */

static int
label_cols(const struct canvas *canvas)
{
	return canvas_width(canvas) >= 30 ? 12 : 0;
}

static void
draw_field(const struct clock_lab *lab, const struct canvas *canvas, int y, enum clock_field field, const char *label,
	   const char *hint)
{
	bool is_here = lab->is_editing && lab->field == field;
	int x = label_cols(canvas);
	struct canvas room = canvas_part(canvas, x, y, canvas_width(canvas) - x, 1);

	set_place(lab, canvas, (int)field, (struct rect){ x, y, canvas_width(&room), 1 });
	if (x && is_here)
		canvas_print_c(canvas, 0, y, STYLE(INK_ACCENT), sign(SIGN_CURSOR_BAR));
	if (x)
		canvas_print_c(canvas, 2, y, STYLE(is_here ? INK_ACCENT : INK_DIM), label);
	canvas_fill(&room, (struct rect){ 0, 0, canvas_width(&room), 1 }, STYLE(INK_TEXT, .paper = PAPER_RAISED));
	edit_draw(lab->fields[field], &room, is_here, hint);
	canvas_restyle(&room, (struct rect){ 0, 0, canvas_width(&room), 1 },
		       (struct style){ .ink = INK_COUNT, .paper = PAPER_RAISED });
}

static void
draw_strftime(const struct clock_lab *lab, const struct canvas *canvas, int y)
{
	int x = label_cols(canvas);
	struct civil civil = clock_lab_civil(lab, lab->zone);
	struct str_buf text = { 0 };

	format_write(&civil, edit_text(lab->fields[FIELD_FORMAT]), &text);
	if (x)
		canvas_print_c(canvas, 2, y, STYLE(INK_DIM), "strftime");
	canvas_print_fit(canvas, x, y, canvas_width(canvas) - x, STYLE(INK_STRING), str_buf_str(&text));
	str_buf_fini(&text);
}

/* What the directives of the format mean, one after the other. */
static void
draw_meanings(const struct clock_lab *lab, const struct canvas *canvas, int y, int rows)
{
	struct str format = edit_text(lab->fields[FIELD_FORMAT]);
	int x = label_cols(canvas), width = canvas_width(canvas) - x;
	struct str_buf text = { 0 };

	for (size_t i = 0; i + 1 < format.len; i++) {
		const char *meaning;

		if (format.data[i] != '%')
			continue;
		meaning = format_meaning(format.data[++i]);
		if (meaning)
			str_buf_printf(&text, "%s%%%c %s", text.len ? " · " : "", format.data[i], _(meaning));
	}
	canvas_print_wrapped(canvas, (struct rect){ x, y, width > 0 ? width : 0, rows }, STYLE(INK_DIM),
			     str_buf_str(&text));
	str_buf_fini(&text);
}

/* What reading gives, or why it cannot be; false if there is nothing to read. */
static bool
read_text(const struct clock_lab *lab, struct str_buf *result, bool *is_read)
{
	struct str text = edit_text(lab->fields[FIELD_PARSE]), format = edit_text(lab->fields[FIELD_FORMAT]);
	struct civil civil;
	struct err err = { 0 };

	if (!text.len)
		return false;
	*is_read = format_read(text, format, &civil, &err);
	if (*is_read)
		format_write_repr(&civil, result);
	else
		str_buf_printf(result, "ValueError: %s", err.text);
	return true;
}

/* Rows of what reading gives. */
static int
result_rows(const struct clock_lab *lab, const struct canvas *canvas)
{
	struct rect nowhere = { 0, 0, canvas_width(canvas) - label_cols(canvas), 0 };
	struct str_buf result = { 0 };
	bool is_read;
	int rows = read_text(lab, &result, &is_read)
			   ? canvas_print_wrapped(canvas, nowhere, STYLE_PLAIN, str_buf_str(&result))
			   : 0;

	str_buf_fini(&result);
	return rows;
}

static void
draw_strptime(const struct clock_lab *lab, const struct canvas *canvas, int y)
{
	int x = label_cols(canvas), width = canvas_width(canvas) - x;
	struct rect rest = { x, y + 1, width > 0 ? width : 0, canvas_height(canvas) - y - 1 };
	struct str_buf result = { 0 };
	bool is_read;

	draw_field(lab, canvas, y, FIELD_PARSE, "strptime", _("type a date in that format"));
	if (rest.height > 0 && read_text(lab, &result, &is_read))
		canvas_print_wrapped(canvas, rest, STYLE(is_read ? INK_CODE : INK_ERROR), str_buf_str(&result));
	str_buf_fini(&result);
}

static void
draw_text(const struct clock_lab *lab, const struct canvas *canvas)
{
	int width = canvas_width(canvas), height = canvas_height(canvas), y = 0;

	if (height > TEXT_ROWS + 1 && height > TEXT_ROWS + result_rows(lab, canvas)) {
		box_rule(canvas, 0, 0, width, str_of_c(_("as text")), STYLE(INK_RULE), STYLE(INK_DIM));
		y = 1;
	}
	draw_field(lab, canvas, y++, FIELD_FORMAT, _("format"), "%Y-%m-%d");
	draw_strftime(lab, canvas, y++);
	if (height >= 9) {
		int rows = height >= 12 && width < 100 ? 3 : 2;

		draw_meanings(lab, canvas, y, rows);
		y += rows + 1;
	}
	draw_strptime(lab, canvas, y);
}

void
clock_lab_draw(const void *self, const struct canvas *canvas)
{
	const struct clock_lab *lab = self;
	int width = canvas_width(canvas), height = canvas_height(canvas), y;
	int zone_rows = (int)lab->zone_count + 2;
	struct civil today = clock_lab_civil(lab, lab->zone);
	struct canvas part;
	bool is_beside = width >= SIDE_BY_SIDE_COLS ||
			 (width >= SIDE_BY_SIDE_MIN_COLS && height < zone_rows + MONTH_ROWS + TEXT_ROWS + 1 &&
			  height >= MONTH_ROWS + TEXT_ROWS + result_rows(lab, canvas));

	memset(lab->places, 0, PLACE_COUNT * sizeof(*lab->places));
	lab->places[PLACE_COUNT] = canvas->bounds;
	if (width <= 0 || height <= 0)
		return;
	if (is_beside) {
		part = canvas_part(canvas, 2, 0, MONTH_COLS, height);
		draw_month(lab, &part, &today);
		part = canvas_part(canvas, 2 + MONTH_COLS + GAP_COLS, 0, width - 2 - MONTH_COLS - GAP_COLS, height);
		draw_instant(lab, &part);
		y = zone_rows > MONTH_ROWS ? zone_rows : MONTH_ROWS;
	} else {
		bool shows_month = height >= zone_rows + MONTH_ROWS + TEXT_ROWS + 1 && width >= MONTH_COLS;

		part = canvas_part(canvas, 0, 0, width, zone_rows);
		draw_instant(lab, &part);
		y = zone_rows;
		if (shows_month) {
			part = canvas_part(canvas, 2, zone_rows + 1, MONTH_COLS, MONTH_ROWS);
			draw_month(lab, &part, &today);
			y += MONTH_ROWS + 1;
		}
	}
	y += height - y >= 8;
	part = canvas_part(canvas, 0, y, width, height - y);
	draw_text(lab, &part);
}
