/* buffer.threads in Promela: the same steps; counting the rounds is no step of its own. */
byte room = 2, filled, n;
bit m;
proctype P()
{
	byte i, read;

again:	atomic { room > 0 -> room-- };
	atomic { !m -> m = 1 };
	read = n;
	atomic { n = read + 1; read = 0 };
	m = 0;
	atomic { filled++; i++; if :: i < 3 -> goto again :: else fi };
end:	false
}
proctype C()
{
	byte i, read;

again:	atomic { filled > 0 -> filled-- };
	atomic { !m -> m = 1 };
	read = n;
	atomic { n = read - 1; read = 0 };
	m = 0;
	atomic { room++; i++; if :: i < 3 -> goto again :: else fi };
end:	false
}
init
{
	atomic { run P(); run P(); run P(); run C(); run C(); run C() };
end:	false
}
