/* Events as lines. */
#include "lab/socket/sock_report.h"

#include "base/i18n.h"
#include "lab/socket/sock_console.h"
#include "lab/socket/sock_words.h"

#include <cJSON.h>
#include <string.h>

void
sock_report_actor(const struct script *script, uint32_t actor, struct str_buf *out)
{
	if (script && actor < script->actor_count)
		str_buf_append_c(out, script->actors[actor]);
	else if (actor == 0)
		str_buf_append_c(out, "server");
	else if (actor < CONSOLE_PEER_ACTOR)
		str_buf_printf(out, "client%u", actor);
	else
		str_buf_printf(out, "peer%u", actor - CONSOLE_PEER_ACTOR);
}

bool
sock_actor_is_server(const struct script *script, uint32_t actor)
{
	return actor == 0 || (script && actor < script->actor_count &&
			      str_has_prefix(str_of_c(script->actors[actor]), STR("server")));
}

typedef void words_fn(const struct sock_words *, struct str_buf *);

static void
add_words(cJSON *object, const char *key, const struct sock_words *words, words_fn *fn)
{
	struct str_buf text = { 0 };

	fn(words, &text);
	cJSON_AddStringToObject(object, key, str_buf_c(&text));
	str_buf_fini(&text);
}

static void
add_bytes(cJSON *object, struct str bytes)
{
	struct str_buf hex = { 0 };

	for (size_t i = 0; i < bytes.len; i++)
		str_buf_printf(&hex, "%02x", (unsigned)(unsigned char)bytes.data[i]);
	cJSON_AddStringToObject(object, "bytes", str_buf_c(&hex));
	str_buf_fini(&hex);
}

static const char *const phases[] = { [PHASE_DONE] = "done", [PHASE_WAITS] = "waits", [PHASE_RETURNS] = "returns" };

/* A state that stays: of a call that waits. After others it may still be on its way to the next one. */
static bool
shows_state(const struct sock_report *report, const struct sock_event *event)
{
	return event->state != KERNEL_NONE && (!report->is_normal || event->phase == PHASE_WAITS);
}

static void
report_json(const struct sock_report *report, uint64_t number, const struct sock_words *words, struct str_buf *out)
{
	const struct sock_event *event = words->event;
	struct str_buf actor = { 0 };
	cJSON *object = cJSON_CreateObject();
	char *printed;

	sock_report_actor(report->script, event->actor, &actor);
	cJSON_AddNumberToObject(object, "n", (double)number);
	cJSON_AddStringToObject(object, "who", str_buf_c(&actor));
	add_words(object, "socket", words, sock_words_socket);
	cJSON_AddStringToObject(object, "call", sock_call_name((enum sock_call)event->call));
	cJSON_AddStringToObject(object, "phase", phases[event->phase]);
	add_words(object, "c", words, sock_words_call);
	add_words(object, "result", words, sock_words_result);
	if (event->error_number && event->phase != PHASE_WAITS)
		cJSON_AddStringToObject(object, "errno", sock_errno_name(event->error_number));
	add_words(object, "python", words, sock_words_python);
	if (shows_state(report, event))
		cJSON_AddStringToObject(object, "state", kernel_state_name(event->state));
	if (words->bytes.len)
		add_bytes(object, words->bytes);
	if (!report->is_normal)
		cJSON_AddNumberToObject(object, "duration_us", (double)event->duration_ns / 1000);
	add_words(object, "meaning", words, sock_explain);
	printed = cJSON_PrintUnformatted(object);
	str_buf_append_c(out, printed);
	str_buf_append_byte(out, '\n');
	cJSON_free(printed);
	cJSON_Delete(object);
	str_buf_fini(&actor);
}

static void
report_text(const struct sock_report *report, const struct sock_words *words, struct str_buf *out)
{
	const struct sock_event *event = words->event;
	struct str_buf actor = { 0 };

	sock_report_actor(report->script, event->actor, &actor);
	str_buf_printf(out, "%-9s %s", str_buf_c(&actor), event->phase == PHASE_RETURNS ? "↳ " : "");
	sock_words_call(words, out);
	str_buf_append_c(out, event->phase == PHASE_WAITS ? " " : " = ");
	sock_words_result(words, out);
	if (shows_state(report, event))
		str_buf_printf(out, "  [%s]", kernel_state_name(event->state));
	str_buf_append_byte(out, '\n');
	str_buf_fini(&actor);
}

void
sock_report_event(const struct sock_report *report, uint64_t number, struct str_buf *out)
{
	const struct sock_event *event = sock_log_at(&report->world->log, number);
	struct sock_words words = { .event = event, .hides_ports = report->is_normal };

	if (!event)
		return;
	words.bytes = sock_log_bytes(&report->world->log, event);
	words.is_server = sock_actor_is_server(report->script, event->actor);
	/* A bulk is not the same twice: how it was cut is the kernel's affair. */
	if (report->is_normal && event->type == SOCK_STREAM && event->size > SOCK_BULK_BYTES)
		words.bytes = str_cut(words.bytes, 0, 8);
	if (report->is_json)
		report_json(report, number, &words, out);
	else
		report_text(report, &words, out);
}
