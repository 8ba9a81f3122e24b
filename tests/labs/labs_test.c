/*
 * Labs without a terminal: open one at a size, send keys and time, and compare the picture with a golden in
 * tests/labs/goldens/NAME.txt. UPDATE=1 writes the goldens anew; look at them before committing.
 */
#include "support/test.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/path.h"
#include "lab/host.h"
#include "lab/registry.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

/* 2018-11-14 20:30:00 in Beijing, 12:30:00 UTC, a Wednesday. */
#define WALL_NS (INT64_C(1542198600) * (int64_t)NS_PER_S)

struct scene {
	const char *name; /* of the golden */
	const char *lab, *preset, *body;
	int width, height;
	const char *keys; /* names with blanks between, 'text' types, ~ is a second of time */
};

/* A pattern and a text longer than any field is wide. */
#define LONG_PATTERN                                                                                               \
	"pattern: "                                                                                                \
	"'(?P<scheme>[a-z]+)://(?P<host>[\\w.-]+)(?::(?P<port>\\d+))?(?P<path>/[^\\s?#]*)?(?:#(?P<part>\\S*))?'\n" \
	"text: see https://docs.python.org:8080/3/library/re.html#regular-expression-syntax and nothing else\n"

static const struct scene scenes[] = {
	{ "regex-date-160x45", "regex", "date", "", 160, 45, "" },
	{ "regex-date-100x28", "regex", "date", "", 100, 28, "space space" },
	{ "regex-date-60x20", "regex", "date", "", 60, 20, "space" },
	{ "regex-date-30x10", "regex", "date", "", 30, 10, "" },
	{ "regex-date-12x3", "regex", "date", "", 12, 3, "" },
	{ "regex-email-80x20", "regex", "email-simple", "", 80, 20, "" },
	{ "regex-named-80x20", "regex", "named-groups", "", 80, 20, "$" },
	{ "regex-sub-80x20", "regex", "sub-swap", "", 80, 20, "" },
	{ "regex-sub-error-80x20", "regex", "sub-swap", "", 80, 20, "c ctrl-u '\\3' esc" },
	{ "regex-typing-80x20", "regex", "greedy", "", 80, 20, "enter ctrl-u '<.*?>'" },
	{ "regex-error-80x20", "regex", "date", "", 80, 20, "enter ctrl-u '(?P<year>[0-9]+'" },
	{ "regex-error-middle-60x20", "regex", "date", "", 60, 20, "enter ctrl-u 'ab**cd'" },
	{ "regex-error-apart-57x41", "regex", "greedy", "", 57, 41, "enter '('" },
	{ "regex-flags-error-80x20", "regex", "date", "", 80, 20, "f 'q'" },
	{ "regex-catastrophic-100x28", "regex", "catastrophic", "", 100, 28, "" },
	{ "regex-reference-80x28", "regex", "date", "", 80, 28, "ctrl-r" },
	{ "regex-reference-120x28", "regex", "date", "", 120, 28, "ctrl-r" },
	{ "regex-presets-80x24", "regex", "date", "", 80, 24, "p j j" },
	{ "regex-mode-80x16", "regex", "split", "", 80, 16, "enter tab tab right right esc" },
	{ "regex-empty-80x16", "regex", "", "text: ''", 80, 16, "" },
	{ "regex-unknown-key-80x16", "regex", "", "pattern: a\npatern: b\n", 80, 16, "" },
	{ "regex-bad-mode-60x12", "regex", "", "pattern: a\nmode: findal\n", 60, 12, "" },
	{ "regex-long-80x24", "regex", "", LONG_PATTERN, 80, 24, "enter left left left" },
	{ "regex-long-40x10", "regex", "", LONG_PATTERN, 40, 10, "e end" },
	{ "regex-list-pattern-80x12", "regex", "", "pattern: [abc]\n", 80, 12, "" },
	{ "clock-lesson-160x45", "clock", "lesson", "", 160, 45, "" },
	{ "clock-lesson-100x28", "clock", "lesson", "", 100, 28, "space j" },
	{ "clock-lesson-60x20", "clock", "lesson", "", 60, 20, "" },
	{ "clock-calendar-58x11", "clock", "calendar", "", 58, 11, "" },
	{ "clock-format-58x11", "clock", "format", "", 58, 11, "" },
	{ "clock-lesson-30x10", "clock", "lesson", "", 30, 10, "" },
	{ "clock-epoch-80x24", "clock", "epoch", "", 80, 24, "~ ~" },
	{ "clock-format-80x24", "clock", "format", "", 80, 24, "" },
	{ "clock-typing-80x24", "clock", "format", "", 80, 24, "enter ctrl-u '%d.%m.%Y' tab ctrl-u '14.11.2018'" },
	{ "clock-summer-80x20", "clock", "summer", "", 80, 20, "+" },
	{ "clock-unknown-zone-80x16", "clock", "", "at: 0\nzones: [UTC, Mars/Olympus]\n", 80, 16, "" },
	{ "clock-bad-at-80x10", "clock", "", "zones: [UTC]\nat: yesterday\n", 80, 10, "" },
	{ "threads-start-160x45", "threads", "lost-update", "", 160, 45, "" },
	{ "threads-race-1-100x22", "threads", "lost-update", "", 100, 22, "A" },
	{ "threads-race-2-100x22", "threads", "lost-update", "", 100, 22, "A B" },
	{ "threads-race-3-100x22", "threads", "lost-update", "", 100, 22, "A B A" },
	{ "threads-race-4-100x22", "threads", "lost-update", "", 100, 22, "A B A B" },
	{ "threads-future-100x22", "threads", "lost-update", "", 100, 22, "v space space space" },
	{ "threads-deadlock-100x24", "threads", "deadlock", "", 100, 24, "v $" },
	{ "threads-deadlock-60x20", "threads", "deadlock", "", 60, 20, "v $" },
	{ "threads-deadlock-58x17", "threads", "deadlock", "", 58, 17, "v $" },
	{ "threads-deadlock-40x14", "threads", "deadlock", "", 40, 14, "v $" },
	{ "threads-deadlock-20x8", "threads", "deadlock", "", 20, 8, "v $" },
	{ "threads-philosophers-120x30", "threads", "philosophers", "", 120, 30, "v $" },
	{ "threads-philosophers-70x16", "threads", "philosophers", "", 70, 16, "v $" },
	{ "threads-wakeup-100x24", "threads", "lost-wakeup", "", 100, 24, "v $" },
	{ "threads-daemons-100x24", "threads", "joinable-queue", "", 100, 24, "$" },
	{ "threads-barrier-100x24", "threads", "barrier", "", 100, 24, "space space space space space" },
	{ "threads-misuse-80x20", "threads", "check-then-act", "", 80, 20, "v $" },
	{ "threads-misuse-100x28", "threads", "check-then-act", "", 100, 28, "v $" },
	{ "threads-explore-100x24", "threads", "lost-update", "", 100, 24, "e" },
	{ "threads-explore-50x14", "threads", "deadlock", "", 50, 14, "e" },
	{ "threads-explore-both-ways-80x16", "threads", "check-then-act", "", 80, 16, "e" },
	{ "threads-caught-80x14", "threads", "check-then-act-fixed", "", 80, 14, "P A B" },
	{ "threads-starved-100x16", "threads", "",
	  "m = Lock()\nready = False\nthread A:\n    loop:\n        with m:\n            if ready: break\n"
	  "thread B, C:\n    with m: ready = True\n",
	  100, 16, "v $" },
	{ "threads-pane-60x10", "threads", "lost-update", "", 60, 10, "v $" },
	{ "threads-pane-philosophers-60x10", "threads", "philosophers", "", 60, 10, "v $" },
	{ "threads-waits-100x30", "threads", "",
	  "a, b = Semaphore(0), Semaphore(0)\ncv = Condition()\nbar = Barrier(4)\nq = Queue(1)\n"
	  "thread A:\n    b.acquire()\n    a.release()\nthread B:\n    a.acquire()\n    b.release()\n"
	  "thread C, D:\n    with cv: cv.wait()\nthread E, F:\n    bar.wait()\nthread G, H:\n    q.get()\n    "
	  "bar.wait()\n"
	  "thread I:\n    A.join()\n    with cv: cv.notify()\n    q.put(1)\n",
	  100, 30, "C C D D E F" },
	{ "threads-seven-60x20", "threads", "",
	  "forks = [Lock() for _ in range(7)]\nthread P * 7:\n    with forks[me]:\n        with forks[(me + 1) % 7]: "
	  "pass\n",
	  60, 20, "v $" },
	{ "threads-long-names-80x16", "threads", "",
	  "total_number_of_orders = 0\nlock_around_the_order_book = Lock()\nthread order_producer * 3:\n    repeat 2:\n"
	  "        with lock_around_the_order_book: total_number_of_orders += 1\ncheck total_number_of_orders == 6\n",
	  80, 16, "space space space space" },
	{ "threads-presets-80x24", "threads", "deadlock", "", 80, 24, "p" },
	{ "threads-error-80x12", "threads", "", "c = 0\nthread A:\n    c += = 1\n", 80, 12, "" },
	{ "queue-balanced-160x45", "queue", "balanced", "", 160, 45, "r ~ ~ ~ ~ ~ ~ ~ ~ r ~ ~" },
	{ "queue-slow-consumer-100x28", "queue", "slow-consumer", "", 100, 28, "r ~ ~ ~ ~ ~ ~ ~ ~ r ~ ~" },
	{ "queue-fast-consumer-60x20", "queue", "fast-consumer", "", 60, 20, "r ~ ~ ~ ~ ~ ~ ~ ~ r ~ ~" },
	{ "queue-bursty-160x45", "queue", "bursty", "", 160, 45, "r ~ ~ ~ ~ ~ ~ ~ ~ r ~ ~" },
	{ "queue-unbounded-growth-100x28", "queue", "unbounded-growth", "", 100, 28, "r ~ ~ ~ ~ ~ ~ ~ ~ r ~ ~" },
	{ "queue-sentinel-100x28", "queue", "sentinel", "", 100, 28, "r ~ ~ ~ ~ ~ ~ ~ ~ r ~ ~" },
	{ "queue-sentinel-improved-100x28", "queue", "sentinel-improved", "", 100, 28, "r ~ ~ ~ ~ ~ ~ ~ ~ r ~ ~" },
	{ "queue-sentinel-missing-100x28", "queue", "sentinel-missing", "", 100, 28, "r ~ ~ ~ ~ ~ ~ ~ ~ r ~ ~" },
	{ "queue-sentinel-waits-100x28", "queue", "",
	  "producers: 1\nconsumers: 1\ncapacity: 2\nput_rate: 10\nwork: 5000\nitems: 3\nending: missing\n", 100, 28,
	  "space space space space space space ~ ~" },
	{ "queue-sentinel-missing-60x20", "queue", "sentinel-missing", "", 60, 20, "r ~ ~ ~ ~ ~ ~ ~ ~ r ~ ~" },
	{ "queue-joinable-100x28", "queue", "joinable", "", 100, 28,
	  "space space space space space space space space space space space space ~ ~" },
	{ "queue-priority-160x45", "queue", "priority", "", 160, 45, "r ~ ~ ~ ~ ~ ~ ~ ~ r ~ ~" },
	{ "queue-starvation-100x28", "queue", "starvation", "", 100, 28, "r ~ ~ ~ ~ ~ ~ ~ ~ r ~ ~" },
	{ "queue-starvation-24x12", "queue", "starvation", "", 24, 12, "r ~ ~ ~ ~ ~ ~ ~ ~ r ~ ~" },
	{ "queue-balanced-20x5", "queue", "balanced", "", 20, 5, "r ~ ~ ~ ~ ~ ~ ~ ~ r ~ ~" },
	{ "queue-knob-100x28", "queue", "slow-consumer", "", 100, 28, "space space down down down right right ~ ~" },
	{ "queue-killed-100x28", "queue", "slow-consumer", "", 100, 28, "r ~ ~ ~ ~ r a a a x a a w ~ ~" },
	{ "queue-fifo-pipe-80x10", "queue", "", "engine: processes\ndiscipline: lifo\n", 80, 10, "" },
	{ "queue-range-80x10", "queue", "", "capacity: 65\n", 80, 10, "" },
	{ "socket-planned-80x20", "socket", "tcp-echo", "", 80, 20, "" },
	{ "socket-three-66x14", "socket", "two-clients", "", 66, 14, "" },
	{ "socket-handshake-100x28", "socket", "tcp-steps", "", 100, 28, "space space space space space space" },
	{ "socket-end-160x45", "socket", "tcp-steps", "", 160, 45, "$ b b" },
	{ "socket-udp-80x24", "socket", "udp-echo", "", 80, 24, "$" },
	{ "socket-refused-60x20", "socket", "refused", "", 60, 20, "space space space space" },
	{ "socket-backlog-100x28", "socket", "backlog-full", "", 100, 28,
	  "space space space space space space space space space" },
	{ "socket-two-clients-120x30", "socket", "two-clients", "", 120, 30, "$ b b b b b" },
	{ "socket-lost-80x24", "socket", "datagram-lost", "", 80, 24, "$" },
	{ "socket-list-30x12", "socket", "reset", "", 30, 12, "$ b b" },
	{ "socket-breaks-80x24", "socket", "tcp-echo", "", 80, 24, "k j space" },
	{ "socket-console-80x24", "socket", "console", "", 80, 24, "enter 'hi\\q' enter" },
	{ "socket-console-nobody-80x24", "socket", "console", "", 80, 24, "enter 'hi' enter" },
	{ "socket-confirm-80x12", "socket", "", "address: 0.0.0.0\nport: 7\nserver: echo\n", 80, 12, "" },
	{ "socket-bad-script-80x16", "socket", "", "script:\n  - server: bind\n  - client: jump\n", 80, 16, "" },
	{ "no-lab-60x8", "regexp", "", "", 60, 8, "" },
	{ "no-preset-80x8", "regex", "dates", "", 80, 8, "" },
};

