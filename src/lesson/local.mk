noinst_LIBRARIES += liblesson.a
liblesson_a_CPPFLAGS = $(AM_CPPFLAGS) $(MD4C_CFLAGS) $(SQLITE_CFLAGS) $(PCRE2_CFLAGS)
liblesson_a_SOURCES = \
	src/lesson/arena.c src/lesson/arena.h \
	src/lesson/catalog.c src/lesson/catalog.h \
	src/lesson/catalog_find.c \
	src/lesson/catalog_internal.h \
	src/lesson/catalog_meta.c \
	src/lesson/catalog_read.c \
	src/lesson/catalog_reload.c \
	src/lesson/catalog_scan.c \
	src/lesson/catalog_sort.c \
	src/lesson/catalog_source.c \
	src/lesson/catalog_split.c \
	src/lesson/catalog_text.c \
	src/lesson/check.c src/lesson/check.h \
	src/lesson/check_internal.h \
	src/lesson/check_lesson.c \
	src/lesson/check_lines.c \
	src/lesson/date.c src/lesson/date.h \
	src/lesson/document.c src/lesson/document.h \
	src/lesson/emphasis.c \
	src/lesson/entity.c src/lesson/entity.h \
	src/lesson/estimate.c \
	src/lesson/highlight.c src/lesson/highlight.h \
	src/lesson/layout.c src/lesson/layout.h \
	src/lesson/linescan.c src/lesson/linescan.h \
	src/lesson/markdown.c src/lesson/markdown.h \
	src/lesson/markdown_build.h \
	src/lesson/markdown_leaf.c \
	src/lesson/markdown_place.c \
	src/lesson/markdown_span.c \
	src/lesson/outline.c src/lesson/outline.h \
	src/lesson/outline_title.c \
	src/lesson/progress.c src/lesson/progress.h \
	src/lesson/progress_db.c src/lesson/progress_db.h \
	src/lesson/progress_last.c src/lesson/progress_last.h \
	src/lesson/render.c src/lesson/render.h \
	src/lesson/render_inline.c \
	src/lesson/render_table.c \
	src/lesson/search.c src/lesson/search.h \
	src/lesson/search_file.c src/lesson/search_file.h \
	src/lesson/search_shown.c src/lesson/search_shown.h \
	src/lesson/search_fuzzy.c \
	src/lesson/section.h \
	src/lesson/section_cut.c \
	src/lesson/section_parse.c \
	src/lesson/topic.c src/lesson/topic.h
EXTRA_DIST += src/lesson/README.md
