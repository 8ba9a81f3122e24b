noinst_LIBRARIES += libtext.a
libtext_a_SOURCES = \
	src/text/breaks.c src/text/breaks.h \
	src/text/cell.c src/text/cell.h \
	src/text/cluster.c \
	src/text/encoding.c src/text/encoding.h \
	src/text/punct.c src/text/punct.h \
	src/text/span.c src/text/span.h \
	src/text/style.h \
	src/text/utf8.c src/text/utf8.h \
	src/text/wcwidth.c \
	src/text/wrap.c src/text/wrap.h
EXTRA_DIST += src/text/README.md
