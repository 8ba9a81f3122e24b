noinst_LIBRARIES += libcli.a
libcli_a_CPPFLAGS = $(AM_CPPFLAGS) $(CJSON_CFLAGS) $(PCRE2_CFLAGS) $(SQLITE_CFLAGS) $(YAML_CFLAGS)
libcli_a_SOURCES = \
	src/cli/args.c src/cli/args.h \
	src/cli/check.c \
	src/cli/cli.c src/cli/cli.h \
	src/cli/command.h \
	src/cli/course.c src/cli/course.h \
	src/cli/doctor.c \
	src/cli/help.c \
	src/cli/json.c src/cli/json.h \
	src/cli/lab.c \
	src/cli/list.c \
	src/cli/locale.c src/cli/locale.h \
	src/cli/open.c \
	src/cli/out.c src/cli/out.h \
	src/cli/search.c \
	src/cli/show.c src/cli/show.h \
	src/cli/versions.c src/cli/versions.h
EXTRA_DIST += src/cli/README.md
