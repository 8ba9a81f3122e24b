/* A program on a terminal that a test watches. */
#include "pty.h"

#include "base/alloc.h"
#include "base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utmp.h>

static int
on_property(VTermProp property, VTermValue *value, void *ctx)
{
	struct pty *pty = ctx;

	if (property == VTERM_PROP_ALTSCREEN)
		pty->is_alternate = value->boolean;
	if (property == VTERM_PROP_CURSORVISIBLE)
		pty->is_cursor_visible = value->boolean;
	if (property == VTERM_PROP_MOUSE)
		pty->mouse = value->number;
	return 1;
}

static const VTermScreenCallbacks callbacks = { .settermprop = on_property };

/* The environment of a plain login, with what the test says on top. */
static void
set_environment(const char *const *env)
{
	static const char *const plain[] = {
		"TERM=xterm-256color", "COLORTERM", "NO_COLOR", "TMUX",  "STY", "LINES", "COLUMNS",
		"LC_ALL=C.UTF-8",      "LANGUAGE",  "VISUAL",   "EDITOR"
	};

	for (size_t i = 0; i < ARRAY_LEN(plain); i++)
		putenv(mem_copy_c(plain[i]));
	for (; env && *env; env++)
		putenv(mem_copy_c(*env)); /* without a = it is removed */
}

static void
make_terminal(struct pty *pty)
{
	pty->vterm = vterm_new(pty->height > 0 ? pty->height : 1, pty->width > 0 ? pty->width : 1);
	vterm_set_utf8(pty->vterm, 1);
	pty->screen = vterm_obtain_screen(pty->vterm);
	vterm_screen_enable_altscreen(pty->screen, 1);
	vterm_screen_set_callbacks(pty->screen, &callbacks, pty);
	vterm_screen_reset(pty->screen, 1);
}

void
pty_find_program(const char *path, const char *name, char *out, size_t size)
{
	const char *builddir = getenv("builddir");

	if (path)
		snprintf(out, size, "%s", path);
	else
		snprintf(out, size, "%s/%s", builddir ? builddir : ".", name);
}

void
pty_open(struct pty *pty, const struct pty_options *options)
{
	struct winsize size = { .ws_col = (unsigned short)options->width, .ws_row = (unsigned short)options->height };

	*pty = (struct pty){ .width = options->width, .height = options->height, .is_silent = options->is_silent };
	pty->is_cursor_visible = true;
	if (openpty(&pty->master, &pty->slave, NULL, NULL, &size) < 0) {
		perror("openpty");
		abort();
	}
	fcntl(pty->master, F_SETFD, FD_CLOEXEC);
	fcntl(pty->slave, F_SETFD, FD_CLOEXEC);
	fcntl(pty->master, F_SETFL, O_NONBLOCK);
	tcgetattr(pty->slave, &pty->before);
	make_terminal(pty);
	fflush(stdout);
	pty->pid = fork();
	if (pty->pid == 0) {
		setsid();
		login_tty(pty->slave);
		signal(SIGINT, SIG_DFL); /* a shell without job control starts what is in its background deaf to both */
		signal(SIGQUIT, SIG_DFL);
		set_environment(options->env);
		execvp(options->argv[0], (char *const *)(uintptr_t)options->argv);
		perror(options->argv[0]);
		_exit(127);
	}
}

static void
wait_ended(struct pty *pty, int flags)
{
	if (!pty->is_ended && pty->pid > 0 && wait4(pty->pid, &pty->status, flags, &pty->usage) == pty->pid)
		pty->is_ended = true;
}

void
pty_close(struct pty *pty)
{
	if (!pty->is_ended) {
		kill(pty->pid, SIGKILL);
		wait_ended(pty, 0);
	}
	pty_hang_up(pty);
	vterm_free(pty->vterm);
	str_buf_fini(&pty->bytes);
}

static void
answer(struct pty *pty)
{
	char bytes[4096];
	size_t count;

	while ((count = vterm_output_read(pty->vterm, bytes, sizeof(bytes))) > 0)
		if (!pty->is_silent)
			pty_send(pty, str_of(bytes, count));
}

