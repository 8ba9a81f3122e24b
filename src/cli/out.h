/*
 * What the command line prints: buffered, and clean. Every byte of a text passes text/cell.h on its way, so nothing
 * from a note, a file's name or an error reaches a terminal that it would obey. One thread.
 */
#ifndef CLI_OUT_H
#define CLI_OUT_H

#include "base/str.h"
#include "text/style.h"

#include <stdbool.h>

struct out {
	struct str_buf buf;
	int fd;
	bool has_color;
	struct style style; /* what is switched on now */
	int error;          /* errno of the first write that failed; then nothing more is written */
};

void out_init(struct out *, int fd, bool has_color);
bool out_fini(struct out *); /* writes what is left; false if any write failed */
void out_flush(struct out *);

void out_text(struct out *, struct str); /* hostile; a newline in it becomes a picture */
void out_printf(struct out *, const char *format, ...) __attribute__((format(printf, 2, 3))); /* the same, formatted */
void out_newline(struct out *);
void out_blanks(struct out *, size_t count);
void out_style(struct out *, struct style); /* SGR with 16 colours, if colours are wanted */
/* Bytes that are known to be safe: JSON made by json_append, for one. */
void out_safe(struct out *, struct str);

/* A message on stderr with the program's name before it: cleaned, one line. */
void out_complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
