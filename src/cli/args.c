/* Options as GNU programs take them, from a table. */
#include "cli/args.h"

#include "base/alloc.h"
#include "base/i18n.h"

#include <string.h>

static const struct cli_option no_options[] = { { 0 } };

static bool
add(struct cli_args *args, const struct cli_option *option, const char *value, struct err *err)
{
	if (option->argument && !value[0])
		return err_set(err, _("the value of --%s is empty: --%s=%s"), option->name, option->name,
			       option->argument);
	for (size_t i = 0; i < args->option_count; i++)
		if (args->options[i] == option) {
			args->values[i] = value;
			return true;
		}
	if (args->option_count == CLI_OPTIONS_MAX)
		return err_set(err, _("too many options"));
	args->options[args->option_count] = option;
	args->values[args->option_count++] = value;
	return true;
}

/* The option NAME names: by its whole name, or by a beginning that only one has. */
static const struct cli_option *
find_long(const struct cli_option *const tables[2], struct str name, struct err *err)
{
	const struct cli_option *found = NULL;

	for (int i = 0; i < 2; i++)
		for (const struct cli_option *option = tables[i]; option->name; option++) {
			if (str_is_equal_c(name, option->name))
				return option;
			if (!name.len || !str_has_prefix(str_of_c(option->name), name))
				continue;
			if (found) {
				err_set(err, _("--%.*s may be --%s or --%s"), STR_ARG(name), found->name, option->name);
				return NULL;
			}
			found = option;
		}
	if (!found)
		err_set(err, _("there is no option --%.*s"), STR_ARG(name));
	return found;
}

static const struct cli_option *
find_letter(const struct cli_option *const tables[2], char letter, struct err *err)
{
	for (int i = 0; i < 2; i++)
		for (const struct cli_option *option = tables[i]; option->name; option++)
			if (option->letter && option->letter == letter)
				return option;
	err_set(err, _("there is no option -%c"), letter);
	return NULL;
}

struct reading {
	struct cli_args *args;
	const struct cli_option *tables[2];
	char **argv;
	int argc, at;
};

static bool
read_long(struct reading *reading, struct err *err)
{
	const char *text = reading->argv[reading->at] + 2;
	const char *equals = strchr(text, '=');
	struct str name = equals ? str_of(text, (size_t)(equals - text)) : str_of_c(text);
	const struct cli_option *option = find_long(reading->tables, name, err);

	if (!option)
		return false;
	if (!option->argument)
		return equals ? err_set(err, _("--%s takes no value"), option->name)
			      : add(reading->args, option, "", err);
	if (equals)
		return add(reading->args, option, equals + 1, err);
	if (reading->at + 1 >= reading->argc)
		return err_set(err, _("--%s needs a value: --%s=%s"), option->name, option->name, option->argument);
	return add(reading->args, option, reading->argv[++reading->at], err);
}

static bool
read_letters(struct reading *reading, struct err *err)
{
	for (const char *text = reading->argv[reading->at] + 1; *text; text++) {
		const struct cli_option *option = find_letter(reading->tables, *text, err);

		if (!option)
			return false;
		if (!option->argument) {
			if (!add(reading->args, option, "", err))
				return false;
			continue;
		}
		if (text[1])
			return add(reading->args, option, text + 1, err);
		if (reading->at + 1 >= reading->argc)
			return err_set(err, _("-%c needs a value: -%c %s"), *text, *text, option->argument);
		return add(reading->args, option, reading->argv[++reading->at], err);
	}
	return true;
}

bool
cli_args_read(struct cli_args *args, int argc, char **argv, const struct cli_option *own,
	      const struct cli_option *common, bool stop_at_operand, struct err *err)
{
	struct reading reading = { .args = args, .argv = argv, .argc = argc };
	bool are_options_over = false;

	*args = (struct cli_args){ .operands = NEW_ARRAY(char *, (size_t)argc + 1) };
	reading.tables[0] = own ? own : no_options;
	reading.tables[1] = common ? common : no_options;
	for (; reading.at < argc; reading.at++) {
		char *text = argv[reading.at];

		if (are_options_over || text[0] != '-' || !text[1]) { /* "-" alone is an operand */
			args->operands[args->operand_count++] = text;
			are_options_over |= stop_at_operand;
		} else if (!strcmp(text, "--")) {
			are_options_over = true;
		} else if (!(text[1] == '-' ? read_long(&reading, err) : read_letters(&reading, err))) {
			return false;
		}
	}
	return true;
}

void
cli_args_fini(struct cli_args *args)
{
	free(args->operands);
	args->operands = NULL;
}

const char *
cli_args_value(const struct cli_args *args, const char *name)
{
	for (size_t i = 0; i < args->option_count; i++)
		if (!strcmp(args->options[i]->name, name))
			return args->values[i];
	return NULL;
}

bool
cli_args_has(const struct cli_args *args, const char *name)
{
	return cli_args_value(args, name) != NULL;
}

bool
cli_args_number(const struct cli_args *args, const char *name, int min, int max, int *out, struct err *err)
{
	const char *text = cli_args_value(args, name);
	int64_t value;

	if (!text)
		return true;
	if (!str_to_int64(str_of_c(text), &value) || value < min || value > max)
		return err_set(err, _("--%s takes a whole number from %d to %d, not %s"), name, min, max, text);
	*out = (int)value;
	return true;
}
