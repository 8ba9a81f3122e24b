/* Runs scripts: lines to calls, and waiting for them to return. */
#include "lab/socket/sock_run_part.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/i18n.h"

#include <errno.h>
#include <string.h>

/* How long a call may take before it is said to wait. */
enum grace {
	GRACE_NONE = 0,     /* nothing is there for it: it waits */
	GRACE_UNSURE = 300, /* something may be there, or be lost */
	GRACE_LIVE = 1000,  /* a live server thinks */
	GRACE_SURE = 10000, /* it returns; only a machine that stands still takes so long */
	STUCK_MS = 20000    /* for one that waited: SYNs are sent again after 1, 3, 7 seconds */
};

#define BUFFER_BYTES (1u << 20)

static void on_ready(void *ctx, unsigned events);
static void on_grace_over(void *ctx);

void
sock_run_init(struct sock_run *run, struct sock_world *world, void (*changed)(void *ctx), void *ctx)
{
	*run = (struct sock_run){ .world = world, .type = SOCK_STREAM, .changed = changed, .ctx = ctx };
	script_init(&run->script);
}

static void
stop_waiting(struct sock_run *run)
{
	loop_poll_free(run->poll);
	run->poll = NULL;
	loop_timer_free(run->timer);
	run->timer = NULL;
	run->is_pending = false;
}

void
sock_run_fini(struct sock_run *run)
{
	stop_waiting(run);
	for (size_t i = 0; i < run->endpoints.len; i++)
		endpoint_close_quietly(&run->endpoints.items[i].end);
	vec_fini(&run->endpoints);
	vec_fini(&run->samples);
	script_fini(&run->script);
	free(run->buffer);
}

bool
sock_run_is_done(const struct sock_run *run)
{
	return !run->is_pending && (run->next_line >= run->script.lines.len || err_is_set(&run->err));
}

bool
sock_run_next(const struct sock_run *run, enum sock_call *call, uint32_t *actor)
{
	if (sock_run_is_done(run) || run->is_pending)
		return false;
	const struct script_line *line = &run->script.lines.items[run->next_line];

	if (run->actors[line->actor].is_blocked || line->call == SCRIPT_WAIT)
		return false;
	*call = (enum sock_call)line->call;
	*actor = line->actor;
	return true;
}

const struct kernel_sample *
sock_run_samples(const struct sock_run *run, const struct sock_event *event, size_t *count)
{
	*count = event->sample_len;
	return event->sample_len ? &run->samples.items[event->samples] : NULL;
}

/* TEXT says what WHO did or lacks. */
static void
fail(struct sock_run *run, const char *text)
{
	size_t at = run->next_line < run->script.lines.len ? run->next_line : run->script.lines.len - 1;
	const struct script_line *line = &run->script.lines.items[at];

	err_set_at(&run->err, line->line, line->column, "%s: %s", run->script.actors[line->actor], text);
}

/* ---- how long may it take ---- */

static int
grace_of(struct sock_run *run, const struct sock_request *request, uint32_t index)
{
	const struct run_endpoint *endpoint = &run->endpoints.items[index];
	const struct run_endpoint *peer = run_find_serial(run, endpoint->peer);

	switch ((enum sock_call)request->event.call) {
	case SOCK_ACCEPT:
		return endpoint->incoming > endpoint->accepted ? GRACE_SURE : GRACE_NONE;
	case SOCK_CONNECT: {
		const struct run_endpoint *listener = run_find_by_local(run, &request->event.address, true);
		bool is_full = listener && (int64_t)(listener->incoming - listener->accepted) > listener->backlog;

		return is_full ? GRACE_UNSURE : GRACE_SURE;
	}
	case SOCK_RECV:
		if (!peer)
			return run->has_live_server ? GRACE_LIVE : GRACE_UNSURE;
		return peer->sent > endpoint->received || peer->is_finished || peer->end.fd < 0 ? GRACE_SURE
												: GRACE_NONE;
	case SOCK_RECVFROM:
		if (run->has_live_server)
			return GRACE_LIVE;
		return endpoint->incoming > endpoint->received ? GRACE_UNSURE : GRACE_NONE;
	default:
		return GRACE_NONE;
	}
}

/* ---- waiting ---- */

static void
done(struct sock_run *run)
{
	struct run_actor *actor = &run->actors[run->pending_actor];
	bool was_wait = run->is_resuming && run->next_line < run->script.lines.len &&
			run->script.lines.items[run->next_line].call == SCRIPT_WAIT;

	run_note_call(run);
	actor->is_blocked = false;
	if (!run->is_resuming || was_wait)
		run->next_line++;
	stop_waiting(run);
}

static void
block(struct sock_run *run)
{
	struct run_actor *actor = &run->actors[run->pending_actor];

	gate_log_waits(&run->world->gate, &run->request);
	run_note_call(run);
	actor->is_blocked = true;
	actor->blocked = run->request;
	actor->blocked_endpoint = run->pending_endpoint;
	run->next_line++;
	stop_waiting(run);
}

/* True if the pending call has returned. */
static bool
try_call(struct sock_run *run)
{
	run->request.buffer = run->buffer;
	if (gate_call(&run->world->gate, &run->request) == GATE_WAITS)
		return false;
	done(run);
	return true;
}

