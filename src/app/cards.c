/* Keeps a few stills and draws them in thin frames, with the lab's name above and the key that opens it below. */
#include "app/cards.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "canvas/box.h"
#include "lab/host.h"

enum {
	CARD_COUNT = 6,
	CARD_ROWS = 11,
	CARD_ROWS_NARROW = 9,
	NARROW_COLS = 50,
	FRAME_MS = 4,
};

struct card {
	uint64_t key, used_at;
	struct host *host;
};

void
cards_init(struct cards *cards, const struct lab_env *env, const char *const *preset_dirs)
{
	*cards = (struct cards){ .items = NEW_ARRAY(struct card, CARD_COUNT), .env = env, .preset_dirs = preset_dirs };
}

void
cards_clear(struct cards *cards)
{
	for (size_t i = 0; i < CARD_COUNT; i++) {
		if (cards->items[i].host)
			host_close(cards->items[i].host);
		cards->items[i] = (struct card){ 0 };
	}
}

void
cards_fini(struct cards *cards)
{
	cards_clear(cards);
	free(cards->items);
	cards->items = NULL;
	str_buf_fini(&cards->open_key);
}

uint32_t
cards_rows(uint32_t width_cols)
{
	return width_cols < NARROW_COLS ? CARD_ROWS_NARROW : CARD_ROWS;
}

static uint64_t
card_key(const struct rendered_lab *lab)
{
	uint64_t key = str_hash(str_of_c(lab->name)) * 31 + str_hash(str_of_c(lab->preset));

	return key * 31 + str_hash(lab->body) + lab->body_line + 1;
}

void
cards_begin_frame(struct cards *cards, const struct keymap *keymap, enum key_context context)
{
	str_buf_clear(&cards->open_key);
	keymap_keys_of(keymap, context, "open-lab", 1, &cards->open_key);
	if (str_is_equal_c(str_buf_str(&cards->open_key), "enter")) {
		str_buf_clear(&cards->open_key);
		str_buf_append_c(&cards->open_key, sign(SIGN_ENTER));
	}
	cards->spent_ns = 0;
	cards->is_behind = false;
}

/* NULL: not in this frame. */
static struct host *
find_host(struct cards *cards, const struct rendered_lab *lab, struct str file)
{
	struct card *oldest = &cards->items[0];
	uint64_t key = card_key(lab);
	struct host_spec spec = { .lab = str_of_c(lab->name),
				  .preset = str_of_c(lab->preset),
				  .body = lab->body,
				  .file = file,
				  .line = lab->body_line,
				  .preset_dirs = cards->preset_dirs };
	struct lab_env env = *cards->env;
	uint64_t start_ns;

	for (size_t i = 0; i < CARD_COUNT; i++) {
		struct card *card = &cards->items[i];

		if (card->host && card->key == key) {
			card->used_at = ++cards->clock;
			return card->host;
		}
		if (card->used_at < oldest->used_at)
			oldest = card;
	}
	if (cards->spent_ns >= FRAME_MS * NS_PER_MS) {
		cards->is_behind = true;
		return NULL;
	}
	if (oldest->host)
		host_close(oldest->host);
	start_ns = clock_monotonic_ns();
	env.is_still = true;
	env.changed = NULL;
	*oldest = (struct card){ .key = key, .used_at = ++cards->clock, .host = host_open(&spec, &env) };
	cards->spent_ns += clock_monotonic_ns() - start_ns;
	return oldest->host;
}

void
cards_draw(struct cards *cards, const struct canvas *canvas, struct rect area, const struct rendered_lab *lab,
	   struct str file, bool is_current)
{
	struct host *host = find_host(cards, lab, file);
	struct style frame = STYLE(is_current ? INK_ACCENT : INK_RULE);
	struct str_buf hint = { 0 };
	struct canvas inner;
	int hint_cols;

	inner = box_draw(canvas, area, frame, str_of_c(host ? host_title(host) : lab->name),
			 STYLE(INK_STRONG, .attrs = ATTR_BOLD));
	inner = canvas_cut(&inner, (struct rect){ 1, 0, canvas_width(&inner) - 2, canvas_height(&inner) });
	if (host)
		host_draw(host, &inner, false);
	str_buf_printf(&hint, " %s %s ", str_buf_c(&cards->open_key), _("open"));
	hint_cols = (int)cell_width(str_buf_str(&hint));
	if (is_current && cards->open_key.len > 0 && hint_cols + 4 < area.width)
		canvas_print(canvas, area.x + area.width - hint_cols - 2, area.y + area.height - 1, STYLE(INK_ACCENT),
			     str_buf_str(&hint));
	str_buf_fini(&hint);
}
