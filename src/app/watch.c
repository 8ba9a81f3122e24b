/* Watches that follow a course's directories as they come and go. */
#include "app/watch.h"

#include "base/alloc.h"

#include <string.h>

static bool
has(const struct watch *watch, const char *path)
{
	for (size_t i = 0; i < watch->directories.len; i++)
		if (!strcmp(watch->directories.items[i].path, path))
			return true;
	return false;
}

/* All are watched anew: one that was removed and made again is another directory by the same name. */
bool
watch_follow(struct watch *watch, struct loop *loop, const struct catalog *catalog,
	     void (*fn)(void *ctx, const char *name), void *ctx)
{
	struct watch fresh = { 0 };
	bool has_come = false;

	for (size_t i = 0; i < catalog_directory_count(catalog); i++) {
		const char *path = catalog_directory(catalog, i);

		if (has(&fresh, path))
			continue;
		has_come |= watch->directories.len > 0 && !has(watch, path);
		vec_push(&fresh.directories, (struct watched){ .path = mem_copy_c(path),
							       .watch = loop_watch_new(loop, path, fn, ctx, NULL) });
	}
	watch_fini(watch);
	*watch = fresh;
	return has_come;
}

void
watch_fini(struct watch *watch)
{
	for (size_t i = 0; i < watch->directories.len; i++) {
		loop_watch_free(watch->directories.items[i].watch);
		free(watch->directories.items[i].path);
	}
	vec_fini(&watch->directories);
}
