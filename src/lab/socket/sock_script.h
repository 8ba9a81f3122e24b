/*
 * The script of a socket lab: who calls what, a line a call, in the order in which a class shall see it.
 *
 *	line   = who ":" [ target "." ] call                    "#" begins a comment
 *	who    = server | any other name: a client (at most 8; names that begin with server stand on the left)
 *	target = s | c: what socket() made     conn | conn2 …: what the first, second accept() made
 *	call   = socket | bind | listen [N] | accept | connect | close | wait
 *	       | send TEXT | sendto TEXT [to WHO] | recv [N] | recvfrom [N] | shutdown [read|write|both]
 *	       | setsockopt (reuse | sndbuf N | rcvbuf N | linger N)
 *	TEXT   = "…" with the escapes of sock_escape.h, and if wanted * N: N bytes of it, over and over;
 *	         or the rest of the line
 *
 * A call that a blocking socket would sleep in waits; the next line of the same one first lets it return. `wait` does
 * only that. Without a target a server means its latest open connection, or `s` when it has none; a client `c`.
 */
#ifndef LAB_SOCKET_SOCK_SCRIPT_H
#define LAB_SOCKET_SOCK_SCRIPT_H

#include "base/err.h"
#include "base/vec.h"
#include "base/yaml.h"
#include "lab/socket/sock_log.h"

#define SCRIPT_ACTORS_MAX 9 /* the server and 8 others */
#define SCRIPT_LINES_MAX  500
#define SCRIPT_BYTES_MAX  (64 << 20) /* of one message; recv: 1 MiB */
#define SCRIPT_WAIT       SOCK_CALL_COUNT

enum script_target {
	TARGET_DEFAULT,
	TARGET_MAIN,
	TARGET_ACCEPTED
};

struct script_line {
	uint32_t line, column; /* where it stands, from 1 */
	uint8_t actor;         /* index in script.actors */
	uint8_t call;          /* enum sock_call or SCRIPT_WAIT */
	uint8_t target;        /* enum script_target */
	uint8_t option;        /* setsockopt */
	uint8_t to_actor;      /* sendto */
	uint32_t ordinal;      /* TARGET_ACCEPTED: from 1 */
	int64_t value;         /* listen, shutdown, setsockopt */
	uint64_t size;         /* send, recv */
	size_t text, text_len; /* send: in script.bytes */
	size_t step, step_len; /* what step this is, in words; in script.bytes */
	size_t note, note_len; /* where a note has it: words separated by \n (sock_note.h) */
};

struct script {
	VEC(struct script_line) lines;
	char actors[SCRIPT_ACTORS_MAX][24];
	size_t actor_count; /* actors[0] is always the server */
	struct str_buf bytes;
};

void script_init(struct script *);
void script_fini(struct script *);
/* One line `who: call …`; an empty one or a comment adds nothing. ERR has line and column (bytes from COLUMN). */
bool script_add_line(struct script *, struct str text, uint32_t line, uint32_t column, struct err *);
/* Many lines, the first of which is LINE. */
bool script_add_text(struct script *, struct str text, uint32_t line, uint32_t column, struct err *);
/*
 * A fence's script: a block of text, or a list whose items are texts or mappings `who: call` with, if wanted, `step` (a
 * text or a mapping of languages) and `note` (a list of words). LINE is the file line of the YAML's first line.
 */
bool script_add_node(struct script *, const struct yaml_node *, uint32_t line, const char *language, struct err *);
struct str script_text(const struct script *, size_t at, size_t len);

#endif
