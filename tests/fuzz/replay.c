/* Runs a fuzz target over its corpus, once a file, without a fuzzer: what `make check` does. Speaks TAP. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A target aborts on what it finds wrong, so a file that comes back has passed. */
static void
replay(const char *path, const char *name, int number)
{
	static uint8_t data[1 << 20];
	FILE *file = fopen(path, "rb");

	if (!file) {
		printf("not ok %d - %s cannot be opened\n", number, name);
		return;
	}
	size_t size = fread(data, 1, sizeof(data), file);

	fclose(file);
	fprintf(stderr, "%s\n", name); /* the last one named is the one that failed */
	LLVMFuzzerTestOneInput(data, size);
	printf("ok %d - %s\n", number, name);
	fflush(stdout);
}

static int
is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

/* usage: fuzz_NAME [FILE…]; without a file, all of $srcdir/tests/fuzz/corpus/NAME in order. */
int
main(int argc, char **argv)
{
	const char *srcdir = getenv("srcdir"), *name = strrchr(argv[0], '/');
	struct dirent **entries;
	char path[4096];
	int number = 0;

	for (int i = 1; i < argc; i++)
		replay(argv[i], argv[i], ++number);
	if (argc > 1)
		return 0;
	name = strstr(name ? name : argv[0], "fuzz_");
	if (!name)
		return 99;
	name += strlen("fuzz_");
	snprintf(path, sizeof(path), "%s/tests/fuzz/corpus/%s", srcdir ? srcdir : ".", name);
	int count = scandir(path, &entries, is_visible, alphasort);

	printf("1..%d\n", count > 0 ? count : 1);
	if (count <= 0)
		printf("not ok 1 - %s holds no input\n", path);
	for (int i = 0; i < count; i++) {
		snprintf(path, sizeof(path), "%s/tests/fuzz/corpus/%s/%s", srcdir ? srcdir : ".", name,
			 entries[i]->d_name);
		replay(path, entries[i]->d_name, ++number);
		free(entries[i]);
	}
	if (count > 0)
		free(entries);
	return count <= 0;
}
