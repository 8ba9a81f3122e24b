/* Input of the regex lab: flags and mode in the first two bytes, then pattern, replacement and text between NULs. */
#include "lab/regex/regex.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
is_spent(void *ctx)
{
	return (*(int *)ctx)-- <= 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = str_of((const char *)data, size), part;
	struct str_buf parts[3] = { { 0 } };
	struct regex_result result;
	struct regex_request request = { .matches_max = 100, .value_bytes_max = 4096, .is_over = is_spent };
	int asked_left = 20;

	if (size < 2)
		return 0;
	rest = str_skip(rest, 2);
	for (int i = 0; i < 3 && str_next(&rest, '\0', &part); i++)
		regex_clean(part, &parts[i]);
	request.flags = data[0] & 31;
	request.mode = (enum regex_mode)(data[1] % REGEX_MODE_COUNT);
	request.pattern = str_buf_str(&parts[0]);
	request.repl = str_buf_str(&parts[1]);
	request.text = str_buf_str(&parts[2]);
	request.ctx = &asked_left;
	regex_run(&request, &result);
	/* Our parser lets through only what PCRE2 takes, but for what it cannot do. */
	if (result.status == REGEX_OK && result.match_count * (result.group_count + 1) != result.captures.len)
		abort();
	regex_result_fini(&result);
	for (int i = 0; i < 3; i++)
		str_buf_fini(&parts[i]);
	return 0;
}
