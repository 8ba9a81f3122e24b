#!/bin/sh
# The socket lab beside real peers: nc, ncat, socat, telnet, python3 and curl talk to its server, and its scripts' clients
# to theirs; TCP and UDP, IPv4 and IPv6, on loopback only. A peer that is not installed is skipped.
set -u
notes_tui=$builddir/notes-tui
tmp=$(mktemp -d "${TMPDIR:-/tmp}/notes-tui-peers-XXXXXX") || exit 99
servers=
trap 'for pid in $servers; do kill "$pid" 2>/dev/null; done; rm -rf "$tmp"' EXIT
count=0

result() { # result NAME WANTED FILE
	count=$((count + 1))
	if grep -qF -e "$2" "$3"; then
		echo "ok $count - $1"
	else
		echo "not ok $count - $1"
		echo "# wanted $2, got:"
		head -c 400 "$3" | sed 's/^/#   /'
	fi
}
skip() { count=$((count + 1)) && echo "ok $count - $1 # SKIP $2"; }
have() { command -v "$1" >/dev/null 2>&1; }

serve() { # serve NAME ARGUMENT...: start one, set $port when it is ready (its first line comes through a fifo)
	mkfifo "$tmp/$1.fifo"
	name=$1
	shift
	"$notes_tui" lab socket serve "$@" >"$tmp/$name.fifo" 2>"$tmp/$name.err" &
	servers="$servers $!"
	read -r line <"$tmp/$name.fifo" || line=
	port=${line##*:}
}

# For peers that end with their input, answered or not: it stays open until the answer is there.
held='held() {
	dir=$(mktemp -d "$tmp/held-XXXXXX")
	mkfifo "$dir/in"
	exec 3<>"$dir/in"
	echo hello >&3
	"$@" <"$dir/in" >"$dir/out" 2>&1 &
	peer=$!
	while ! grep -q HELLO "$dir/out" && kill -0 "$peer"; do :; done
	cat "$dir/out"
	kill "$peer"
}'
export tmp

# client NAME TOOL COMMAND: what COMMAND prints after sending "hello" must hold HELLO; $port is the server's
client() {
	if ! have "$2"; then
		skip "$1" "no $2"
		return
	fi
	timeout 20 sh -c "$held; $3" >"$tmp/out" 2>"$tmp/client.err" </dev/null
	result "$1" HELLO "$tmp/out"
}

python_tcp='
import socket, sys
s = socket.create_connection((sys.argv[1], int(sys.argv[2])), 10)
s.sendall(b"hello\n")
s.shutdown(socket.SHUT_WR)
data = b""
while True:
    part = s.recv(100)
    if not part:
        break
    data += part
print(data.decode(), end="")
'
python_udp='
import socket, sys
s = socket.socket(socket.AF_INET6 if ":" in sys.argv[1] else socket.AF_INET, socket.SOCK_DGRAM)
s.settimeout(10)
s.sendto(b"hello\n", (sys.argv[1], int(sys.argv[2])))
print(s.recvfrom(100)[0].decode(), end="")
'
export python_tcp python_udp

for host in 127.0.0.1 ::1; do
	case $host in *:*) family=6 url="[$host]" v=IPv6 ;; *) family=4 url=$host v=IPv4 ;; esac
	serve "tcp$family" --server upper --address "$host"
	if [ -z "$port" ]; then
		skip "TCP and UDP over $v" "no $v here"
		continue
	fi
	export port host url
	client "nc -N, TCP $v" nc 'printf "hello\n" | nc -N "$host" "$port"'
	client "ncat, TCP $v" ncat 'printf "hello\n" | ncat "$host" "$port"'
	client "socat, TCP $v" socat 'printf "hello\n" | socat -t 10 - "TCP:$url:$port"'
	client "python3, TCP $v" python3 'python3 -c "$python_tcp" "$host" "$port"'
	client "telnet, TCP $v" telnet 'held telnet "$host" "$port"'
	client "curl telnet://, TCP $v" curl 'printf "hello\n" | curl -s -m 2 -N "telnet://$url:$port"'
	serve "udp$family" --server upper --address "$host" --protocol udp
	export port
	client "nc -u, UDP $v" nc 'printf "hello\n" | nc -u -w 1 "$host" "$port"'
	client "ncat -u, UDP $v" ncat 'held ncat -u "$host" "$port"'
	client "socat, UDP $v" socat 'printf "hello\n" | socat -t 1 - "UDP:$url:$port"'
	client "python3, UDP $v" python3 'python3 -c "$python_udp" "$host" "$port"'
done

# server NAME TOOL PROTOCOL COMMAND: COMMAND listens on a port it prints to $tmp/port and says "hello" to whoever comes
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
server() {
	if ! have "$2" || ! have python3; then
		skip "$1" "no $2"
		return
	fi
	port=$(free_port)
	export port
	printf 'address: 127.0.0.1\nport: %s\nprotocol: tcp\nscript:\n  - client: socket\n  - client: connect\n  - client: send "hi\\n"\n  - client: recv 100\n  - client: close\n' "$port" >"$tmp/script.yaml"
	timeout 20 sh -c "$3" >"$tmp/server.out" 2>&1 </dev/null &
	servers="$servers $!"
	tries=0
	while [ $tries -lt 300 ]; do # until it listens: the port is ours alone, so a refusal means not yet
		"$notes_tui" lab socket run "$tmp/script.yaml" >"$tmp/out" 2>&1
		grep -q ECONNREFUSED "$tmp/out" || break
		tries=$((tries + 1))
	done
	result "$1" "'hello" "$tmp/out"
}
server "nc -l" nc 'printf "hello\n" | nc -N -l 127.0.0.1 "$port"'
server "ncat -l" ncat 'printf "hello\n" | ncat -l 127.0.0.1 "$port"'
server "socat TCP-LISTEN" socat 'socat "TCP-LISTEN:$port,bind=127.0.0.1" "SYSTEM:head -n 1 >&2; echo hello"'
server "python3 accept" python3 'python3 -c "
import socket, os
s = socket.create_server((\"127.0.0.1\", int(os.environ[\"port\"])))
c, _ = s.accept()
c.recv(100)
c.sendall(b\"hello\n\")
c.close()"'

# A signal ends the server, and the exit status is good.
serve last --server echo
last=${servers##* }
kill -TERM "$last"
wait "$last"
count=$((count + 1))
[ $? -eq 0 ] && echo "ok $count - SIGTERM ends serve" || echo "not ok $count - SIGTERM ends serve"
echo "1..$count"
