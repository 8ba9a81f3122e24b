/* Files: only regular ones, only so large, and saves that are whole or not at all. */
#include "support/test.h"

#include "base/file.h"
#include "base/path.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static char dir[64];

static char *
inside(const char *name)
{
	return path_join(str_of_c(dir), str_of_c(name));
}

static int
make_dir(void **state)
{
	(void)state;
	strcpy(dir, "/tmp/notes-tui-file-XXXXXX");
	return mkdtemp(dir) ? 0 : -1;
}

static int
remove_dir(void **state)
{
	DIR *listing = opendir(dir);
	const struct dirent *entry;

	(void)state;
	while (listing && (entry = readdir(listing))) {
		char *path = inside(entry->d_name);

		if (entry->d_name[0] != '.' || strlen(entry->d_name) > 2)
			unlink(path);
		free(path);
	}
	closedir(listing);
	return rmdir(dir);
}

static size_t
count_entries(void)
{
	DIR *listing = opendir(dir);
	size_t count = 0;

	while (readdir(listing))
		count++;
	closedir(listing);
	return count - 2;
}

static void
file__save_and_read__give_back_every_byte(void **state)
{
	char *path = inside("notes.md");
	struct str_buf out = { 0 };
	struct file_stamp first, second;

	(void)state;
	str_buf_append_c(&out, "before:");
	assert_true(file_save(path, str_of("a\0中", 5), NULL));
	assert_true(file_read(path, 5, &out, &first, NULL));
	assert_int_equal(out.len, 12);
	assert_memory_equal(out.data, "before:a\0中", 12);
	assert_int_equal(first.size_bytes, 5);
	assert_true(file_stamp_get(path, &second));
	assert_true(file_stamp_is_equal(&first, &second));
	assert_true(file_save(path, STR(""), NULL));
	assert_true(file_stamp_get(path, &second));
	assert_false(file_stamp_is_equal(&first, &second));
	str_buf_clear(&out);
	assert_true(file_read(path, 0, &out, NULL, NULL));
	assert_string_equal(str_buf_c(&out), "");
	assert_int_equal(count_entries(), 1); /* no temporary left */
	str_buf_fini(&out);
	free(path);
}

static void
assert_unreadable(const char *path, uint64_t max_bytes)
{
	struct str_buf out = { 0 };
	struct err err = { 0 };

	str_buf_append_c(&out, "kept");
	assert_false(file_read(path, max_bytes, &out, NULL, &err));
	assert_non_null(strstr(err.text, path));
	assert_string_equal(str_buf_c(&out), "kept");
	str_buf_fini(&out);
}

static void
file__read_part__appends_what_is_asked_for_or_what_there_is(void **state)
{
	char *path = inside("notes.md");
	struct str_buf out = { 0 };
	struct file_stamp stamp;

	(void)state;
	assert_true(file_save(path, STR("0123456789"), NULL));
	assert_true(file_read_part(path, 0, 4, &out, NULL, NULL));
	assert_string_equal(str_buf_c(&out), "0123");
	assert_true(file_read_part(path, 0, 99, &out, &stamp, NULL));
	assert_string_equal(str_buf_c(&out), "01230123456789");
	assert_int_equal(stamp.size_bytes, 10);
	assert_true(file_read_part(path, 7, 2, &out, NULL, NULL));
	assert_true(file_read_part(path, 9, 99, &out, NULL, NULL));
	assert_true(file_read_part(path, 10, 99, &out, NULL, NULL));
	assert_string_equal(str_buf_c(&out), "01230123456789789");
	assert_false(file_read_part(dir, 0, 4, &out, NULL, NULL));
	assert_int_equal(out.len, 17);
	str_buf_fini(&out);
	free(path);
}

static void
file__read__refuses_what_is_no_file_or_too_large(void **state)
{
	char *fifo = inside("fifo"), *large = inside("large"), *gone = inside("gone"), *loop = inside("loop");

	(void)state;
	assert_int_equal(mkfifo(fifo, 0600), 0);
	assert_unreadable(fifo, 100); /* and does not wait for a writer */
	assert_unreadable("/dev/zero", 100);
	assert_unreadable(dir, 100);
	assert_unreadable(gone, 100);
	assert_int_equal(symlink(loop, loop), 0);
	assert_unreadable(loop, 100);
	assert_true(file_save(large, STR("12345"), NULL));
	assert_unreadable(large, 4);
	free(fifo);
	free(large);
	free(gone);
	free(loop);
}

static void
file__read_fd__reads_a_pipe_to_its_end(void **state)
{
	struct str_buf out = { 0 };
	struct err err = { 0 };
	int fds[2];

	(void)state;
	assert_int_equal(pipe2(fds, O_NONBLOCK), 0);
	assert_int_equal(write(fds[1], "hello", 5), 5);
	close(fds[1]);
	assert_true(file_read_fd(fds[0], 100, &out, NULL));
	assert_string_equal(str_buf_c(&out), "hello");
	close(fds[0]);
	assert_false(file_read_fd(-1, 100, &out, &err));
	assert_string_equal(str_buf_c(&out), "hello");
	int zero = open("/dev/zero", O_RDONLY);

	assert_false(file_read_fd(zero, 1 << 20, &out, &err));
	close(zero);
	str_buf_fini(&out);
}

static void
file__save__keeps_mode_and_symlink_and_leaves_the_old_on_failure(void **state)
{
	char *path = inside("real"), *link_path = inside("link"), *in_file = inside("real/x");
	struct stat status;
	struct err err = { 0 };

	(void)state;
	assert_true(file_save(path, STR("old"), NULL));
	assert_int_equal(chmod(path, 0640), 0);
	assert_int_equal(symlink(path, link_path), 0);
	assert_true(file_save(link_path, STR("new"), NULL));
	assert_int_equal(lstat(link_path, &status), 0);
	assert_true(S_ISLNK(status.st_mode));
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0640);
	assert_int_equal(status.st_size, 3);
	assert_false(file_save(in_file, STR("x"), &err));
	assert_non_null(strstr(err.text, in_file));
	assert_false(file_save(dir, STR("x"), &err)); /* a directory stays one */
	assert_int_equal(count_entries(), 2);
	free(path);
	free(link_path);
	free(in_file);
}

static void
file__save__says_so_when_the_disk_is_full(void **state)
{
	struct err err = { 0 };

	(void)state;
	if (access("/dev/full", W_OK) != 0)
		skip_test("there is no /dev/full");
	/* Nothing can be made beside it or it cannot be written: either way it is said and no device is replaced. */
	bool is_saved = file_save("/dev/full/x", STR("x"), &err);

	assert_false(is_saved);
	assert_true(err_is_set(&err));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(file__save_and_read__give_back_every_byte, make_dir, remove_dir),
		cmocka_unit_test_setup_teardown(file__read__refuses_what_is_no_file_or_too_large, make_dir, remove_dir),
		cmocka_unit_test_setup_teardown(file__read_part__appends_what_is_asked_for_or_what_there_is, make_dir,
						remove_dir),
		cmocka_unit_test(file__read_fd__reads_a_pipe_to_its_end),
		cmocka_unit_test_setup_teardown(file__save__keeps_mode_and_symlink_and_leaves_the_old_on_failure,
						make_dir, remove_dir),
		cmocka_unit_test(file__save__says_so_when_the_disk_is_full),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
