/* Reads TZif files and finds what a zone's clocks show at an instant. */
#include "lab/clock/zone.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/path.h"

#include <stdlib.h>
#include <string.h>

enum {
	FILE_BYTES_MAX = 256 * 1024,
	HEADER_BYTES = 44,
	KIND_BYTES = 6
};

/* ---- TZif ---- */

struct header {
	uint8_t version;
	uint32_t isut, isstd, leap, times, kinds, chars;
};

static uint32_t
read_u32(const char *data)
{
	const unsigned char *bytes = (const unsigned char *)data;

	return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static int64_t
read_time(const char *data, size_t size_bytes)
{
	if (size_bytes == 4)
		return (int32_t)read_u32(data);
	return (int64_t)((uint64_t)read_u32(data) << 32 | read_u32(data + 4));
}

static bool
read_header(struct str data, struct header *out)
{
	if (data.len < HEADER_BYTES || memcmp(data.data, "TZif", 4) != 0)
		return false;
	*out = (struct header){
		.version = (uint8_t)data.data[4],
		.isut = read_u32(data.data + 20),
		.isstd = read_u32(data.data + 24),
		.leap = read_u32(data.data + 28),
		.times = read_u32(data.data + 32),
		.kinds = read_u32(data.data + 36),
		.chars = read_u32(data.data + 40),
	};
	return true;
}

static uint64_t
body_bytes(const struct header *header, uint64_t time_bytes)
{
	return header->times * time_bytes + header->times + (uint64_t)header->kinds * KIND_BYTES + header->chars +
	       header->leap * (time_bytes + 4) + header->isstd + header->isut;
}

static bool
read_kinds(struct zone *out, const struct header *header, const char *data, const char *chars)
{
	out->kind_count = header->kinds;
	out->kinds = NEW_ARRAY(struct zone_type, header->kinds);
	for (size_t i = 0; i < header->kinds; i++) {
		const char *kind = data + i * KIND_BYTES;
		uint8_t name = (uint8_t)kind[5];
		int64_t offset_s = (int32_t)read_u32(kind);

		/* RFC 8536 3.2: -2^31 shall not be; more than a day and an hour never was. */
		if (name >= header->chars || offset_s < -93600 || offset_s > 93600)
			return false;
		out->kinds[i].offset_s = (int32_t)offset_s;
		out->kinds[i].is_dst = kind[4] != 0;
		for (size_t j = 0; j + 1 < sizeof(out->kinds[i].name) && name + j < header->chars && chars[name + j];
		     j++)
			out->kinds[i].name[j] = chars[name + j];
	}
	return true;
}

static bool
read_body(struct zone *out, const struct header *header, struct str data, size_t time_bytes)
{
	const char *types = data.data + header->times * time_bytes, *kinds = types + header->times;

	out->time_count = header->times;
	out->times = NEW_ARRAY(int64_t, header->times);
	out->types = NEW_ARRAY(uint8_t, header->times);
	for (size_t i = 0; i < header->times; i++) {
		out->times[i] = read_time(data.data + i * time_bytes, time_bytes);
		out->types[i] = (uint8_t)types[i];
		if (out->types[i] >= header->kinds || (i && out->times[i] <= out->times[i - 1]))
			return false;
	}
	return read_kinds(out, header, kinds, kinds + (size_t)header->kinds * KIND_BYTES);
}

static bool
is_plausible(const struct header *header)
{
	return header->kinds > 0 && header->kinds <= 256 && header->chars > 0 && header->chars <= 4096 &&
	       header->times <= 20000;
}

static bool
parse_tzif(struct zone *out, struct str data)
{
	struct header header;
	size_t time_bytes = 4;

	if (!read_header(data, &header))
		return false;
	data = str_skip(data, HEADER_BYTES);
	if (header.version >= '2') {
		uint64_t skip = body_bytes(&header, 4);

		if (skip > data.len || !read_header(str_skip(data, (size_t)skip), &header))
			return false;
		data = str_skip(data, (size_t)skip + HEADER_BYTES);
		time_bytes = 8;
	}
	if (!is_plausible(&header) || body_bytes(&header, time_bytes) > data.len ||
	    !read_body(out, &header, data, time_bytes))
		return false;
	data = str_skip(data, (size_t)body_bytes(&header, time_bytes));
	if (time_bytes == 8 && data.len > 2 && data.data[0] == '\n') {
		size_t end;

		data = str_skip(data, 1);
		end = str_find_byte(data, '\n');
		if (end != STR_NONE)
			zone_rule_parse(&out->rule, str_cut(data, 0, end));
	}
	return true;
}

bool
zone_parse(struct zone *out, struct str tzif, struct err *err)
{
	*out = (struct zone){ 0 };
	if (parse_tzif(out, tzif))
		return true;
	zone_fini(out);
	return err_set(err, _("this is no time zone file (TZif)"));
}

void
zone_fini(struct zone *zone)
{
	free(zone->times);
	free(zone->types);
	free(zone->kinds);
	*zone = (struct zone){ 0 };
}

/* ---- finding ---- */

static const struct {
	const char *name, *rule;
} built_in[] = {
	{ "UTC", "UTC0" },
	{ "GMT", "GMT0" },
	{ "America/Los_Angeles", "PST8PDT,M3.2.0,M11.1.0" },
	{ "America/New_York", "EST5EDT,M3.2.0,M11.1.0" },
	{ "America/Sao_Paulo", "<-03>3" },
	{ "Asia/Dubai", "<+04>-4" },
	{ "Asia/Hong_Kong", "HKT-8" },
	{ "Asia/Kolkata", "IST-5:30" },
	{ "Asia/Shanghai", "CST-8" },
	{ "Asia/Singapore", "<+08>-8" },
	{ "Asia/Tokyo", "JST-9" },
	{ "Australia/Sydney", "AEST-10AEDT,M10.1.0,M4.1.0/3" },
	{ "Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3" },
	{ "Europe/London", "GMT0BST,M3.5.0/1,M10.5.0" },
	{ "Europe/Moscow", "MSK-3" },
	{ "Europe/Paris", "CET-1CEST,M3.5.0,M10.5.0/3" },
};

/* A name is a path below the directory and nothing else. */
static bool
is_name(struct str name)
{
	if (name.len == 0 || name.len > 60 || name.data[0] == '/' || str_find(name, STR("..")) != STR_NONE)
		return false;
	for (size_t i = 0; i < name.len; i++) {
		char byte = name.data[i];

		if (!((byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') ||
		      byte == '/' || byte == '_' || byte == '-' || byte == '+'))
			return false;
	}
	return true;
}

static bool
read_zone_file(struct zone *out, const char *dir, struct str name)
{
	char *path = path_join(str_of_c(dir), name);
	struct str_buf data = { 0 };
	bool is_good = file_read(path, FILE_BYTES_MAX, &data, NULL, NULL) && zone_parse(out, str_buf_str(&data), NULL);

	str_buf_fini(&data);
	free(path);
	return is_good;
}

bool
zone_find(struct zone *out, const char *dir, struct str name, struct err *err)
{
	*out = (struct zone){ 0 };
	if (!is_name(name))
		return err_set(err, _("`%.*s` is no name of a time zone; names are like Asia/Shanghai"),
			       STR_ARG(str_cut(name, 0, 80)));
	if (dir && read_zone_file(out, dir, name))
		return true;
	for (size_t i = 0; i < ARRAY_LEN(built_in); i++) {
		if (!str_is_equal_c(name, built_in[i].name))
			continue;
		out->is_from_rule = true;
		return zone_rule_parse(&out->rule, str_of_c(built_in[i].rule));
	}
	return err_set(err, _("the time zone `%.*s` is not known here"), STR_ARG(name));
}
