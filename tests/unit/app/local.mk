if HAVE_CMOCKA
app_tests = \
	tests/unit/app/find_notes_test \
	tests/unit/app/flow_test \
	tests/unit/app/history_test \
	tests/unit/app/layout_test \
	tests/unit/app/path_words_test \
	tests/unit/app/palette_test \
	tests/unit/app/redraw_test \
	tests/unit/app/reload_test \
	tests/unit/app/settings_test \
	tests/unit/app/title_wrap_test \
	tests/unit/app/text_change_test
check_PROGRAMS += $(app_tests)
TESTS += $(app_tests)

tests_unit_app_find_notes_test_SOURCES = tests/unit/app/find_notes_test.c
tests_unit_app_find_notes_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_app_find_notes_test_LDADD = $(notes_tui_LDADD) $(CMOCKA_LIBS)

tests_unit_app_flow_test_SOURCES = tests/unit/app/flow_test.c
tests_unit_app_flow_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_app_flow_test_LDADD = $(notes_tui_LDADD) $(CMOCKA_LIBS)

tests_unit_app_history_test_SOURCES = tests/unit/app/history_test.c
tests_unit_app_history_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_app_history_test_LDADD = libapp.a $(CANVAS_LIBS) $(CMOCKA_LIBS)

tests_unit_app_layout_test_SOURCES = tests/unit/app/layout_test.c
tests_unit_app_layout_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_app_layout_test_LDADD = libapp.a $(CANVAS_LIBS) $(CMOCKA_LIBS)

tests_unit_app_path_words_test_SOURCES = tests/unit/app/path_words_test.c
tests_unit_app_path_words_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_app_path_words_test_LDADD = libapp.a $(CANVAS_LIBS) $(CMOCKA_LIBS)

tests_unit_app_palette_test_SOURCES = tests/unit/app/palette_test.c
tests_unit_app_palette_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_app_palette_test_LDADD = $(notes_tui_LDADD) $(CMOCKA_LIBS)

tests_unit_app_redraw_test_SOURCES = tests/unit/app/redraw_test.c
tests_unit_app_redraw_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_app_redraw_test_LDADD = $(notes_tui_LDADD) $(CMOCKA_LIBS)

tests_unit_app_reload_test_SOURCES = tests/unit/app/reload_test.c
tests_unit_app_reload_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_app_reload_test_LDADD = $(notes_tui_LDADD) $(CMOCKA_LIBS)

tests_unit_app_settings_test_SOURCES = tests/unit/app/settings_test.c
tests_unit_app_settings_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_app_settings_test_LDADD = libapp.a $(CANVAS_LIBS) $(CMOCKA_LIBS)
tests_unit_app_title_wrap_test_SOURCES = tests/unit/app/title_wrap_test.c
tests_unit_app_title_wrap_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_app_title_wrap_test_LDADD = libapp.a $(TEXT_LIBS) $(CMOCKA_LIBS)

tests_unit_app_text_change_test_SOURCES = tests/unit/app/text_change_test.c
tests_unit_app_text_change_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_app_text_change_test_LDADD = libapp.a $(CANVAS_LIBS) $(CMOCKA_LIBS)
endif

# The whole program, run by scripts. The course and the goldens are lists made by hand.
app_scripts = tests/unit/app/golden.sh tests/unit/app/monkey.sh
dist_check_SCRIPTS += $(app_scripts)
TESTS += $(app_scripts)
EXTRA_DIST += tests/unit/app/course/notes.md tests/unit/app/course/topics.yaml \
	tests/unit/app/exercises/counting.md tests/unit/app/exercises/topics.yaml tests/unit/app/first/topics.yaml \
	tests/unit/app/first/course.yaml tests/unit/app/first/labs/regex/own.yaml \
	tests/unit/app/first/en/welcome.md tests/unit/app/first/en/2018-11-13.md \
	tests/unit/app/first/zh_CN/welcome.md tests/unit/app/first/zh_CN/2018-11-13.md \
	tests/unit/app/undated/a.md tests/unit/app/undated/b.md tests/unit/app/undated/c.md \
	$(app_goldens:%=tests/unit/app/golden/%.script) \
	$(app_goldens:%=tests/unit/app/golden/%.out) $(app_configured:%=tests/unit/app/golden/%.yaml)
app_configured = message-cut-narrow-en message-narrow-en pair-narrow-en remapped-middle-en remapped-narrow-zh_CN \
	way-out-narrow-en way-out-narrow-zh_CN
app_goldens = \
	$(app_configured) \
	keys-clicked-middle-en keys-narrow-en keys-narrow-zh_CN draft-wide-en draft-narrow-zh_CN \
	crumbs-narrow-zh_CN \
	help-narrow-zh_CN \
	help-clock-middle-zh_CN help-regex-narrow-en help-regex-narrow-zh_CN \
	unwritten-narrow-en unwritten-narrow-zh_CN \
	help-present-en \
	find-notes-undated-narrow-en \
	palette-kind-en palette-kind-zh_CN palette-labs-en palette-labs-zh_CN palette-narrow-en palette-recent-en \
	sidebar-long-titles-zh_CN \
	answer-found-narrow-zh_CN \
	source-middle-en \
	threads-middle-zh_CN \
	threads-narrow-zh_CN \
	threads-wide-zh_CN \
	answer-narrow-en \
	find-hidden-middle-en sidebar-marks-middle-en find-middle find-narrow-zh_CN \
	find-notes-middle \
	help-middle \
	lab-middle-en \
	lab-middle-zh_CN \
	lab-narrow-en \
	lab-narrow-zh_CN \
	lab-wide-en \
	lab-wide-zh_CN \
	mouse-lab-en \
	palette-middle \
	present-card-zh_CN \
	present-lab-zh_CN \
	present-middle \
	present-middle-en \
	present-middle-zh_CN \
	present-narrow-en \
	present-narrow-zh_CN \
	present-wide-en \
	present-wide-zh_CN \
	preset-own-zh_CN \
	reader-middle-en \
	reader-middle-zh_CN \
	reader-narrow-en \
	reader-narrow-zh_CN \
	reader-wide-en \
	reader-wide-zh_CN \
	recap-middle-zh_CN \
	resize-keeps-place \
	settings-ascii \
	sidebar-narrow sidebar-undated-en \
	nothing-middle-en \
	welcome-middle-en \
	welcome-middle-zh_CN \
	welcome-narrow-en \
	welcome-narrow-zh_CN \
	welcome-wide-en \
	welcome-wide-zh_CN \
	zoom-middle
