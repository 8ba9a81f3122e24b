/*
 * Where things are: XDG directories, the shipped data, and cutting and joining of paths.
 *
 * A path is bytes, not text: show one only through text/. Heap results are freed by the caller.
 * The environment is read at each call; main thread only (getenv).
 */
#ifndef BASE_PATH_H
#define BASE_PATH_H

#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>

char *path_join(struct str dir, struct str name); /* one slash between; an absolute NAME stands alone */
struct str path_base_name(struct str path);       /* "c" of "/a/b/c/" ; "/" of "/" */
struct str path_dir_name(struct str path);        /* "/a/b" of "/a/b/c"; "." of "c" */
struct str path_extension(struct str path);       /* "md" of "a.b.md"; empty for ".profile" and "a" */

/*
 * $XDG_CONFIG_HOME/notes-tui, $XDG_STATE_HOME/notes-tui. As the XDG base directory
 * specification 0.8 says, a variable that is empty or not absolute does not count. NULL when there is neither the
 * variable nor $HOME. Nothing is created.
 */
char *path_config_dir(void);
char *path_state_dir(void);

/*
 * NAME ("content", "themes", "locale") inside the shipped data. Looked for in $NOTES_TUI_DATADIR, then
 * ../share/notes-tui beside the running binary's directory, then the directory the build configured.
 * NULL if it is in none of them. ("locale" also follows $NOTES_TUI_LOCALEDIR and ../share/locale.)
 */
char *path_shipped(const char *name);

bool path_make_dirs(const char *path, struct err *); /* mkdir -p, mode 0700 for what it makes (XDG) */

#endif
