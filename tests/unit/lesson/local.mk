if HAVE_CMOCKA
lesson_tests = \
	tests/unit/lesson/date_test \
	tests/unit/lesson/outline_test
check_PROGRAMS += $(lesson_tests)
TESTS += $(lesson_tests)

tests_unit_lesson_date_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_lesson_date_test_LDADD = $(LESSON_LIBS) $(CMOCKA_LIBS)
tests_unit_lesson_outline_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_lesson_outline_test_LDADD = $(LESSON_LIBS) $(CMOCKA_LIBS)
endif