bool
pty_pump(struct pty *pty, int max_ms)
{
	struct pollfd poll_fd = { .fd = pty->master, .events = POLLIN };
	char bytes[65536];

	if (poll(&poll_fd, 1, max_ms) <= 0)
		return false;
	ssize_t got = read(pty->master, bytes, sizeof(bytes));

	if (got <= 0)
		return false;
	if (pty->is_blind)
		return true;
	str_buf_append(&pty->bytes, str_of(bytes, (size_t)got));
	vterm_input_write(pty->vterm, bytes, (size_t)got);
	answer(pty);
	return true;
}

/* What the program does not take now it takes after it was read from. */
void
pty_send(struct pty *pty, struct str bytes)
{
	uint64_t end_ns = clock_monotonic_ns() + PTY_DEADLINE_MS * NS_PER_MS;

	while (bytes.len && clock_monotonic_ns() < end_ns) {
		ssize_t sent = write(pty->master, bytes.data, bytes.len);

		if (sent > 0) {
			bytes = str_skip(bytes, (size_t)sent);
		} else if (sent < 0 && errno != EAGAIN && errno != EINTR) {
			return;
		} else {
			struct pollfd poll_fd = { .fd = pty->master, .events = POLLOUT | POLLIN };

			poll(&poll_fd, 1, 100);
			if (poll_fd.revents & POLLIN)
				pty_pump(pty, 0);
		}
	}
}

void
pty_send_c(struct pty *pty, const char *bytes)
{
	pty_send(pty, str_of_c(bytes));
}

void
pty_resize(struct pty *pty, int width, int height)
{
	struct winsize size = { .ws_col = (unsigned short)width, .ws_row = (unsigned short)height };

	pty->width = width;
	pty->height = height;
	if (!pty->is_blind)
		vterm_set_size(pty->vterm, height, width);
	ioctl(pty->master, TIOCSWINSZ, &size);
}

void
pty_look_away(struct pty *pty)
{
	pty->is_blind = true;
}

void
pty_look_again(struct pty *pty, int width, int height)
{
	bool is_alternate = pty->is_alternate; /* making a terminal resets it */

	pty->is_blind = false;
	vterm_free(pty->vterm);
	pty->width = width;
	pty->height = height;
	make_terminal(pty);
	if (is_alternate)
		vterm_input_write(pty->vterm, "\033[?1049h\033[?25l", 14);
	pty_resize(pty, width, height);
}

void
pty_signal(struct pty *pty, int signal_number)
{
	kill(pty->pid, signal_number);
}

void
pty_hang_up(struct pty *pty)
{
	if (pty->slave >= 0)
		close(pty->slave);
	if (pty->master >= 0)
		close(pty->master);
	pty->slave = pty->master = -1;
}

bool
pty_has_text(const struct pty *pty, int y, const char *text)
{
	struct str_buf row = { 0 };
	bool is_found = false;

	for (int at = y < 0 ? 0 : y; at <= (y < 0 ? pty->height - 1 : y) && !is_found; at++) {
		str_buf_clear(&row);
		pty_row(pty, at, &row);
		is_found = strstr(str_buf_c(&row), text);
	}
	str_buf_fini(&row);
	return is_found;
}

/* Pump until IS_DONE, looked at after everything that came; false at the deadline. */
static bool
wait_until(struct pty *pty, bool (*is_done)(struct pty *, const void *), const void *argument)
{
	uint64_t end_ns = clock_monotonic_ns() + PTY_DEADLINE_MS * NS_PER_MS;

	for (;;) {
		while (pty_pump(pty, 0))
			;
		if (is_done(pty, argument))
			return true;
		if (clock_monotonic_ns() > end_ns)
			return false;
		pty_pump(pty, 20);
	}
}

struct text_wait {
	int y;
	const char *text;
	size_t from;
};

static bool
is_text_there(struct pty *pty, const void *argument)
{
	const struct text_wait *wait = argument;

	return pty_has_text(pty, wait->y, wait->text);
}

