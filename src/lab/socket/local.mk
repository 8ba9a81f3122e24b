# The socket lab.
liblabs_a_SOURCES += \
	src/lab/socket/sock_address.c src/lab/socket/sock_address.h \
	src/lab/socket/sock_console.c src/lab/socket/sock_console.h \
	src/lab/socket/sock_console_accept.c \
	src/lab/socket/sock_console_io.c src/lab/socket/sock_console_part.h \
	src/lab/socket/sock_endpoint.c src/lab/socket/sock_endpoint.h \
	src/lab/socket/sock_escape.c src/lab/socket/sock_escape.h \
	src/lab/socket/sock_explain.c \
	src/lab/socket/sock_gate.c src/lab/socket/sock_gate.h \
	src/lab/socket/sock_kernel.c src/lab/socket/sock_kernel.h \
	src/lab/socket/sock_log.c src/lab/socket/sock_log.h \
	src/lab/socket/sock_note.c src/lab/socket/sock_note.h \
	src/lab/socket/sock_report.c src/lab/socket/sock_report.h \
	src/lab/socket/sock_resolve.c src/lab/socket/sock_resolve.h \
	src/lab/socket/sock_run.c src/lab/socket/sock_run.h \
	src/lab/socket/sock_run_book.c src/lab/socket/sock_run_part.h \
	src/lab/socket/sock_script.c src/lab/socket/sock_script.h \
	src/lab/socket/sock_script_fence.c \
	src/lab/socket/sock_service.c src/lab/socket/sock_service.h \
	src/lab/socket/sock_words.c src/lab/socket/sock_words.h \
	src/lab/socket/socket_command.c src/lab/socket/socket_command.h \
	src/lab/socket/socket_console_keys.c src/lab/socket/socket_console_view.c \
	src/lab/socket/socket_lab.c src/lab/socket/socket_lab.h \
	src/lab/socket/socket_ladder_view.c \
	src/lab/socket/socket_options.c src/lab/socket/socket_options.h \
	src/lab/socket/socket_state.h src/lab/socket/socket_view.c
EXTRA_DIST += src/lab/socket/README.md
