# liblab.a is what labs and the program share; liblabs.a is the labs and the table that names them.
noinst_LIBRARIES += liblab.a liblabs.a
liblab_a_SOURCES = \
	src/lab/host.h \
	src/lab/lab.h \
	src/lab/playback.h \
	src/lab/preset.h
liblabs_a_CPPFLAGS = $(AM_CPPFLAGS) $(PCRE2_CFLAGS) $(CJSON_CFLAGS)
liblabs_a_SOURCES = src/lab/registry.c src/lab/registry.h
EXTRA_DIST += src/lab/README.md
