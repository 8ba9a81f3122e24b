/* JSON made by cJSON, with what cJSON does not mind made harmless. */
#include "cli/json.h"

#include "base/alloc.h"
#include "text/utf8.h"

#include <unictype.h>

/* What cJSON takes: valid UTF-8 without NUL. */
static char *
valid_text(struct str text)
{
	struct str_buf out = { 0 };
	uint32_t codepoint;

	while (utf8_next(&text, &codepoint, NULL))
		utf8_append(&out, codepoint ? codepoint : UTF8_REPLACEMENT);
	return str_buf_take(&out);
}

void
json_add_text(struct cJSON *object, const char *key, struct str text)
{
	char *copy = valid_text(text);

	if (!cJSON_AddStringToObject(object, key, copy))
		abort();
	free(copy);
}

void
json_add_number(struct cJSON *object, const char *key, double value)
{
	if (!cJSON_AddNumberToObject(object, key, value))
		abort();
}

static bool
is_shown(uint32_t codepoint)
{
	return codepoint < 0x7F || !uc_is_general_category_withtable(
					   codepoint, UC_CATEGORY_MASK_C | UC_CATEGORY_MASK_Zl | UC_CATEGORY_MASK_Zp);
}

static void
append_escaped(struct str_buf *out, uint32_t codepoint)
{
	if (codepoint > 0xFFFF) {
		str_buf_printf(out, "\\u%04x", (unsigned)(0xD800 + ((codepoint - 0x10000) >> 10)));
		codepoint = 0xDC00 + ((codepoint - 0x10000) & 0x3FF);
	}
	str_buf_printf(out, "\\u%04x", (unsigned)codepoint);
}

void
json_print(struct cJSON *value, struct out *out)
{
	char *text = cJSON_PrintUnformatted(value);
	struct str rest = str_of_c(text);
	struct str_buf safe = { 0 };
	uint32_t codepoint;

	if (!text)
		abort();
	/* Outside of strings there is only ASCII: what is escaped here always stands in one. */
	while (utf8_next(&rest, &codepoint, NULL)) {
		if (is_shown(codepoint))
			utf8_append(&safe, codepoint);
		else
			append_escaped(&safe, codepoint);
	}
	out_safe(out, str_buf_str(&safe));
	str_buf_fini(&safe);
	cJSON_free(text);
	cJSON_Delete(value);
}

void
json_list_begin(struct json_list *list, struct out *out)
{
	*list = (struct json_list){ .out = out };
	out_safe(out, STR("["));
}

void
json_list_add(struct json_list *list, struct cJSON *item)
{
	out_safe(list->out, list->has_items ? STR(",\n ") : STR("\n "));
	list->has_items = true;
	json_print(item, list->out);
}

void
json_list_end(struct json_list *list)
{
	out_safe(list->out, list->has_items ? STR("\n]\n") : STR("]\n"));
}
