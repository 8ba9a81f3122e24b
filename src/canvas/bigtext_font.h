/* The font of large titles: ASCII from blank to ~. */
#ifndef CANVAS_BIGTEXT_FONT_H
#define CANVAS_BIGTEXT_FONT_H

#include <stdint.h>

#define BIGTEXT_FONT_ROWS 8
#define BIGTEXT_FONT_COLS 5

extern const uint8_t bigtext_font[95][BIGTEXT_FONT_ROWS];

#endif
