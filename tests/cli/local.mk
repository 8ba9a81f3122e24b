# The command line, run as people run it.
cli_tests = \
	tests/cli/check.sh \
	tests/cli/doctor.sh \
	tests/cli/hostile.sh \
	tests/cli/lab.sh \
	tests/cli/list.sh \
	tests/cli/queue.sh \
	tests/cli/search.sh \
	tests/cli/show.sh \
	tests/cli/themes.sh \
	tests/cli/threads.sh \
	tests/cli/threads_explore.sh \
	tests/cli/usage.sh
dist_check_SCRIPTS += $(cli_tests)
TESTS += $(cli_tests)
EXTRA_DIST += tests/cli/tap.sh tests/cli/fixtures
check_PROGRAMS += tests/support/columns
tests_support_columns_LDADD = $(TEXT_LIBS)