struct stage {
	struct loop *loop;
	struct host *host;
	struct lab_env env;
	uint64_t now_ns;
	bool is_changed;
};

static void
changed(void *ctx)
{
	((struct stage *)ctx)->is_changed = true;
}

static void
open_staged(struct stage *stage, const char *lab, const char *preset, const char *body, bool is_still)
{
	char *content = path_shipped("content");
	char *labs = path_join(str_of_c(content), STR("labs"));
	const char *dirs[] = { labs, NULL };
	struct host_spec spec = {
		.lab = str_of_c(lab),
		.preset = str_of_c(preset),
		.body = str_of_c(body),
		.file = STR("lesson.md"),
		.line = 11,
		.preset_dirs = dirs,
	};

	*stage = (struct stage){ .loop = loop_new(), .now_ns = NS_PER_S };
	stage->env = (struct lab_env){
		.loop = stage->loop,
		.seed = 1,
		.now_ns = stage->now_ns,
		.wall_ns = WALL_NS,
		.language = "en",
		.is_still = is_still,
		.changed = changed,
		.ctx = stage,
	};
	stage->host = host_open(&spec, &stage->env);
	free(labs);
	free(content);
}

static void
open_stage(struct stage *stage, const char *lab, const char *preset, const char *body)
{
	open_staged(stage, lab, preset, body, false);
}

