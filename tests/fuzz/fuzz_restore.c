/* What a lab saved, of any bytes, for every lab: taken as far as it makes sense; saved again it stays what it is. */
#include "lab/host.h"
#include "lab/registry.h"

#include <assert.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct lab_env env = { .seed = 1, .wall_ns = 1542198600000000000, .language = "zh_CN", .is_still = true };
	struct host_spec spec = { .file = STR("note.md"), .line = 1 };
	struct str_buf once = { 0 }, twice = { 0 };
	struct surface surface;
	struct canvas canvas;

	if (size < 1)
		return 0;
	spec.lab = str_of_c(lab_registry_at(data[0] % lab_registry_count())->name);
	struct host *host = host_open(&spec, &env);

	host_restore(host, str_of((const char *)data + 1, size - 1));
	surface_init(&surface, 80, 20);
	canvas = canvas_of(&surface);
	host_draw(host, &canvas, true);
	surface_fini(&surface);
	host_save(host, &once);
	host_restore(host, str_buf_str(&once));
	host_save(host, &twice);
	assert(str_is_equal(str_buf_str(&once), str_buf_str(&twice)));
	host_close(host);
	str_buf_fini(&once);
	str_buf_fini(&twice);
	return 0;
}
