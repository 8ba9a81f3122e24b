if HAVE_CMOCKA
app_tests = \
	tests/unit/app/history_test \
	tests/unit/app/layout_test \
	tests/unit/app/settings_test
check_PROGRAMS += $(app_tests)
TESTS += $(app_tests)

tests_unit_app_history_test_SOURCES = tests/unit/app/history_test.c
tests_unit_app_history_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_app_history_test_LDADD = libapp.a $(CANVAS_LIBS) $(CMOCKA_LIBS)

tests_unit_app_layout_test_SOURCES = tests/unit/app/layout_test.c
tests_unit_app_layout_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_app_layout_test_LDADD = libapp.a $(CANVAS_LIBS) $(CMOCKA_LIBS)

tests_unit_app_settings_test_SOURCES = tests/unit/app/settings_test.c
tests_unit_app_settings_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_app_settings_test_LDADD = libapp.a $(CANVAS_LIBS) $(CMOCKA_LIBS)
endif
