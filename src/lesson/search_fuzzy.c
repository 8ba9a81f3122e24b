/* Fuzzy matching for the palette: the best way to find a needle's characters in order, scored. */
#include "lesson/search.h"
#include "text/utf8.h"

#include <limits.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>

#define NEEDLE_MAX   64  /* characters; more of a needle is never typed */
#define HAYSTACK_MAX 256 /* characters; what stands behind them is not looked at */
#define NONE         (INT_MIN / 4)

enum { /* what makes a match good */
	SCORE_CHAR = 16,
	SCORE_RUN = 22,        /* right behind the character before */
	SCORE_FIRST = 24,      /* the haystack's first character */
	SCORE_WORD = 20,       /* the first of a word */
	SCORE_HUMP = 14,       /* upper case behind lower case, a digit behind a letter */
	COST_GAP = 2,          /* each character left out between two */
	COST_GAP_MAX = 20,     /* but a long way is not worse than a very long one */
	COST_LEADING_MAX = 10, /* left out before the first */
	SCORE_WHOLE = 60,      /* nothing is left over */
};

struct letters {
	size_t count;
	uint32_t folded[HAYSTACK_MAX];
	uint16_t offset[HAYSTACK_MAX]; /* bytes; the first 256 characters are within 1 KiB */
	uint8_t bonus[HAYSTACK_MAX];
};

static bool
is_separator(uint32_t codepoint)
{
	return !uc_is_general_category_withtable(codepoint, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N);
}

static uint8_t
bonus_of(uint32_t before, uint32_t here)
{
	if (!before)
		return SCORE_FIRST;
	if (is_separator(here))
		return 0;
	if (is_separator(before))
		return SCORE_WORD;
	if (uc_tolower(before) == before && uc_tolower(here) != here)
		return SCORE_HUMP;
	/* A Chinese word has no visible start; one after a letter of another script is one. */
	return (before < 0x80) != (here < 0x80) ? SCORE_HUMP : 0;
}

static void
read_letters(struct letters *out, struct str text, size_t max)
{
	struct str rest = text;
	uint32_t before = 0, codepoint;

	for (out->count = 0; out->count < max; before = codepoint) {
		size_t offset = text.len - rest.len;

		if (!utf8_next(&rest, &codepoint, NULL))
			break;
		out->folded[out->count] = uc_tolower(codepoint);
		out->offset[out->count] = (uint16_t)offset;
		out->bonus[out->count] = bonus_of(before, codepoint);
		out->count++;
	}
}

static bool
is_subsequence(const struct letters *needle, const struct letters *haystack)
{
	size_t found = 0;

	for (size_t i = 0; i < haystack->count && found < needle->count; i++)
		found += haystack->folded[i] == needle->folded[found];
	return found == needle->count;
}

struct row {
	int score[HAYSTACK_MAX]; /* the needle up to here, its last character exactly at this place; or NONE */
};

/*
 * One more character of the needle: for each place the best of a run (its neighbour before) and a jump (the best place
 * further left, which fades by COST_GAP a step but never by more than COST_GAP_MAX).
 */
static void
fill_row(const struct letters *haystack, uint32_t wanted, const struct row *before, struct row *out,
	 uint16_t from[HAYSTACK_MAX])
{
	int near_best = NONE, far_best = NONE; /* with a fading cost; with the whole cost */
	size_t near_at = 0, far_at = 0;

	for (size_t i = 0; i < haystack->count; i++) {
		out->score[i] = NONE;
		if (i >= 2) { /* the place two to the left becomes one that can be jumped from */
			near_best -= COST_GAP;
			if (before->score[i - 2] - COST_GAP > near_best) {
				near_best = before->score[i - 2] - COST_GAP;
				near_at = i - 2;
			}
			if (before->score[i - 2] - COST_GAP_MAX > far_best) {
				far_best = before->score[i - 2] - COST_GAP_MAX;
				far_at = i - 2;
			}
		}
		if (haystack->folded[i] != wanted || !i)
			continue;
		int jump = near_best > far_best ? near_best : far_best;
		int run = before->score[i - 1] + SCORE_RUN;

		jump += haystack->bonus[i];
		if (run > NONE / 2 && run >= jump) {
			out->score[i] = run + SCORE_CHAR;
			from[i] = (uint16_t)(i - 1);
		} else if (jump > NONE / 2) {
			out->score[i] = jump + SCORE_CHAR;
			from[i] = (uint16_t)(near_best > far_best ? near_at : far_at);
		}
	}
}

static void
fill_first_row(const struct letters *haystack, uint32_t wanted, struct row *out)
{
	for (size_t i = 0; i < haystack->count; i++) {
		int leading = i < COST_LEADING_MAX ? (int)i : COST_LEADING_MAX;

		out->score[i] = haystack->folded[i] == wanted ? SCORE_CHAR + haystack->bonus[i] - leading : NONE;
	}
}

static char
fold(char byte)
{
	return byte >= 'A' && byte <= 'Z' ? (char)(byte | 0x20) : byte;
}

/*
 * A look at the bytes, which spares the search in most of fifty thousand titles: false where an ASCII needle cannot be
 * in there. Outside ASCII only İ and the Kelvin sign have a lower case inside it: they, and all with their first byte,
 * may fit.
 */
static bool
may_match(struct str needle, struct str haystack)
{
	size_t found = 0;

	if (!str_is_ascii(needle))
		return true;
	for (size_t i = 0; i < haystack.len && found < needle.len; i++) {
		unsigned char byte = (unsigned char)haystack.data[i];

		if (byte == 0xC4 || byte == 0xE2)
			return true;
		found += fold(haystack.data[i]) == fold(needle.data[found]);
	}
	return found == needle.len;
}

bool
search_fuzzy(struct str needle_text, struct str haystack_text, int *score, size_t *positions, size_t max)
{
	struct letters needle, haystack;
	struct row rows[2];
	uint16_t from[NEEDLE_MAX][HAYSTACK_MAX];
	size_t best = 0;

	if (!may_match(str_cut(needle_text, 0, NEEDLE_MAX), haystack_text))
		return false;
	read_letters(&needle, needle_text, NEEDLE_MAX);
	read_letters(&haystack, haystack_text, HAYSTACK_MAX);
	*score = 0;
	if (!needle.count)
		return true;
	if (!haystack.count || !is_subsequence(&needle, &haystack))
		return false;
	memset(from, 0, needle.count * sizeof(from[0]));
	fill_first_row(&haystack, needle.folded[0], &rows[0]);
	for (size_t i = 1; i < needle.count; i++)
		fill_row(&haystack, needle.folded[i], &rows[(i - 1) % 2], &rows[i % 2], from[i]);

	const struct row *last = &rows[(needle.count - 1) % 2];

	for (size_t i = 1; i < haystack.count; i++)
		if (last->score[i] > last->score[best])
			best = i;
	*score = last->score[best] - (int)(haystack.count / 8);
	if (needle.count == haystack.count)
		*score += SCORE_WHOLE;
	for (size_t i = needle.count; positions && i-- > 0;) {
		if (i < max)
			positions[i] = haystack.offset[best];
		best = i ? from[i][best] : best;
	}
	return true;
}
