noinst_LIBRARIES += libcanvas.a
libcanvas_a_SOURCES = \
	src/canvas/bigtext.h \
	src/canvas/box.h \
	src/canvas/canvas.h \
	src/canvas/edit.h \
	src/canvas/event.h \
	src/canvas/gauge.h \
	src/canvas/hexdump.h \
	src/canvas/lanes.h \
	src/canvas/list.h \
	src/canvas/scroll.h \
	src/canvas/statusbar.h \
	src/canvas/theme.h \
	src/canvas/tree.h
EXTRA_DIST += src/canvas/README.md
