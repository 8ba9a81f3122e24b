noinst_LIBRARIES += libcanvas.a
libcanvas_a_SOURCES = \
	src/canvas/bigtext.c src/canvas/bigtext.h \
	src/canvas/bigtext_font.c src/canvas/bigtext_font.h \
	src/canvas/box.c src/canvas/box.h \
	src/canvas/canvas.c src/canvas/canvas.h \
	src/canvas/color.c src/canvas/color.h \
	src/canvas/edit.c src/canvas/edit.h \
	src/canvas/edit_history.c \
	src/canvas/edit_parts.h \
	src/canvas/edit_place.c \
	src/canvas/edit_view.c \
	src/canvas/event.c src/canvas/event.h \
	src/canvas/gauge.c src/canvas/gauge.h \
	src/canvas/large.c src/canvas/large.h \
	src/canvas/hits.c src/canvas/hits.h \
	src/canvas/hexdump.c src/canvas/hexdump.h \
	src/canvas/kept.c src/canvas/kept.h \
	src/canvas/lanes.c src/canvas/lanes.h \
	src/canvas/list.c src/canvas/list.h \
	src/canvas/print.c \
	src/canvas/scroll.c src/canvas/scroll.h \
	src/canvas/sign.c \
	src/canvas/statusbar.c src/canvas/statusbar.h \
	src/canvas/stroke.c src/canvas/stroke.h \
	src/canvas/style_name.c src/canvas/style_name.h \
	src/canvas/surface.c \
	src/canvas/theme.c src/canvas/theme.h \
	src/canvas/theme_256.c \
	src/canvas/theme_builtin.c \
	src/canvas/theme_derive.c \
	src/canvas/theme_enforce.c \
	src/canvas/theme_parts.h \
	src/canvas/theme_set.c \
	src/canvas/tree.c src/canvas/tree.h
EXTRA_DIST += src/canvas/README.md
