noinst_LIBRARIES += libapp.a
libapp_a_SOURCES =
EXTRA_DIST += src/app/README.md
