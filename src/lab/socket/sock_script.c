/* Reads scripts: one line after the other, each from left to right. */
#include "lab/socket/sock_script.h"

#include "base/i18n.h"
#include "lab/socket/sock_escape.h"

#include <string.h>

enum {
	RECV_DEFAULT = 1024,
	RECV_MAX = 1 << 20,
	BACKLOG_DEFAULT = 5,
	DATAGRAM_MAX = 65507, /* of IPv4: 65535 less two headers */
	NAME_MAX_BYTES = 23
};

struct reader {
	struct script *script;
	struct script_line *out;
	struct str rest, whole;
	struct err *err;
};

void
script_init(struct script *script)
{
	*script = (struct script){ .actor_count = 1 };
	strcpy(script->actors[0], "server");
}

void
script_fini(struct script *script)
{
	vec_fini(&script->lines);
	str_buf_fini(&script->bytes);
}

struct str
script_text(const struct script *script, size_t at, size_t len)
{
	return str_cut(str_buf_str(&script->bytes), at, at + len);
}

static bool fail(const struct reader *, const char *format, ...) __attribute__((format(printf, 2, 3)));

static bool
fail(const struct reader *reader, const char *format, ...)
{
	struct str_buf text = { 0 };
	va_list args;
	size_t done = reader->whole.len - reader->rest.len;

	va_start(args, format);
	str_buf_vprintf(&text, format, args);
	va_end(args);
	err_set_at(reader->err, reader->out->line, reader->out->column + (uint32_t)done, "%s", str_buf_c(&text));
	str_buf_fini(&text);
	return false;
}

static void
skip_blanks(struct reader *reader)
{
	size_t count = 0;

	while (count < reader->rest.len && (reader->rest.data[count] == ' ' || reader->rest.data[count] == '\t'))
		count++;
	reader->rest = str_skip(reader->rest, count);
}

static bool
is_name_byte(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
	       byte == '_' || byte == '-';
}

static struct str
peek_word(const struct reader *reader)
{
	size_t len = 0;

	while (len < reader->rest.len && is_name_byte(reader->rest.data[len]))
		len++;
	return str_cut(reader->rest, 0, len);
}

static struct str
next_word(struct reader *reader)
{
	struct str word;

	skip_blanks(reader);
	word = peek_word(reader);
	reader->rest = str_skip(reader->rest, word.len);
	return word;
}

static bool
find_actor(const struct script *script, struct str name, uint8_t *out)
{
	for (size_t i = 0; i < script->actor_count; i++) {
		if (str_is_equal_c(name, script->actors[i])) {
			*out = (uint8_t)i;
			return true;
		}
	}
	return false;
}

static bool
read_actor(struct reader *reader)
{
	struct script *script = reader->script;
	struct reader start = *reader;
	struct str name = next_word(reader);

	if (name.len == 0 || name.len > NAME_MAX_BYTES)
		return fail(&start, _("a line begins with who calls, as `server: bind` or `client: connect`"));
	skip_blanks(reader);
	if (reader->rest.len == 0 || reader->rest.data[0] != ':')
		return fail(reader, _("after `%.*s` comes a colon, as in `server: bind`"), STR_ARG(name));
	reader->rest = str_skip(reader->rest, 1);
	if (find_actor(script, name, &reader->out->actor))
		return true;
	if (script->actor_count == SCRIPT_ACTORS_MAX)
		return fail(&start, _("at most %d besides the server"), SCRIPT_ACTORS_MAX - 1);
	memcpy(script->actors[script->actor_count], name.data, name.len);
	script->actors[script->actor_count][name.len] = '\0';
	reader->out->actor = (uint8_t)script->actor_count++;
	return true;
}

/* "s.", "c.", "conn2.": consumed only if the dot is there. */
static bool
read_target(struct reader *reader)
{
	struct str name;
	int64_t ordinal = 1;

	skip_blanks(reader);
	name = peek_word(reader);
	if (name.len == 0 || name.len >= reader->rest.len || reader->rest.data[name.len] != '.')
		return true;
	if (str_is_equal_c(name, "s") || str_is_equal_c(name, "c")) {
		reader->out->target = TARGET_MAIN;
	} else if (str_has_prefix(name, STR("conn")) &&
		   (name.len == 4 || (str_to_int64(str_skip(name, 4), &ordinal) && ordinal >= 1 && ordinal <= 99))) {
		reader->out->target = TARGET_ACCEPTED;
		reader->out->ordinal = (uint32_t)ordinal;
	} else {
		return fail(reader, _("`%.*s` is no socket of a script: s, c, conn, conn2 … are"), STR_ARG(name));
	}
	reader->rest = str_skip(reader->rest, name.len + 1);
	return true;
}

