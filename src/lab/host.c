/* Opens, runs and closes one lab, and keeps what surrounds it: source, presets, error. */
#include "lab/host.h"

#include "base/alloc.h"
#include "base/i18n.h"
#include "lab/host_part.h"
#include "lab/registry.h"

#include <stdlib.h>
#include <string.h>

/* ---- opening ---- */

static void
notify(void *ctx)
{
	struct host *host = ctx;

	if (host->env.changed)
		host->env.changed(host->env.ctx);
}

static void
close_lab(struct host *host)
{
	if (host->state) {
		host->ops->close(host->state);
		free(host->state);
		host->state = NULL;
	}
	lab_options_fini(&host->options);
}

static bool
parse_source(const struct lab_ops *ops, const struct source *source, struct lab_options *options,
	     struct lab_source *out, struct err *err)
{
	struct str body = str_buf_str(&source->body), yaml = ops->takes_yaml ? body : STR("");

	if (!lab_options_parse(options, ops->options, yaml, str_of_c(source->file), source->line, err))
		return false;
	*out = (struct lab_source){
		.preset = str_of_c(source->preset),
		.text = body,
		.file = str_of_c(source->file),
		.line = source->line,
		.values = options->values,
	};
	return true;
}

/* Errors of a lab need not know their file. */
static void
complete_error(struct err *err, const struct source *source)
{
	if (!err_is_set(err))
		err_set(err, "%s", _("the lab could not be opened"));
	if (!err->file[0])
		err_at(err, str_of_c(source->file), err->line ? err->line : source->line, err->column);
}

struct lab_env
host_env(struct host *host)
{
	struct lab_env env = host->env;

	env.changed = notify;
	env.ctx = host;
	env.now_ns = host->now_ns;
	env.wall_ns = host->env.wall_ns + (int64_t)(host->now_ns - host->env.now_ns);
	return env;
}

static void
source_fini(struct source *source)
{
	free(source->preset);
	free(source->file);
	str_buf_fini(&source->body);
	*source = (struct source){ 0 };
}

static void
source_set(struct source *source, struct str preset, struct str file, uint32_t line, struct str body)
{
	struct source fresh = { .preset = str_copy_c(preset), .file = str_copy_c(file), .line = line };

	str_buf_append(&fresh.body, body);
	source_fini(source);
	*source = fresh;
}

static void
source_copy(struct source *to, const struct source *from)
{
	source_set(to, str_of_c(from->preset), str_of_c(from->file), from->line, str_buf_str(&from->body));
}

/* Open the lab on the source at hand; on failure the error is kept and drawn. */
static void
open_lab(struct host *host)
{
	struct lab_env env = host_env(host);
	struct lab_source source;

	err_clear(&host->err);
	if (!parse_source(host->ops, &host->source, &host->options, &source, &host->err)) {
		complete_error(&host->err, &host->source);
		return;
	}
	if (!str_is_equal(source.text, str_buf_str(&host->base.body)))
		source.preset = STR("");
	source.note = str_of_c(host->note);
	source.note_line = host->note_line;
	source.draft = host->draft;
	host->state = mem_alloc_array(1, host->ops->state_size);
	if (host->ops->open(host->state, &env, &source, &host->err)) {
		source_copy(&host->running, &host->source);
		return;
	}
	free(host->state);
	host->state = NULL;
	lab_options_fini(&host->options);
	complete_error(&host->err, &host->source);
}

static void
source_take_preset(struct source *source, const struct preset *preset)
{
	source_set(source, str_of_c(preset->name), str_of_c(preset->path), preset->body_line,
		   str_of(preset->body, preset->body_len));
}

static bool
fail_no_preset(const struct host_spec *spec, const struct preset_list *presets, struct err *err)
{
	struct str_buf known = { 0 };

	for (size_t i = 0; i < presets->len && i < 30; i++)
		str_buf_printf(&known, "%s%s", i ? ", " : "", presets->items[i].name);
	err_set(err, _("there is no preset `%.*s` of %.*s; known are %s"), STR_ARG(str_cut(spec->preset, 0, 80)),
		STR_ARG(spec->lab), known.len ? str_buf_c(&known) : _("none"));
	str_buf_fini(&known);
	/* The info string stands on the line above the body. */
	return err_at(err, spec->file, spec->line > 1 ? spec->line - 1 : spec->line, 0);
}

