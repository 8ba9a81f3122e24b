# The labs: keys and ticks in, canvas text out; and the regex engine beside python3's.
if HAVE_CMOCKA
labs_tests = tests/labs/labs_test tests/labs/threads_draft_test tests/labs/threads_lab_test
check_PROGRAMS += $(labs_tests)
TESTS += $(labs_tests)

tests_labs_labs_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_labs_labs_test_LDADD = $(LABS_LIBS) $(CMOCKA_LIBS)
tests_labs_threads_draft_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_labs_threads_draft_test_LDFLAGS = -Wl,--wrap=explore -Wl,--wrap=program_compile
tests_labs_threads_draft_test_LDADD = $(LABS_LIBS) $(CMOCKA_LIBS)
tests_labs_threads_lab_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_labs_threads_lab_test_LDADD = $(LABS_LIBS) $(CMOCKA_LIBS)
endif
EXTRA_DIST += tests/labs/goldens

check_PROGRAMS += tests/labs/clock_driver tests/labs/regex_driver
EXTRA_DIST += tests/labs/driver.h tests/labs/stage.h
tests_labs_clock_driver_CPPFLAGS = $(AM_CPPFLAGS) $(CJSON_CFLAGS)
tests_labs_clock_driver_LDADD = $(LABS_LIBS)
tests_labs_regex_driver_CPPFLAGS = $(AM_CPPFLAGS) $(CJSON_CFLAGS)
tests_labs_regex_driver_LDADD = $(LABS_LIBS)
dist_check_SCRIPTS += tests/labs/clock_oracle.sh tests/labs/regex_oracle.sh
TESTS += tests/labs/clock_oracle.sh tests/labs/regex_oracle.sh
EXTRA_DIST += tests/labs/clock_oracle.py tests/labs/regex_oracle.py
dist_check_SCRIPTS += tests/labs/socket_presets.sh
TESTS += tests/labs/socket_presets.sh
EXTRA_DIST += tests/labs/socket

check_PROGRAMS += tests/labs/threads_driver
tests_labs_threads_driver_CPPFLAGS = $(AM_CPPFLAGS) $(CJSON_CFLAGS)
tests_labs_threads_driver_LDADD = $(LABS_LIBS)
dist_check_SCRIPTS += tests/labs/threads_oracle.sh
TESTS += tests/labs/threads_oracle.sh
EXTRA_DIST += tests/labs/threads_oracle.py
dist_check_SCRIPTS += tests/labs/socket_no_net.sh tests/labs/socket_peers.sh
TESTS += tests/labs/socket_no_net.sh tests/labs/socket_peers.sh
dist_check_SCRIPTS += tests/labs/threads_language.sh
TESTS += tests/labs/threads_language.sh
EXTRA_DIST += tests/labs/threads_language.py
