noinst_LIBRARIES += libterm.a
libterm_a_CPPFLAGS = $(AM_CPPFLAGS) $(CURSES_CFLAGS)
libterm_a_SOURCES = \
	src/term/child.c \
	src/term/child.h \
	src/term/colors.c \
	src/term/colors.h \
	src/term/curses.h \
	src/term/describe.c \
	src/term/input.c \
	src/term/input.h \
	src/term/keymap.c \
	src/term/keymap.h \
	src/term/large.c \
	src/term/large.h \
	src/term/locale.c \
	src/term/locale.h \
	src/term/osc.c \
	src/term/osc.h \
	src/term/pen.c \
	src/term/pen.h \
	src/term/probe.c \
	src/term/probe.h \
	src/term/render.c \
	src/term/render.h \
	src/term/restore.c \
	src/term/restore.h \
	src/term/row.c \
	src/term/row.h \
	src/term/screen.c \
	src/term/screen.h \
	src/term/sequence.c \
	src/term/sequence.h \
	src/term/stop.c \
	src/term/stop.h \
	src/term/terminfo.c \
	src/term/terminfo.h \
	src/term/tty.c \
	src/term/tty.h \
	src/term/whole.c \
	src/term/whole.h
EXTRA_DIST += src/term/README.md
