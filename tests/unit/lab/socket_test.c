/* The socket lab's engine: scripts, escapes, the log, kernel states, notes. Nothing here opens a socket. */
#include "support/test.h"

#include "base/alloc.h"
#include "base/rng.h"
#include "lab/socket/sock_escape.h"
#include "lab/socket/sock_kernel.h"
#include "lab/socket/sock_note.h"
#include "lab/socket/sock_report.h"
#include "lab/socket/sock_script.h"
#include "lab/socket/sock_service.h"
#include "lab/socket/sock_words.h"

#include <errno.h>

/* ---- the script's language ---- */

static void
script__add_text__reads_calls(void **state)
{
	static const char text[] = "server: socket   # a comment\n"
				   "\n"
				   "# another\n"
				   "server: listen 3\n"
				   "anna: send \"a\\x00b\\n\" * 10\n"
				   "anna: send plain words\\r\\n\n"
				   "server: conn2.recv 7\n"
				   "server: s.close\n"
				   "anna: sendto \"x\" to server\n"
				   "anna: shutdown both\n"
				   "server: setsockopt linger 0\n"
				   "anna: wait\n";
	struct script script;
	struct err err = { 0 };

	(void)state;
	script_init(&script);
	assert_true(script_add_text(&script, str_of_c(text), 5, 1, &err));
	assert_int_equal(script.lines.len, 10);
	assert_int_equal(script.actor_count, 2);
	assert_string_equal(script.actors[1], "anna");
	assert_int_equal(script.lines.items[0].line, 5);
	assert_int_equal(script.lines.items[1].line, 8);
	assert_int_equal(script.lines.items[1].value, 3);
	assert_int_equal(script.lines.items[2].size, 10);
	assert_int_equal(script.lines.items[2].text_len, 4);
	assert_memory_equal(script.bytes.data + script.lines.items[2].text, "a\0b\n", 4);
	assert_str_equal(script_text(&script, script.lines.items[3].text, script.lines.items[3].text_len),
			 "plain words\r\n");
	assert_int_equal(script.lines.items[4].target, TARGET_ACCEPTED);
	assert_int_equal(script.lines.items[4].ordinal, 2);
	assert_int_equal(script.lines.items[5].target, TARGET_MAIN);
	assert_int_equal(script.lines.items[7].value, SHUT_RDWR);
	assert_int_equal(script.lines.items[8].option, SOCK_OPTION_LINGER);
	assert_int_equal(script.lines.items[9].call, SCRIPT_WAIT);
	script_fini(&script);
}

