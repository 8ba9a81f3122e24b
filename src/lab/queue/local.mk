# The queue lab.
liblabs_a_SOURCES += \
	src/lab/queue/account.c \
	src/lab/queue/alarms.c \
	src/lab/queue/alarms.h \
	src/lab/queue/history.c \
	src/lab/queue/history.h \
	src/lab/queue/knobs.c \
	src/lab/queue/model.c \
	src/lab/queue/model_actor.c \
	src/lab/queue/model_parts.h \
	src/lab/queue/motion.c \
	src/lab/queue/motion.h \
	src/lab/queue/process_actor.c \
	src/lab/queue/process_child.c \
	src/lab/queue/process_parts.h \
	src/lab/queue/process_shared.c \
	src/lab/queue/processes.c \
	src/lab/queue/queue.h \
	src/lab/queue/queue_command.c \
	src/lab/queue/queue_command.h \
	src/lab/queue/queue_keys.c \
	src/lab/queue/queue_lab.c \
	src/lab/queue/queue_lab.h \
	src/lab/queue/queue_options.c \
	src/lab/queue/queue_options.h \
	src/lab/queue/queue_stage.c \
	src/lab/queue/queue_stage.h \
	src/lab/queue/queue_state.h \
	src/lab/queue/queue_view.c \
	src/lab/queue/queue_view_charts.c \
	src/lab/queue/queue_view_inline.c \
	src/lab/queue/queue_view_panel.c \
	src/lab/queue/queue_view_stage.c \
	src/lab/queue/queue_view_tokens.c \
	src/lab/queue/role.c \
	src/lab/queue/role.h \
	src/lab/queue/scene.c \
	src/lab/queue/scene.h \
	src/lab/queue/sentence.c \
	src/lab/queue/sentence.h \
	src/lab/queue/stats.c \
	src/lab/queue/stats.h \
	src/lab/queue/thread_actor.c \
	src/lab/queue/thread_parts.h \
	src/lab/queue/threads.c
EXTRA_DIST += src/lab/queue/README.md
