/* Operating system commands: the clipboard and the title, safe whatever they are given. Pure; any thread. */
#ifndef TERM_OSC_H
#define TERM_OSC_H

#include "base/str.h"

#define OSC_COPY_BYTES_MAX 74994 /* xterm takes 100,000 bytes of base64 */

void osc_append_copy(struct str_buf *out, struct str text);   /* OSC 52; cut at a character */
void osc_append_title(struct str_buf *out, struct str title); /* OSC 2; cleaned, at most 200 columns */

#endif
