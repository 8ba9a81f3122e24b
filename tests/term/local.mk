# A small program on a real screen, and the program itself, watched through a pty by libvterm.
if HAVE_CMOCKA
if HAVE_VTERM
term_screen_tests = \
	tests/term/home_test \
	tests/term/hostile_test \
	tests/term/live_test \
	tests/term/program_test \
	tests/term/labs_program_test \
	tests/term/queue_program_test \
	tests/term/restore_test \
	tests/term/screen_test \
	tests/term/signal_test
check_PROGRAMS += tests/term/screen_demo $(term_screen_tests)
TESTS += $(term_screen_tests)

tests_term_screen_demo_CPPFLAGS = $(AM_CPPFLAGS)
tests_term_screen_demo_LDADD = libterm.a $(CANVAS_LIBS) $(CURSES_LIBS)

TERM_TEST_SOURCES = tests/term/demo.c tests/term/demo.h tests/term/pty.c tests/term/pty.h
TERM_TEST_LIBS = $(BASE_LIBS) $(CMOCKA_LIBS) $(VTERM_LIBS) -lutil
TERM_TEST_CPPFLAGS = $(TEST_CPPFLAGS) $(VTERM_CFLAGS)

tests_term_home_test_SOURCES = tests/term/home_test.c tests/term/pty.c tests/term/pty.h
tests_term_home_test_CPPFLAGS = $(TERM_TEST_CPPFLAGS)
tests_term_home_test_LDADD = $(TERM_TEST_LIBS)
tests_term_hostile_test_SOURCES = tests/term/hostile_test.c tests/term/hostile_notes.c tests/term/hostile_notes.h \
	tests/term/hostile_inline.c tests/term/hostile_blocks.c tests/term/hostile_text.c tests/term/hostile_sections.c tests/term/hostile_kinds.c \
	tests/term/harm.c tests/term/harm.h tests/term/pty.c tests/term/pty.h
tests_term_hostile_test_CPPFLAGS = $(TERM_TEST_CPPFLAGS)
tests_term_hostile_test_LDADD = libtext.a $(TERM_TEST_LIBS)
tests_term_live_test_SOURCES = tests/term/live_test.c tests/term/pty.c tests/term/pty.h
tests_term_live_test_CPPFLAGS = $(TERM_TEST_CPPFLAGS)
tests_term_live_test_LDADD = $(TERM_TEST_LIBS)
tests_term_program_test_SOURCES = tests/term/program_test.c tests/term/pty.c tests/term/pty.h
tests_term_program_test_CPPFLAGS = $(TERM_TEST_CPPFLAGS)
tests_term_program_test_LDADD = $(TERM_TEST_LIBS)
tests_term_labs_program_test_SOURCES = \
	tests/term/labs_program_test.c tests/term/home.h tests/term/pty.c tests/term/pty.h
tests_term_labs_program_test_CPPFLAGS = $(TERM_TEST_CPPFLAGS)
tests_term_labs_program_test_LDADD = $(TERM_TEST_LIBS)
tests_term_queue_program_test_SOURCES = \
	tests/term/queue_program_test.c tests/term/home.h tests/term/pty.c tests/term/pty.h
tests_term_queue_program_test_CPPFLAGS = $(TERM_TEST_CPPFLAGS)
tests_term_queue_program_test_LDADD = $(TERM_TEST_LIBS)
tests_term_restore_test_SOURCES = tests/term/restore_test.c $(TERM_TEST_SOURCES)
tests_term_restore_test_CPPFLAGS = $(TERM_TEST_CPPFLAGS)
tests_term_restore_test_LDADD = $(TERM_TEST_LIBS)
tests_term_screen_test_SOURCES = tests/term/screen_test.c $(TERM_TEST_SOURCES)
tests_term_screen_test_CPPFLAGS = $(TERM_TEST_CPPFLAGS)
tests_term_screen_test_LDADD = $(TERM_TEST_LIBS)
tests_term_signal_test_SOURCES = tests/term/signal_test.c tests/term/pty.c tests/term/pty.h
tests_term_signal_test_CPPFLAGS = $(TERM_TEST_CPPFLAGS)
tests_term_signal_test_LDADD = $(TERM_TEST_LIBS)
endif
endif
