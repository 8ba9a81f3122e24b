/*
 * Bytes from the wire and typed text: escapes read and written, /proc/net/tcp, addresses, the byte view at any width.
 */
#include "canvas/hexdump.h"
#include "lab/socket/sock_address.h"
#include "lab/socket/sock_escape.h"
#include "lab/socket/sock_kernel.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_escapes(struct str bytes)
{
	struct str_buf text = { 0 }, back = { 0 };
	struct err err = { 0 };

	if (!sock_escape_read(bytes, &back, &err) && (back.len || !err_is_set(&err) || err.column > bytes.len))
		abort();
	str_buf_clear(&back);
	sock_escape_write(bytes, bytes.len, &text); /* b'…': what is in it reads back as the same bytes */
	if (!sock_escape_read(str_cut(str_buf_str(&text), 2, text.len - 1), &back, NULL) ||
	    !str_is_equal(str_buf_str(&back), bytes))
		abort();
	str_buf_fini(&text);
	str_buf_fini(&back);
}

/* No control reaches a cell. */
static void
check_picture(struct str bytes, int width)
{
	struct surface surface;
	struct canvas canvas;
	struct str_buf text = { 0 };

	surface_init(&surface, width, 6);
	canvas = canvas_of(&surface);
	hexdump_draw(&canvas, bytes, 0, 0, bytes.len / 2);
	surface_to_text(&surface, &text);
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.data[i] < ' ' && text.data[i] != '\n')
			abort();
	str_buf_fini(&text);
	surface_fini(&surface);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = str_of((const char *)data, size), host;
	union sock_address local, remote;
	uint16_t port;

	check_escapes(bytes);
	check_picture(bytes, size ? data[0] % 100 : 0);
	sock_address_parse(STR("127.0.0.1"), 8080, &local);
	sock_address_parse(STR("127.0.0.1"), 50000, &remote);
	kernel_state_in(bytes, &local, &remote);
	sock_address_parse(bytes, 1, &local);
	sock_address_split(bytes, &host, &port);
	return 0;
}
