/*
 * Files read and written so that a hostile directory cannot hurt: regular files only, never mmap, saves that are
 * whole or not at all. Any thread.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

struct file_stamp { /* changes when the file was written or replaced */
	int64_t modified_ns;
	uint64_t size_bytes, inode, device;
};

/*
 * Append the whole of a regular file to OUT: O_NONBLOCK | O_CLOEXEC, fstat, read. A FIFO, socket, device or
 * directory is an error, and so is one larger than MAX_BYTES; on error OUT is as it was. STAMP may be NULL.
 */
bool file_read(const char *path, uint64_t max_bytes, struct str_buf *out, struct file_stamp *stamp, struct err *);
/* Only BYTES of it from FROM on, or fewer where there are no more. STAMP may be NULL here, too. */
bool file_read_part(const char *path, uint64_t from, size_t bytes, struct str_buf *out, struct file_stamp *stamp,
		    struct err *);
/*
 * The same as file_read for an open descriptor of any kind (a pipe on stdin, say), read until its end; it stays open.
 */
bool file_read_fd(int fd, uint64_t max_bytes, struct str_buf *out, struct err *);

/*
 * 0: a regular file that can be read now. Else an errno; EISDIR for a directory,
 * EINVAL for what else is no regular file.
 */
int file_probe(const char *path);
bool file_stamp_get(const char *path, struct file_stamp *); /* false if it is not there */
bool file_stamp_is_equal(const struct file_stamp *, const struct file_stamp *);

/* Replace PATH by CONTENT: a temporary beside it, fsync, rename, fsync of the directory. On error PATH is as it was. */
bool file_save(const char *path, struct str content, struct err *);

#endif
