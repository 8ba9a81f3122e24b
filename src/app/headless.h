/*
 * The program without a terminal: a script of keys, mouse and time in, pictures as text out on stdout. Time is the
 * script's, so the same script gives the same pictures.
 *
 *	key j            one key, as the configuration writes it ("ctrl-p", "space", "esc")
 *	keys hello       each character as a key
 *	paste text       a paste
 *	click 10 3       and: right 10 3, wheel-up 10 3, wheel-down 10 3
 *	resize 60x20
 *	tick 500ms       time passes: 500ms, 2s, 3m
 *	clock 2018-11-11T12:04   the wall clock, local time
 *	wait             until nothing is being done (every line does that too)
 *	dump             the screen as text
 *	styled           the same with a line of styles under each row
 *	lab              what the lab in view says of its state
 *	check            draw every picture anew, too, and abort where it is not what was kept of the one before
 *	print words      a line of output, to tell pictures apart
 *	# a comment
 */
#ifndef APP_HEADLESS_H
#define APP_HEADLESS_H

#include "base/err.h"

#include <stdbool.h>

struct app;
struct app_options;

#define HEADLESS_START_NS (UINT64_C(1000) * 1000 * 1000 * 1000)

bool headless_run(struct app *, const struct app_options *, struct err *);

#endif
