/* The trees of what is known already. */
#include "lab/threads/memo.h"

void
memo_init(struct memo *m)
{
	*m = (struct memo){ 0 };
	vec_push_zero(&m->nodes); /* nobody: a node without kids */
	vec_push_zero(&m->infos);
}

void
memo_fini(struct memo *m)
{
	vec_fini(&m->nodes);
	vec_fini(&m->kids);
	vec_fini(&m->effects);
	vec_fini(&m->infos);
}

void
memo_forget(struct memo *m)
{
	m->nodes.len = m->kids.len = m->effects.len = m->infos.len = 0;
	vec_push_zero(&m->nodes);
	vec_push_zero(&m->infos);
}

size_t
memo_used(const struct memo *m)
{
	return m->nodes.len * sizeof(*m->nodes.items) + m->kids.len * sizeof(*m->kids.items) +
	       m->effects.len * sizeof(*m->effects.items) + m->infos.len * sizeof(*m->infos.items);
}

size_t
memo_bytes(const struct memo *m)
{
	return m->nodes.capacity * sizeof(*m->nodes.items) + m->kids.capacity * sizeof(*m->kids.items) +
	       m->effects.capacity * sizeof(*m->effects.items) + m->infos.capacity * sizeof(*m->infos.items);
}

static uint32_t
new_node(struct memo *m, uint32_t cell)
{
	vec_push(&m->nodes, (struct memo_node){ .cell = (uint16_t)cell });
	return (uint32_t)(m->nodes.len - 1);
}

/* Where node's kid for NUMBER is kept; the kids move to a larger place when there are more of them. */
static uint32_t
kid_place(struct memo *m, uint32_t node, uint32_t number)
{
	struct memo_node *n = &m->nodes.items[node];

	if (number >= n->room) {
		uint32_t room = n->room ? n->room : 2, at = (uint32_t)m->kids.len;

		while (room <= number)
			room *= 2;
		vec_reserve(&m->kids, room);
		memset(m->kids.items + at, 0, room * sizeof(*m->kids.items));
		if (n->room)
			memcpy(m->kids.items + at, m->kids.items + n->at, n->room * sizeof(*m->kids.items));
		m->kids.len += room;
		n->at = at;
		n->room = room;
	}
	return n->at + number;
}

struct memo_node *
memo_add(struct memo *m, const struct pack *k, uint32_t *root, const struct trail *trail, const uint64_t *packed)
{
	uint32_t node = *root;

	for (uint32_t i = 0; i <= trail->look_count; i++) {
		uint32_t cell = i < trail->look_count ? trail->looks[i] : MEMO_LEAF;

		if (!i) {
			if (!node)
				*root = node = new_node(m, cell);
		} else {
			uint32_t number = pack_get(&k->fields[trail->looks[i - 1]], packed);
			uint32_t place = kid_place(m, node, number), kid = m->kids.items[place];

			if (!kid)
				m->kids.items[place] = kid = new_node(m, cell);
			node = kid;
		}
		assert(m->nodes.items[node].cell == cell); /* the same contents lead to the same next look */
	}
	return &m->nodes.items[node];
}
