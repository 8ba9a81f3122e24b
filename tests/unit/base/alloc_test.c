/* Memory is there and zeroed, copies end in a NUL, and a size that cannot be ends the program with a word. */
#include "support/test.h"

#include "base/alloc.h"

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static void
mem__alloc_array__is_zeroed_and_never_null(void **state)
{
	unsigned char *bytes = mem_alloc_array(1000, 3);
	int *none = NEW_ARRAY(int, 0);

	(void)state;
	for (size_t i = 0; i < 3000; i++)
		assert_int_equal(bytes[i], 0);
	assert_non_null(none);
	free(none);
	free(bytes);
}

static void
mem__realloc_array__keeps_what_was_there(void **state)
{
	char *text = mem_realloc_array(NULL, 4, 1);

	(void)state;
	memcpy(text, "abc", 4);
	text = mem_realloc_array(text, 100000, 1);
	assert_string_equal(text, "abc");
	text = mem_realloc_array(text, 0, 1); /* valid storage, also for nothing */
	assert_non_null(text);
	free(text);
}

static void
mem__copy__holds_the_bytes_and_a_nul_behind(void **state)
{
	char *with_nul = mem_copy("a\0b", 3), *empty = mem_copy(NULL, 0), *text = mem_copy_c("word");

	(void)state;
	assert_memory_equal(with_nul, "a\0b", 4);
	assert_string_equal(empty, "");
	assert_string_equal(text, "word");
	free(with_nul);
	free(empty);
	free(text);
}

/* Run in a child: what it says on stderr, and that it aborts. */
static void
assert_dies(void (*act)(void))
{
	char said[256] = "";
	int pipe_fds[2], status;

	assert_int_equal(pipe(pipe_fds), 0);
	fflush(stdout);
	pid_t pid = fork();

	if (pid == 0) {
		signal(SIGABRT, SIG_DFL);
		dup2(pipe_fds[1], 2);
		act();
		_exit(0);
	}
	close(pipe_fds[1]);
	size_t len = 0;
	ssize_t got;

	while (len < sizeof(said) - 1 && (got = read(pipe_fds[0], said + len, sizeof(said) - 1 - len)) > 0)
		len += (size_t)got;
	close(pipe_fds[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
	assert_non_null(strstr(said, "out of memory"));
}

static volatile size_t huge = SIZE_MAX / 2; /* the compiler must not see it */

static void
overflow_realloc(void)
{
	free(mem_realloc_array(NULL, huge, 3));
}

static void
copy_everything(void)
{
	free(mem_copy("", huge * 2 + 1));
}

static void
mem__sizes_that_overflow__end_the_program_with_a_word(void **state)
{
	(void)state;
	assert_dies(overflow_realloc);
	assert_dies(copy_everything);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mem__alloc_array__is_zeroed_and_never_null),
		cmocka_unit_test(mem__realloc_array__keeps_what_was_there),
		cmocka_unit_test(mem__copy__holds_the_bytes_and_a_nul_behind),
		cmocka_unit_test(mem__sizes_that_overflow__end_the_program_with_a_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
