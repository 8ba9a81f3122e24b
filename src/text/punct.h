/* The punctuation that must not stand at the start or the end of a line of Chinese. Pure; any thread. */
#ifndef TEXT_PUNCT_H
#define TEXT_PUNCT_H

#include <stdbool.h>
#include <stdint.h>

bool punct_is_closing(uint32_t codepoint); /* may not start a line: ，。、；：！？）》」』”’… and their like */
bool punct_is_opening(uint32_t codepoint); /* may not end a line: （《「『“‘ and their like */

#endif
