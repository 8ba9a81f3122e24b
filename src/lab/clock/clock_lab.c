/* The clock lab: one instant as a calendar, as a number, in several time zones, and as text. */
#include "lab/clock/clock_lab.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "lab/clock/clock_command.h"
#include "lab/clock/clock_state.h"

#include <stdlib.h>
#include <string.h>

enum {
	FIELD_BYTES_MAX = 512,
	DAY_S = 86400
};

enum {
	OPTION_AT,
	OPTION_ZONES,
	OPTION_FORMAT,
	OPTION_PARSE
};

static const struct lab_option options[] = {
	[OPTION_AT] = { "at", LAB_TEXT, .max = 100, .default_value = "",
			.help = N_("the instant, as 2018-11-14 20:30:00 +08:00 or seconds since 1970; the present if "
				   "empty") },
	[OPTION_ZONES] = { "zones", LAB_NODE, .help = N_("names of time zones, as [UTC, Asia/Shanghai]") },
	[OPTION_FORMAT] = { "format", LAB_TEXT, .max = FIELD_BYTES_MAX, .default_value = "%Y-%m-%d %H:%M:%S",
			    .help = N_("the format of strftime and strptime") },
	[OPTION_PARSE] = { "parse", LAB_TEXT, .max = FIELD_BYTES_MAX, .default_value = "",
			   .help = N_("a text for strptime to read") },
	{ 0 },
};

/* ---- opening ---- */

static bool
add_zone(struct clock_lab *lab, struct str name, struct err *err)
{
	struct clock_zone *zone = &lab->zones[lab->zone_count];
	struct err unknown = { 0 };

	name = str_trim(name);
	if (lab->zone_count == CLOCK_ZONES_MAX)
		return err_set(err, _("at most %d time zones"), CLOCK_ZONES_MAX);
	if (name.len == 0 || name.len >= sizeof(zone->name))
		return err_set(err, _("`%.*s` is no name of a time zone; names are like Asia/Shanghai"),
			       STR_ARG(str_cut(name, 0, 80)));
	memcpy(zone->name, name.data, name.len);
	zone->name[name.len] = '\0';
	/* A zone this machine does not know is shown as such: the note is right elsewhere. */
	zone->is_known = zone_find(&zone->zone, CLOCK_ZONE_DIR, name, &unknown);
	lab->zone_count++;
	return true;
}

static bool
add_zones(struct clock_lab *lab, const struct lab_value *value, struct err *err)
{
	const struct yaml_node *node = value->node;
	struct str rest = STR("UTC,Asia/Shanghai,Europe/London,America/New_York"), name;

	if (node && node->kind == YAML_SEQUENCE) {
		for (size_t i = 0; i < node->count; i++)
			if (!yaml_to_str(node->values[i], &name) || !add_zone(lab, name, err))
				return err && err_is_set(err) ? false : err_set(err, _("a time zone should be a name"));
		if (node->count)
			return true;
	}
	if (node && node->kind == YAML_MAPPING)
		return err_set(err, _("`zones` should be a list of names, as [UTC, Asia/Shanghai]"));
	if (node && node->kind == YAML_SCALAR && node->text.len)
		rest = node->text;
	while (str_next(&rest, ',', &name))
		if (!add_zone(lab, name, err))
			return false;
	return true;
}

static bool
fail_at(const struct lab_source *source, const struct lab_value *value, struct err *err)
{
	return err_at(err, source->file, value->line ? value->line : source->line, 0);
}

static void
clock_close(void *self)
{
	struct clock_lab *lab = self;

	free(lab->places);
	for (size_t i = 0; i < lab->zone_count; i++)
		zone_fini(&lab->zones[i].zone);
	for (int field = 0; field < FIELD_COUNT; field++) {
		edit_free(lab->fields[field]);
		free(lab->opened[field]);
	}
}

