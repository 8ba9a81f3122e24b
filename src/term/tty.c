/* The terminal device and the queue of what it has not taken yet. */
#include "term/tty.h"

#include "base/clock.h"
#include "base/i18n.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum {
	SIZE_MAX_CELLS = 1000,
	KEEP_CAPACITY = 1 << 18 /* storage beyond this is given back once written */
};

bool
tty_open(struct tty *tty, struct err *err)
{
	*tty = (struct tty){ .fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC) };
	if (tty->fd < 0)
		return err_set_errno(err, errno,
				     _("there is no terminal to draw on (/dev/tty); notes-tui show prints text"));
	if (tcgetattr(tty->fd, &tty->saved) == 0)
		return true;
	err_set_errno(err, errno, _("the modes of the terminal cannot be read"));
	tty_close(tty);
	return false;
}

void
tty_close(struct tty *tty)
{
	if (tty->fd >= 0)
		close(tty->fd);
	tty->fd = -1;
	tty->out_start = 0;
	str_buf_fini(&tty->out);
}

void
tty_save(struct tty *tty)
{
	struct termios now;

	if (tcgetattr(tty->fd, &now) == 0)
		tty->saved = now;
}

/*
 * TCSANOW throughout: the other two wait for output to drain, for ever if the terminal does not read. Output processing
 * is off, so ncurses' line feeds and tabs mean what it thinks they mean.
 */
void
tty_set_raw(struct tty *tty)
{
	struct termios raw = tty->saved;

	raw.c_iflag &= ~(tcflag_t)(BRKINT | ICRNL | IGNBRK | IGNCR | INLCR | INPCK | ISTRIP | IXON | PARMRK);
	raw.c_oflag &= ~(tcflag_t)OPOST;
	raw.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | IEXTEN | ISIG);
	raw.c_cflag = (raw.c_cflag & ~(tcflag_t)(CSIZE | PARENB)) | CS8;
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	while (tcsetattr(tty->fd, TCSANOW, &raw) < 0 && errno == EINTR)
		;
}

/* No shell sets all of these. */
static bool
is_raw(const struct tty *tty)
{
	struct termios now;

	return tcgetattr(tty->fd, &now) == 0 && !(now.c_oflag & OPOST) &&
	       !(now.c_lflag & (tcflag_t)(ECHO | ICANON | IEXTEN | ISIG));
}

void
tty_set_cooked(struct tty *tty)
{
	bool is_taken = tty_is_taken(tty);

	if (is_taken && !is_raw(tty)) /* who took it has set its own */
		return;
	if (!is_taken)
		tcflush(tty->fd, TCIFLUSH);
	while (tcsetattr(tty->fd, TCSANOW, &tty->saved) < 0 && errno == EINTR)
		;
}

bool
tty_is_taken(const struct tty *tty)
{
	pid_t group = tcgetpgrp(tty->fd);

	return group > 0 && group != getpgrp();
}

void
tty_queue(struct tty *tty, struct str bytes)
{
	if (!tty->is_gone)
		str_buf_append(&tty->out, bytes);
}

static void
drop_output(struct tty *tty)
{
	tty->out_start = 0;
	if (tty->out.capacity > KEEP_CAPACITY)
		str_buf_fini(&tty->out);
	else
		str_buf_clear(&tty->out);
}

bool
tty_has_output(const struct tty *tty)
{
	return tty->out_start < tty->out.len;
}

bool
tty_flush(struct tty *tty)
{
	while (tty_has_output(tty) && !tty->is_gone) {
		ssize_t written = write(tty->fd, tty->out.data + tty->out_start, tty->out.len - tty->out_start);

		tty->is_behind = written == 0 || (written < 0 && errno == EAGAIN);
		if (tty->is_behind)
			return false;
		if (written > 0)
			tty->out_start += (size_t)written;
		else if (errno != EINTR)
			tty->is_gone = true;
	}
	drop_output(tty);
	return true;
}

void
tty_drain(struct tty *tty, int max_ms)
{
	uint64_t end_ns = clock_monotonic_ns() + (uint64_t)max_ms * NS_PER_MS;

	while (!tty_flush(tty)) {
		uint64_t now_ns = clock_monotonic_ns();
		struct pollfd poll_fd = { .fd = tty->fd, .events = POLLOUT };

		if (now_ns >= end_ns)
			break;
		poll(&poll_fd, 1, (int)((end_ns - now_ns) / NS_PER_MS) + 1);
		if (poll_fd.revents & (POLLHUP | POLLERR | POLLNVAL))
			tty->is_gone = true;
	}
	drop_output(tty);
}

ssize_t
tty_read(struct tty *tty, char *out, size_t size)
{
	for (;;) {
		ssize_t got = read(tty->fd, out, size);

		if (got > 0)
			return got;
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 && errno == EAGAIN)
			return 0;
		tty->is_gone = true; /* end of file, EIO */
		return -1;
	}
}

bool
tty_wait_readable(const struct tty *tty, int max_ms)
{
	struct pollfd poll_fd = { .fd = tty->fd, .events = POLLIN };

	return poll(&poll_fd, 1, max_ms) > 0 && poll_fd.revents & POLLIN;
}

static int
pick_size(unsigned device, const char *variable, int fallback)
{
	const char *text = getenv(variable);
	int64_t value = device;

	if (!value && (!text || !str_to_int64(str_of_c(text), &value) || value < 1))
		value = fallback;
	return value > SIZE_MAX_CELLS ? SIZE_MAX_CELLS : (int)value;
}

void
tty_size(const struct tty *tty, int *width, int *height)
{
	struct winsize size = { 0 };

	if (ioctl(tty->fd, TIOCGWINSZ, &size) < 0)
		size = (struct winsize){ 0 };
	*width = pick_size(size.ws_col, "COLUMNS", 80);
	*height = pick_size(size.ws_row, "LINES", 24);
}
