/* Wires the loop, the screen, the course and the panes together. */
#include "app/app.h"

int
app_main(const struct app_options *options)
{
	(void)options;
	return 1;
}