static void
close_stage(struct stage *stage)
{
	host_close(stage->host);
	loop_free(stage->loop);
}

/* Let workers finish, so that the picture does not depend on how fast they are. */
static void
settle(struct stage *stage)
{
	struct str_buf dump = { 0 };

	for (int i = 0; i < 1000; i++) {
		str_buf_clear(&dump);
		host_dump(stage->host, &dump);
		if (str_find(str_buf_str(&dump), STR("working=1")) == STR_NONE)
			break;
		loop_run_once(stage->loop, 10);
	}
	str_buf_fini(&dump);
}

static void
send_key(struct stage *stage, uint32_t key, unsigned mods)
{
	struct event event = { .kind = EVENT_KEY, .key = key, .mods = mods };

	host_input(stage->host, &event);
	settle(stage);
}

static void
send_word(struct stage *stage, struct str word)
{
	struct event event = { 0 };

	if (str_is_equal_c(word, "~")) {
		stage->now_ns += NS_PER_S;
		host_tick(stage->host, stage->now_ns);
		return;
	}
	if (!event_key_parse(word, &event))
		fail_msg("no such key: %.*s", (int)word.len, word.data);
	send_key(stage, event.key, event.mods);
}

static void
send_keys(struct stage *stage, const char *keys)
{
	while (*keys) {
		size_t len = strcspn(keys, " ");

		if (*keys == ' ') {
			keys++;
			continue;
		}
		if (*keys == '\'') {
			for (keys++; *keys && *keys != '\''; keys++)
				send_key(stage, (unsigned char)*keys, 0);
			keys += *keys == '\'';
			continue;
		}
		send_word(stage, str_of(keys, len));
		keys += len;
	}
}

