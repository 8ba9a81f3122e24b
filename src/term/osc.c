/* Operating system commands: the clipboard and the title. */
#include "term/osc.h"

#include "text/cell.h"

static void
append_base64(struct str_buf *out, struct str bytes)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
	enum {
		PADDING = 64
	};

	for (size_t i = 0; i < bytes.len; i += 3) {
		size_t left = bytes.len - i;
		uint32_t group = (uint32_t)(uint8_t)bytes.data[i] << 16;

		if (left > 1)
			group |= (uint32_t)(uint8_t)bytes.data[i + 1] << 8;
		if (left > 2)
			group |= (uint8_t)bytes.data[i + 2];
		str_buf_append_byte(out, digits[group >> 18]);
		str_buf_append_byte(out, digits[group >> 12 & 63]);
		str_buf_append_byte(out, digits[left > 1 ? group >> 6 & 63 : PADDING]);
		str_buf_append_byte(out, digits[left > 2 ? group & 63 : PADDING]);
	}
}

void
osc_append_copy(struct str_buf *out, struct str text)
{
	size_t len = text.len;

	if (len > OSC_COPY_BYTES_MAX) {
		len = OSC_COPY_BYTES_MAX;
		while (len > OSC_COPY_BYTES_MAX - 4 && ((uint8_t)text.data[len] & 0xC0) == 0x80)
			len--;
	}
	str_buf_append_c(out, "\033]52;c;");
	append_base64(out, str_cut(text, 0, len));
	str_buf_append_c(out, "\a");
}

void
osc_append_title(struct str_buf *out, struct str title)
{
	str_buf_append_c(out, "\033]2;");
	cell_clean_fit(title, 200, out);
	str_buf_append_c(out, "\a");
}
