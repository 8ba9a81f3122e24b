/* What the first picture needs of the progress, beside the database. */
#include "lesson/progress_last.h"

#include "base/file.h"
#include "lesson/progress_db.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

enum {
	BYTES_MAX = 16384
};

#define HEAD "notes-tui last 1\n"

/* Fields are "LENGTH:BYTES\n": names of files may hold any byte. */
static void
append_field(struct str_buf *out, struct str field)
{
	str_buf_printf(out, "%zu:", field.len);
	str_buf_append(out, field);
	str_buf_append_byte(out, '\n');
}

static bool
take_field(struct str *rest, struct str_buf *out)
{
	uint64_t len = 0;
	size_t at = 0;

	while (at < rest->len && at < 6 && rest->data[at] >= '0' && rest->data[at] <= '9')
		len = 10 * len + (uint64_t)(rest->data[at++] - '0');
	if (at == 0 || at == rest->len || rest->data[at] != ':' || len + 2 > rest->len - at ||
	    rest->data[at + 1 + len] != '\n')
		return false;
	str_buf_append(out, str_cut(*rest, at + 1, at + 1 + len));
	*rest = str_skip(*rest, at + len + 2);
	return true;
}

/* The database as it stands there, and the line in the lesson. False if it has a log, or is not there. */
static bool
append_stamp(struct str_buf *out, const char *path, uint32_t line)
{
	struct file_stamp stamp;

	if (progress_db_has_log(path) || !file_stamp_get(path, &stamp))
		return false;
	str_buf_printf(out, "%" PRId64 " %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu32, stamp.modified_ns,
		       stamp.size_bytes, stamp.inode, stamp.device, line);
	return true;
}

static bool
parse(struct progress_last *last, struct str text, const char *path)
{
	struct str_buf head = { 0 }, expected = { 0 };
	bool is_good = str_has_prefix(text, STR(HEAD));
	struct str rest = is_good ? str_skip(text, sizeof(HEAD) - 1) : STR("");

	is_good = is_good && take_field(&rest, &head) && take_field(&rest, &last->course) &&
		  take_field(&rest, &last->lesson);
	for (size_t i = 0; i < PROGRESS_LAST_VALUES && is_good; i++)
		is_good = take_field(&rest, &last->values[i].name) && take_field(&rest, &last->values[i].value);
	if (is_good && rest.len > 0) {
		is_good = false;
	} else if (is_good) {
		size_t at = str_rfind_byte(str_buf_str(&head), ' ');

		last->line = at == STR_NONE ? 0 : (uint32_t)strtoul(str_buf_c(&head) + at, NULL, 10);
		is_good = append_stamp(&expected, path, last->line) &&
			  str_is_equal(str_buf_str(&head), str_buf_str(&expected));
	}
	str_buf_fini(&expected);
	str_buf_fini(&head);
	return is_good;
}

static char *
path_of(const char *path)
{
	struct str_buf name = { 0 };

	str_buf_printf(&name, "%s.last", path);
	return str_buf_take(&name);
}

bool
progress_last_read(struct progress_last *last, const char *path)
{
	struct str_buf text = { 0 };
	char *name = path_of(path);
	bool is_good;

	*last = (struct progress_last){ 0 };
	is_good = file_read(name, BYTES_MAX, &text, NULL, NULL) && parse(last, str_buf_str(&text), path);
	if (!is_good)
		progress_last_fini(last);
	str_buf_fini(&text);
	free(name);
	return is_good;
}

/* Not synced, nor renamed into its place: half a file, or one from before a crash, is not believed. */
void
progress_last_write(const struct progress_last *last, const char *path)
{
	struct str_buf text = { 0 }, stamp = { 0 };
	char *name = path_of(path);
	int fd = -1;

	if (append_stamp(&stamp, path, last->line)) {
		str_buf_append_c(&text, HEAD);
		append_field(&text, str_buf_str(&stamp));
		append_field(&text, str_buf_str(&last->course));
		append_field(&text, str_buf_str(&last->lesson));
		for (size_t i = 0; i < PROGRESS_LAST_VALUES; i++) {
			append_field(&text, str_buf_str(&last->values[i].name));
			append_field(&text, str_buf_str(&last->values[i].value));
		}
	}
	if (text.len > 0 && text.len <= BYTES_MAX)
		fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);
	if (fd >= 0 && write(fd, text.data, text.len) != (ssize_t)text.len)
		unlink(name);
	if (fd >= 0)
		close(fd);
	str_buf_fini(&stamp);
	str_buf_fini(&text);
	free(name);
}

void
progress_last_fini(struct progress_last *last)
{
	str_buf_fini(&last->course);
	str_buf_fini(&last->lesson);
	for (size_t i = 0; i < PROGRESS_LAST_VALUES; i++) {
		str_buf_fini(&last->values[i].name);
		str_buf_fini(&last->values[i].value);
	}
	last->line = 0;
}
