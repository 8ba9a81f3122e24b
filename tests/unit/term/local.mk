if HAVE_CMOCKA
term_tests = \
	tests/unit/term/input_test
check_PROGRAMS += $(term_tests)
TESTS += $(term_tests)

# The decoder is pure: it links without ncurses.
tests_unit_term_input_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_term_input_test_LDADD = libterm.a $(BASE_LIBS) $(CMOCKA_LIBS)
endif
