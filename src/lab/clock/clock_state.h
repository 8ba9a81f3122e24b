/* What clock_lab.c (life and keys) and clock_view.c (pictures) share. */
#ifndef LAB_CLOCK_CLOCK_STATE_H
#define LAB_CLOCK_CLOCK_STATE_H

#include "canvas/edit.h"
#include "lab/clock/format.h"
#include "lab/clock/zone.h"
#include "lab/lab.h"

enum clock_field {
	FIELD_FORMAT,
	FIELD_PARSE,
	FIELD_COUNT
};

enum {
	CLOCK_ZONES_MAX = 12
};

enum clock_place { /* what the mouse can point at; the fields come first, by their numbers */
	PLACE_ZONES = FIELD_COUNT,
	PLACE_MONTH, /* its days, three columns and a row each, from the first Monday */
	PLACE_COUNT
};

struct clock_zone {
	char name[64];
	struct zone zone;
	bool is_known;
};

struct clock_lab {
	struct lab_env env;
	struct clock_zone zones[CLOCK_ZONES_MAX];
	size_t zone_count, zone; /* zone: whose calendar and strftime are shown */
	struct edit *fields[FIELD_COUNT];
	char *opened[FIELD_COUNT];
	/* Where the last draw put things, in the lab's canvas, for the mouse; one more: the canvas in its surface. */
	struct rect *places;
	enum clock_field field;
	bool is_editing;
	bool is_live;     /* follows the clock */
	int64_t epoch_s;  /* the instant shown */
	int64_t opened_s; /* what restart goes back to, when the source fixed it */
	bool is_fixed;    /* the source fixed it */
	uint64_t now_ns;
};

/* The instant in zone INDEX. */
struct civil clock_lab_civil(const struct clock_lab *, size_t index);
void clock_lab_draw(const void *self, const struct canvas *);

#endif
