/*
 * The contract of a lab. A lab never includes curses, never reads a clock, never blocks and never draws outside its
 * canvas: time arrives through tick, keys through input, descriptors and thread posts through the loop it is lent, and
 * pictures leave through draw, which is pure and works at any size down to 0x0. So the same lab runs in a terminal, in
 * a golden test, in a fuzzer and on the command line.
 *
 * Everything but open and close returns within 5 ms. What can take longer runs on a worker (loop_job_start) and posts
 * its result. All calls come from the UI thread. A lab with a history keeps it itself and uses lab/playback.h.
 */
#ifndef LAB_LAB_H
#define LAB_LAB_H

#include "base/err.h"
#include "base/loop.h"
#include "base/str.h"
#include "base/yaml.h"
#include "canvas/canvas.h"
#include "canvas/event.h"

#include <stdbool.h>
#include <stdint.h>

enum lab_option_kind {
	LAB_BOOL,
	LAB_INT,
	LAB_REAL,
	LAB_TEXT,
	LAB_CHOICE,
	LAB_NODE
};

struct lab_option { /* a key its fence takes */
	const char *name;
	enum lab_option_kind kind;
	double min, max;            /* LAB_INT, LAB_REAL: inclusive. LAB_TEXT: max bytes in max, 0: 64 KiB */
	const char *const *choices; /* LAB_CHOICE: NULL-terminated */
	const char *default_value;  /* as it would be written; NULL: none */
	const char *help;           /* one line, N_() */
};

struct lab_value {   /* an option as parsed and checked by the host; the default where the source has none */
	bool is_set; /* the source has it */
	bool boolean;
	int64_t integer; /* LAB_INT; LAB_CHOICE: index in choices */
	double real;
	struct str text;              /* LAB_TEXT, LAB_CHOICE */
	const struct yaml_node *node; /* LAB_NODE; NULL when absent */
	uint32_t line;                /* in the file the source came from; 0 for a default */
};

struct lab_source {
	struct str preset;              /* "" when the source is free */
	struct str text;                /* the body as it is (a scenario), or the YAML the values came from */
	struct str file;                /* for errors; may be empty */
	uint32_t line;                  /* file line of the body's first line, from 1 */
	const struct lab_value *values; /* as many as the lab has options, in their order */
	struct str note;                /* the lesson it was opened from, as written; empty: from none. Hostile */
	uint32_t note_line;             /* file line of the note's first line */
	const void *draft; /* the lab's own draft this very text was typed in, to take what it found from; else NULL */
};

struct lab_env { /* what a lab is lent; valid from open to close */
	struct loop *loop;
	uint64_t seed;        /* the same seed gives the same sequence */
	uint64_t now_ns;      /* monotonic time at open */
	int64_t wall_ns;      /* wall-clock time at the same moment, since 1970 UTC */
	const char *language; /* "zh_CN", "en": for what is not in gettext, as preset titles */
	bool is_still;        /* a card: draw once, start nothing (no thread, no socket, no child) */
	/* Something changed outside of tick and input (a worker posted): ask for a draw. UI thread only. */
	void (*changed)(void *ctx);
	void *ctx;
};

enum lab_reply {
	LAB_IGNORED, /* not for me: the app may use the key */
	LAB_USED,    /* used, the picture is the same */
	LAB_CHANGED, /* used, draw me */
	LAB_LEAVE,   /* give the focus back to the reader */
};

struct lab_hint {          /* for the key row: made from the table that dispatches the keys */
	const char *key;   /* as event_key_format writes it */
	const char *label; /* translated, one to three words */
	const char *help;  /* translated, what it does, for the page of help; NULL: the label says it all */
};

/* One more of COUNT, while there is room: gives how many there are now. */
static inline size_t
lab_hint_add_help(struct lab_hint *out, size_t max, size_t count, const char *key, const char *label, const char *help)
{
	if (count >= max)
		return count;
	out[count] = (struct lab_hint){ key, label, help };
	return count + 1;
}

static inline size_t
lab_hint_add(struct lab_hint *out, size_t max, size_t count, const char *key, const char *label)
{
	return lab_hint_add_help(out, max, count, key, label, NULL);
}

