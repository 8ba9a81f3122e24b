noinst_LIBRARIES += libcli.a
libcli_a_CPPFLAGS = $(AM_CPPFLAGS) $(CJSON_CFLAGS)
libcli_a_SOURCES =
EXTRA_DIST += src/cli/README.md
