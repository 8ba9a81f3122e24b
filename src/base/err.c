/* What went wrong, in words, and where. */
#include "base/err.h"

#include <stdio.h>
#include <string.h>

/* Copy TEXT into a buffer of SIZE bytes, which may be its own; a cut never leaves half a UTF-8 character. */
static void
copy_cut(char *out, size_t size, const char *text, size_t len)
{
	if (len >= size) {
		len = size - 1;
		while (len && ((unsigned char)text[len] & 0xC0) == 0x80)
			len--;
	}
	memmove(out, text, len);
	out[len] = '\0';
}

/* The words, with what an errno means behind them if it is not 0. The arguments may stand in ERR itself. */
__attribute__((format(printf, 3, 0))) static void
set_text(struct err *err, int errno_value, const char *format, va_list args)
{
	struct str_buf buf = { 0 };

	str_buf_vprintf(&buf, format, args);
	if (errno_value)
		str_buf_printf(&buf, ": %s", strerror(errno_value));
	err_clear(err);
	copy_cut(err->text, sizeof(err->text), str_buf_c(&buf), buf.len);
	str_buf_fini(&buf);
}

bool
err_set(struct err *err, const char *format, ...)
{
	va_list args;

	if (!err)
		return false;
	va_start(args, format);
	set_text(err, 0, format, args);
	va_end(args);
	return false;
}

bool
err_set_errno(struct err *err, int errno_value, const char *format, ...)
{
	va_list args;

	if (!err)
		return false;
	va_start(args, format);
	set_text(err, errno_value, format, args);
	va_end(args);
	return false;
}

bool
err_set_at(struct err *err, uint32_t line, uint32_t column, const char *format, ...)
{
	va_list args;

	if (!err)
		return false;
	va_start(args, format);
	set_text(err, 0, format, args);
	va_end(args);
	err->line = line;
	err->column = column;
	return false;
}

bool
err_at(struct err *err, struct str file, uint32_t line, uint32_t column)
{
	if (!err)
		return false;
	copy_cut(err->file, sizeof(err->file), file.data ? file.data : "", file.len);
	err->line = line;
	err->column = column;
	return false;
}

bool
err_is_set(const struct err *err)
{
	return err->text[0] != '\0';
}

void
err_clear(struct err *err)
{
	*err = (struct err){ 0 };
}

void
err_format(const struct err *err, struct str_buf *out)
{
	if (err->file[0])
		str_buf_printf(out, "%s:", err->file);
	if (err->line)
		str_buf_printf(out, "%u:", err->line);
	if (err->line && err->column)
		str_buf_printf(out, "%u:", err->column);
	if (err->file[0] || err->line)
		str_buf_append_byte(out, ' ');
	str_buf_append_c(out, err->text);
}
