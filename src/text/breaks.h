/* Where a line may break: UAX #14 by libunistring with the corrections Chinese needs (quotes, dots). Any thread. */
#ifndef TEXT_BREAKS_H
#define TEXT_BREAKS_H

#include "base/str.h"

enum break_kind {
	BREAK_NONE,
	BREAK_ALLOWED,
	BREAK_MANDATORY
};

/*
 * OUT[i] (one enum break_kind a byte of TEXT, caller's storage) says whether a line may end before byte i. TEXT need
 * not be valid UTF-8. Beside a wide character “ ‘ open and ” ’ close as 「 」 do; `.` between two graphic ASCII
 * characters does not break. Never before ，。、；：！？）》」』”’… nor after （《「『“‘ or a · among blanks, blanks
 * between or not. A \n is mandatory, at its own byte; nothing else ends a line. Linear.
 */
void breaks_find(struct str text, unsigned char *out);

#endif
