/*
 * A program that answers questions, a line of JSON each, in lines of JSON: what the comparisons with python3 talk to.
 */
#ifndef LABS_DRIVER_H
#define LABS_DRIVER_H

#include "base/str.h"

#include <cJSON.h>
#include <stdio.h>
#include <stdlib.h>

static inline struct str
driver_member(const cJSON *object, const char *name)
{
	const char *text = cJSON_GetStringValue(cJSON_GetObjectItem(object, name));

	return str_of_c(text ? text : "");
}

/* Ask ANSWER each line of the standard input; what it gives is printed and deleted. Gives the exit status. */
static inline int
driver_run(cJSON *(*answer)(const cJSON *question))
{
	char *line = NULL;
	size_t capacity = 0;

	while (getline(&line, &capacity, stdin) > 0) {
		cJSON *question = cJSON_Parse(line), *out;
		char *printed;

		if (!question)
			return 1;
		out = answer(question);
		printed = cJSON_PrintUnformatted(out);
		puts(printed);
		cJSON_free(printed);
		cJSON_Delete(out);
		cJSON_Delete(question);
	}
	free(line);
	return 0;
}

#endif
