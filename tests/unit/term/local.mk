if HAVE_CMOCKA
term_tests = \
	tests/unit/term/colors_test \
	tests/unit/term/input_test \
	tests/unit/term/osc_test
check_PROGRAMS += $(term_tests)
TESTS += $(term_tests)
tests_unit_term_colors_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_term_colors_test_LDADD = libterm.a $(CANVAS_LIBS) $(CURSES_LIBS) $(CMOCKA_LIBS)

# These parts are pure: they link without ncurses.
tests_unit_term_input_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_term_input_test_LDADD = libterm.a $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_term_osc_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_term_osc_test_LDADD = libterm.a $(TEXT_LIBS) $(CMOCKA_LIBS)
endif

# What a terminal would show, by libvterm; of large type by a model of the rest.
if HAVE_CMOCKA
if HAVE_VTERM
vterm_tests = \
	tests/unit/term/large_test \
	tests/unit/term/whole_test
check_PROGRAMS += $(vterm_tests)
TESTS += $(vterm_tests)
tests_unit_term_large_test_CPPFLAGS = $(TEST_CPPFLAGS) $(VTERM_CFLAGS)
tests_unit_term_large_test_LDADD = libterm.a $(CANVAS_LIBS) $(CURSES_LIBS) $(CMOCKA_LIBS) $(VTERM_LIBS)
tests_unit_term_whole_test_CPPFLAGS = $(TEST_CPPFLAGS) $(VTERM_CFLAGS)
tests_unit_term_whole_test_LDADD = libterm.a $(CANVAS_LIBS) $(CURSES_LIBS) $(CMOCKA_LIBS) $(VTERM_LIBS)
endif
endif
