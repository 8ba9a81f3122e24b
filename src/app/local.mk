noinst_LIBRARIES += libapp.a
libapp_a_SOURCES = \
	src/app/app.c src/app/app.h
EXTRA_DIST += src/app/README.md
