/* The program: nothing but a way in. */
int
main(void)
{
	return 0;
}
