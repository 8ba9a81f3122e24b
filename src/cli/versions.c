/* Versions of libraries, each asked in its own way. */
#include "cli/versions.h"

#include <cjson/cJSON.h>
#include <sqlite3.h>
#include <stdio.h>
#include <unistring/version.h>
#include <yaml.h>

#ifdef __GLIBC__
#include <gnu/libc-version.h>
#endif

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

static void
version_cjson(char *out, size_t size_bytes)
{
	snprintf(out, size_bytes, "%s", cJSON_Version());
}

static void
version_libc(char *out, size_t size_bytes)
{
#ifdef __GLIBC__
	snprintf(out, size_bytes, "GNU %s", gnu_get_libc_version());
#else
	snprintf(out, size_bytes, "-");
#endif
}

static void
version_pcre2(char *out, size_t size_bytes)
{
	char text[64] = "";
	uint32_t has_jit = 0;

	pcre2_config(PCRE2_CONFIG_VERSION, text);
	pcre2_config(PCRE2_CONFIG_JIT, &has_jit);
	snprintf(out, size_bytes, "%s%s", text, has_jit ? ", JIT" : "");
}

static void
version_sqlite(char *out, size_t size_bytes)
{
	snprintf(out, size_bytes, "%s", sqlite3_libversion());
}

static void
version_unistring(char *out, size_t size_bytes)
{
	snprintf(out, size_bytes, "%d.%d.%d", _libunistring_version >> 16, _libunistring_version >> 8 & 0xFF,
		 _libunistring_version & 0xFF);
}

static void
version_yaml(char *out, size_t size_bytes)
{
	snprintf(out, size_bytes, "%s", yaml_get_version_string());
}

static const struct library libraries[] = {
	{ "cJSON", version_cjson },
	{ "libc", version_libc },
	{ "libunistring", version_unistring },
	{ "libyaml", version_yaml },
	{ "PCRE2", version_pcre2 },
	{ "SQLite", version_sqlite },
	{ NULL, NULL },
};

const struct library *
library_list(void)
{
	return libraries;
}
