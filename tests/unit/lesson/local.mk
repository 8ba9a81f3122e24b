if HAVE_CMOCKA
lesson_tests = \
	tests/unit/lesson/catalog_test \
	tests/unit/lesson/check_test \
	tests/unit/lesson/date_test \
	tests/unit/lesson/document_test \
	tests/unit/lesson/highlight_test \
	tests/unit/lesson/hostile_test \
	tests/unit/lesson/outline_test \
	tests/unit/lesson/progress_test \
	tests/unit/lesson/render_test \
	tests/unit/lesson/search_test \
	tests/unit/lesson/topic_test
check_PROGRAMS += $(lesson_tests)
TESTS += $(lesson_tests)

tests_unit_lesson_catalog_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_lesson_catalog_test_LDADD = $(LESSON_LIBS) $(CMOCKA_LIBS)
tests_unit_lesson_check_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_lesson_check_test_LDADD = $(LESSON_LIBS) $(CMOCKA_LIBS)
tests_unit_lesson_date_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_lesson_date_test_LDADD = $(LESSON_LIBS) $(CMOCKA_LIBS)
tests_unit_lesson_hostile_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_lesson_hostile_test_LDADD = $(LESSON_LIBS) $(CMOCKA_LIBS)
tests_unit_lesson_outline_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_lesson_outline_test_LDADD = $(LESSON_LIBS) $(CMOCKA_LIBS)
tests_unit_lesson_progress_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_lesson_progress_test_LDADD = $(LESSON_LIBS) $(CMOCKA_LIBS)
tests_unit_lesson_render_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_lesson_render_test_LDADD = $(LESSON_LIBS) $(CMOCKA_LIBS)
tests_unit_lesson_search_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_lesson_search_test_LDADD = $(LESSON_LIBS) $(CMOCKA_LIBS)
tests_unit_lesson_topic_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_lesson_topic_test_LDADD = $(LESSON_LIBS) $(CMOCKA_LIBS)
tests_unit_lesson_document_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_lesson_document_test_LDADD = $(LESSON_LIBS) $(CMOCKA_LIBS)
tests_unit_lesson_highlight_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_lesson_highlight_test_LDADD = $(LESSON_LIBS) $(CMOCKA_LIBS)
endif
