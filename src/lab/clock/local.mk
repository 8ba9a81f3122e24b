# The clock lab.
liblabs_a_SOURCES += \
	src/lab/clock/civil.c src/lab/clock/civil.h \
	src/lab/clock/clock_command.c src/lab/clock/clock_command.h \
	src/lab/clock/clock_lab.c src/lab/clock/clock_lab.h \
	src/lab/clock/clock_state.h \
	src/lab/clock/clock_view.c \
	src/lab/clock/format.h \
	src/lab/clock/format_read.c \
	src/lab/clock/format_write.c \
	src/lab/clock/zone.c src/lab/clock/zone.h \
	src/lab/clock/zone_rule.c
EXTRA_DIST += src/lab/clock/README.md
