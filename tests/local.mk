# Every test speaks TAP: programs by cmocka's TAP output, scripts by themselves.
TEST_EXTENSIONS = .sh
LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
SH_LOG_DRIVER = $(LOG_DRIVER)
AM_TESTS_ENVIRONMENT = \
	CMOCKA_MESSAGE_OUTPUT=TAP; export CMOCKA_MESSAGE_OUTPUT; \
	NOTES_TUI_DATADIR='$(abs_top_srcdir)'; export NOTES_TUI_DATADIR; \
	NOTES_TUI_LOCALEDIR='$(abs_top_builddir)/locale'; export NOTES_TUI_LOCALEDIR; \
	srcdir='$(abs_top_srcdir)'; export srcdir; \
	builddir='$(abs_top_builddir)'; export builddir; \
	LC_ALL=C.UTF-8; export LC_ALL; \
	ASAN_OPTIONS="detect_leaks=1:$${ASAN_OPTIONS:-}"; export ASAN_OPTIONS; \
	UBSAN_OPTIONS="print_stacktrace=1:$${UBSAN_OPTIONS:-}"; export UBSAN_OPTIONS; \
	TSAN_OPTIONS="suppressions=$(abs_top_srcdir)/tests/tsan.supp:halt_on_error=1:$${TSAN_OPTIONS:-}"; export TSAN_OPTIONS; \
	HOME='$(abs_top_builddir)/tests/home'; export HOME; \
	XDG_CONFIG_HOME=; XDG_DATA_HOME=; XDG_STATE_HOME=; NO_COLOR=; export XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME; unset NO_COLOR; \
	$(MKDIR_P) "$$HOME";

# A unit test links what it tests and the floors below, never ncurses.
TEST_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests $(CMOCKA_CFLAGS)
BASE_LIBS = libbase.a $(YAML_LIBS) $(UV_LIBS) -lm -lpthread
TEXT_LIBS = libtext.a $(BASE_LIBS) $(UNISTRING_LIBS)
CANVAS_LIBS = libcanvas.a $(TEXT_LIBS)
LESSON_LIBS = liblesson.a $(TEXT_LIBS) $(MD4C_LIBS) $(SQLITE_LIBS) $(PCRE2_LIBS) -lm
LAB_LIBS = liblab.a libcanvas.a $(TEXT_LIBS)
LABS_LIBS = liblabs.a $(LAB_LIBS) $(PCRE2_LIBS) $(CJSON_LIBS)

bench_programs =
fuzz_programs =

include tests/unit/base/local.mk
include tests/unit/text/local.mk
include tests/unit/canvas/local.mk
include tests/unit/lesson/local.mk
include tests/unit/lab/local.mk
include tests/unit/term/local.mk
include tests/unit/app/local.mk
include tests/labs/local.mk
include tests/labs/queue.mk
include tests/term/local.mk
include tests/cli/local.mk
include tests/fuzz/local.mk
include tests/bench/local.mk
include tests/content/local.mk

dist_check_SCRIPTS += tests/floors.sh tests/messages.sh
TESTS += tests/floors.sh tests/messages.sh
EXTRA_DIST += tests/README.md tests/lint tests/tsan.supp tests/support/cpu_time.h tests/support/picture.h tests/support/queue.h tests/support/scenario.h tests/support/temp.h \
	tests/support/test.h tests/support/wrap_check.h