static bool
clock_open(void *self, const struct lab_env *env, const struct lab_source *source, struct err *err)
{
	struct clock_lab *lab = self;
	const struct lab_value *at = &source->values[OPTION_AT], *zones = &source->values[OPTION_ZONES];
	struct str texts[FIELD_COUNT] = {
		[FIELD_FORMAT] = source->values[OPTION_FORMAT].text,
		[FIELD_PARSE] = source->values[OPTION_PARSE].text,
	};

	lab->env = *env;
	lab->now_ns = env->now_ns;
	lab->places = NEW_ARRAY(struct rect, PLACE_COUNT + 1);
	if (!add_zones(lab, zones, err)) {
		clock_close(lab);
		return fail_at(source, zones, err);
	}
	if (str_trim(at->text).len && !clock_read_instant(at->text, &lab->opened_s, err)) {
		clock_close(lab);
		return fail_at(source, at, err);
	}
	lab->is_fixed = str_trim(at->text).len > 0;
	lab->is_live = !lab->is_fixed;
	lab->epoch_s = lab->is_fixed ? lab->opened_s : env->wall_ns / (int64_t)NS_PER_S;
	for (int field = 0; field < FIELD_COUNT; field++) {
		lab->fields[field] = edit_new(false, FIELD_BYTES_MAX);
		edit_set(lab->fields[field], texts[field]);
		lab->opened[field] = str_copy_c(texts[field]);
	}
	return true;
}

/* ---- time ---- */

static int64_t
wall_ns_now(const struct clock_lab *lab)
{
	return lab->env.wall_ns + (int64_t)(lab->now_ns - lab->env.now_ns);
}

static bool
clock_tick(void *self, uint64_t now_ns)
{
	struct clock_lab *lab = self;
	int64_t epoch_s;

	lab->now_ns = now_ns;
	epoch_s = wall_ns_now(lab) / (int64_t)NS_PER_S;
	if (!lab->is_live || epoch_s == lab->epoch_s)
		return false;
	lab->epoch_s = epoch_s;
	return true;
}

static uint64_t
clock_next_tick(const void *self)
{
	const struct clock_lab *lab = self;

	if (!lab->is_live || lab->env.is_still)
		return 0;
	return lab->now_ns + NS_PER_S - (uint64_t)(wall_ns_now(lab) % (int64_t)NS_PER_S);
}

struct civil
clock_lab_civil(const struct clock_lab *lab, size_t index)
{
	struct zone_type type = zone_at(&lab->zones[index].zone, lab->epoch_s);
	struct civil civil = civil_of_epoch(lab->epoch_s, type.offset_s);

	memcpy(civil.zone, type.name, sizeof(civil.zone));
	return civil;
}

/* ---- keys ---- */

enum action {
	DAY_ON,
	DAY_BACK,
	HOUR_ON,
	HOUR_BACK,
	MONTH_ON,
	MONTH_BACK,
	ZONE_NEXT,
	ZONE_BEFORE,
	RUN,
	RESTART,
	EDIT_FORMAT,
	EDIT_PARSE
};

static const struct {
	uint32_t key;
	enum action action;
	const char *shown, *label, *help;
} keys[] = {
	{ ' ', DAY_ON, "space", N_("a day on"), N_("a day on; PgDn a month") },
	{ K_RIGHT, DAY_ON, NULL, NULL, NULL },
	{ 'b', DAY_BACK, "b", N_("a day back"), N_("a day back; PgUp a month") },
	{ K_LEFT, DAY_BACK, NULL, NULL, NULL },
	{ '+', HOUR_ON, "+", N_("an hour on"), NULL },
	{ '=', HOUR_ON, NULL, NULL, NULL },
	{ '-', HOUR_BACK, "-", N_("an hour back"), NULL },
	{ K_PAGE_DOWN, MONTH_ON, NULL, NULL, NULL },
	{ K_PAGE_UP, MONTH_BACK, NULL, NULL, NULL },
	{ K_DOWN, ZONE_NEXT, NULL, NULL, NULL },
	{ 'j', ZONE_NEXT, "j", N_("zone"), N_("mark the next time zone; k the one before") },
	{ K_UP, ZONE_BEFORE, NULL, NULL, NULL },
	{ 'k', ZONE_BEFORE, NULL, NULL, NULL },
	{ 'r', RUN, "r", N_("run or stop"), N_("let the clock run, or stop it") },
	{ '0', RESTART, "0", N_("restart"), N_("back to the instant it began with") },
	{ K_ENTER, EDIT_FORMAT, "enter", N_("format"), N_("change the format of strftime") },
	{ 'e', EDIT_PARSE, "e", N_("strptime"), N_("change the text that strptime reads") },
};

static void
move_instant(struct clock_lab *lab, int64_t by_s)
{
	int64_t moved = lab->epoch_s + by_s;

	lab->is_live = false;
	if (moved >= CIVIL_EPOCH_MIN + DAY_S && moved <= CIVIL_EPOCH_MAX - DAY_S)
		lab->epoch_s = moved;
}

