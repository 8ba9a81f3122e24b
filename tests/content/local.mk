dist_check_SCRIPTS += tests/content/content.sh
TESTS += tests/content/content.sh
EXTRA_DIST += tests/content/run_blocks.py tests/content/topics.md tests/content/topics.out
