/*
 * Seeded random numbers: the same seed gives the same sequence on every machine, for ever (goldens depend on it).
 * xoshiro256** 1.0 seeded by splitmix64 (Blackman and Vigna, https://prng.di.unimi.it). Not for secrets.
 * A generator belongs to one thread.
 */
#ifndef BASE_RNG_H
#define BASE_RNG_H

#include <stdint.h>

struct rng {
	uint64_t state[4];
};

void rng_init(struct rng *, uint64_t seed);
uint64_t rng_next(struct rng *);
uint64_t rng_below(struct rng *, uint64_t bound);  /* [0, bound), unbiased; bound > 0 */
double rng_unit(struct rng *);                     /* [0, 1) in steps of 2^-53 */
double rng_exponential(struct rng *, double mean); /* exponential with that mean, > 0 */

#endif
