/* `notes-tui lab clock format` and `calendar`: the engine without the screen. */
#include "lab/clock/clock_command.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "lab/arguments.h"
#include "lab/clock/format.h"
#include "lab/clock/zone.h"

#include <cJSON.h>
#include <stdlib.h>
#include <string.h>

bool
clock_read_instant(struct str text, int64_t *epoch_s, struct err *err)
{
	static const char *const formats[] = {
		"%Y-%m-%d %H:%M:%S %z", "%Y-%m-%d %H:%M:%S%z", "%Y-%m-%d %H:%M %z",
		"%Y-%m-%d %H:%M%z",     "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%d %H:%M:%S",
		"%Y-%m-%dT%H:%M:%S",    "%Y-%m-%d %H:%M",      "%Y-%m-%d",
	};
	struct civil civil;

	text = str_trim(text);
	if (str_to_int64(text, epoch_s)) {
		if (*epoch_s >= CIVIL_EPOCH_MIN && *epoch_s <= CIVIL_EPOCH_MAX)
			return true;
		return err_set(err, _("the instant is not in the years 1 to 9999"));
	}
	for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
		if (format_read(text, str_of_c(formats[i]), &civil, NULL)) {
			*epoch_s = civil_epoch(&civil);
			return true;
		}
	}
	return err_set(err, _("`%.*s` is no instant; write 2018-11-14 20:30:00 +08:00 or seconds since 1970"),
		       STR_ARG(str_cut(text, 0, 80)));
}

struct arguments {
	const char *at, *format, *zone, *parse;
	bool is_json;
};

static bool
parse_arguments(int argc, char **argv, struct arguments *out, struct err *err)
{
	const struct lab_argument known[] = {
		{ "--json", NULL, &out->is_json }, { "--at", &out->at, NULL },       { "--format", &out->format, NULL },
		{ "--zone", &out->zone, NULL },    { "--parse", &out->parse, NULL }, { .name = NULL },
	};

	*out = (struct arguments){ .format = "%Y-%m-%d %H:%M:%S %Z", .zone = "UTC" };
	return lab_arguments_read(argc, argv, known, NULL, err);
}

static struct civil
civil_in_zone(const struct zone *zone, int64_t epoch_s)
{
	struct zone_type type = zone_at(zone, epoch_s);
	struct civil civil = civil_of_epoch(epoch_s, type.offset_s);

	memcpy(civil.zone, type.name, sizeof(civil.zone));
	return civil;
}

static void
write_json(const struct arguments *arguments, const struct zone *zone, int64_t epoch_s, const struct civil *civil,
	   const char *text, struct str_buf *out)
{
	cJSON *root = cJSON_CreateObject();
	char *printed;

	cJSON_AddNumberToObject(root, "epoch", (double)epoch_s);
	cJSON_AddStringToObject(root, "zone", arguments->zone);
	cJSON_AddStringToObject(root, "abbreviation", civil->zone);
	cJSON_AddNumberToObject(root, "offset", civil->offset_s);
	cJSON_AddBoolToObject(root, "by_rule", zone->is_from_rule);
	cJSON_AddStringToObject(root, "weekday", civil_day_names[civil->weekday]);
	cJSON_AddStringToObject(root, "format", arguments->format);
	cJSON_AddStringToObject(root, "text", text);
	printed = cJSON_Print(root);
	str_buf_append_c(out, printed);
	str_buf_append_byte(out, '\n');
	cJSON_free(printed);
	cJSON_Delete(root);
}

static int
run_parse(struct lab_io *io, const struct arguments *arguments, struct err *err)
{
	struct civil civil;

	if (!format_read(str_of_c(arguments->parse), str_of_c(arguments->format), &civil, err))
		return 1;
	format_write_repr(&civil, io->out);
	str_buf_append_byte(io->out, '\n');
	return 0;
}

static int
run_format(struct lab_io *io, int argc, char **argv, struct err *err)
{
	struct arguments arguments;
	struct str_buf text = { 0 };
	struct zone zone;
	struct civil civil;
	int64_t epoch_s = clock_wall_ns() / (int64_t)NS_PER_S;

	if (!parse_arguments(argc, argv, &arguments, err))
		return 2;
	if (arguments.parse)
		return run_parse(io, &arguments, err);
	if ((arguments.at && !clock_read_instant(str_of_c(arguments.at), &epoch_s, err)) ||
	    !zone_find(&zone, CLOCK_ZONE_DIR, str_of_c(arguments.zone), err))
		return 2;
	civil = civil_in_zone(&zone, epoch_s);
	format_write(&civil, str_of_c(arguments.format), &text);
	if (arguments.is_json) {
		write_json(&arguments, &zone, epoch_s, &civil, str_buf_c(&text), io->out);
	} else {
		str_buf_append(io->out, str_buf_str(&text));
		str_buf_append_byte(io->out, '\n');
	}
	str_buf_fini(&text);
	zone_fini(&zone);
	return 0;
}

static int
run_calendar(struct lab_io *io, int argc, char **argv, struct err *err)
{
	int64_t year, month;

	if (argc != 3 || !str_to_int64(str_of_c(argv[1]), &year) || !str_to_int64(str_of_c(argv[2]), &month) ||
	    year < 1 || year > 9999 || month < 1 || month > 12) {
		err_set(err, _("calendar takes YEAR and MONTH, as 2018 11"));
		return 2;
	}
	civil_write_month((int32_t)year, (int32_t)month, io->out);
	return 0;
}

const struct lab_command clock_commands[] = {
	{ "format", "[--at INSTANT] [--format F] [--zone Z] [--parse TEXT] [--json]",
	  N_("an instant in a time zone by strftime, or a text read by strptime"), run_format },
	{ "calendar", "YEAR MONTH", N_("a month as calendar.month prints it"), run_calendar },
	{ 0 },
};
