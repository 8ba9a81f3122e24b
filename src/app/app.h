/*
 * The running program: a course on the screen, with its labs beside it. Called by cli/ once it has read the command
 * line, set the locale and bound the translations. One a process.
 */
#ifndef APP_APP_H
#define APP_APP_H

#include "term/screen.h"

#include <stdbool.h>

struct app_options {
	const char *path;     /* a directory or a file; NULL: the shipped course */
	const char *language; /* "zh_CN", "en": folder of the course and preset titles; NULL: settings, else locale */
	const char *theme;    /* id of a theme; NULL: settings, else what was chosen last */
	const char *lesson;   /* "2018-11-03", "3", part of a title; NULL: resume */
	const char *lab, *preset;  /* open this lab beside the lesson; NULL: none */
	enum screen_colors colors; /* AUTO unless asked for */
	bool no_mouse;             /* as `mouse: false` in the settings */
	bool use_ascii;            /* borders and signs in ASCII, as `ascii: true` */
	bool is_headless;          /* no terminal: a script of keys in, pictures as text out (app/headless.h) */
	int width, height;         /* headless: size in cells; 0: 120x40 */
	const char *script;        /* headless: file of the script, "-" standard input; NULL: draw once */
};

/* Run until the reader quits. Exit status: 0, or 1 with the reason on stderr. */
int app_main(const struct app_options *);

/* TELL hears of every mistake the start would find in config.yaml and the themes, or that there is none. */
void app_check_setup(void (*tell)(void *ctx, bool is_good, const char *name, const char *text), void *ctx);

#endif
