/* Theme files: base16 YAML in its newer and its older form, with our own section. */
#include "canvas/theme.h"

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/yaml.h"
#include "canvas/style_name.h"
#include "canvas/theme_parts.h"

#include <stdio.h>
#include <string.h>

/* What one file says, while it is read. */
struct reader {
	struct theme *theme;
	uint32_t palette[BASE16_COUNT];
	struct err *err;
};

static bool
fail_at(struct reader *reader, const struct yaml_node *node, const char *what, struct str word)
{
	return err_set_at(reader->err, node->line, node->column, "%s: %.*s", what, STR_ARG(str_cut(word, 0, 40)));
}

/* Cut between characters. */
static void
copy_name(char out[64], struct str text)
{
	size_t len = text.len < 63 ? text.len : 63;

	while (len > 0 && len < text.len && ((unsigned char)text.data[len] & 0xc0) == 0x80)
		len--;
	memset(out, 0, 64);
	if (len > 0)
		memcpy(out, text.data, len);
}

static bool
parse_hex(struct str text, uint32_t *rgb)
{
	uint32_t value = 0;

	if (text.len > 0 && text.data[0] == '#')
		text = str_skip(text, 1);
	if (text.len != 6)
		return false;
	for (size_t i = 0; i < 6; i++) {
		int digit = str_hex_digit(text.data[i]);

		if (digit < 0)
			return false;
		value = value << 4 | (uint32_t)digit;
	}
	*rgb = value;
	return true;
}

static bool
read_palette(struct reader *reader, const struct yaml_node *palette)
{
	for (unsigned i = 0; i < BASE16_COUNT; i++) {
		char key[8];
		struct str text;

		snprintf(key, sizeof(key), "base%02X", i);

		const struct yaml_node *node = yaml_get(palette, key);

		if (!node) {
			snprintf(key, sizeof(key), "base%02x", i);
			node = yaml_get(palette, key);
		}
		if (!node)
			return fail_at(reader, palette, _("this colour of a base16 palette is missing"), str_of_c(key));
		if (!yaml_to_str(node, &text) || !parse_hex(text, &reader->palette[i]))
			return fail_at(reader, node, _("write a colour as \"#rrggbb\", in quotes, for this key"),
				       str_of_c(key));
	}
	return true;
}

/* A role is an ink by its name or a paper as "paper-NAME". NULL if it is neither. */
static struct theme_color *
role_of(struct theme *theme, struct str name)
{
	unsigned index;

	if (str_has_prefix(name, STR("paper-")))
		return paper_of_name(str_skip(name, 6), &index) ? &theme->papers[index] : NULL;
	return ink_of_name(name, &index) ? &theme->inks[index] : NULL;
}

static bool
read_color(struct reader *reader, const struct yaml_node *key, const struct yaml_node *value)
{
	struct theme_color *color = role_of(reader->theme, key->text);
	struct str text;

	if (!color)
		return fail_at(reader, key, _("a theme has no ink or paper of this name"), key->text);
	if (!yaml_to_str(value, &text))
		return fail_at(reader, value, _("write \"#rrggbb\" or base00 to base0F for"), key->text);
	if (text.len == 6 && str_is_equal_nocase(str_cut(text, 0, 5), STR("base0")) &&
	    str_hex_digit(text.data[5]) >= 0) {
		color->rgb = reader->palette[str_hex_digit(text.data[5])];
		return true;
	}
	return parse_hex(text, &color->rgb) ||
	       fail_at(reader, value, _("write \"#rrggbb\" or base00 to base0F for"), key->text);
}

static bool
read_mono(struct reader *reader, const struct yaml_node *value, struct theme_color *color)
{
	struct str rest, word;

	if (!yaml_to_str(value, &rest))
		return fail_at(reader, value, _("write words like: bold underline"), (struct str){ 0 });
	color->mono = 0;
	while (str_next(&rest, ' ', &word)) {
		unsigned attr;

		if (word.len == 0 || str_is_equal_c(word, "plain"))
			continue;
		if (!attr_of_name(word, &attr))
			return fail_at(reader, value, _("not one of bold italic underline reverse strike dim plain"),
				       word);
		color->mono = (uint8_t)(color->mono | attr);
	}
	return true;
}