void
pty_print_screen(const struct pty *pty, const char *missing)
{
	struct str_buf row = { 0 };

	fprintf(stderr, "“%s” never came; the screen:\n", missing);
	for (int y = 0; y < pty->height; y++) {
		str_buf_clear(&row);
		pty_row(pty, y, &row);
		fprintf(stderr, "|%s\n", str_buf_c(&row));
	}
	str_buf_fini(&row);
}

bool
pty_wait_text(struct pty *pty, int y, const char *text)
{
	bool is_found = wait_until(pty, is_text_there, &(struct text_wait){ .y = y, .text = text });

	if (!is_found)
		pty_print_screen(pty, text);
	return is_found;
}

bool
pty_has_bytes(const struct pty *pty, size_t from, const char *needle)
{
	return str_find(str_skip(str_buf_str(&pty->bytes), from), str_of_c(needle)) != STR_NONE;
}

static bool
are_bytes_there(struct pty *pty, const void *argument)
{
	const struct text_wait *wait = argument;

	return pty_has_bytes(pty, wait->from, wait->text);
}

bool
pty_wait_bytes(struct pty *pty, size_t from, const char *needle)
{
	return wait_until(pty, are_bytes_there, &(struct text_wait){ .text = needle, .from = from });
}

static bool
is_asleep(const struct pty *pty)
{
	char path[64], state = '?';
	int unread = 0;

	snprintf(path, sizeof(path), "/proc/%d/stat", pty->pid);
	FILE *file = fopen(path, "r");

	if (file && fscanf(file, "%*d (%*[^)]) %c", &state) != 1)
		state = '?';
	if (file)
		fclose(file);
	ioctl(pty->slave, FIONREAD, &unread);
	return (state == 'S' && unread == 0) || state == 'Z';
}

bool
pty_wait_quiet(struct pty *pty)
{
	uint64_t end_ns = clock_monotonic_ns() + PTY_DEADLINE_MS * NS_PER_MS;
	int quiet = 0;

	while (quiet < 2 && clock_monotonic_ns() < end_ns) {
		bool has_written = pty_pump(pty, 1);

		quiet = !has_written && is_asleep(pty) ? quiet + 1 : 0;
	}
	return quiet == 2;
}

static bool
is_stopped(struct pty *pty, const void *argument)
{
	int status;

	(void)argument;
	return waitpid(pty->pid, &status, WUNTRACED | WNOHANG) == pty->pid && WIFSTOPPED(status);
}

bool
pty_wait_stop(struct pty *pty)
{
	return wait_until(pty, is_stopped, NULL);
}

static bool
has_ended(struct pty *pty, const void *argument)
{
	(void)argument;
	wait_ended(pty, WNOHANG);
	return pty->is_ended;
}

bool
pty_wait_exit(struct pty *pty)
{
	bool is_ended = wait_until(pty, has_ended, NULL);

	while (pty_pump(pty, 0))
		;
	return is_ended;
}

void
pty_row(const struct pty *pty, int y, struct str_buf *out)
{
	VTermRect rect = { .start_row = y, .end_row = y + 1, .start_col = 0, .end_col = pty->width };
	size_t size = (size_t)pty->width * 24 + 1;
	char *text = mem_alloc_array(size, 1);
	size_t len = vterm_screen_get_text(pty->screen, text, size, rect);

	while (len && text[len - 1] == ' ')
		len--;
	str_buf_append(out, str_of(text, len));
	free(text);
}

VTermScreenCell
pty_cell(const struct pty *pty, int x, int y)
{
	VTermScreenCell cell = { 0 };

	vterm_screen_get_cell(pty->screen, (VTermPos){ .row = y, .col = x }, &cell);
	return cell;
}

bool
pty_is_cooked(const struct pty *pty)
{
	struct termios now;

	if (tcgetattr(pty->slave, &now) < 0)
		return false;
	return now.c_iflag == pty->before.c_iflag && now.c_oflag == pty->before.c_oflag &&
	       now.c_cflag == pty->before.c_cflag && now.c_lflag == pty->before.c_lflag &&
	       memcmp(now.c_cc, pty->before.c_cc, sizeof(now.c_cc)) == 0;
}
