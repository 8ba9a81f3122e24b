#!/bin/sh
# make bench: the queue lab's engine and its picture.
echo "# the queue lab"
"$2/tests/bench/bench_queue"
