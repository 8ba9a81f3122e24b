noinst_LIBRARIES += libapp.a
libapp_a_SOURCES = \
	src/app/actions.c \
	src/app/app.c src/app/app.h \
	src/app/cards.c src/app/cards.h \
	src/app/check_setup.c \
	src/app/chrome.c \
	src/app/command.c src/app/command.h \
	src/app/command_lists.c \
	src/app/command_move.c \
	src/app/command_panes.c \
	src/app/command_part.h \
	src/app/command_present.c \
	src/app/command_reading.c \
	src/app/course.c src/app/course.h \
	src/app/dialog.c src/app/dialog.h \
	src/app/dispatch.c \
	src/app/find.c \
	src/app/find_notes.c \
	src/app/flow.c src/app/flow.h \
	src/app/headless.c src/app/headless.h \
	src/app/help.c \
	src/app/hints.c src/app/hints.h \
	src/app/history.c src/app/history.h \
	src/app/how.c \
	src/app/keymap.c src/app/keymap.h \
	src/app/lab_pane.c src/app/lab_pane.h \
	src/app/layout.c src/app/layout.h \
	src/app/lost.c src/app/lost.h \
	src/app/move.h \
	src/app/nothing.c \
	src/app/overlay.c src/app/overlay.h \
	src/app/palette.c src/app/palette_items.c src/app/palette_items.h src/app/palette_query.c src/app/palette_query.h \
	src/app/path_words.c src/app/path_words.h \
	src/app/picker.c src/app/picker.h \
	src/app/present.c src/app/present.h \
	src/app/present_items.c \
	src/app/present_part.h \
	src/app/present_view.c \
	src/app/reader.c src/app/reader.h \
	src/app/reader_anchor.c \
	src/app/reader_answer.c \
	src/app/reader_find.c \
	src/app/text_change.c src/app/text_change.h \
	src/app/reader_part.h \
	src/app/reader_place.c \
	src/app/reader_take.c \
	src/app/reader_view.c \
	src/app/settings.c src/app/settings.h \
	src/app/sidebar.c src/app/sidebar.h \
	src/app/sidebar_part.h \
	src/app/sidebar_view.c \
	src/app/title_wrap.c src/app/title_wrap.h \
	src/app/start.c \
	src/app/state.h \
	src/app/watch.c src/app/watch.h \
	src/app/workspace.c
EXTRA_DIST += src/app/README.md
