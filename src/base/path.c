/* Where things are: XDG directories, the shipped data, and cutting and joining of paths. */
#include "base/path.h"

#include "base/alloc.h"
#include "base/i18n.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PROGRAM_DIR "notes-tui"

char *
path_join(struct str dir, struct str name)
{
	struct str_buf out = { 0 };

	if (!str_has_prefix(name, STR("/"))) {
		str_buf_append(&out, dir);
		if (dir.len && name.len && dir.data[dir.len - 1] != '/')
			str_buf_append_byte(&out, '/');
	}
	str_buf_append(&out, name);
	return str_buf_take(&out);
}

static struct str
trim_slashes(struct str path)
{
	while (path.len > 1 && path.data[path.len - 1] == '/')
		path.len--;
	return path;
}

struct str
path_base_name(struct str path)
{
	path = trim_slashes(path);
	size_t slash = str_rfind_byte(path, '/');

	return path.len <= 1 || slash == STR_NONE ? path : str_skip(path, slash + 1);
}

struct str
path_dir_name(struct str path)
{
	path = trim_slashes(path);
	size_t slash = str_rfind_byte(path, '/');

	if (slash == STR_NONE)
		return STR(".");
	return slash == 0 ? STR("/") : trim_slashes(str_cut(path, 0, slash));
}

struct str
path_extension(struct str path)
{
	struct str name = path_base_name(path);
	size_t dot = str_rfind_byte(name, '.');

	return dot == STR_NONE || dot == 0 ? str_cut(name, name.len, name.len) : str_skip(name, dot + 1);
}

/* $VARIABLE/notes-tui, or $HOME/FALLBACK/notes-tui. */
static char *
xdg_dir(const char *variable, const char *fallback)
{
	const char *base = getenv(variable), *home = getenv("HOME");
	struct str_buf out = { 0 };

	if (base && base[0] == '/')
		str_buf_printf(&out, "%s/" PROGRAM_DIR, base);
	else if (home && home[0])
		str_buf_printf(&out, "%s/%s/" PROGRAM_DIR, home, fallback);
	else
		return NULL;
	return str_buf_take(&out);
}

char *
path_config_dir(void)
{
	return xdg_dir("XDG_CONFIG_HOME", ".config");
}

char *
path_state_dir(void)
{
	return xdg_dir("XDG_STATE_HOME", ".local/state");
}

/* DIR/NAME if it exists; DIR may be NULL. */
static char *
join_existing(const char *dir, const char *name)
{
	struct stat status;

	if (!dir || !dir[0])
		return NULL;
	char *path = path_join(str_of_c(dir), str_of_c(name));

	if (stat(path, &status) == 0)
		return path;
	free(path);
	return NULL;
}

/* RELATIVE/NAME beside the directory of the running binary. */
static char *
join_beside_binary(const char *relative, const char *name)
{
	char binary[PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", binary, sizeof(binary));

	if (len <= 0 || (size_t)len == sizeof(binary))
		return NULL;
	char *dir = path_join(path_dir_name(str_of(binary, (size_t)len)), str_of_c(relative));
	char *path = join_existing(dir, name);

	free(dir);
	return path;
}

char *
path_shipped(const char *name)
{
	char *path = NULL;

	if (strcmp(name, "locale") == 0) {
		path = join_existing(getenv("NOTES_TUI_LOCALEDIR"), "");
		if (!path)
			path = join_beside_binary("../share", "locale");
		return path ? path : join_existing(LOCALEDIR, "");
	}
	path = join_existing(getenv("NOTES_TUI_DATADIR"), name);
	if (!path)
		path = join_beside_binary("../share/" PROGRAM_DIR, name);
	return path ? path : join_existing(PKGDATADIR, name);
}

bool
path_make_dirs(const char *path, struct err *err)
{
	struct stat there;

	if (stat(path, &there) == 0 && S_ISDIR(there.st_mode))
		return true;
	char *copy = mem_copy_c(path);
	int problem = 0;

	for (char *at = copy[0] ? copy + 1 : copy; problem == 0; at++) {
		if (*at != '/' && *at != '\0')
			continue;
		char saved = *at;
		struct stat status;

		*at = '\0';
		/* Only mkdir's word counts at the end: a parent may exist and not be writable. */
		if (mkdir(copy, 0700) != 0 && (stat(copy, &status) != 0 || !S_ISDIR(status.st_mode)))
			problem = errno ? errno : ENOTDIR;
		*at = saved;
		if (saved == '\0')
			break;
	}
	free(copy);
	if (problem)
		return err_set_errno(err, problem, _("cannot make the directory %s"), path);
	return true;
}
