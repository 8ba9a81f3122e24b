if HAVE_CMOCKA
canvas_tests = \
	tests/unit/canvas/canvas_test \
	tests/unit/canvas/edit_test \
	tests/unit/canvas/event_test \
	tests/unit/canvas/kept_test \
	tests/unit/canvas/theme_test \
	tests/unit/canvas/widgets_test
check_PROGRAMS += $(canvas_tests)
TESTS += $(canvas_tests)

tests_unit_canvas_canvas_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_canvas_canvas_test_LDADD = $(CANVAS_LIBS) $(CMOCKA_LIBS)

tests_unit_canvas_edit_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_canvas_edit_test_LDADD = $(CANVAS_LIBS) $(CMOCKA_LIBS)

tests_unit_canvas_event_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_canvas_event_test_LDADD = $(CANVAS_LIBS) $(CMOCKA_LIBS)

tests_unit_canvas_kept_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_canvas_kept_test_LDADD = $(CANVAS_LIBS) $(CMOCKA_LIBS)

tests_unit_canvas_theme_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_canvas_theme_test_LDADD = $(CANVAS_LIBS) $(CMOCKA_LIBS)

tests_unit_canvas_widgets_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_canvas_widgets_test_LDADD = $(CANVAS_LIBS) $(CMOCKA_LIBS)
endif
