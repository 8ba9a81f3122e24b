if HAVE_CMOCKA
lab_tests = \
	tests/unit/lab/options_test \
	tests/unit/lab/playback_test \
	tests/unit/lab/preset_test \
	tests/unit/lab/queue_engines_test \
	tests/unit/lab/queue_test \
	tests/unit/lab/regex_test \
	tests/unit/lab/threads_content_test \
	tests/unit/lab/threads_perform_test \
	tests/unit/lab/threads_race_test \
	tests/unit/lab/threads_graph_test \
	tests/unit/lab/threads_language_test \
	tests/unit/lab/threads_random_test \
	tests/unit/lab/threads_test
check_PROGRAMS += $(lab_tests)
TESTS += $(lab_tests)

tests_unit_lab_options_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_lab_options_test_LDADD = $(LAB_LIBS) $(CMOCKA_LIBS)

tests_unit_lab_playback_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_lab_playback_test_LDADD = $(LAB_LIBS) $(CMOCKA_LIBS)

tests_unit_lab_preset_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_lab_preset_test_LDADD = $(LAB_LIBS) $(CMOCKA_LIBS)

tests_unit_lab_regex_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_lab_regex_test_LDADD = $(LABS_LIBS) $(CMOCKA_LIBS)

tests_unit_lab_threads_graph_test_SOURCES = \
	tests/unit/lab/threads_graph_test.c tests/unit/lab/threads_writer.c tests/unit/lab/threads_writer.h
tests_unit_lab_threads_graph_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_lab_threads_graph_test_LDADD = $(LABS_LIBS) $(CMOCKA_LIBS)

tests_unit_lab_threads_language_test_SOURCES = \
	tests/unit/lab/threads_language_test.c tests/unit/lab/threads_explored.h
tests_unit_lab_threads_language_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_lab_threads_language_test_LDADD = $(LABS_LIBS) $(CMOCKA_LIBS)

tests_unit_lab_threads_random_test_SOURCES = \
	tests/unit/lab/threads_random_test.c tests/unit/lab/threads_told.c tests/unit/lab/threads_told.h \
	tests/unit/lab/threads_told_step.c
tests_unit_lab_threads_random_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_lab_threads_random_test_LDADD = $(LABS_LIBS) $(CMOCKA_LIBS)

tests_unit_lab_threads_test_SOURCES = tests/unit/lab/threads_test.c tests/unit/lab/threads_explored.h
tests_unit_lab_threads_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_lab_threads_test_LDADD = $(LABS_LIBS) $(CMOCKA_LIBS)
tests_unit_lab_queue_engines_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_lab_queue_engines_test_LDADD = $(LABS_LIBS) $(CMOCKA_LIBS)
tests_unit_lab_queue_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_lab_queue_test_LDADD = $(LABS_LIBS) $(CMOCKA_LIBS)

tests_unit_lab_threads_perform_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_lab_threads_perform_test_LDADD = $(LABS_LIBS) $(CMOCKA_LIBS)

tests_unit_lab_threads_race_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_lab_threads_race_test_LDADD = $(LABS_LIBS) $(CMOCKA_LIBS)

tests_unit_lab_threads_content_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_lab_threads_content_test_LDADD = $(LABS_LIBS) $(CMOCKA_LIBS)

socket_tests = tests/unit/lab/socket_test tests/unit/lab/socket_faults_test
check_PROGRAMS += $(socket_tests)
TESTS += $(socket_tests)

tests_unit_lab_socket_test_CPPFLAGS = $(TEST_CPPFLAGS) $(CJSON_CFLAGS)
tests_unit_lab_socket_test_LDADD = $(LABS_LIBS) $(CMOCKA_LIBS)

tests_unit_lab_socket_faults_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_lab_socket_faults_test_LDADD = $(LABS_LIBS) $(CMOCKA_LIBS)

endif
