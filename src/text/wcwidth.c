/*
 * The width ncurses goes by: ours, not the C library's, which knows fewer characters and blanks the others. A program's
 * own wcwidth() comes before libc's for shared libraries too. Whoever shows cells through ncurses names it once, so
 * that the linker takes it out of the library.
 */
#include "text/cell.h"

#include <wchar.h>

int
wcwidth(wchar_t character)
{
	return character == 0 ? 0 : cell_codepoint_width((uint32_t)character);
}