static bool
read_ansi(struct reader *reader, const struct yaml_node *value, int64_t count, int16_t *out)
{
	int64_t number;

	if (!yaml_to_int64(value, &number) || number < -1 || number >= count)
		return err_set_at(reader->err, value->line, value->column,
				  _("write a colour number from 0 to %d, or -1 for the terminal's own"),
				  (int)count - 1);
	*out = (int16_t)number;
	return true;
}

/* ansi16:, ansi8: and mono: — what stands for each role where there are fewer colours. */
static bool
read_column(struct reader *reader, struct str column, const struct yaml_node *mapping)
{
	if (mapping->kind != YAML_MAPPING)
		return fail_at(reader, mapping, _("write a mapping from inks and papers for"), column);
	for (size_t i = 0; i < mapping->count; i++) {
		struct theme_color *color = role_of(reader->theme, mapping->keys[i]->text);
		const struct yaml_node *value = mapping->values[i];
		bool is_read;

		if (!color)
			return fail_at(reader, mapping->keys[i], _("a theme has no ink or paper of this name"),
				       mapping->keys[i]->text);
		if (str_is_equal_c(column, "mono"))
			is_read = read_mono(reader, value, color);
		else if (str_is_equal_c(column, "ansi16"))
			is_read = read_ansi(reader, value, 16, &color->ansi16);
		else
			is_read = read_ansi(reader, value, 8, &color->ansi8);
		if (!is_read)
			return false;
	}
	return true;
}

static bool
read_own_section(struct reader *reader, const struct yaml_node *section)
{
	if (yaml_is_null(section))
		return true;
	if (section->kind != YAML_MAPPING)
		return fail_at(reader, section, _("write a mapping for"), STR("notes-tui"));
	for (size_t i = 0; i < section->count; i++) {
		struct str key = section->keys[i]->text;
		const struct yaml_node *value = section->values[i];
		bool is_read;

		if (str_is_equal_c(key, "projector"))
			is_read = yaml_to_bool(value, &reader->theme->is_projector) ||
				  fail_at(reader, value, _("write true or false for"), key);
		else if (str_is_equal_c(key, "ansi16") || str_is_equal_c(key, "ansi8") || str_is_equal_c(key, "mono"))
			is_read = read_column(reader, key, value);
		else
			is_read = read_color(reader, section->keys[i], value);
		if (!is_read)
			return false;
	}
	return true;
}

static bool
read_theme(struct reader *reader, const struct yaml_node *root, struct str id)
{
	struct str name = id;

	if (!root || root->kind != YAML_MAPPING)
		return err_set_at(reader->err, 1, 0, _("a theme is a base16 scheme: name: and palette: are expected"));

	const struct yaml_node *palette = yaml_get(root, "palette");

	if (palette && palette->kind != YAML_MAPPING)
		return fail_at(reader, palette, _("write a mapping for"), STR("palette"));
	if (!read_palette(reader, palette ? palette : root))
		return false;
	if (!yaml_to_str(yaml_get(root, "name"), &name))
		yaml_to_str(yaml_get(root, "scheme"), &name); /* the older form; else the file's name stays */
	copy_name(reader->theme->id, id);
	copy_name(reader->theme->name, name);
	theme_derive(reader->theme, reader->palette);
	if (!read_own_section(reader, yaml_get(root, "notes-tui")))
		return false;
	theme_enforce(reader->theme);
	return true;
}

bool
theme_parse(struct theme *theme, struct str text, struct str id, struct err *err)
{
	struct reader reader = { .theme = theme, .err = err };
	struct err ignored;

	*theme = (struct theme){ 0 };
	if (!reader.err)
		reader.err = &ignored;

	/* an empty text is no error to the parser, but it is no theme */
	err_clear(reader.err);

	struct yaml *yaml = yaml_parse(text, reader.err);
	bool is_read = yaml && read_theme(&reader, yaml_root(yaml), id);

	yaml_free(yaml);
	return is_read;
}