static void
draw(struct stage *stage, int width, int height, struct str_buf *out)
{
	struct surface surface;
	struct canvas canvas;

	surface_init(&surface, width, height);
	canvas = canvas_of(&surface);
	host_draw(stage->host, &canvas, true);
	surface_to_text(&surface, out);
	surface_fini(&surface);
}

static void
compare_golden(const char *name, struct str picture)
{
	const char *srcdir = getenv("srcdir");
	struct str_buf path = { 0 }, golden = { 0 };
	struct err err = { 0 };

	str_buf_printf(&path, "%s/tests/labs/goldens/%s.txt", srcdir ? srcdir : ".", name);
	if (getenv("UPDATE")) {
		assert_true(file_save(str_buf_c(&path), picture, &err));
	} else {
		if (!file_read(str_buf_c(&path), 1 << 20, &golden, NULL, &err))
			fail_msg("%s: %s", str_buf_c(&path), err.text);
		if (!str_is_equal(str_buf_str(&golden), picture))
			print_message("%s differs; this is what was drawn:\n%.*s\n", str_buf_c(&path), (int)picture.len,
				      picture.data);
		assert_true(str_is_equal(str_buf_str(&golden), picture));
	}
	str_buf_fini(&path);
	str_buf_fini(&golden);
}

/* What names a file of this machine is left out. */
static void
hide_paths(struct str_buf *text)
{
	char *content = path_shipped("content");
	size_t at;

	while ((at = str_find(str_buf_str(text), str_of_c(content))) != STR_NONE)
		str_buf_replace(text, at, at + strlen(content), STR("content"));
	free(content);
}

