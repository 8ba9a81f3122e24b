# `make bench` builds these and runs tests/bench/run; nothing here is part of `make check`.
EXTRA_PROGRAMS = tests/bench/bench_render tests/bench/bench_run
bench_programs += tests/bench/bench_render tests/bench/bench_run
tests_bench_bench_render_SOURCES = tests/bench/bench_render.c
tests_bench_bench_render_LDADD = $(LESSON_LIBS)
tests_bench_bench_run_SOURCES = tests/bench/bench_run.c
tests_bench_bench_run_CPPFLAGS = $(AM_CPPFLAGS) $(VTERM_CFLAGS)
tests_bench_bench_run_LDADD = $(VTERM_LIBS) -lutil
EXTRA_DIST += tests/bench/run
EXTRA_PROGRAMS += tests/bench/bench_threads
bench_programs += tests/bench/bench_threads
tests_bench_bench_threads_SOURCES = tests/bench/bench_threads.c
tests_bench_bench_threads_LDADD = $(LABS_LIBS)
EXTRA_DIST += tests/bench/threads.sh tests/bench/threads
EXTRA_PROGRAMS += tests/bench/bench_queue
bench_programs += tests/bench/bench_queue
tests_bench_bench_queue_SOURCES = tests/bench/bench_queue.c
tests_bench_bench_queue_LDADD = $(LABS_LIBS)
