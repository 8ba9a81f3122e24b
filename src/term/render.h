/*
 * Surfaces to bytes: ncurses, writing into memory. It never sees the terminal, so it can neither block on one nor
 * change its modes; what it wrote is taken from here and sent by tty.c. One a process. UI thread.
 *
 * Getting ncurses ready takes longer than a picture. So where the terminal is a usual one the first picture is written
 * without it (whole.h), and ncurses is started and told of that picture afterwards.
 */
#ifndef TERM_RENDER_H
#define TERM_RENDER_H

#include "base/err.h"
#include "base/str.h"
#include "canvas/canvas.h"
#include "term/colors.h"
#include "term/terminfo.h"

#include <stdbool.h>

struct render;

struct render *render_open(const struct terminfo *, enum screen_colors wanted, int width, int height, struct err *);
void render_close(struct render *);
void render_set_theme(struct render *, const struct theme *);
void render_set_ambiguous_wide(struct render *, bool); /* no glyph of ambiguous width is sent any more */
void render_set_can_scale(struct render *, bool); /* glyphs in large type are shown as such, else in their own size */

/*
 * The next frame is the first one, sent whole on a screen that terminfo.start has switched to: it will not switch
 * again, or the terminal would keep the shell's title twice.
 */
void render_start(struct render *);
void render_stop(struct render *); /* back to the shell's screen */
void render_resize(struct render *, int width, int height);
void render_redraw(struct render *); /* the next frame is sent whole */
/*
 * Bring the terminal to show SURFACE's rows; false when it does already. Smaller ones are completed with blanks. Of a
 * surface that keeps, the rows that are not new are not looked at: there is to be one such surface.
 */
bool render_frame(struct render *, struct surface *);

/* Start ncurses, if it is not running, behind a frame of SURFACE: until then each frame is written whole. */
void render_prepare(struct render *, struct surface *);

/* The bytes written since the last call; borrowed until the next one. */
struct str render_take(struct render *);

#endif
