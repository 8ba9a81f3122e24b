noinst_LIBRARIES += libterm.a
libterm_a_CPPFLAGS = $(AM_CPPFLAGS) $(CURSES_CFLAGS)
libterm_a_SOURCES = \
	src/term/input.h \
	src/term/screen.h
EXTRA_DIST += src/term/README.md
