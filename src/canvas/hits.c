/* Remembers where things were drawn. */
#include "canvas/hits.h"

void
hits_begin(struct hits *hits, const struct canvas *canvas)
{
	if (!hits)
		return;
	hits->x = canvas->bounds.x;
	hits->y = canvas->bounds.y;
	vec_clear(&hits->all);
}

void
hits_add(struct hits *hits, const struct canvas *canvas, struct rect area, int what, int64_t index)
{
	if (!hits)
		return;
	struct canvas seen = canvas_cut(canvas, area); /* what was cut off cannot be clicked */

	if (seen.clip.width <= 0 || seen.clip.height <= 0)
		return;
	area = seen.clip;
	area.x -= hits->x;
	area.y -= hits->y;
	vec_push(&hits->all, (struct hit){ area, what, index });
}

const struct hit *
hits_find(const struct hits *hits, int x, int y)
{
	for (size_t i = hits ? hits->all.len : 0; i-- > 0;) {
		struct rect area = hits->all.items[i].area;

		if (x >= area.x && y >= area.y && x < area.x + area.width && y < area.y + area.height)
			return &hits->all.items[i];
	}
	return NULL;
}

void
hits_fini(struct hits *hits)
{
	if (hits)
		vec_fini(&hits->all);
}