static void
on_ready(void *ctx, unsigned events)
{
	struct sock_run *run = ctx;

	(void)events;
	if (try_call(run))
		run->changed(run->ctx);
}

static void
on_grace_over(void *ctx)
{
	struct sock_run *run = ctx;

	if (run->is_resuming) {
		fail(run, _("it still waits, so its next line cannot come"));
		stop_waiting(run);
	} else {
		block(run);
	}
	run->changed(run->ctx);
}

/* The call did not return at once. True if it was logged as waiting. */
static bool
wait_for_it(struct sock_run *run)
{
	enum sock_call call = (enum sock_call)run->request.event.call;
	bool is_writing = call == SOCK_CONNECT || call == SOCK_SEND || call == SOCK_SENDTO;
	int grace_ms = run->is_resuming ? STUCK_MS : grace_of(run, &run->request, run->pending_endpoint);

	if (grace_ms == GRACE_NONE) {
		block(run);
		return true;
	}
	run->poll = loop_poll_new(run->world->loop, run->request.event.fd, on_ready, run, &run->err);
	if (!run->poll) {
		stop_waiting(run);
		return false;
	}
	run->is_pending = true;
	loop_poll_start(run->poll, is_writing ? LOOP_WRITABLE : LOOP_READABLE);
	run->timer = loop_timer_new(run->world->loop, on_grace_over, run);
	loop_timer_start(run->timer, (uint64_t)grace_ms, 0);
	return false;
}

/* ---- the next line ---- */

/* The descriptor a line means: an index, or SOCK_NONE. */
static uint32_t
find_target(const struct sock_run *run, const struct script_line *line)
{
	uint32_t main_one = SOCK_NONE, latest = SOCK_NONE;

	for (uint32_t i = 0; i < run->endpoints.len; i++) {
		const struct endpoint *end = &run->endpoints.items[i].end;

		if (end->actor != line->actor || end->fd < 0)
			continue;
		if (end->kind == SOCK_KIND_MAIN)
			main_one = i;
		else if (line->target != TARGET_ACCEPTED || end->ordinal == line->ordinal)
			latest = i;
	}
	if (line->target == TARGET_ACCEPTED)
		return latest;
	if (line->target == TARGET_MAIN || latest == SOCK_NONE || line->call == SOCK_ACCEPT ||
	    line->call == SOCK_LISTEN || line->call == SOCK_BIND)
		return main_one;
	return latest;
}

static const union sock_address *
address_to(struct sock_run *run, const struct script_line *line, uint32_t index)
{
	if (line->actor == 0 && line->to_actor == 0)
		return &run->endpoints.items[index].last_sender;
	if (line->to_actor == 0)
		return &run->address;
	for (size_t i = 0; i < run->endpoints.len; i++)
		if (run->endpoints.items[i].end.actor == line->to_actor && run->endpoints.items[i].end.fd >= 0)
			return &run->endpoints.items[i].end.local;
	return &run->address;
}

static void
fill_request(struct sock_run *run, const struct script_line *line, uint32_t index)
{
	struct sock_event *event = &run->request.event;

	run->request = endpoint_request(&run->endpoints.items[index].end, (enum sock_call)line->call);
	run->request.bytes = script_text(&run->script, line->text, line->text_len);
	event->size = line->size;
	event->value = line->value;
	event->option = line->option;
	event->step = (uint32_t)run->next_line + 1;
	if (line->call == SOCK_SENDTO)
		event->address = *address_to(run, line, index);
	else if (line->call == SOCK_SOCKET || line->call == SOCK_BIND || line->call == SOCK_CONNECT)
		event->address = run->address;
	if (line->call == SOCK_ACCEPT)
		event->made = ++run->actors[line->actor].accepted;
}

/* What socket() will fill; an index. */
static uint32_t
add_endpoint(struct sock_run *run, const struct script_line *line)
{
	struct run_endpoint *made = vec_push_zero(&run->endpoints);

	endpoint_init(&made->end, run->world, line->actor, run->type, SOCK_KIND_MAIN);
	made->peer = SOCK_NONE;
	return (uint32_t)run->endpoints.len - 1;
}

static bool
resume(struct sock_run *run, uint8_t actor)
{
	run->request = run->actors[actor].blocked;
	run->pending_actor = actor;
	run->pending_endpoint = run->actors[actor].blocked_endpoint;
	run->is_resuming = true;
	return try_call(run) || wait_for_it(run);
}

bool
sock_run_step(struct sock_run *run)
{
	const struct script_line *line;
	uint32_t index;

	if (run->is_pending || sock_run_is_done(run))
		return false;
	if (!run->buffer)
		run->buffer = mem_alloc_array(BUFFER_BYTES, 1);
	line = &run->script.lines.items[run->next_line];
	if (run->actors[line->actor].is_blocked)
		return resume(run, line->actor);
	if (line->call == SCRIPT_WAIT) { /* it waits for nothing */
		run->next_line++;
		return sock_run_step(run);
	}
	index = line->call == SOCK_SOCKET ? add_endpoint(run, line) : find_target(run, line);
	if (index == SOCK_NONE) {
		fail(run, _("there is no open socket for this call"));
		return false;
	}
	fill_request(run, line, index);
	run->pending_actor = line->actor;
	run->pending_endpoint = index;
	run->is_resuming = false;
	return try_call(run) || wait_for_it(run);
}