/* Descriptors begin at the same number whatever else is open, so that pictures with them are the same. */
enum {
	FIRST_FD = 30
};
static int held_fds[FIRST_FD];
static size_t held_count;

static void
hold_low_fds(void)
{
	int fd;

	while ((fd = open("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0 && fd < FIRST_FD)
		held_fds[held_count++] = fd;
	if (fd >= 0)
		close(fd);
}

static void
free_low_fds(void)
{
	while (held_count > 0)
		close(held_fds[--held_count]);
}

/* A port is whatever was free: five digits. */
static void
hide_ports(struct str_buf *text)
{
	for (size_t i = 0; i < text->len; i++) {
		size_t len = 0;

		while (i + len < text->len && text->data[i + len] >= '0' && text->data[i + len] <= '9')
			len++;
		if (len == 5)
			memset(text->data + i, 'N', len);
		i += len;
	}
}

static void
draw_scene(const struct scene *scene, bool is_still)
{
	struct str_buf picture = { 0 };
	struct stage stage;

	hold_low_fds();
	open_staged(&stage, scene->lab, scene->preset, scene->body, is_still);
	settle(&stage);
	/* A first draw tells lists and fields their size, as in the program. */
	draw(&stage, scene->width, scene->height, &picture);
	str_buf_clear(&picture);
	send_keys(&stage, scene->keys);
	draw(&stage, scene->width, scene->height, &picture);
	hide_paths(&picture);
	if (strcmp(scene->lab, "socket") == 0)
		hide_ports(&picture);
	free_low_fds();
	compare_golden(scene->name, str_buf_str(&picture));
	str_buf_fini(&picture);
	close_stage(&stage);
}

static void
labs__draw__goldens(void **state)
{
	/* As a lesson shows them. */
	static const struct scene cards[] = {
		{ "socket-three-card-61x9", "socket", "two-clients", "", 61, 9, "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(scenes); i++)
		draw_scene(&scenes[i], false);
	for (size_t i = 0; i < ARRAY_LEN(cards); i++)
		draw_scene(&cards[i], true);
}

/* A peer that sends escape sequences, controls and bidirectional characters draws nothing with them. */
static void
labs__socket__peer_cannot_draw(void **state)
{
	static const char hostile[] = "\x1b[2J\x1b]0;owned\x07\x9b"
				      "31m\xe2\x80\xae\xc2\x9b\r\b\0\xff";
	struct str_buf dump = { 0 }, picture = { 0 };
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct stage stage;
	int64_t port = 0;
	int fd;

	(void)state;
	open_stage(&stage, "socket", "console", "");
	host_dump(stage.host, &dump);
	size_t at = str_find(str_buf_str(&dump), STR("port="));
	struct str rest = str_skip(str_buf_str(&dump), at + 5), word;

	assert_true(str_next(&rest, '\n', &word) && str_to_int64(word, &port));
	address.sin_port = htons((uint16_t)port);
	fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_int_equal(send(fd, hostile, sizeof(hostile), 0), sizeof(hostile));
	for (int i = 0; i < 1000; i++) {
		str_buf_clear(&dump);
		host_dump(stage.host, &dump);
		if (str_find(str_buf_str(&dump), STR("call=send")) != STR_NONE)
			break;
		loop_run_once(stage.loop, 10);
	}
	assert_true(str_find(str_buf_str(&dump), STR("call=send")) != STR_NONE);
	draw(&stage, 120, 40, &picture);
	assert_true(str_find(str_buf_str(&picture), STR("owned")) != STR_NONE); /* it is shown, as text */
	for (size_t i = 0; i < picture.len; i++)
		assert_true((unsigned char)picture.data[i] >= ' ' || picture.data[i] == '\n');
	assert_true(str_find(str_buf_str(&picture), STR("\xe2\x80\xae")) == STR_NONE);
	assert_true(str_find(str_buf_str(&picture), STR("\xc2\x9b")) == STR_NONE);
	close(fd);
	close_stage(&stage);
	str_buf_fini(&dump);
	str_buf_fini(&picture);
}

/* Every lab with every preset of its first few, in each of its states, at every small size. */
static void
labs__draw__every_size(void **state)
{
	static const char *const states[] = { "",  "enter",         "space", "ctrl-r",
					      "p", "enter tab tab", "e 'x'", "enter ctrl-u '('" };

	(void)state;
	for (size_t lab = 0; lab < lab_registry_count(); lab++) {
		for (size_t i = 0; i < ARRAY_LEN(states); i++) {
			struct stage stage;

			open_stage(&stage, lab_registry_at(lab)->name, "", "");
			assert_null(host_error(stage.host));
			send_keys(&stage, states[i]);
			for (int width = 0; width <= 40; width++) {
				for (int height = 0; height <= 15; height++) {
					struct str_buf picture = { 0 };

					draw(&stage, width, height, &picture);
					str_buf_fini(&picture);
				}
			}
			close_stage(&stage);
		}
	}
}

/* What stands in the editor when the program ends is there again, and what ran goes on below it. */
static void
labs__save__keeps_what_is_being_typed(void **state)
{
	static const struct {
		const char *lab, *preset, *keys, *typed;
	} rows[] = {
		{ "threads", "lost-update", "A enter ctrl-home '# half' space 'a tho", "# half a tho" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct str_buf saved = { 0 }, before = { 0 }, after = { 0 };
		struct stage stage;

		open_stage(&stage, rows[i].lab, rows[i].preset, "");
		send_keys(&stage, rows[i].keys);
		settle(&stage);
		draw(&stage, 80, 24, &before);
		assert_true(host_is_modal(stage.host));
		assert_true(str_find(str_buf_str(&before), str_of_c(rows[i].typed)) != STR_NONE);
		assert_true(host_has_draft(stage.host));
		host_save(stage.host, &saved);
		close_stage(&stage);

		open_stage(&stage, rows[i].lab, rows[i].preset, "");
		assert_false(host_has_draft(stage.host));
		host_restore(stage.host, str_buf_str(&saved));
		assert_true(host_has_draft(stage.host));
		settle(&stage);
		draw(&stage, 80, 24, &after);
		assert_str_equal(str_buf_str(&after), str_buf_c(&before));
		close_stage(&stage);
		str_buf_fini(&saved);
		str_buf_fini(&before);
		str_buf_fini(&after);
	}
}

/* Of what stands in the editor again it is known whether it would run. */
static void
labs__save__knows_whether_the_draft_runs(void **state)
{
	static const struct {
		const char *keys;
		bool is_right;
	} rows[] = {
		{ "enter ctrl-home '# half' enter", true },
		{ "enter ctrl-home 'thread' space '!!' enter", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct str_buf saved = { 0 };
		struct stage stage;

		open_stage(&stage, "threads", "lost-update", "");
		send_keys(&stage, rows[i].keys);
		host_save(stage.host, &saved);
		close_stage(&stage);
		open_stage(&stage, "threads", "lost-update", "");
		host_restore(stage.host, str_buf_str(&saved));
		assert_true(host_is_modal(stage.host));
		assert_int_equal(host_is_right(stage.host), rows[i].is_right);
		close_stage(&stage);
		str_buf_fini(&saved);
	}
}

/* A text that is wrong and was left is what the editor goes on with, in the next session, too. */
static void
labs__save__keeps_what_is_wrong(void **state)
{
	struct str_buf saved = { 0 }, picture = { 0 };
	struct stage stage;

	(void)state;
	open_stage(&stage, "threads", "lost-update", "");
	send_keys(&stage, "enter ctrl-home 'thread' space '!!' enter esc");
	assert_true(host_error(stage.host) != NULL);
	host_save(stage.host, &saved);
	close_stage(&stage);
	open_stage(&stage, "threads", "lost-update", "");
	host_restore(stage.host, str_buf_str(&saved));
	assert_true(host_has_draft(stage.host));
	assert_false(host_is_modal(stage.host));
	assert_null(host_error(stage.host));
	send_keys(&stage, "enter");
	settle(&stage);
	draw(&stage, 80, 24, &picture);
	assert_true(str_find(str_buf_str(&picture), STR("thread !!")) != STR_NONE);
	/* What was saved may be anything. */
	host_restore(stage.host, STR("preset lost-update\nat \ndraft open 7 999999\nx"));
	host_restore(stage.host, STR("preset lost-update\nat \ndraft open 7 -1\nx"));
	host_restore(stage.host, STR("preset lost-update\nat \ndraft"));
	host_restore(stage.host, STR("preset lost-update\nat \ndraft open 99 1\nx"));
	assert_true(host_is_modal(stage.host));
	close_stage(&stage);
	str_buf_fini(&saved);
	str_buf_fini(&picture);
}

/* Restoring brings back what was typed, where it stood, and R undoes it. */
static void
labs__save__survives_reopening(void **state)
{
	struct str_buf saved = { 0 }, before = { 0 }, after = { 0 }, fresh = { 0 };
	struct stage stage;

	(void)state;
	open_stage(&stage, "regex", "date", "");
	draw(&stage, 80, 20, &fresh);
	send_keys(&stage, "enter ctrl-u '([0-9]+)' esc m space space");
	draw(&stage, 80, 20, &before);
	host_save(stage.host, &saved);
	close_stage(&stage);
	open_stage(&stage, "regex", "date", "");
	host_restore(stage.host, str_buf_str(&saved));
	settle(&stage);
	draw(&stage, 80, 20, &after);
	assert_str_equal(str_buf_str(&after), str_buf_c(&before));
	send_keys(&stage, "R");
	str_buf_clear(&after);
	draw(&stage, 80, 20, &after);
	assert_str_equal(str_buf_str(&after), str_buf_c(&fresh));
	close_stage(&stage);
	str_buf_fini(&saved);
	str_buf_fini(&before);
	str_buf_fini(&after);
	str_buf_fini(&fresh);
}

static void
labs__check__every_shipped_preset(void **state)
{
	char *content = path_shipped("content");
	char *labs = path_join(str_of_c(content), STR("labs"));
	const char *dirs[] = { labs, NULL };

	(void)state;
	for (size_t lab = 0; lab < lab_registry_count(); lab++) {
		const char *name = lab_registry_at(lab)->name;
		struct preset_list list;
		struct err err = { 0 };

		preset_list_load(&list, dirs, name, "zh_CN", &err);
		assert_string_equal(err.text, "");
		assert_true(list.len > 0);
		for (size_t i = 0; i < list.len; i++) {
			struct host_spec spec = { .lab = str_of_c(name),
						  .preset = str_of_c(list.items[i].name),
						  .preset_dirs = dirs };
			struct host_spec known = { .lab = spec.lab, .preset = spec.preset, .presets = &list };

			if (!host_check(&spec, &err))
				fail_msg("%s: %s:%u %s", list.items[i].path, err.file, err.line, err.text);
			assert_true(host_check(&known, &err)); /* no directory is looked into again */
			assert_true(list.items[i].question[0] != '\0');
		}
		preset_list_fini(&list);
	}
	free(labs);
	free(content);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(labs__draw__goldens),
		cmocka_unit_test(labs__socket__peer_cannot_draw),
		cmocka_unit_test(labs__draw__every_size),
		cmocka_unit_test(labs__save__keeps_what_is_being_typed),
		cmocka_unit_test(labs__save__knows_whether_the_draft_runs),
		cmocka_unit_test(labs__save__keeps_what_is_wrong),
		cmocka_unit_test(labs__save__survives_reopening),
		cmocka_unit_test(labs__check__every_shipped_preset),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
