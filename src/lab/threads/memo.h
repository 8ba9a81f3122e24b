/*
 * What is deterministic is computed once. A step of a thread (or: may it step? does a condition hold?) depends on the
 * thread's own cell and on the few cells it looks at, one after the other. Such an answer is a path in a tree: each
 * node names the cell looked at next, its kids are the contents that cell had so far, a leaf is the answer.
 */
#ifndef LAB_THREADS_MEMO_H
#define LAB_THREADS_MEMO_H

#include "lab/threads/pack.h"

#include "base/vec.h"

#define MEMO_LEAF 0xffffu

struct memo_node {
	uint16_t cell;  /* MEMO_LEAF: the answer */
	uint16_t count; /* leaf: effects */
	uint32_t at;    /* first kid; leaf: first effect */
	uint32_t room;  /* kids; leaf: yes or no; what went wrong, as an index of infos */
};

struct memo_effect {
	uint32_t cell, number;
};

struct memo {
	VEC(struct memo_node) nodes; /* 0 is nobody */
	VEC(uint32_t) kids;
	VEC(struct memo_effect) effects;
	VEC(struct step_info) infos; /* 0: nothing went wrong */
};

void memo_init(struct memo *);
void memo_fini(struct memo *);
void memo_forget(struct memo *); /* everything; its room stays, for what comes now needs as much */
size_t memo_bytes(const struct memo *);
size_t memo_used(const struct memo *); /* of those bytes */
/* A new leaf at the end of the path that TRAIL took over the cells of PACKED. ROOT may be 0: then it begins. */
struct memo_node *memo_add(struct memo *, const struct pack *, uint32_t *root, const struct trail *,
			   const uint64_t *packed);

/* The answer for this state; NULL: not known yet. */
static inline const struct memo_node *
memo_find(const struct memo *m, const struct pack *k, uint32_t root, const uint64_t *packed)
{
	const struct memo_node *n = &m->nodes.items[root];

	while (n->cell != MEMO_LEAF) {
		uint32_t number = pack_get(&k->fields[n->cell], packed);
		uint32_t kid = number < n->room ? m->kids.items[n->at + number] : 0;

		if (!kid)
			return NULL;
		n = &m->nodes.items[kid];
	}
	return n;
}

#endif
