/*
 * Who waits for whom, as it is drawn: chains that go from who waits over an object to who can end the wait, and the
 * circle, if there is one. AND and OR are told apart: of several that can help any may do, or all are needed.
 */
#ifndef LAB_THREADS_THREADS_VIEW_WAITS_H
#define LAB_THREADS_THREADS_VIEW_WAITS_H

#include "lab/threads/threads_state.h"

#define CHAINS_MAX THREADS_MAX
#define LINKS_MAX  (2 * THREADS_MAX + 3)

enum link_join {
	JOIN_EACH, /* all of them wait */
	JOIN_ANY,  /* one of them is enough */
	JOIN_ALL,  /* each of them is needed */
};

struct link {
	uint32_t object;  /* or OBJECT_NOTHING: threads */
	uint32_t threads; /* a bit a thread; 0: nobody */
	enum link_join join;
};

struct chain {
	struct link links[LINKS_MAX];
	size_t len;
	bool is_circle; /* the last link waits for the first */
	bool is_bare;   /* its objects have no boxes, or there are none in it: for whoever draws it */
	bool is_sure;   /* it ends with the one thread that holds what is waited for, or with nobody who could help */
};

/* All chains, circles first; OUT has room for CHAINS_MAX. */
size_t threads_view_find_chains(const struct threads_lab *, struct chain *out);
/* "A, B", "P or Q", "nobody"; many are counted. */
void threads_view_link_text(const struct threads_lab *, const struct link *, struct str_buf *out);

#endif
