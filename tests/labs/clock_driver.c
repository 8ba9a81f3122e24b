/* Runs the clock lab's engine over JSON lines, for comparing it with python3 (clock_oracle.py). */
#include "lab/clock/format.h"
#include "lab/clock/zone.h"

#include <cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct str
member(const cJSON *object, const char *name)
{
	const char *text = cJSON_GetStringValue(cJSON_GetObjectItem(object, name));

	return str_of_c(text ? text : "");
}

static void
answer(const cJSON *question, struct str_buf *out)
{
	struct str kind = member(question, "kind"), format = member(question, "format");
	int64_t epoch_s = (int64_t)cJSON_GetNumberValue(cJSON_GetObjectItem(question, "epoch"));
	struct err err = { 0 };
	struct civil civil;
	struct zone zone;

	if (str_is_equal_c(kind, "strptime")) {
		if (format_read(member(question, "text"), format, &civil, &err))
			format_write_repr(&civil, out);
		else
			str_buf_append_c(out, err.text);
		return;
	}
	if (!zone_find(&zone, "/usr/share/zoneinfo", member(question, "zone"), &err)) {
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

int
main(void)
{
	char *line = NULL;
	size_t capacity = 0;

	while (getline(&line, &capacity, stdin) > 0) {
		cJSON *question = cJSON_Parse(line), *text;
		struct str_buf out = { 0 };
		char *printed;

		if (!question)
			return 1;
		answer(question, &out);
		text = cJSON_CreateString(str_buf_c(&out));
		printed = cJSON_PrintUnformatted(text);
		puts(printed);
		cJSON_free(printed);
		cJSON_Delete(text);
		cJSON_Delete(question);
		str_buf_fini(&out);
	}
	free(line);
	return 0;
}
