noinst_LIBRARIES += libtext.a
libtext_a_SOURCES = \
	src/text/breaks.h \
	src/text/cell.h \
	src/text/encoding.h \
	src/text/span.h \
	src/text/style.h \
	src/text/utf8.h \
	src/text/wrap.h
EXTRA_DIST += src/text/README.md
