# One target a parser. Without --enable-fuzzing a target replays its corpus (tests/fuzz/corpus/NAME/*) in `make check`;
# with it, `make fuzz` runs each for FUZZ_SECONDS. Three lines add one: its name here, its _SOURCES and its _LDADD.
fuzz_programs += \
	fuzz_clock \
	fuzz_course \
	fuzz_date \
	fuzz_edit \
	fuzz_encoding \
	fuzz_input \
	fuzz_lab_fence \
	fuzz_markdown \
	fuzz_notes \
	fuzz_progress \
	fuzz_regex \
	fuzz_restore \
	fuzz_search \
	fuzz_settings \
	fuzz_socket_bytes \
	fuzz_socket_script \
	fuzz_text \
	fuzz_theme \
	fuzz_threads \
	fuzz_topics \
	fuzz_wrap \
	fuzz_yaml
check_PROGRAMS += $(fuzz_programs)

if FUZZING
FUZZ_MAIN =
else
FUZZ_MAIN = tests/fuzz/replay.c
TESTS += $(fuzz_programs)
endif

fuzz_edit_SOURCES = tests/fuzz/fuzz_edit.c $(FUZZ_MAIN)
fuzz_edit_LDADD = $(CANVAS_LIBS)
fuzz_edit_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)

fuzz_input_SOURCES = tests/fuzz/fuzz_input.c $(FUZZ_MAIN)
fuzz_input_LDADD = libterm.a $(BASE_LIBS)
fuzz_input_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)

fuzz_date_SOURCES = tests/fuzz/fuzz_date.c $(FUZZ_MAIN)
fuzz_date_LDADD = $(LESSON_LIBS)
fuzz_date_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)

fuzz_markdown_SOURCES = tests/fuzz/fuzz_markdown.c $(FUZZ_MAIN)
fuzz_markdown_LDADD = $(LESSON_LIBS)
fuzz_markdown_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)

fuzz_notes_SOURCES = tests/fuzz/fuzz_notes.c $(FUZZ_MAIN)
fuzz_notes_LDADD = $(LESSON_LIBS)
fuzz_notes_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)

fuzz_search_SOURCES = tests/fuzz/fuzz_search.c $(FUZZ_MAIN)
fuzz_search_LDADD = $(LESSON_LIBS)
fuzz_search_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)

fuzz_encoding_SOURCES = tests/fuzz/fuzz_encoding.c $(FUZZ_MAIN)
fuzz_encoding_LDADD = $(TEXT_LIBS)
fuzz_encoding_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)

fuzz_text_SOURCES = tests/fuzz/fuzz_text.c $(FUZZ_MAIN)
fuzz_text_LDADD = $(TEXT_LIBS)
fuzz_text_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)

fuzz_wrap_SOURCES = tests/fuzz/fuzz_wrap.c $(FUZZ_MAIN)
fuzz_wrap_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
fuzz_wrap_LDADD = $(TEXT_LIBS)
fuzz_wrap_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)

fuzz_yaml_SOURCES = tests/fuzz/fuzz_yaml.c $(FUZZ_MAIN)
fuzz_yaml_LDADD = $(BASE_LIBS)
fuzz_yaml_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)

fuzz_clock_SOURCES = tests/fuzz/fuzz_clock.c $(FUZZ_MAIN)
fuzz_clock_LDADD = $(LABS_LIBS)
fuzz_clock_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)

fuzz_lab_fence_SOURCES = tests/fuzz/fuzz_lab_fence.c $(FUZZ_MAIN)
fuzz_lab_fence_LDADD = $(LABS_LIBS)
fuzz_lab_fence_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)

fuzz_regex_SOURCES = tests/fuzz/fuzz_regex.c $(FUZZ_MAIN)
fuzz_regex_LDADD = $(LABS_LIBS)
fuzz_regex_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)

fuzz_threads_SOURCES = tests/fuzz/fuzz_threads.c $(FUZZ_MAIN)
fuzz_threads_LDADD = $(LABS_LIBS)
fuzz_threads_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)

fuzz_socket_bytes_SOURCES = tests/fuzz/fuzz_socket_bytes.c $(FUZZ_MAIN)
fuzz_socket_bytes_LDADD = $(LABS_LIBS)
fuzz_socket_bytes_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)

fuzz_socket_script_SOURCES = tests/fuzz/fuzz_socket_script.c $(FUZZ_MAIN)
fuzz_socket_script_LDADD = $(LABS_LIBS)
fuzz_socket_script_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)

fuzz_course_SOURCES = tests/fuzz/fuzz_course.c $(FUZZ_MAIN)
fuzz_course_LDADD = liblesson.a $(LAB_LIBS) $(MD4C_LIBS) $(SQLITE_LIBS) $(PCRE2_LIBS)
fuzz_course_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)

fuzz_progress_SOURCES = tests/fuzz/fuzz_progress.c $(FUZZ_MAIN)
fuzz_progress_LDADD = $(LESSON_LIBS)
fuzz_progress_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)

fuzz_restore_SOURCES = tests/fuzz/fuzz_restore.c $(FUZZ_MAIN)
fuzz_restore_LDADD = $(LABS_LIBS)
fuzz_restore_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)

fuzz_settings_SOURCES = tests/fuzz/fuzz_settings.c $(FUZZ_MAIN)
fuzz_settings_LDADD = libapp.a $(CANVAS_LIBS)
fuzz_settings_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)

fuzz_theme_SOURCES = tests/fuzz/fuzz_theme.c $(FUZZ_MAIN)
fuzz_theme_LDADD = $(CANVAS_LIBS) -lm
fuzz_theme_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)

fuzz_topics_SOURCES = tests/fuzz/fuzz_topics.c $(FUZZ_MAIN)
fuzz_topics_LDADD = $(LESSON_LIBS)
fuzz_topics_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)

EXTRA_DIST += tests/fuzz/corpus

FUZZ_SECONDS = 60
fuzz: $(fuzz_programs)
	for program in $(fuzz_programs); do \
		name=$$(basename $$program | sed s/^fuzz_//); \
		$(MKDIR_P) fuzz-corpus/$$name fuzz-artifacts; \
		./$$program -max_total_time=$(FUZZ_SECONDS) -timeout=10 -rss_limit_mb=1024 -artifact_prefix=fuzz-artifacts/$$name- \
			fuzz-corpus/$$name $(srcdir)/tests/fuzz/corpus/$$name || exit 1; \
	done
