/* Runs the regex engine over JSON lines, for comparing it with python3's re (regex_oracle.py). */
#include "driver.h"

#include "lab/regex/regex.h"

#include <string.h>

static cJSON *
answer(const cJSON *question)
{
	struct regex_request request = {
		.pattern = driver_member(question, "pattern"),
		.text = driver_member(question, "text"),
		.repl = driver_member(question, "repl"),
	};
	struct regex_result result;
	cJSON *out = cJSON_CreateObject();

	regex_flags_parse(driver_member(question, "flags"), &request.flags, NULL);
	for (int i = 0; i < REGEX_MODE_COUNT; i++)
		if (str_is_equal_c(driver_member(question, "mode"), regex_mode_names[i]))
			request.mode = (enum regex_mode)i;
	regex_run(&request, &result);
	if (result.status == REGEX_OK) {
		cJSON_AddStringToObject(out, "value", str_buf_c(&result.value));
	} else {
		cJSON_AddStringToObject(out, "error", result.err.text);
		cJSON_AddNumberToObject(out, "position", (double)result.err.column - 1);
		cJSON_AddNumberToObject(out, "status", (double)result.status);
	}
	regex_result_fini(&result);
	return out;
}

int
main(void)
{
	return driver_run(answer);
}
