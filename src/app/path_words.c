/* Finds paths in sentences by their slashes, and shortens them. */
#include "app/path_words.h"

#include "canvas/canvas.h"
#include "text/utf8.h"

#include <ctype.h>
#include <string.h>
#include <unictype.h>

enum {
	CUT_MIN_BYTES = 4, /* less left out is not worth the sign that says so */
};

static bool
is_of_name(char byte)
{
	return isalnum((unsigned char)byte) || (byte && strchr("._-~", byte));
}

/* A path begins where no path and no name goes on. */
static bool
begins_path(struct str text, size_t at)
{
	return at == 0 || !(is_of_name(text.data[at - 1]) || text.data[at - 1] == '/');
}

/* Signs of any script end a name, letters do not: /home/li王 is somebody else's. */
static bool
ends_name(struct str text, size_t at)
{
	struct str rest = str_skip(text, at);
	uint32_t codepoint;

	return rest.len == 0 || !(is_of_name(rest.data[0]) ||
				  (utf8_next(&rest, &codepoint, NULL) &&
				   uc_is_general_category_withtable(codepoint, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M |
										       UC_CATEGORY_MASK_N)));
}

void
path_words_put_home(struct str_buf *text, const char *home)
{
	size_t len = home ? strlen(home) : 0, from = 0, at;

	while (len > 0 && home[len - 1] == '/')
		len--;
	if (len == 0)
		return;
	while ((at = str_find(str_skip(str_buf_str(text), from), str_of(home, len))) != STR_NONE) {
		at += from;
		from = at + 1;
		if (begins_path(str_buf_str(text), at) && ends_name(str_buf_str(text), at + len))
			str_buf_replace(text, at, at + len, STR("~"));
	}
}

/* "/srv/…/c.md" of "/srv/a/b/c.md". */
static void
append_cut(struct str word, struct str_buf *out)
{
	size_t first = str_find(word, STR("/")), last = str_rfind_byte(word, '/');

	if (first != STR_NONE && begins_path(word, first)) { /* of a path from the root: behind its first name */
		size_t next = str_find(str_skip(word, first + 1), STR("/"));

		first = next == STR_NONE ? last : first + 1 + next;
	}
	if (first == STR_NONE || last < first + 1 + CUT_MIN_BYTES) {
		str_buf_append(out, word);
		return;
	}
	str_buf_append(out, str_cut(word, 0, first + 1));
	str_buf_append_c(out, sign(SIGN_ELLIPSIS));
	str_buf_append(out, str_skip(word, last));
}

void
path_words_cut(struct str text, struct str_buf *out)
{
	struct str word;

	for (bool is_first = true; str_next(&text, ' ', &word); is_first = false) {
		if (!is_first)
			str_buf_append_byte(out, ' ');
		append_cut(word, out);
	}
}
