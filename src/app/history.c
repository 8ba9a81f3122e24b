/* Keeps the last hundred places. */
#include "app/history.h"

#include "base/alloc.h"

enum {
	ENTRIES_MAX = 100
};

static void
cut(struct history *history, size_t len)
{
	while (history->entries.len > len)
		free(vec_pop(&history->entries).key);
}

void
history_fini(struct history *history)
{
	cut(history, 0);
	vec_fini(&history->entries);
	history->at = 0;
}

void
history_push(struct history *history, struct str key, uint32_t line)
{
	cut(history, history->at);
	if (history->at > 0) {
		const struct history_entry *last = vec_last(&history->entries);

		if (last->line == line && str_is_equal_c(key, last->key))
			return;
	}
	if (history->entries.len == ENTRIES_MAX) {
		free(history->entries.items[0].key);
		vec_remove(&history->entries, 0);
	}
	vec_push(&history->entries, (struct history_entry){ str_copy_c(key), line });
	history->at = history->entries.len;
}

const struct history_entry *
history_go(struct history *history, int direction, struct str here_key, uint32_t here_line)
{
	size_t to;

	if (direction < 0 ? history->at == 0 : history->at + 1 >= history->entries.len)
		return NULL;
	if (history->at == history->entries.len) {
		vec_push(&history->entries, (struct history_entry){ str_copy_c(here_key), here_line });
	} else {
		struct history_entry *here = &history->entries.items[history->at];

		free(here->key);
		*here = (struct history_entry){ str_copy_c(here_key), here_line };
	}
	to = direction < 0 ? history->at - 1 : history->at + 1;
	history->at = to;
	return &history->entries.items[to];
}
