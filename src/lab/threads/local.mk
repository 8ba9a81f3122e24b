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
	src/lab/threads/graph_trace.c \
	src/lab/threads/lex.c \
	src/lab/threads/lex.h \
	src/lab/threads/machine.c \
	src/lab/threads/machine.h \
	src/lab/threads/machine_eval.c \
	src/lab/threads/machine_inspect.c \
	src/lab/threads/machine_parts.h \
	src/lab/threads/objects.c \
	src/lab/threads/perform.c \
	src/lab/threads/perform.h \
	src/lab/threads/perform_check.c \
	src/lab/threads/perform_code.c \
	src/lab/threads/perform_memory.h \
	src/lab/threads/perform_objects.c \
	src/lab/threads/perform_parts.h \
	src/lab/threads/perform_stage.c \
	src/lab/threads/perform_step.c \
	src/lab/threads/program.h \
	src/lab/threads/race.h \
	src/lab/threads/race_count.c \
	src/lab/threads/race_job.c \
	src/lab/threads/race_parts.h \
	src/lab/threads/race_run.c \
	src/lab/threads/race_watch.c \
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
