/* Runs the clock lab's engine over JSON lines, for comparing it with python3 (clock_oracle.py). */
#include "driver.h"

#include "lab/clock/format.h"
#include "lab/clock/zone.h"

#include <string.h>

static void
write_answer(const cJSON *question, struct str_buf *out)
{
	struct str kind = driver_member(question, "kind"), format = driver_member(question, "format");
	int64_t epoch_s = (int64_t)cJSON_GetNumberValue(cJSON_GetObjectItem(question, "epoch"));
	struct err err = { 0 };
	struct civil civil;
	struct zone zone;

	if (str_is_equal_c(kind, "strptime")) {
		if (format_read(driver_member(question, "text"), format, &civil, &err))
			format_write_repr(&civil, out);
		else
			str_buf_append_c(out, err.text);
		return;
	}
	if (!zone_find(&zone, "/usr/share/zoneinfo", driver_member(question, "zone"), &err)) {
		str_buf_append_c(out, err.text);
		return;
	}
	civil = civil_of_epoch(epoch_s, zone_at(&zone, epoch_s).offset_s);
	memcpy(civil.zone, zone_at(&zone, epoch_s).name, sizeof(civil.zone));
	if (str_is_equal_c(kind, "calendar"))
		civil_write_month(civil.year, civil.month, out);
	else
		format_write(&civil, format, out);
	zone_fini(&zone);
}

static cJSON *
answer(const cJSON *question)
{
	struct str_buf out = { 0 };
	cJSON *text;

	write_answer(question, &out);
	text = cJSON_CreateString(str_buf_c(&out));
	str_buf_fini(&out);
	return text;
}

int
main(void)
{
	return driver_run(answer);
}
