/* Files read and written so that a hostile directory cannot hurt. */
#include "base/file.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "base/path.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define READ_STEP_BYTES 65536u
#define LARGE_BYTES     ((size_t)4 << 20)

static struct file_stamp
stamp_of(const struct stat *status)
{
	return (struct file_stamp){
		.modified_ns = (int64_t)status->st_mtim.tv_sec * (int64_t)NS_PER_S + status->st_mtim.tv_nsec,
		.size_bytes = (uint64_t)status->st_size,
		.inode = status->st_ino,
		.device = status->st_dev,
	};
}

/* Fresh memory costs a fault a page, more than reading into it does: a large file is read into few large pages. */
static void
ask_for_large_pages(struct str_buf *out)
{
#ifdef MADV_HUGEPAGE
	size_t page_bytes = (size_t)sysconf(_SC_PAGESIZE);
	uintptr_t start = ((uintptr_t)out->data + page_bytes - 1) / page_bytes * page_bytes;

	madvise((void *)start, out->capacity - (start - (uintptr_t)out->data), MADV_HUGEPAGE); /* as well without */
#else
	(void)out;
#endif
}

/* Read until the end into OUT. 0, or an errno; EFBIG when there is more than MAX_BYTES. OUT may have grown. */
static int
read_all(int fd, uint64_t max_bytes, size_t hint_bytes, struct str_buf *out)
{
	uint64_t total = 0;

	str_buf_reserve(out, hint_bytes + 1);
	if (hint_bytes >= LARGE_BYTES)
		ask_for_large_pages(out);
	for (;;) {
		if (out->capacity - out->len < 2)
			str_buf_reserve(out, READ_STEP_BYTES);
		ssize_t got = read(fd, out->data + out->len, out->capacity - out->len - 1);

		if (got == 0)
			return 0;
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
			poll(&(struct pollfd){ .fd = fd, .events = POLLIN }, 1, -1);
			continue;
		}
		if (got < 0)
			return errno;
		out->len += (size_t)got;
		out->data[out->len] = '\0';
		total += (uint64_t)got;
		if (total > max_bytes)
			return EFBIG;
	}
}

static bool
report_read(struct err *err, int problem, uint64_t max_bytes, const char *path)
{
	if (problem == EFBIG)
		return err_set(err, _("%s is larger than %llu bytes"), path, (unsigned long long)max_bytes);
	return err_set_errno(err, problem, _("cannot read %s"), path);
}

/* A regular file open for reading, and what fstat says of it. -1: ERR tells. */
static int
open_regular(const char *path, struct stat *status, struct err *err)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);

	if (fd < 0) {
		err_set_errno(err, errno, _("cannot open %s"), path);
		return -1;
	}
	if (fstat(fd, status) != 0)
		err_set_errno(err, errno, _("cannot read %s"), path);
	else if (!S_ISREG(status->st_mode))
		err_set(err, S_ISDIR(status->st_mode) ? _("%s is a directory") : _("%s is not a regular file"), path);
	else
		return fd;
	close(fd);
	return -1;
}

bool
file_read(const char *path, uint64_t max_bytes, struct str_buf *out, struct file_stamp *stamp, struct err *err)
{
	struct stat status;
	int fd = open_regular(path, &status, err);
	size_t len_before = out->len;
	bool is_ok = false;

	if (fd < 0)
		return false;
	if ((uint64_t)status.st_size > max_bytes) {
		report_read(err, EFBIG, max_bytes, path);
	} else {
		int problem = read_all(fd, max_bytes, (size_t)status.st_size, out);

		is_ok = problem == 0;
		if (problem) {
			str_buf_cut(out, len_before);
			report_read(err, problem, max_bytes, path);
		}
		if (is_ok && stamp)
			*stamp = stamp_of(&status);
	}
	close(fd);
	return is_ok;
}

bool
file_read_part(const char *path, uint64_t from, size_t bytes, struct str_buf *out, struct file_stamp *stamp,
	       struct err *err)
{
	struct stat status;
	int fd = open_regular(path, &status, err);
	size_t len_before = out->len;
	ssize_t got = 0;