static void
script__add_text__says_where_it_is_wrong(void **state)
{
	static const struct {
		const char *text;
		uint32_t line, column;
	} cases[] = {
		{ "server bind", 1, 8 },
		{ ": bind", 1, 1 },
		{ "server: bind\nserver: dance", 2, 9 },
		{ "server: listen many", 1, 16 },
		{ "server: listen -1", 1, 16 },
		{ "server: listen 1 2", 1, 18 },
		{ "server: x.recv", 1, 9 },
		{ "server: conn0.recv", 1, 9 },
		{ "c: send \"abc", 1, 9 },
		{ "c: send \"ab\\qc\"", 1, 12 },
		{ "c: send \"abc\" * ", 1, 17 },
		{ "c: sendto \"x\" to nobody", 1, 18 },
		{ "c: shutdown now", 1, 13 },
		{ "c: setsockopt speed", 1, 15 },
		{ "c: recv 0", 1, 9 },
		{ "a-name-that-is-much-too-long: bind", 1, 1 },
		{ "a:wait\nb:wait\nc:wait\nd:wait\ne:wait\nf:wait\ng:wait\nh:wait\ni:wait", 9, 1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct script script;
		struct err err = { 0 };

		script_init(&script);
		if (script_add_text(&script, str_of_c(cases[i].text), 1, 1, &err))
			fail_msg("%s: was taken", cases[i].text);
		if (err.line != cases[i].line || err.column != cases[i].column)
			fail_msg("%s: %u:%u %s", cases[i].text, err.line, err.column, err.text);
		script_fini(&script);
	}
}

/* ---- escapes ---- */

static void
escape__read__gives_bytes_or_the_column(void **state)
{
	static const struct {
		const char *text, *bytes;
		size_t len;
		uint32_t column;
	} cases[] = {
		{ "a\\n\\r\\t", "a\n\r\t", 4, 0 },
		{ "\\x41\\xfF", "A\xff", 2, 0 },
		{ "\\0\\\\\\\"", "\0\\\"", 3, 0 },
		{ "\\e[2J", "\x1b[2J", 4, 0 },
		{ "你好", "你好", 6, 0 },
		{ "", "", 0, 0 },
		{ "ab\\", NULL, 0, 3 },
		{ "a\\q", NULL, 0, 2 },
		{ "\\x4", NULL, 0, 1 },
		{ "\\xg0", NULL, 0, 1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct str_buf out = { 0 };
		struct err err = { 0 };
		bool is_good = sock_escape_read(str_of_c(cases[i].text), &out, &err);

		assert_int_equal(is_good, cases[i].bytes != NULL);
		assert_int_equal(out.len, cases[i].len);
		if (is_good && out.len)
			assert_memory_equal(out.data, cases[i].bytes, out.len);
		assert_int_equal(err.column, cases[i].column);
		str_buf_fini(&out);
	}
}

/* What is written is printable ASCII and reads back as the same bytes. */
static void
escape__write__reads_back(void **state)
{
	struct rng rng;

	(void)state;
	rng_init(&rng, test_seed());
	for (int round = 0; round < 2000; round++) {
		char bytes[64];
		size_t len = (size_t)rng_below(&rng, sizeof(bytes));
		struct str_buf text = { 0 }, back = { 0 };

		for (size_t i = 0; i < len; i++)
			bytes[i] = (char)rng_below(&rng, 256);
		sock_escape_write(str_of(bytes, len), sizeof(bytes), &text);
		for (size_t i = 0; i < text.len; i++)
			assert_true(text.data[i] >= ' ' && text.data[i] < 0x7f);
		assert_true(sock_escape_read(str_cut(str_buf_str(&text), 2, text.len - 1), &back, NULL));
		assert_int_equal(back.len, len);
		if (len)
			assert_memory_equal(back.data, bytes, len);
		str_buf_fini(&text);
		str_buf_fini(&back);
	}
}

/* ---- the log ---- */

/* Whatever is appended, what is kept is right and what is gone is said. */
static void
log__append__keeps_the_newest(void **state)
{
	struct sock_log log;
	struct rng rng;

	(void)state;
	rng_init(&rng, test_seed());
	sock_log_init(&log, 100, 4096); /* 128 events, 4096 bytes */
	for (uint64_t number = 0; number < 1000; number++) {
		struct sock_event event = { .result = (int64_t)number };
		char bytes[700];
		size_t len = (size_t)rng_below(&rng, sizeof(bytes));

		memset(bytes, (int)(number & 0xff), sizeof(bytes));
		assert_int_equal(sock_log_append(&log, &event, str_of(bytes, len)), number);
		assert_int_equal(log.next - log.first, number < 128 ? number + 1 : 128);
		for (uint64_t i = log.first; i < log.next; i++) {
			const struct sock_event *kept = sock_log_at(&log, i);
			struct str payload = sock_log_bytes(&log, kept);

			assert_int_equal(kept->result, i);
			assert_true(payload.len == 0 || payload.len == kept->bytes_kept);
			for (size_t j = 0; j < payload.len; j += 37)
				assert_int_equal((unsigned char)payload.data[j], i & 0xff);
		}
		assert_int_equal(sock_log_bytes(&log, sock_log_at(&log, number)).len, len < 512 ? len : 512);
		assert_null(sock_log_at(&log, log.next));
	}
	assert_int_equal(log.first, 1000 - 128);
	assert_null(sock_log_at(&log, log.first - 1));
	sock_log_fini(&log);
}

/* ---- addresses and the kernel ---- */

static void
address__parse__and_format(void **state)
{
	static const struct {
		const char *text, *shown;
		bool is_loopback;
	} cases[] = {
		{ "127.0.0.1", "127.0.0.1:80", true },
		{ "localhost", "127.0.0.1:80", true },
		{ "::1", "[::1]:80", true },
		{ "[::1]", "[::1]:80", true },
		{ "", "0.0.0.0:80", false },
		{ "*", "0.0.0.0:80", false },
		{ "::", "[::]:80", false },
		{ "::ffff:127.0.0.1", "[::ffff:127.0.0.1]:80", true },
		{ "10.0.0.1", "10.0.0.1:80", false },
		{ "127.1.2.3", "127.1.2.3:80", true },
		{ "1.2.3", NULL, false },
		{ "host", NULL, false },
		{ "::1%nothing", NULL, false },
		{ "127.0.0.1 x", NULL, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		union sock_address address;
		struct str_buf text = { 0 };
		bool is_good = sock_address_parse(str_of_c(cases[i].text), 80, &address);

		assert_int_equal(is_good, cases[i].shown != NULL);
		if (is_good) {
			sock_address_format(&address, &text);
			assert_string_equal(str_buf_c(&text), cases[i].shown);
			assert_int_equal(sock_address_is_loopback(&address), cases[i].is_loopback);
		}
		str_buf_fini(&text);
	}
}

static void
kernel__state_in__reads_proc_net_tcp(void **state)
{
	static const char text[] =
		"  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
		"   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1\n"
		"   1: 0100007F:1F90 0100007F:C350 06 00000000:00000000 03:00000000 00000000     0        0 2\n"
		"   2: 0100007F:C350 0100007F:1F90 08 00000000:00000001 00:00000000 00000000     0        0 3\n"
		"   3: 0100007F:C3\n"
		"   4: ZZ00007F:C350 0100007F:1F90 01\n";
	union sock_address server, client, nobody;

	(void)state;
	sock_address_parse(STR("127.0.0.1"), 8080, &server);
	sock_address_parse(STR("127.0.0.1"), 50000, &client);
	sock_address_parse(STR("127.0.0.1"), 50001, &nobody);
	assert_int_equal(kernel_state_in(str_of_c(text), &server, &client), KERNEL_TIME_WAIT);
	assert_int_equal(kernel_state_in(str_of_c(text), &client, &server), KERNEL_CLOSE_WAIT);
	assert_int_equal(kernel_state_in(str_of_c(text), &client, &nobody), KERNEL_NONE);
	assert_int_equal(kernel_state_in(STR(""), &client, &server), KERNEL_NONE);
	assert_string_equal(kernel_state_name(KERNEL_SYN_SENT), "SYN_SENT");
	assert_string_equal(kernel_state_name(200), "");
}

/* ---- words ---- */

static void
words__of_events(void **state)
{
	static const struct {
		struct sock_event event;
		const char *bytes, *call, *result, *python;
	} cases[] = {
		{ { .call = SOCK_LISTEN, .fd = 3, .value = 5, .type = SOCK_STREAM },
		  "",
		  "listen(3, 5)",
		  "0",
		  "c.listen(5)" },
		{ { .call = SOCK_RECV, .fd = 4, .size = 10, .result = 3, .kind = SOCK_KIND_ACCEPTED, .ordinal = 2 },
		  "a\n\xff",
		  "recv(4, 10)",
		  "3 'a\\n\\xff'",
		  "data = conn2.recv(10)" },
		{ { .call = SOCK_SEND, .fd = 4, .size = 2, .result = -1, .error_number = EPIPE, .type = SOCK_STREAM },
		  "hi",
		  "send(4, 'hi', 2)",
		  "-1 EPIPE",
		  "n = c.send(b'hi')" },
		{ { .call = SOCK_SHUTDOWN, .fd = 4, .value = SHUT_WR },
		  "",
		  "shutdown(4, SHUT_WR)",
		  "0",
		  "c.shutdown(socket.SHUT_WR)" },
		{ { .call = SOCK_ACCEPT, .fd = 3, .phase = PHASE_WAITS, .made = 1 },
		  "",
		  "accept(3)",
		  "…",
		  "conn, addr = c.accept()" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct sock_words words = { .event = &cases[i].event, .bytes = str_of_c(cases[i].bytes) };
		struct str_buf text = { 0 };

		sock_words_call(&words, &text);
		assert_string_equal(str_buf_c(&text), cases[i].call);
		str_buf_clear(&text);
		sock_words_result(&words, &text);
		assert_string_equal(str_buf_c(&text), cases[i].result);
		str_buf_clear(&text);
		sock_words_python(&words, &text);
		assert_string_equal(str_buf_c(&text), cases[i].python);
		str_buf_fini(&text);
	}
}

/* Every event has a sentence, whatever is in it. */
static void
explain__every_event__says_something(void **state)
{
	static const int errors[] = { 0, EMFILE, EPIPE, ECONNRESET, ECONNREFUSED, ENOTCONN, 9999 };

	(void)state;
	for (int call = 0; call < SOCK_CALL_COUNT; call++) {
		for (int phase = PHASE_DONE; phase <= PHASE_RETURNS; phase++) {
			for (size_t i = 0; i < ARRAY_LEN(errors); i++) {
				struct sock_event event = { .call = (uint8_t)call,
							    .phase = (uint8_t)phase,
							    .error_number = errors[i],
							    .result = errors[i] ? -1 : 1,
							    .size = 2,
							    .type = SOCK_STREAM };
				struct sock_words words = { .event = &event };
				struct str_buf text = { 0 };

				sock_explain(&words, &text);
				assert_true(text.len > 10);
				str_buf_fini(&text);
			}
		}
	}
}

/* ---- notes ---- */

static void
note__find__goes_by_what_a_line_hangs_under(void **state)
{
	static const char note[] = "### 2018\n"
				   "- 1.2 sockets: UDP and TCP\n"
				   "    - Server\n"
				   "      3. nothing of either\n"
				   "- 1.3 UDP\n"
				   "    - Server steps\n"
				   "            1. make\n"
				   "            2. bind\n"
				   "- 1.4 TCP\n"
				   "     - Server steps\n"
				   "         1. make one\n"
				   "\n"
				   "         3) listen\n"
				   "     - Client steps\n"
				   "          1. make another\n";
	static const struct {
		const char *words;
		uint32_t line;
	} cases[] = {
		{ "UDP\nserver\n2", 17 },
		{ "TCP\nServer\n1", 20 },
		{ "TCP\nclient\n1", 24 },
		{ "tcp\nServer steps\n3", 22 },
		{ "UDP\nclient\n1", 0 },
		{ "UDP\nserver\n9", 0 },
		{ "", 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct str found;
		uint32_t line = 0;

		if (sock_note_find(str_of_c(note), 10, str_of_c(cases[i].words), &line, &found) !=
			    (cases[i].line > 0) ||
		    line != cases[i].line)
			fail_msg("%s: line %u", cases[i].words, line);
	}
}

static void
service__answers(void **state)
{
	struct str_buf out = { 0 };

	(void)state;
	sock_service_at(sock_service_find(STR("upper")))->answer(STR("aZ\xff\n"), 0, &out);
	assert_string_equal(str_buf_c(&out), "AZ\xff\n");
	str_buf_clear(&out);
	sock_service_at(sock_service_find(STR("time")))->greet(INT64_C(1542198600000000000), &out);
	assert_string_equal(str_buf_c(&out), "2018-11-14 12:30:00 UTC\r\n");
	str_buf_fini(&out);
	assert_int_equal(sock_service_find(STR("none")), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(script__add_text__reads_calls),
		cmocka_unit_test(script__add_text__says_where_it_is_wrong),
		cmocka_unit_test(escape__read__gives_bytes_or_the_column),
		cmocka_unit_test(escape__write__reads_back),
		cmocka_unit_test(log__append__keeps_the_newest),
		cmocka_unit_test(address__parse__and_format),
		cmocka_unit_test(kernel__state_in__reads_proc_net_tcp),
		cmocka_unit_test(words__of_events),
		cmocka_unit_test(explain__every_event__says_something),
		cmocka_unit_test(note__find__goes_by_what_a_line_hangs_under),
		cmocka_unit_test(service__answers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
