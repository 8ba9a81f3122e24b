/* A theme file of any bytes: refused, or one in which text can be read on what it stands on. */
#include "canvas/theme.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct theme theme;
	uint8_t inks[INK_COUNT][PAPER_COUNT], papers[PAPER_COUNT];
	struct err err = { 0 };

	memset(&theme, 0xA5, sizeof(theme));
	if (!theme_parse(&theme, str_of((const char *)data, size), STR("any"), &err)) {
		assert(err_is_set(&err));
		return 0;
	}
	assert(memchr(theme.id, 0, sizeof(theme.id)) && memchr(theme.name, 0, sizeof(theme.name)));
	assert(theme_contrast(theme.inks[INK_TEXT].rgb, theme.papers[PAPER_BASE].rgb) >= 4.5);
	theme_to_256(&theme, inks, papers);
	for (size_t i = 0; i < INK_COUNT; i++) {
		const struct theme_color *ink = &theme.inks[i];

		assert(ink->rgb <= 0xFFFFFF && ink->ansi16 >= -1 && ink->ansi16 < 16 && ink->ansi8 >= -1 &&
		       ink->ansi8 < 8);
		for (size_t j = 0; j < PAPER_COUNT; j++)
			assert(inks[i][j] >= 16);
	}
	for (size_t i = 0; i < PAPER_COUNT; i++)
		assert(theme.papers[i].rgb <= 0xFFFFFF && papers[i] >= 16);
	return 0;
}
