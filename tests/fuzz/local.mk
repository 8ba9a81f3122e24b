# One target a parser. Without --enable-fuzzing a target replays its corpus (tests/fuzz/corpus/NAME/*) in `make check`;
# with it, `make fuzz` runs each for FUZZ_SECONDS.
FUZZ_SECONDS = 60
fuzz:
	for program in $(fuzz_programs); do \
		name=$$(basename $$program | sed s/^fuzz_//); \
		$(MKDIR_P) fuzz-corpus/$$name fuzz-artifacts; \
		./$$program -max_total_time=$(FUZZ_SECONDS) -timeout=10 -rss_limit_mb=1024 -artifact_prefix=fuzz-artifacts/$$name- \
			fuzz-corpus/$$name $(srcdir)/tests/fuzz/corpus/$$name || exit 1; \
	done
