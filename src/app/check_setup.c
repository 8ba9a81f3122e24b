/* What the start would say of config.yaml and the themes, all of it, for `notes-tui doctor`. */
#include "app/app.h"

#include "app/settings.h"
#include "base/alloc.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/path.h"

#include <stdlib.h>

struct listener {
	void (*tell)(void *ctx, bool is_good, const char *name, const char *text);
	void *ctx;
};

static void
tell_err(const struct listener *listener, const char *name, const struct err *err)
{
	struct str_buf text = { 0 };

	err_format(err, &text);
	listener->tell(listener->ctx, false, name, str_buf_c(&text));
	str_buf_fini(&text);
}

static void
check_settings(const struct listener *listener, const struct settings *settings, struct theme_set *themes,
	       const char *config_dir)
{
	char *path = config_dir ? path_join(str_of_c(config_dir), STR("config.yaml")) : NULL;
	struct str_buf text = { 0 };
	struct file_stamp stamp;
	struct err err = { 0 };

	for (size_t i = 0; i < settings->errors.len; i++)
		tell_err(listener, "config.yaml", &settings->errors.items[i]);
	settings_theme(settings, themes, &err);
	if (err_is_set(&err))
		tell_err(listener, "config.yaml", &err);
	if (settings->errors.len == 0 && !err_is_set(&err)) {
		if (path && file_stamp_get(path, &stamp))
			str_buf_printf(&text, _("%s, all of it understood"), path);
		else
			str_buf_append_c(&text, _("none: everything is as it comes"));
		listener->tell(listener->ctx, true, "config.yaml", str_buf_c(&text));
	}
	str_buf_fini(&text);
	free(path);
}

static void
check_themes(const struct listener *listener, const struct theme_set *themes)
{
	struct str_buf text = { 0 };

	for (size_t i = 0; i < themes->errors.len; i++)
		tell_err(listener, _("theme"), &themes->errors.items[i]);
	if (themes->errors.len == 0) {
		for (size_t i = 0; i < themes->themes.len; i++)
			str_buf_printf(&text, "%s%s", i > 0 ? ", " : "", themes->themes.items[i]->id);
		listener->tell(listener->ctx, true, _("themes"), str_buf_c(&text));
	}
	str_buf_fini(&text);
}

void
app_check_setup(void (*tell)(void *ctx, bool is_good, const char *name, const char *text), void *ctx)
{
	struct listener listener = { tell, ctx };
	char *shipped = path_shipped("themes"), *config = path_config_dir();
	char *user = config ? path_join(str_of_c(config), STR("themes")) : NULL;
	struct settings settings;
	struct theme_set themes;

	settings_init(&settings);
	settings_load(&settings, config);
	theme_set_init(&themes, shipped, user);
	while (theme_set_step(&themes))
		;
	check_settings(&listener, &settings, &themes, config);
	check_themes(&listener, &themes);
	theme_set_fini(&themes);
	settings_fini(&settings);
	free(user);
	free(config);
	free(shipped);
}
