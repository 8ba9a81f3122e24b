noinst_LIBRARIES += liblesson.a
liblesson_a_CPPFLAGS = $(AM_CPPFLAGS) $(MD4C_CFLAGS) $(SQLITE_CFLAGS) $(PCRE2_CFLAGS)
liblesson_a_SOURCES = \
	src/lesson/catalog.c src/lesson/catalog.h \
	src/lesson/catalog_find.c \
	src/lesson/catalog_internal.h \
	src/lesson/catalog_meta.c \
	src/lesson/catalog_reload.c \
	src/lesson/catalog_scan.c \
	src/lesson/catalog_split.c \
	src/lesson/catalog_text.c \
	src/lesson/check.c src/lesson/check.h \
	src/lesson/check_internal.h \
	src/lesson/check_lesson.c \
	src/lesson/check_lines.c \
	src/lesson/date.c src/lesson/date.h \
	src/lesson/document.h \
	src/lesson/linescan.c src/lesson/linescan.h \
	src/lesson/outline.c src/lesson/outline.h \
	src/lesson/progress.c src/lesson/progress.h \
	src/lesson/progress_db.c src/lesson/progress_db.h \
	src/lesson/render.h \
	src/lesson/search.c src/lesson/search.h \
	src/lesson/search_fuzzy.c \
	src/lesson/topic.h
EXTRA_DIST += src/lesson/README.md