struct lab_io {                         /* the command line, for a verb */
	struct str_buf *out;            /* what goes to stdout */
	void (*flush)(struct lab_io *); /* write out what is there now: for verbs that go on */
	/* FILE's text, "-" is standard input. */
	bool (*read)(struct lab_io *, const char *file, struct str_buf *out, struct err *);
	bool (*is_interrupted)(const struct lab_io *); /* SIGINT or SIGTERM arrived: finish and return */
	/* Find a preset's body by name; false if there is none. */
	bool (*preset)(struct lab_io *, const char *lab, const char *preset, struct str_buf *out, struct err *);
	void *ctx;
};

struct lab_command { /* a verb of `notes-tui lab NAME VERB` */
	const char *name;
	const char *usage;   /* "FILE [--json]" */
	const char *summary; /* N_() */
	/* Returns the exit status: 0, 1 failed, 2 usage or a wrong source. ARGV[0] is the verb. */
	int (*run)(struct lab_io *, int argc, char **argv, struct err *);
};

/*
 * What a lab makes of its source while it is typed: opened with the host's editor, told of every edit, drawn beside the
 * text, closed with the editor. The lab itself is not touched: what was stepped belongs to the text that runs until
 * another one that is right takes its place. EDIT returns at once as all calls do: what takes longer is a worker's, and
 * the edit behind it cancels that.
 */
struct lab_draft_ops {
	size_t state_size; /* the host allocates it zeroed and frees it */
	/*
	 * TEXT is what the editor begins with. LAB: the lab's state, to share things with;
	 * NULL if it could not be opened.
	 */
	void (*open)(void *self, const struct lab_env *, const void *lab, struct str text);
	/*
	 * LAB: as it was given to open, if it goes on; NULL: it was closed, another may have been opened on the text.
	 */
	void (*close)(void *self, void *lab);
	void (*edit)(void *self, struct str text);
	bool (*tick)(void *self, uint64_t now_ns); /* true: the picture changed */
	uint64_t (*next_tick)(const void *self);   /* as the lab's */
	bool (*error)(const void *self,
		      struct err *); /* what is known to be wrong with the last edit; lines of TEXT from 1 */
	void (*draw)(const void *self, const struct canvas *); /* what was found: any size, one row as well */
	void (*dump)(const void *self, struct str_buf *);
};

struct lab_ops {
	const char *name;    /* fence word */
	const char *summary; /* one line, N_() */
	bool takes_yaml;     /* the body is a YAML mapping of options; else it is the lab's own language */
	const struct lab_draft_ops
		*draft; /* NULL: a source is checked after each edit, and run when the editor closes */
	const struct lab_option *options;   /* ends with a NULL name; may be NULL */
	const struct lab_command *commands; /* ends with a NULL name; may be NULL */
	size_t state_size;                  /* the host allocates it zeroed and frees it */
	/* Begin. On false everything opened is closed again; ERR has the line in the source's file. */
	bool (*open)(void *self, const struct lab_env *, const struct lab_source *, struct err *);
	void (*close)(void *self);                 /* joins threads, closes descriptors, ends children */
	bool (*tick)(void *self, uint64_t now_ns); /* true: the picture changed */
	/* When tick wants to be called next, monotonic; 0: not before something else happens. NULL: never. */
	uint64_t (*next_tick)(const void *self);
	enum lab_reply (*input)(void *self, const struct event *);
	void (*draw)(const void *self, const struct canvas *);
	size_t (*hints)(const void *self, struct lab_hint *out, size_t max); /* may be NULL */
	/* The sentence for what happened last, translated; "" if nothing did. May be NULL. */
	void (*sentence)(const void *self, struct str_buf *out);
	/* The source as it is now, if the learner changed it: what `R` undoes. May be NULL. */
	bool (*source)(const void *self, struct str_buf *out);
	/* Check a source without running it, at once. NULL: the host opens and closes the lab as a still. */
	bool (*check)(const struct lab_source *, struct err *);
	void (*dump)(const void *self, struct str_buf *); /* key=value lines, for tests */
	/* Where it stands, as a short text that restore understands (a step). May be NULL, both. */
	void (*save)(const void *self, struct str_buf *);
	void (*restore)(void *self, struct str);
};

#endif
