/* Runs the regex engine over JSON lines, for comparing it with python3's re (regex_oracle.py). */
#include "lab/regex/regex.h"

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
answer(const cJSON *question)
{
	struct regex_request request = {
		.pattern = member(question, "pattern"),
		.text = member(question, "text"),
		.repl = member(question, "repl"),
	};
	struct regex_result result;
	cJSON *out = cJSON_CreateObject();
	char *printed;

	regex_flags_parse(member(question, "flags"), &request.flags, NULL);
	for (int i = 0; i < REGEX_MODE_COUNT; i++)
		if (str_is_equal_c(member(question, "mode"), regex_mode_names[i]))
			request.mode = (enum regex_mode)i;
	regex_run(&request, &result);
	if (result.status == REGEX_OK) {
		cJSON_AddStringToObject(out, "value", str_buf_c(&result.value));
	} else {
		cJSON_AddStringToObject(out, "error", result.err.text);
		cJSON_AddNumberToObject(out, "position", (double)result.err.column - 1);
		cJSON_AddNumberToObject(out, "status", (double)result.status);
	}
	printed = cJSON_PrintUnformatted(out);
	puts(printed);
	cJSON_free(printed);
	cJSON_Delete(out);
	regex_result_fini(&result);
}

int
main(void)
{
	char *line = NULL;
	size_t capacity = 0;

	while (getline(&line, &capacity, stdin) > 0) {
		cJSON *question = cJSON_Parse(line);

		if (!question)
			return 1;
		answer(question);
		cJSON_Delete(question);
	}
	free(line);
	return 0;
}
