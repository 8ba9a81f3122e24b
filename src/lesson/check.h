/* The notes doctor: what is odd in a course, where, and how it was read instead. */
#ifndef LESSON_CHECK_H
#define LESSON_CHECK_H

#include "base/err.h"
#include "lesson/catalog.h"
#include "lesson/topic.h"

enum finding_severity {
	FINDING_NOTE,
	FINDING_WARNING,
	FINDING_ERROR
};

struct finding {
	enum finding_severity severity;
	const char *code; /* "weekday-differs", "rule-under-heading", …: stable, for --json */
	char *file;       /* relative to the course; hostile */
	uint32_t line;    /* 0: the whole file */
	char *text;       /* translated: what is odd, and how it was read; hostile */
};

struct findings {
	struct finding *items;
	size_t len, capacity;
};

struct check_options {
	const struct topic_map *topics; /* the course's own topics.yaml: are its labs and presets there? NULL: none */
	/* Is a lab fence right? Fills err (with its line) if not. NULL: fences are not checked. */
	bool (*check_fence)(void *ctx, struct str name, struct str preset, struct str body, uint32_t body_line,
			    struct err *);
	void *ctx;
};

void check_course(struct catalog *, const struct check_options *, struct findings *out); /* finishes the catalog */
/* For findings that others make (topics.yaml). Copies FILE and TEXT; CODE must be a literal. Then sort again. */
void findings_add(struct findings *, enum finding_severity, const char *code, const char *file, uint32_t line,
		  const char *text);
void findings_sort(struct findings *); /* by file, line, code */
void findings_fini(struct findings *);

#endif
