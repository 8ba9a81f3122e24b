/* The punctuation that must not stand at the start or the end of a line of Chinese. */
#include "text/punct.h"

#include <stddef.h>

/* Ascending; 0 ends. */
static const uint16_t closing[] = {
	0x2019, 0x201D, 0x2026, 0x3001, 0x3002, 0x3009, 0x300B, 0x300D, 0x300F, 0x3011, 0x3015, 0x3017, 0xFF01,
	0xFF09, 0xFF0C, 0xFF0E, 0xFF1A, 0xFF1B, 0xFF1F, 0xFF3D, 0xFF5D, 0xFF61, 0xFF63, 0xFF64, 0,
};
static const uint16_t opening[] = {
	0x2018, 0x201C, 0x3008, 0x300A, 0x300C, 0x300E, 0x3010, 0x3014, 0x3016, 0xFF08, 0xFF3B, 0xFF5B, 0xFF62, 0,
};

static bool
is_among(uint32_t codepoint, const uint16_t *table)
{
	/* Nearly every character is a letter: leave early. */
	if (codepoint < 0x2018 || (codepoint > 0x3017 && codepoint < 0xFF01))
		return false;
	while (*table && *table < codepoint)
		table++;
	return *table == codepoint;
}

bool
punct_is_closing(uint32_t codepoint)
{
	return is_among(codepoint, closing);
}

bool
punct_is_opening(uint32_t codepoint)
{
	return is_among(codepoint, opening);
}
