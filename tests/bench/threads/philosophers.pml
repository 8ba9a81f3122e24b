/* philosophers.threads in Promela: taking and giving back a fork is one step each. */
#define N 7
bit fork[N];
active [N] proctype P()
{
	atomic { !fork[_pid] -> fork[_pid] = 1 };
	atomic { !fork[(_pid + 1) % N] -> fork[(_pid + 1) % N] = 1 };
	fork[(_pid + 1) % N] = 0;
	fork[_pid] = 0;
end:	false
}
