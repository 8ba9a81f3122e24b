/* Input of the clock lab: a time zone file, a TZ rule, or a format and a text for strptime, by the first byte. */
#include "lab/clock/format.h"
#include "lab/clock/zone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
ask(const struct zone *zone)
{
	for (int64_t epoch_s = -5000000000; epoch_s < 9000000000; epoch_s += 777777777)
		civil_of_epoch(epoch_s, zone_at(zone, epoch_s).offset_s);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = str_of((const char *)data + (size > 0), size ? size - 1 : 0), format;
	struct zone zone = { 0 };
	struct civil civil;
	struct err err = { 0 };
	struct str_buf out = { 0 };

	if (size < 2)
		return 0;
	switch (data[0] % 3) {
	case 0:
		if (zone_parse(&zone, rest, &err))
			ask(&zone);
		zone_fini(&zone);
		break;
	case 1:
		if (zone_rule_parse(&zone.rule, rest))
			ask(&zone);
		break;
	default:
		str_next(&rest, '\0', &format);
		if (format_read(rest, format, &civil, &err)) {
			format_write(&civil, format, &out);
			format_write_repr(&civil, &out);
		}
		break;
	}
	str_buf_fini(&out);
	return 0;
}
