/*
 * States in a few 64-bit words. A cell (see machine_parts.h) takes few different contents in one scenario: each cell
 * has a domain that numbers them, and a state is the numbers, in bit-fields just wide enough. When a domain outgrows
 * its field there is a new layout, a new VERSION: whoever holds packed states packs them again.
 */
#ifndef LAB_THREADS_PACK_H
#define LAB_THREADS_PACK_H

#include "lab/threads/machine_parts.h"

struct domain {
	uint32_t *contents; /* COUNT times WIDTH words */
	uint32_t width, count, capacity;
	uint32_t at; /* where the cell begins in a state of the machine */
	uint32_t *table, mask;
};

struct field {
	uint32_t word, shift, mask; /* mask 0: only one content so far, no bits */
};

struct pack {
	struct program *program;
	struct domain *domains;
	struct field *fields;
	uint32_t cells, words; /* words of a packed state */
	uint32_t version;
};

void pack_init(struct pack *, struct program *);
void pack_fini(struct pack *);
size_t pack_bytes(const struct pack *);
/* The number of what CELL is in a state of the machine. It may not fit the field: see pack_grow. */
uint32_t pack_number(struct pack *, uint32_t cell, const uint32_t *state);
/*
 * Give every domain a field it fits in. True: there is a new layout, FIELDS and WORDS of the old one are in the
 * arguments and FIELDS is the caller's.
 */
bool pack_grow(struct pack *, struct field **fields, uint32_t *words);
void pack_unpack(const struct pack *, const uint64_t *packed, uint32_t *state);
bool pack_is_too_small(const struct pack *, uint32_t cell, uint32_t number);

static inline uint32_t
pack_get(const struct field *f, const uint64_t *packed)
{
	return (uint32_t)(packed[f->word] >> f->shift) & f->mask;
}

static inline void
pack_put(const struct field *f, uint64_t *packed, uint32_t number)
{
	packed[f->word] = (packed[f->word] & ~((uint64_t)f->mask << f->shift)) | (uint64_t)number << f->shift;
}

#endif
