/* A fence's body, for every lab: parsed, checked, opened as a still and drawn. The first byte picks lab and size. */
#include "lab/host.h"
#include "lab/registry.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct lab_env env = { .seed = 1, .wall_ns = 1542198600000000000, .language = "zh_CN", .is_still = true };
	struct host_spec spec = { .file = STR("note.md"), .line = 1 };
	struct surface surface;
	struct canvas canvas;
	struct host *host;
	struct err err = { 0 };

	if (size < 1)
		return 0;
	spec.lab = str_of_c(lab_registry_at(data[0] % lab_registry_count())->name);
	spec.body = str_of((const char *)data + 1, size - 1);
	host_check(&spec, &err);
	host = host_open(&spec, &env);
	surface_init(&surface, data[0] / 2, data[0] / 8);
	canvas = canvas_of(&surface);
	host_draw(host, &canvas, true);
	surface_fini(&surface);
	host_close(host);
	return 0;
}
