/*
 * Typed text to bytes: \n \r \t \0 \\ \" \a \b \e \f \v and \xHH stand for what they do in Python's b"…" (and \e for
 * ESC); everything else is itself. And bytes as Python would print them, for the same line in Python.
 */
#ifndef LAB_SOCKET_SOCK_ESCAPE_H
#define LAB_SOCKET_SOCK_ESCAPE_H

#include "base/err.h"
#include "base/str.h"

/* Appended to OUT. On false nothing is appended; ERR has the column, in bytes from 1, of the escape that is wrong. */
bool sock_escape_read(struct str text, struct str_buf *out, struct err *);
/* b'hello\n' at most MAX_BYTES of it, then … outside the quotes. Printable ASCII only comes out. */
void sock_escape_write(struct str bytes, size_t max_bytes, struct str_buf *out);
/* For reading: 'grüße\n', characters beyond ASCII as they are. Whoever shows it goes through text/ as always. */
void sock_escape_write_text(struct str bytes, size_t max_bytes, struct str_buf *out);

#endif
