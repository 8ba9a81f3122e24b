# The regex lab.
liblabs_a_SOURCES += \
	src/lab/regex/charset.c src/lab/regex/charset.h \
	src/lab/regex/dialect.c src/lab/regex/dialect.h \
	src/lab/regex/dialect_part.h \
	src/lab/regex/escape.c \
	src/lab/regex/flags.c \
	src/lab/regex/group.c \
	src/lab/regex/regex.c src/lab/regex/regex.h \
	src/lab/regex/regex_command.c src/lab/regex/regex_command.h \
	src/lab/regex/regex_help_view.c \
	src/lab/regex/regex_lab.c src/lab/regex/regex_lab.h \
	src/lab/regex/regex_matches_view.c \
	src/lab/regex/regex_state.h \
	src/lab/regex/regex_view.c \
	src/lab/regex/regex_work.c \
	src/lab/regex/repr.c src/lab/regex/repr.h \
	src/lab/regex/template.c src/lab/regex/template.h \
	src/lab/regex/token.c src/lab/regex/token.h \
	src/lab/regex/value.c src/lab/regex/value.h
EXTRA_DIST += src/lab/regex/README.md
