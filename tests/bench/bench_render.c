/*
 * Text to sections to blocks to lines, over a file repeated to a size: what reading a long course costs.
 * bench_render FILE [MEGABYTES [WIDTH]]; with MEGABYTES 0 the lines are printed instead.
 */
#include "base/clock.h"
#include "base/file.h"
#include "lesson/document.h"
#include "lesson/render.h"
#include "text/cell.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

static size_t
render_all(struct str text, uint32_t width_cols, bool is_printed)
{
	struct document *document = document_new(text, 1, NULL);
	struct rendered rendered = { 0 };
	struct str_buf clean = { 0 };
	size_t line_count = 0;

	for (size_t i = 0; i < document_section_count(document); i++) {
		const struct section *section = document_section(document, i, 10000);

		if (!section)
			exit(1);
		render_section(section, &(struct render_options){ .width_cols = width_cols }, &rendered);
		line_count += rendered.lines.len;
		for (size_t j = 0; is_printed && j < rendered.lines.len; j++) {
			const struct rendered_line *line = &rendered.lines.items[j];

			str_buf_clear(&clean);
			cell_clean(str_cut(str_buf_str(&rendered.text.text), line->start, line->end), false, &clean);
			printf("%s\n", str_buf_c(&clean));
		}
	}
	str_buf_fini(&clean);
	rendered_fini(&rendered);
	document_free(document);
	return line_count;
}

int
main(int argc, char **argv)
{
	struct str_buf file = { 0 }, text = { 0 };
	struct err err = { 0 };
	size_t megabytes = argc > 2 ? strtoul(argv[2], NULL, 10) : 10;
	uint32_t width_cols = argc > 3 ? (uint32_t)strtoul(argv[3], NULL, 10) : 80;

	if (argc < 2 || !file_read(argv[1], UINT64_C(1) << 30, &file, NULL, &err) || file.len == 0) {
		fprintf(stderr, "bench_render: %s\n", err.text[0] ? err.text : "which file?");
		return 1;
	}
	if (megabytes == 0)
		return render_all(str_buf_str(&file), width_cols, true) == 0;
	while (text.len < megabytes << 20)
		str_buf_append(&text, str_buf_str(&file));
	uint64_t started_ns = clock_monotonic_ns();
	size_t line_count = render_all(str_buf_str(&text), width_cols, false);
	uint64_t took_ns = clock_monotonic_ns() - started_ns;
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	printf("render: %.1f MB at %u columns: %zu lines, %.0f ms, %.0f MB/s, %ld MB in memory at most\n",
	       (double)text.len / 1e6, width_cols, line_count, (double)took_ns / 1e6,
	       (double)text.len / 1e6 / ((double)took_ns / 1e9), usage.ru_maxrss / 1024);
	str_buf_fini(&file);
	str_buf_fini(&text);
	return 0;
}
