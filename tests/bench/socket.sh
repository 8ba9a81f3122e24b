#!/bin/sh
# The socket lab under load: beside socat and beside the least epoll server, in turns; then 10,000 connections while keys are
# pressed. usage: tests/bench/socket.sh SRCDIR BUILDDIR WORKDIR
set -eu
builddir=$2 work=$3
bench=$builddir/tests/bench/bench_socket
ulimit -n "$(ulimit -H -n)"

start() { # start NAME COMMAND...: its first line ends in the port
	name=$1
	shift
	rm -f "$work/$name.fifo"
	mkfifo "$work/$name.fifo"
	"$@" >"$work/$name.fifo" &
	server=$!
	read -r line <"$work/$name.fifo"
	port=${line##*[: ]}
}

echo "# echo of 64 bytes on loopback, 100 connections, as fast as it goes (three rounds in turns)"
for round in 1 2 3; do
	start ours "$builddir/notes-tui" lab socket serve --server echo
	printf '%-34s ' "notes-tui lab socket serve"
	"$bench" load "$port" 100 2 0
	kill "$server"; wait "$server" || :
	start epoll "$bench" epoll
	printf '%-34s ' "epoll, 30 lines of C"
	"$bench" load "$port" 100 2 0
	kill "$server"; wait "$server" 2>/dev/null || :
	if command -v socat >/dev/null; then
		port=$((20000 + $$ % 10000))
		socat "TCP-LISTEN:$port,bind=127.0.0.1,reuseaddr,fork,backlog=1024" EXEC:cat,pipes 2>/dev/null &
		server=$!
		until "$bench" load "$port" 1 0.01 0 >/dev/null 2>&1; do :; done
		printf '%-34s ' "socat, a process a connection"
		"$bench" load "$port" 100 2 0 || :
		kill "$server"; wait "$server" 2>/dev/null || :
	else
		printf '%-34s not installed\n' socat
	fi
done
echo "# 10,000 connections held, 10,000 echoes a second: from a key to the screen, memory"
port=$((20001 + $$ % 10000))
printf '# 2020-01-01 load\n\n```lab socket\nserver: echo\nport: %s\n```\n' "$port" >"$work/load.md"
printf '%-34s ' "notes-tui, the lab open"
"$bench" keys "$builddir/notes-tui" "$work/load.md" "$port" 10000 || echo failed