/* The same day of the next month, or its last. */
static void
move_month(struct clock_lab *lab, int by)
{
	struct civil civil = clock_lab_civil(lab, lab->zone);
	int32_t month = civil.month + by, year = civil.year;
	int64_t days = civil_days(civil.year, civil.month, civil.day);

	if (month < 1 || month > 12) {
		year += by;
		month = month < 1 ? 12 : 1;
	}
	if (year < 1 || year > 9999)
		return;
	if (civil.day > civil_month_days(year, month))
		civil.day = civil_month_days(year, month);
	move_instant(lab, (civil_days(year, month, civil.day) - days) * DAY_S);
}

static void
act(struct clock_lab *lab, enum action action)
{
	switch (action) {
	case DAY_ON:
	case DAY_BACK:
		move_instant(lab, action == DAY_ON ? DAY_S : -DAY_S);
		break;
	case HOUR_ON:
	case HOUR_BACK:
		move_instant(lab, action == HOUR_ON ? 3600 : -3600);
		break;
	case MONTH_ON:
	case MONTH_BACK:
		move_month(lab, action == MONTH_ON ? 1 : -1);
		break;
	case ZONE_NEXT:
		lab->zone = (lab->zone + 1) % lab->zone_count;
		break;
	case ZONE_BEFORE:
		lab->zone = (lab->zone + lab->zone_count - 1) % lab->zone_count;
		break;
	case RUN:
		lab->is_live = !lab->is_live;
		if (lab->is_live)
			lab->epoch_s = wall_ns_now(lab) / (int64_t)NS_PER_S;
		break;
	case RESTART:
		lab->is_live = !lab->is_fixed;
		lab->epoch_s = lab->is_fixed ? lab->opened_s : wall_ns_now(lab) / (int64_t)NS_PER_S;
		break;
	case EDIT_FORMAT:
	case EDIT_PARSE:
		lab->is_editing = true;
		lab->field = action == EDIT_FORMAT ? FIELD_FORMAT : FIELD_PARSE;
		break;
	}
}

static enum lab_reply
input_editing(struct clock_lab *lab, const struct event *event)
{
	if (event_is_key(event, K_ESC, 0) || event_is_key(event, K_ENTER, 0)) {
		lab->is_editing = false;
		return LAB_CHANGED;
	}
	if (event_is_key(event, K_TAB, 0) || event_is_key(event, K_TAB, MOD_SHIFT) || event_is_key(event, K_UP, 0) ||
	    event_is_key(event, K_DOWN, 0)) {
		lab->field = lab->field == FIELD_FORMAT ? FIELD_PARSE : FIELD_FORMAT;
		return LAB_CHANGED;
	}
	if (edit_input(lab->fields[lab->field], event) != EDIT_IGNORED)
		return LAB_CHANGED;
	return event->kind == EVENT_KEY && event->key < K_ENTER && !event->mods ? LAB_USED : LAB_IGNORED;
}

/* To the day of the month that is drawn at a place of it. */
static void
go_to_day(struct clock_lab *lab, int x, int y)
{
	struct civil civil = clock_lab_civil(lab, lab->zone), first = civil;
	int32_t day;

	first.day = 1;
	civil_complete(&first);
	day = y * 7 + x / 3 - first.weekday + 1;
	if (day >= 1 && day <= civil_month_days(civil.year, civil.month))
		move_instant(lab, (day - civil.day) * (int64_t)DAY_S);
}

/* A click goes to what is under it; the wheel turns the days, or the zones where they stand. */
static enum lab_reply
input_mouse(struct clock_lab *lab, const struct event *event)
{
	struct event local = *event;
	int place = 0;

	for (; place < PLACE_COUNT; place++) {
		struct rect area = lab->places[place];

		local.x = event->x - area.x;
		local.y = event->y - area.y;
		if (local.x >= 0 && local.y >= 0 && local.x < area.width && local.y < area.height)
			break;
	}
	if (event->action == MOUSE_WHEEL_UP || event->action == MOUSE_WHEEL_DOWN) {
		bool is_up = event->action == MOUSE_WHEEL_UP;

		act(lab, place == PLACE_ZONES ? (is_up ? ZONE_BEFORE : ZONE_NEXT) : (is_up ? DAY_BACK : DAY_ON));
		return LAB_CHANGED;
	}
	if (place == PLACE_COUNT || event->action != MOUSE_PRESS || event->button != 1)
		return LAB_IGNORED;
	if (place == PLACE_ZONES) {
		lab->zone = (size_t)local.y;
	} else if (place == PLACE_MONTH) {
		go_to_day(lab, local.x, local.y);
	} else {
		lab->is_editing = true;
		lab->field = (enum clock_field)place;
		edit_input(lab->fields[place], &local);
	}
	return LAB_CHANGED;
}

