noinst_LIBRARIES += libbase.a
libbase_a_CPPFLAGS = $(AM_CPPFLAGS) $(UV_CFLAGS) $(YAML_CFLAGS)
libbase_a_SOURCES = \
	src/base/alloc.c src/base/alloc.h \
	src/base/clock.c src/base/clock.h \
	src/base/err.c src/base/err.h \
	src/base/file.c src/base/file.h \
	src/base/i18n.c src/base/i18n.h \
	src/base/loop.c src/base/loop.h src/base/loop_internal.h \
	src/base/loop_job.c \
	src/base/loop_stall.c src/base/loop_stall.h \
	src/base/path.c src/base/path.h \
	src/base/rng.c src/base/rng.h \
	src/base/str.c src/base/str.h \
	src/base/thread.c src/base/thread.h \
	src/base/vec.h \
	src/base/yaml.c src/base/yaml.h
EXTRA_DIST += src/base/README.md
