/* The program stopped as by ctrl-z, and the wait for the terminal that the shell gives and takes. UI thread. */
#ifndef TERM_STOP_H
#define TERM_STOP_H

/*
 * Until this process' group has the terminal TTY_FD: in the background the kernel stops us (SIGTTOU) until the shell's
 * fg. Returns 0, or which of SIGHUP, SIGTERM and SIGINT told us to go meanwhile: then the terminal is still somebody
 * else's. The loop does not hear of that signal.
 */
int stop_await_foreground(int tty_fd);

/* Stop, and come back at the shell's fg. Where nobody could bring us back it returns at once. The rest as above. */
int stop_for_shell(int tty_fd);

#endif
