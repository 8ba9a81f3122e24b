/* Numbers the contents of cells and lays out their bit-fields. */
#include "lab/threads/pack.h"

void
pack_init(struct pack *k, struct program *p)
{
	*k = (struct pack){ .program = p, .words = 1 };
	k->cells = cell_of_thread(p, (uint32_t)p->threads.len);
	k->domains = NEW_ARRAY(struct domain, k->cells);
	k->fields = NEW_ARRAY(struct field, k->cells);
	for (uint32_t c = 0, at = 0; c < k->cells; c++) {
		struct domain *d = &k->domains[c];

		d->width = c < cell_of_object(p, 0) ? 1 : c < cell_of_thread(p, 0) ? 2 : p->thread_words;
		d->at = at;
		at += d->width;
		d->mask = 3;
		d->table = NEW_ARRAY(uint32_t, d->mask + 1);
	}
}

void
pack_fini(struct pack *k)
{
	for (uint32_t c = 0; c < k->cells; c++) {
		free(k->domains[c].contents);
		free(k->domains[c].table);
	}
	free(k->domains);
	free(k->fields);
}

size_t
pack_bytes(const struct pack *k)
{
	size_t bytes = k->cells * (sizeof(*k->domains) + sizeof(*k->fields));

	for (uint32_t c = 0; c < k->cells; c++)
		bytes += 4 * ((size_t)k->domains[c].capacity * k->domains[c].width + k->domains[c].mask + 1);
	return bytes;
}

static uint32_t
hash_of(const uint32_t *words, uint32_t count)
{
	uint64_t hash = count;

	for (uint32_t i = 0; i < count; i++) {
		hash = (hash ^ words[i]) * UINT64_C(0x9e3779b97f4a7c15);
		hash ^= hash >> 29;
	}
	return (uint32_t)(hash >> 16);
}

static void
add_to_table(struct domain *d, uint32_t number)
{
	uint32_t at = hash_of(d->contents + (size_t)number * d->width, d->width) & d->mask;

	while (d->table[at])
		at = (at + 1) & d->mask;
	d->table[at] = number + 1;
}

uint32_t
pack_number(struct pack *k, uint32_t cell, const uint32_t *state)
{
	struct domain *d = &k->domains[cell];
	const uint32_t *words = state + d->at;
	size_t size = d->width * sizeof(*words);

	for (uint32_t at = hash_of(words, d->width) & d->mask; d->table[at]; at = (at + 1) & d->mask)
		if (!memcmp(d->contents + (size_t)(d->table[at] - 1) * d->width, words, size))
			return d->table[at] - 1;
	if (d->count == d->capacity) {
		d->capacity += d->capacity / 2 + 2;
		d->contents = mem_realloc_array(d->contents, (size_t)d->capacity * d->width, sizeof(*words));
	}
	memcpy(d->contents + (size_t)d->count * d->width, words, size);
	d->count++;
	if (d->count * 2 > d->mask) {
		free(d->table);
		d->mask = d->mask * 2 + 1;
		d->table = NEW_ARRAY(uint32_t, (size_t)d->mask + 1);
		for (uint32_t i = 0; i < d->count; i++)
			add_to_table(d, i);
	} else
		add_to_table(d, d->count - 1);
	return d->count - 1;
}

bool
pack_is_too_small(const struct pack *k, uint32_t cell, uint32_t number)
{
	return number > k->fields[cell].mask;
}

/* Field after field, none across two words. Gives how many words that takes. */
static uint32_t
lay_out(struct pack *k)
{
	uint32_t word = 0, used = 0;

	for (uint32_t c = 0; c < k->cells; c++) {
		struct field *f = &k->fields[c];
		uint32_t bits = f->mask ? 32 - (uint32_t)__builtin_clz(f->mask) : 0;

		if (used + bits > 64) {
			word++;
			used = 0;
		}
		f->word = bits ? word : 0;
		f->shift = bits ? used : 0;
		used += bits;
	}
	return word + 1;
}

/* What is left of the words goes to the fields, those with the least room first: each bit more may save a layout. */
static void
give_rest(struct pack *k, uint32_t words)
{
	for (uint32_t room = 2; room <= 64; room *= 2)
		for (uint32_t c = 0; c < k->cells; c++) {
			struct field *f = &k->fields[c];

			if (!f->mask || f->mask > UINT32_MAX / 2 || f->mask / room > k->domains[c].count)
				continue;
			f->mask = f->mask * 2 + 1;
			if (lay_out(k) > words)
				f->mask /= 2;
		}
	lay_out(k);
}

bool
pack_grow(struct pack *k, struct field **fields, uint32_t *words)
{
	bool is_full = false;

	for (uint32_t c = 0; c < k->cells; c++)
		is_full |= pack_is_too_small(k, c, k->domains[c].count - 1);
	if (!is_full)
		return false;
	*fields = k->fields;
	*words = k->words;
	k->fields = NEW_ARRAY(struct field, k->cells);
	for (uint32_t c = 0; c < k->cells; c++)
		while (pack_is_too_small(k, c, k->domains[c].count - 1))
			k->fields[c].mask = k->fields[c].mask * 2 + 1;
	uint32_t needed = lay_out(k);

	k->words = needed > k->words ? needed : k->words;
	give_rest(k, k->words);
	k->version++;
	return true;
}

void
pack_unpack(const struct pack *k, const uint64_t *packed, uint32_t *state)
{
	for (uint32_t c = 0; c < k->cells; c++) {
		const struct domain *d = &k->domains[c];
		uint32_t number = pack_get(&k->fields[c], packed);

		memcpy(state + d->at, d->contents + (size_t)number * d->width, d->width * sizeof(*state));
	}
}
