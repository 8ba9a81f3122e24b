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
	src/lab/clock/civil.c src/lab/clock/civil.h \
	src/lab/clock/clock_command.c src/lab/clock/clock_command.h \
	src/lab/clock/clock_lab.c src/lab/clock/clock_lab.h \
	src/lab/clock/clock_state.h src/lab/clock/clock_view.c \
	src/lab/clock/format.h src/lab/clock/format_read.c src/lab/clock/format_write.c \
	src/lab/clock/zone.c src/lab/clock/zone.h src/lab/clock/zone_rule.c \
	src/lab/host.c src/lab/host.h src/lab/host_editor.c src/lab/host_keep.c src/lab/host_part.h src/lab/host_view.c \
	src/lab/regex/charset.c src/lab/regex/charset.h \
	src/lab/regex/dialect.c src/lab/regex/dialect.h src/lab/regex/dialect_part.h \
	src/lab/regex/escape.c \
	src/lab/regex/flags.c \
	src/lab/regex/group.c \
	src/lab/regex/regex.c src/lab/regex/regex.h \
	src/lab/regex/regex_command.c src/lab/regex/regex_command.h \
	src/lab/regex/regex_help_view.c \
	src/lab/regex/regex_lab.c src/lab/regex/regex_lab.h \
	src/lab/regex/regex_state.h \
	src/lab/regex/regex_matches_view.c \
	src/lab/regex/regex_view.c \
	src/lab/regex/regex_work.c \
	src/lab/regex/repr.c src/lab/regex/repr.h \
	src/lab/regex/template.c src/lab/regex/template.h \
	src/lab/regex/token.c src/lab/regex/token.h \
	src/lab/regex/value.c src/lab/regex/value.h \
	src/lab/registry.c src/lab/registry.h
EXTRA_DIST += src/lab/README.md src/lab/clock/README.md src/lab/regex/README.md
include src/lab/threads/local.mk
include src/lab/queue/local.mk
include src/lab/socket/local.mk
