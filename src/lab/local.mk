# liblab.a is what labs and the program share; liblabs.a is the labs, the table that names them and the host that runs them.
noinst_LIBRARIES += liblab.a liblabs.a
liblab_a_SOURCES = \
	src/lab/arguments.c src/lab/arguments.h \
	src/lab/lab.h \
	src/lab/options.c src/lab/options.h \
	src/lab/playback.c src/lab/playback.h \
	src/lab/preset.c src/lab/preset.h
liblabs_a_CPPFLAGS = $(AM_CPPFLAGS) $(PCRE2_CFLAGS) $(CJSON_CFLAGS)
liblabs_a_SOURCES = \
	src/lab/host.c src/lab/host.h \
	src/lab/host_editor.c \
	src/lab/host_keep.c \
	src/lab/host_part.h \
	src/lab/host_view.c \
	src/lab/registry.c src/lab/registry.h
EXTRA_DIST += src/lab/README.md
include src/lab/clock/local.mk
include src/lab/queue/local.mk
include src/lab/regex/local.mk
include src/lab/socket/local.mk
include src/lab/threads/local.mk
