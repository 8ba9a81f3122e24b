# The queue lab as it is watched.
if HAVE_CMOCKA
queue_lab_tests = tests/labs/queue_lab_test
check_PROGRAMS += $(queue_lab_tests)
TESTS += $(queue_lab_tests)
tests_labs_queue_lab_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_labs_queue_lab_test_LDADD = $(LABS_LIBS) $(CMOCKA_LIBS)
endif
