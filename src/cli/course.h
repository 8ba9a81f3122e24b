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
/* The directories of presets for this course, for preset_list_load: NULL-terminated, freed by cli_preset_dirs_free. */
char **cli_preset_dirs(const char *course_path);
void cli_preset_dirs_free(char **);

#endif