static bool
find_lab(const struct host_spec *spec, const struct lab_ops **ops, struct err *err)
{
	struct str_buf known = { 0 };

	*ops = lab_registry_find(spec->lab);
	if (*ops)
		return true;
	for (size_t i = 0; i < lab_registry_count(); i++)
		str_buf_printf(&known, "%s%s", i ? ", " : "", lab_registry_at(i)->name);
	err_set(err, _("there is no lab `%.*s`; known are %s"), STR_ARG(str_cut(spec->lab, 0, 80)), str_buf_c(&known));
	str_buf_fini(&known);
	return err_at(err, spec->file, spec->line > 1 ? spec->line - 1 : spec->line, 0);
}

/* The source a spec means: its body, else the preset it names, else the first preset, else nothing. */
static bool
resolve_source(const struct host_spec *spec, const struct preset_list *presets, struct source *out, struct err *err)
{
	const struct preset *preset = preset_list_find(presets, spec->preset);

	if (spec->preset.len && !preset)
		return fail_no_preset(spec, presets, err);
	if (!preset && presets->len)
		preset = &presets->items[0];
	if (str_trim(spec->body).len || !preset)
		source_set(out, spec->preset, spec->file, spec->line ? spec->line : 1, spec->body);
	else
		source_take_preset(out, preset);
	return true;
}

struct host *
host_open(const struct host_spec *spec, const struct lab_env *env)
{
	struct host *host = NEW(struct host);

	host->env = *env;
	host->now_ns = env->now_ns;
	host->lab_name = str_copy_c(spec->lab);
	host->note = spec->note.len ? str_copy_c(spec->note) : NULL;
	host->note_line = spec->note_line;
	if (find_lab(spec, &host->ops, &host->err)) {
		preset_list_load(&host->presets, spec->preset_dirs, host->ops->name, env->language, NULL);
		if (resolve_source(spec, &host->presets, &host->original, &host->err)) {
			source_copy(&host->base, &host->original);
			source_copy(&host->source, &host->original);
			open_lab(host);
		}
	}
	host_make_title(host);
	return host;
}

void
host_close(struct host *host)
{
	if (!host)
		return;
	host_close_draft(host, NULL);
	close_lab(host);
	preset_list_fini(&host->presets);
	source_fini(&host->source);
	source_fini(&host->running);
	source_fini(&host->base);
	source_fini(&host->original);
	edit_free(host->editor);
	str_buf_fini(&host->left);
	str_buf_fini(&host->title);
	free(host->lab_name);
	free(host->note);
	free(host);
}

/* ---- changing the source ---- */

void
host_reopen(struct host *host)
{
	close_lab(host);
	open_lab(host);
	host_make_title(host);
}

void
host_choose_preset(struct host *host, size_t index)
{
	source_take_preset(&host->base, &host->presets.items[index]);
	source_copy(&host->source, &host->base);
	str_buf_clear(&host->left);
	host_reopen(host);
}

bool
host_check_text(const struct host *host, struct str body, struct err *err)
{
	const struct lab_ops *ops = host->ops;
	struct source source = { 0 };
	struct lab_options options = { 0 };
	struct lab_source parsed;
	bool is_good;

	source_set(&source, STR(""), str_of_c(host->source.file), host->source.line, body);
	is_good = parse_source(ops, &source, &options, &parsed, err) && (!ops->check || ops->check(&parsed, err));
	if (!is_good)
		complete_error(err, &source);
	lab_options_fini(&options);
	source_fini(&source);
	return is_good;
}

bool
host_change_source(struct host *host, struct str body)
{
	str_buf_clear(&host->left);
	if (host->source.preset[0]) { /* no longer what its file has: lines are counted from the first one */
		free(host->source.file);
		host->source.file = str_copy_c(STR(""));
		host->source.line = 1;
	}
	str_buf_clear(&host->source.body);
	str_buf_append(&host->source.body, body);
	err_clear(&host->err);
	if (host->state && !host_check_text(host, body, &host->err))
		return false;
	host_reopen(host);
	return true;
}

void
host_leave_error(struct host *host)
{
	str_buf_clear(&host->left);
	str_buf_append(&host->left, str_buf_str(&host->source.body));
	source_copy(&host->source, &host->running);
	err_clear(&host->err);
}