static enum lab_reply
clock_input(void *self, const struct event *event)
{
	struct clock_lab *lab = self;

	if (event->kind == EVENT_MOUSE)
		return input_mouse(lab, event);
	if (lab->is_editing)
		return input_editing(lab, event);
	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		if (event_is_key(event, keys[i].key, 0)) {
			act(lab, keys[i].action);
			return LAB_CHANGED;
		}
	}
	return LAB_IGNORED;
}

static size_t
clock_hints(const void *self, struct lab_hint *out, size_t max)
{
	const struct clock_lab *lab = self;
	size_t count = 0;

	if (lab->is_editing) {
		count = lab_hint_add(out, max, count, "tab", _("next field"));
		count = lab_hint_add(out, max, count, "esc", _("done"));
		return count;
	}
	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		if (keys[i].shown)
			count = lab_hint_add_help(out, max, count, keys[i].shown, _(keys[i].label),
						  keys[i].help ? _(keys[i].help) : NULL);
	return count;
}

/* ---- what it holds ---- */

static void
append_quoted(struct str_buf *out, struct str text)
{
	str_buf_append_byte(out, '\'');
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] == '\'')
			str_buf_append_byte(out, '\'');
		if ((unsigned char)text.data[i] >= 0x20)
			str_buf_append_byte(out, text.data[i]);
	}
	str_buf_append_c(out, "'\n");
}

static bool
clock_source(const void *self, struct str_buf *out)
{
	const struct clock_lab *lab = self;

	if (str_is_equal_c(edit_text(lab->fields[FIELD_FORMAT]), lab->opened[FIELD_FORMAT]) &&
	    str_is_equal_c(edit_text(lab->fields[FIELD_PARSE]), lab->opened[FIELD_PARSE]))
		return false;
	if (lab->is_fixed)
		str_buf_printf(out, "at: %lld\n", (long long)lab->opened_s);
	str_buf_append_c(out, "zones: [");
	for (size_t i = 0; i < lab->zone_count; i++)
		str_buf_printf(out, "%s%s", i ? ", " : "", lab->zones[i].name);
	str_buf_append_c(out, "]\nformat: ");
	append_quoted(out, edit_text(lab->fields[FIELD_FORMAT]));
	str_buf_append_c(out, "parse: ");
	append_quoted(out, edit_text(lab->fields[FIELD_PARSE]));
	return true;
}

static void
clock_dump(const void *self, struct str_buf *out)
{
	const struct clock_lab *lab = self;
	struct civil civil = clock_lab_civil(lab, lab->zone);

	str_buf_printf(out, "epoch=%lld\nlive=%d\nzone=%s\n", (long long)lab->epoch_s, lab->is_live,
		       lab->zones[lab->zone].name);
	str_buf_append_c(out, "strftime=");
	format_write(&civil, edit_text(lab->fields[FIELD_FORMAT]), out);
	str_buf_append_byte(out, '\n');
}

/* "live", or the instant; then the zone. */
static void
clock_save(const void *self, struct str_buf *out)
{
	const struct clock_lab *lab = self;

	if (lab->is_live)
		str_buf_printf(out, "live %zu", lab->zone);
	else
		str_buf_printf(out, "%lld %zu", (long long)lab->epoch_s, lab->zone);
}

static void
clock_restore(void *self, struct str text)
{
	struct clock_lab *lab = self;
	struct str when;
	int64_t zone, epoch_s;

	if (!str_next(&text, ' ', &when) || !str_to_int64(text, &zone))
		return;
	if (zone >= 0 && (size_t)zone < lab->zone_count)
		lab->zone = (size_t)zone;
	if (str_to_int64(when, &epoch_s) && epoch_s >= CIVIL_EPOCH_MIN && epoch_s <= CIVIL_EPOCH_MAX) {
		lab->is_live = false;
		lab->epoch_s = epoch_s;
	}
}

const struct lab_ops clock_lab_ops = {
	.name = "clock",
	.summary = N_("a calendar, the seconds since 1970, time zones, strftime and strptime"),
	.takes_yaml = true,
	.options = options,
	.commands = clock_commands,
	.state_size = sizeof(struct clock_lab),
	.open = clock_open,
	.close = clock_close,
	.tick = clock_tick,
	.next_tick = clock_next_tick,
	.input = clock_input,
	.draw = clock_lab_draw,
	.hints = clock_hints,
	.source = clock_source,
	.dump = clock_dump,
	.save = clock_save,
	.restore = clock_restore,
};