	if (fd < 0)
		return false;
	str_buf_reserve(out, bytes + 1);
	do {
		out->len += (size_t)(got > 0 ? got : 0);
		size_t so_far = out->len - len_before;

		got = so_far < bytes ? pread(fd, out->data + out->len, bytes - so_far, (off_t)(from + so_far)) : 0;
	} while (got > 0 || (got < 0 && errno == EINTR));
	if (got < 0) {
		report_read(err, errno, 0, path);
		out->len = len_before;
	}
	out->data[out->len] = '\0';
	close(fd);
	if (got == 0 && stamp)
		*stamp = stamp_of(&status);
	return got == 0;
}

bool
file_read_fd(int fd, uint64_t max_bytes, struct str_buf *out, struct err *err)
{
	size_t len_before = out->len;
	int problem = read_all(fd, max_bytes, 0, out);

	if (problem == 0)
		return true;
	str_buf_cut(out, len_before);
	return report_read(err, problem, max_bytes, _("the input"));
}

int
file_probe(const char *path)
{
	struct stat status;
	int fd, problem = 0;

	if (stat(path, &status) != 0)
		return errno;
	if (!S_ISREG(status.st_mode))
		return S_ISDIR(status.st_mode) ? EISDIR : EINVAL;
	fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY); /* it may be another one by now */
	if (fd < 0)
		return errno;
	if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode))
		problem = EINVAL;
	close(fd);
	return problem;
}

bool
file_stamp_get(const char *path, struct file_stamp *stamp)
{
	struct stat status;

	if (stat(path, &status) != 0)
		return false;
	*stamp = stamp_of(&status);
	return true;
}

bool
file_stamp_is_equal(const struct file_stamp *a, const struct file_stamp *b)
{
	return a->modified_ns == b->modified_ns && a->size_bytes == b->size_bytes && a->inode == b->inode &&
	       a->device == b->device;
}

/* A new file beside TARGET, readable as TARGET was; its name in NAME. -1 and errno on failure. */
static int
open_temporary(const char *target, struct str_buf *name)
{
	struct stat status;
	struct str dir = path_dir_name(str_of_c(target)), base = path_base_name(str_of_c(target));

	for (unsigned attempt = 0; attempt < 100; attempt++) {
		str_buf_clear(name);
		/* A long name with a suffix could be longer than a name may be: keep the front of it. */
		str_buf_printf(name, "%.*s/.%.200s.%lx-%llx", STR_ARG(dir), base.data, (long)getpid(),
			       (unsigned long long)clock_monotonic_ns() + attempt);
		int fd = open(str_buf_c(name), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);

		if (fd >= 0) {
			if (stat(target, &status) == 0 && fchmod(fd, status.st_mode & 07777) != 0) {
				/* A file system without modes: the content matters more. */
			}
			return fd;
		}
		if (errno != EEXIST)
			return -1;
	}
	return -1;
}

/* 0 or an errno. */
static int
write_all(int fd, struct str content)
{
	while (content.len) {
		ssize_t put = write(fd, content.data, content.len);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return errno;
		content = str_skip(content, (size_t)put);
	}
	return fsync(fd) == 0 || errno == EINVAL ? 0 : errno;
}

static void
sync_dir_of(const char *path)
{
	char *dir = str_copy_c(path_dir_name(str_of_c(path)));
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	free(dir);
	if (fd < 0)
		return; /* the new content is there already; only a power cut could lose it */
	fsync(fd);
	close(fd);
}

bool
file_save(const char *path, struct str content, struct err *err)
{
	/* Behind a symlink the file it names is replaced, not the link. */
	char *real = realpath(path, NULL);
	const char *target = real ? real : path;
	struct str_buf temporary = { 0 };
	int fd = open_temporary(target, &temporary);
	int problem = fd < 0 ? errno : write_all(fd, content);

	if (fd >= 0 && close(fd) != 0 && problem == 0)
		problem = errno;
	if (problem == 0 && rename(str_buf_c(&temporary), target) != 0)
		problem = errno;
	if (problem == 0)
		sync_dir_of(target);
	else if (fd >= 0)
		unlink(str_buf_c(&temporary));
	str_buf_fini(&temporary);
	free(real);
	if (problem)
		return err_set_errno(err, problem, _("cannot write %s"), path);
	return true;
}
