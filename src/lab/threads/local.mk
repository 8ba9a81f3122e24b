# The threads lab.
liblabs_a_SOURCES += \
	src/lab/threads/ast.h \
	src/lab/threads/compile.c \
	src/lab/threads/compile_expression.c \
	src/lab/threads/compile_parts.h \
	src/lab/threads/explore.c \
	src/lab/threads/explore.h \
	src/lab/threads/explore_parts.h \
	src/lab/threads/graph_count.c \
	src/lab/threads/graph_cycle.c \
	src/lab/threads/graph_race.c \
	src/lab/threads/graph_search.c \
	src/lab/threads/graph_step.c \
	src/lab/threads/graph_trace.c \
	src/lab/threads/lex.c \
	src/lab/threads/lex.h \
	src/lab/threads/machine.c \
	src/lab/threads/machine.h \
	src/lab/threads/machine_eval.c \
	src/lab/threads/machine_inspect.c \
	src/lab/threads/machine_parts.h \
	src/lab/threads/memo.c \
	src/lab/threads/memo.h \
	src/lab/threads/objects.c \
	src/lab/threads/pack.c \
	src/lab/threads/pack.h \
	src/lab/threads/perform.h \
	src/lab/threads/program.h \
	src/lab/threads/race.h \
	src/lab/threads/setup.c \
	src/lab/threads/threads_command.c \
	src/lab/threads/threads_parse.c \
	src/lab/threads/threads_report.c \
	src/lab/threads/threads_report.h \
	src/lab/threads/values.c \
	src/lab/threads/values.h \
	src/lab/threads/waits.c \
	src/lab/threads/waits.h
EXTRA_DIST += src/lab/threads/README.md