static bool
at_end(struct reader *reader)
{
	skip_blanks(reader);
	return reader->rest.len == 0 || reader->rest.data[0] == '#';
}

/* A number in [MIN, MAX]; DEFAULT_VALUE when the line ends, unless that is negative. */
static bool
read_number(struct reader *reader, int64_t min, int64_t max, int64_t default_value, int64_t *out)
{
	struct reader start;
	struct str word;

	*out = default_value;
	if (at_end(reader) && default_value >= 0)
		return true;
	start = *reader;
	word = next_word(reader);
	if (!str_to_int64(word, out) || *out < min || *out > max)
		return fail(&start, _("a number from %lld to %lld belongs here"), (long long)min, (long long)max);
	return true;
}

static bool
read_size(struct reader *reader)
{
	int64_t size;

	if (!read_number(reader, 1, RECV_MAX, RECV_DEFAULT, &size))
		return false;
	reader->out->size = (uint64_t)size;
	return true;
}

static bool
read_backlog(struct reader *reader)
{
	return read_number(reader, 0, 65535, BACKLOG_DEFAULT, &reader->out->value);
}

/* The bytes up to the closing quote. */
static bool
read_quoted(struct reader *reader, struct str *out)
{
	size_t end = 1;

	while (end < reader->rest.len && reader->rest.data[end] != '"')
		end += reader->rest.data[end] == '\\' ? 2 : 1;
	if (end >= reader->rest.len)
		return fail(reader, _("the text has no closing quote"));
	*out = str_cut(reader->rest, 1, end);
	reader->rest = str_skip(reader->rest, end + 1);
	return true;
}

static bool
read_repeat(struct reader *reader, uint64_t max_bytes)
{
	int64_t size;

	skip_blanks(reader);
	if (reader->rest.len == 0 || reader->rest.data[0] != '*')
		return true;
	reader->rest = str_skip(reader->rest, 1);
	if (!read_number(reader, 1, (int64_t)max_bytes, -1, &size))
		return false;
	reader->out->size = (uint64_t)size;
	return true;
}

static bool
read_text(struct reader *reader, uint64_t max_bytes)
{
	struct reader start;
	struct err inner = { 0 };
	struct str text = STR("");
	bool is_quoted;

	skip_blanks(reader);
	start = *reader;
	is_quoted = reader->rest.len > 0 && reader->rest.data[0] == '"';
	if (is_quoted && !read_quoted(reader, &text))
		return false;
	if (!is_quoted) {
		text = str_trim_end(reader->rest);
		reader->rest = str_cut(reader->rest, 0, 0);
	}
	reader->out->text = reader->script->bytes.len;
	if (!sock_escape_read(text, &reader->script->bytes, &inner)) {
		start.rest = str_skip(start.rest, inner.column - 1 + is_quoted);
		return fail(&start, "%s", inner.text);
	}
	reader->out->text_len = reader->script->bytes.len - reader->out->text;
	reader->out->size = reader->out->text_len;
	if (reader->out->size > max_bytes)
		return fail(&start, _("at most %llu bytes can be sent at once"), (unsigned long long)max_bytes);
	return !is_quoted || read_repeat(reader, max_bytes);
}

static bool
read_send(struct reader *reader)
{
	return read_text(reader, SCRIPT_BYTES_MAX);
}

/* sendto "text" to NAME; the server unless it is said, and of a server whoever sent last. */
static bool
read_sendto(struct reader *reader)
{
	struct reader start;
	struct str name;

	if (!read_text(reader, DATAGRAM_MAX))
		return false;
	reader->out->to_actor = 0;
	if (at_end(reader))
		return true;
	if (!str_is_equal_c(next_word(reader), "to"))
		return fail(reader, _("behind the text may stand `to` and a name"));
	skip_blanks(reader);
	start = *reader;
	name = next_word(reader);
	if (!find_actor(reader->script, name, &reader->out->to_actor))
		return fail(&start, _("`%.*s` has done nothing yet, so it has no address"), STR_ARG(name));
	return true;
}

