/* The course a command works on: its lessons and its topics. */
#ifndef CLI_COURSE_H
#define CLI_COURSE_H

#include "cli/command.h"
#include "lesson/catalog.h"
#include "lesson/topic.h"

struct cli_notes {
	struct catalog *catalog;
	struct topic_map *topics; /* NULL: none could be read */
	bool are_topics_own;      /* the course's, not the shipped ones */
	struct err topics_error;  /* set if the course's own topics.yaml is wrong; then the shipped one is used */
	char *path;
};

/* PATH NULL: the shipped course. False if it cannot be opened. */
bool cli_notes_open(struct cli_notes *, struct cli *, const char *path, struct err *);
/* The same without topics, for looking through texts only. */
bool cli_notes_open_quick(struct cli_notes *, struct cli *, const char *path, struct err *);
void cli_notes_close(struct cli_notes *);
void cli_notes_say_empty(const struct cli_notes *, struct err *); /* why there is nothing to read, and what to do */
void cli_notes_say_skipped(const struct cli_notes *);             /* on stderr: the first files that were left out */
/* The directories of presets for this course, for preset_list_load: NULL-terminated, freed by cli_preset_dirs_free. */
char **cli_preset_dirs(const char *course_path);
void cli_preset_dirs_free(char **);

/* lab.c */
void cli_say_labs(struct err *, const char *name); /* there is no lab NAME, but others */
/* A preset of a lab, in the course at a path or (NULL) the shipped one; its body is put in OUT, which may be NULL. */
bool cli_find_preset(const char *course, const char *lab, const char *name, const char *language, struct str_buf *out,
		     struct err *);

#endif
