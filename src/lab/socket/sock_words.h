/* An event in words: the call as in C, what it gave, the same line in Python, and what it means, translated. */
#ifndef LAB_SOCKET_SOCK_WORDS_H
#define LAB_SOCKET_SOCK_WORDS_H

#include "lab/socket/sock_log.h"

#define SOCK_BULK_BYTES 65536u /* from here on how much goes at once is the kernel's affair */

struct sock_words {
	const struct sock_event *event;
	struct str bytes; /* its payload, as far as it was kept */
	bool is_server;   /* names its socket s, else c */
	bool hides_ports; /* "PORT", no descriptors, no times: for logs that are compared */
};

void sock_words_socket(const struct sock_words *, struct str_buf *out); /* "s", "c", "conn2" */
void sock_words_call(const struct sock_words *, struct str_buf *out);   /* "bind(3, 127.0.0.1:0)" */
void sock_words_result(const struct sock_words *,
		       struct str_buf *out); /* "0", "-1 EADDRINUSE", "5 ← 127.0.0.1:40212" */
void sock_words_python(const struct sock_words *, struct str_buf *out);
void sock_words_arrow(const struct sock_words *, struct str_buf *out); /* what goes over the wire: "SYN", "6 bytes" */
/* One or two sentences: what happened and why it matters. */
void sock_explain(const struct sock_words *, struct str_buf *out);

#endif