bool
host_shows_lab(const struct host *host)
{
	return host->state && !err_is_set(&host->err);
}

bool
host_is_changed(const struct host *host)
{
	struct str_buf now = { 0 };
	bool is_changed = !str_is_equal(str_buf_str(&host->source.body), str_buf_str(&host->base.body));

	if (!is_changed && host->state && host->ops->source)
		is_changed = host->ops->source(host->state, &now);
	str_buf_fini(&now);
	return is_changed;
}

void
host_restore_source(struct host *host)
{
	if (!host_is_changed(host))
		source_copy(&host->base, &host->original);
	source_copy(&host->source, &host->base);
	str_buf_clear(&host->left);
	host_reopen(host);
}

const struct preset *
host_preset(const struct host *host)
{
	return host->source.preset && host->source.preset[0]
		       ? preset_list_find(&host->presets, str_of_c(host->source.preset))
		       : NULL;
}

void
host_make_title(struct host *host)
{
	const struct preset *preset = host_preset(host);

	str_buf_clear(&host->title);
	str_buf_append_c(&host->title, host->lab_name);
	if (preset)
		str_buf_printf(&host->title, " · %s", preset->title);
}

/* ---- what the app asks ---- */

const struct err *
host_error(const struct host *host)
{
	return err_is_set(&host->err) ? &host->err : NULL;
}

bool
host_is_running(const struct host *host)
{
	return host->state;
}

const char *
host_lab_name(const struct host *host)
{
	return host->lab_name;
}

const char *
host_title(const struct host *host)
{
	return str_buf_c(&host->title);
}

const char *
host_preset_name(const struct host *host)
{
	return host->source.preset ? host->source.preset : "";
}

bool
host_tick(struct host *host, uint64_t now_ns)
{
	bool is_changed;

	host->now_ns = now_ns;
	is_changed = host->draft && host->ops->draft->tick(host->draft, now_ns);
	if (host->state && host->ops->tick)
		is_changed |= host->ops->tick(host->state, now_ns);
	return is_changed;
}

uint64_t
host_next_tick(const struct host *host)
{
	uint64_t lab = host->state && host->ops->next_tick ? host->ops->next_tick(host->state) : 0;
	uint64_t draft = host->draft ? host->ops->draft->next_tick(host->draft) : 0;

	return lab && (!draft || lab < draft) ? lab : draft;
}

void
host_dump(const struct host *host, struct str_buf *out)
{
	str_buf_printf(out, "lab=%s\npreset=%s\n", host->lab_name, host_preset_name(host));
	if (host_error(host)) {
		str_buf_append_c(out, "error=");
		err_format(&host->err, out);
		str_buf_append_byte(out, '\n');
	}
	if (host->state && host->ops->dump)
		host->ops->dump(host->state, out);
	if (host->draft)
		host->ops->draft->dump(host->draft, out);
}

/* ---- the doctor ---- */

static bool
check_source(const struct lab_ops *ops, const struct source *source, struct err *err)
{
	struct lab_options options = { 0 };
	struct lab_source parsed;
	struct lab_env env = { .seed = 1, .language = "en", .is_still = true };
	void *state;
	bool is_good;

	if (!parse_source(ops, source, &options, &parsed, err))
		return false;
	if (ops->check) {
		is_good = ops->check(&parsed, err);
	} else {
		state = mem_alloc_array(1, ops->state_size);
		is_good = ops->open(state, &env, &parsed, err);
		if (is_good)
			ops->close(state);
		free(state);
	}
	lab_options_fini(&options);
	return is_good;
}

bool
host_check(const struct host_spec *spec, struct err *err)
{
	struct preset_list presets = { 0 };
	struct source source = { 0 };
	struct err inner = { 0 };
	const struct lab_ops *ops = NULL;
	bool is_good = find_lab(spec, &ops, &inner);

	if (is_good) {
		if (!spec->presets)
			preset_list_load(&presets, spec->preset_dirs, ops->name, "en", NULL);
		is_good = resolve_source(spec, spec->presets ? spec->presets : &presets, &source, &inner);
		if (is_good && !check_source(ops, &source, &inner)) {
			complete_error(&inner, &source);
			is_good = false;
		}
	}
	preset_list_fini(&presets);
	source_fini(&source);
	if (!is_good && err)
		*err = inner;
	return is_good;
}