static bool
read_shutdown(struct reader *reader)
{
	static const char *const ways[] = { [SHUT_RD] = "read", [SHUT_WR] = "write", [SHUT_RDWR] = "both" };
	struct reader start;
	struct str word;

	reader->out->value = SHUT_WR;
	if (at_end(reader))
		return true;
	start = *reader;
	word = next_word(reader);
	for (size_t i = 0; i < ARRAY_LEN(ways); i++) {
		if (str_is_equal_c(word, ways[i])) {
			reader->out->value = (int64_t)i;
			return true;
		}
	}
	return fail(&start, _("shutdown takes read, write or both"));
}

static bool
read_option(struct reader *reader)
{
	static const struct {
		const char *name;
		int64_t max;
	} options[SOCK_OPTION_COUNT] = {
		[SOCK_OPTION_REUSE] = { "reuse", 0 },
		[SOCK_OPTION_SNDBUF] = { "sndbuf", 1 << 24 },
		[SOCK_OPTION_RCVBUF] = { "rcvbuf", 1 << 24 },
		[SOCK_OPTION_LINGER] = { "linger", 3600 },
	};
	struct reader start;
	struct str word;

	skip_blanks(reader);
	start = *reader;
	word = next_word(reader);
	for (size_t i = 0; i < ARRAY_LEN(options); i++) {
		if (!str_is_equal_c(word, options[i].name))
			continue;
		reader->out->option = (uint8_t)i;
		reader->out->value = 1;
		return options[i].max == 0 || read_number(reader, 0, options[i].max, -1, &reader->out->value);
	}
	return fail(&start, _("setsockopt takes reuse, sndbuf N, rcvbuf N or linger N"));
}

static bool
read_nothing(struct reader *reader)
{
	(void)reader;
	return true;
}

static const struct {
	const char *name;
	uint8_t call;
	bool (*read)(struct reader *);
} call_table[] = {
	{ "socket", SOCK_SOCKET, read_nothing },        { "bind", SOCK_BIND, read_nothing },
	{ "listen", SOCK_LISTEN, read_backlog },        { "accept", SOCK_ACCEPT, read_nothing },
	{ "connect", SOCK_CONNECT, read_nothing },      { "send", SOCK_SEND, read_send },
	{ "sendto", SOCK_SENDTO, read_sendto },         { "recv", SOCK_RECV, read_size },
	{ "recvfrom", SOCK_RECVFROM, read_size },       { "shutdown", SOCK_SHUTDOWN, read_shutdown },
	{ "setsockopt", SOCK_SETSOCKOPT, read_option }, { "close", SOCK_CLOSE, read_nothing },
	{ "wait", SCRIPT_WAIT, read_nothing },
};

static bool
read_call(struct reader *reader)
{
	struct reader start;
	struct str name;

	skip_blanks(reader);
	start = *reader;
	name = next_word(reader);
	for (size_t i = 0; i < ARRAY_LEN(call_table); i++) {
		if (!str_is_equal_c(name, call_table[i].name))
			continue;
		reader->out->call = call_table[i].call;
		if (!call_table[i].read(reader))
			return false;
		if (!at_end(reader))
			return fail(reader, _("`%.*s` takes no more than that"), STR_ARG(name));
		return true;
	}
	return fail(
		&start,
		_("`%.*s` is no call; socket, bind, listen, accept, connect, send, sendto, recv, recvfrom, shutdown, "
		  "setsockopt, close and wait are"),
		STR_ARG(str_cut(name, 0, 40)));
}

bool
script_add_line(struct script *script, struct str text, uint32_t line, uint32_t column, struct err *err)
{
	struct script_line out = { .line = line, .column = column };
	struct reader reader = { .script = script, .out = &out, .rest = text, .whole = text, .err = err };

	if (at_end(&reader))
		return true;
	if (script->lines.len == SCRIPT_LINES_MAX)
		return fail(&reader, _("at most %d lines"), SCRIPT_LINES_MAX);
	if (!read_actor(&reader) || !read_target(&reader) || !read_call(&reader))
		return false;
	vec_push(&script->lines, out);
	return true;
}

bool
script_add_text(struct script *script, struct str text, uint32_t line, uint32_t column, struct err *err)
{
	struct str part;

	for (; str_next_line(&text, &part); line++)
		if (!script_add_line(script, part, line, column, err))
			return false;
	return true;
}
