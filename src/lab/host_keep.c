/*
 * A lab from one session to the next, as text: its preset, where it stands, the learner's source, and what was typed
 * and does not run yet, so that no end of the program loses it.
 */
#include "base/i18n.h"
#include "lab/host_part.h"

#include <string.h>

/*
 * "preset NAME", "at WHERE", then, each if there is one: "draft HOW CURSOR BYTES" and a text of so many bytes and an
 * end of line; "source" and the source that runs. HOW: "open" in the editor, "left" by it because it is wrong.
 */
struct kept {
	struct str preset, at;
	bool has_draft, is_open, has_source;
	size_t cursor;
	struct str draft, source;
};

/* What was typed and is not what runs. */
static bool
find_draft(const struct host *host, struct kept *out)
{
	struct str runs = str_buf_str(host->state ? &host->running.body : &host->source.body);

	out->is_open = host->panel == PANEL_SOURCE;
	if (out->is_open) {
		out->draft = edit_text(host->editor);
		out->cursor = edit_cursor(host->editor);
	} else if (host->state && host_error(host)) {
		out->draft = str_buf_str(&host->source.body);
	} else {
		out->draft = str_buf_str(&host->left);
	}
	out->has_draft = (out->is_open || out->draft.len > 0) && !str_is_equal(out->draft, runs);
	return out->has_draft;
}

bool
host_has_draft(const struct host *host)
{
	struct kept kept = { 0 };

	return find_draft(host, &kept);
}

bool
host_is_worth_keeping(const struct host *host)
{
	return host->state || (host->ops && host->source.preset &&
			       (host_has_draft(host) ||
				!str_is_equal(str_buf_str(&host->source.body), str_buf_str(&host->base.body))));
}

void
host_save(const struct host *host, struct str_buf *out)
{
	const struct source *source = host->state ? &host->running : &host->source;
	struct str_buf part = { 0 };
	struct kept kept = { 0 };
	bool is_changed;

	if (host->state && host->ops->save)
		host->ops->save(host->state, &part);
	str_buf_printf(out, "preset %s\nat %s\n", host_preset_name(host), str_buf_c(&part));
	if (find_draft(host, &kept)) {
		str_buf_printf(out, "draft %s %zu %zu\n", kept.is_open ? "open" : "left", kept.cursor, kept.draft.len);
		str_buf_append(out, kept.draft);
		str_buf_append_byte(out, '\n');
	}
	str_buf_clear(&part);
	is_changed = host->state && host->ops->source && host->ops->source(host->state, &part);
	if (!is_changed && !str_is_equal(str_buf_str(&source->body), str_buf_str(&host->base.body))) {
		str_buf_append(&part, str_buf_str(&source->body));
		is_changed = true;
	}
	if (is_changed) {
		str_buf_append_c(out, "source\n");
		str_buf_append(out, str_buf_str(&part));
	}
	str_buf_fini(&part);
}

/* What was saved may be anything. */
static bool
read_draft(struct str line, struct str *rest, struct kept *out)
{
	struct str how, cursor, bytes;
	int64_t at, len;

	if (!str_has_prefix(line, STR("draft ")))
		return false;
	line = str_skip(line, 6);
	if (!str_next(&line, ' ', &how) || !str_next(&line, ' ', &cursor) || !str_next(&line, ' ', &bytes) ||
	    !str_to_int64(cursor, &at) || !str_to_int64(bytes, &len) || at < 0 || len < 0 || !rest->data ||
	    (uint64_t)len > rest->len || len > HOST_SOURCE_BYTES_MAX)
		return false;
	out->is_open = str_is_equal_c(how, "open");
	out->cursor = (size_t)at;
	out->draft = str_cut(*rest, 0, (size_t)len);
	out->has_draft = true;
	*rest = str_skip(*rest, (size_t)len + 1);
	return true;
}

static bool
read_kept(struct str text, struct kept *out)
{
	struct str line;

	*out = (struct kept){ 0 };
	if (!str_next(&text, '\n', &out->preset) || !str_has_prefix(out->preset, STR("preset ")) ||
	    !str_next(&text, '\n', &out->at) || !str_has_prefix(out->at, STR("at ")))
		return false;
	out->preset = str_skip(out->preset, 7);
	out->at = str_skip(out->at, 3);
	if (!str_next(&text, '\n', &line))
		return true;
	if (read_draft(line, &text, out) && !str_next(&text, '\n', &line))
		return true;
	out->has_source = str_is_equal_c(line, "source") && text.data;
	out->source = text;
	return true;
}

static void
restore_preset(struct host *host, struct str name)
{
	for (size_t i = 0; i < host->presets.len; i++) {
		if (!str_is_equal_c(name, host->presets.items[i].name) || str_is_equal_c(name, host_preset_name(host)))
			continue;
		host_choose_preset(host, i);
		return;
	}
}

void
host_restore(struct host *host, struct str text)
{
	struct kept kept;

	if (!host->ops || !host->source.preset || !read_kept(text, &kept))
		return;
	host_close_draft(host, host->state);
	host->panel = PANEL_NONE;
	restore_preset(host, kept.preset);
	if (kept.has_source)
		host_change_source(host, kept.source);
	if (host->state && host->ops->restore)
		host->ops->restore(host->state, kept.at);
	if (!kept.has_draft || !host_has_source_editor(host))
		return;
	if (kept.is_open) {
		host_open_editor_with(host, kept.draft, kept.cursor);
	} else {
		str_buf_clear(&host->left);
		str_buf_append(&host->left, kept.draft);
	}
}
