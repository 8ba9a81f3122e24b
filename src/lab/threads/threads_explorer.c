/* One text explored on one worker; the next waits until the worker has let go of the one before. */
#include "lab/threads/threads_explorer.h"

#include "lab/threads/machine_parts.h"

#include <stdlib.h>
#include <string.h>

#define ALONE_STATES   3000u /* what may be looked at without a worker: a few ms */
#define TEXT_BYTES_MAX 240u

struct job {
	struct threads_explorer *explorer; /* NULL: nobody waits for it any more. UI thread */
	uint64_t ticket;
	char *text; /* owned; NULL: only to free GARBAGE */
	size_t text_len;
	struct threads_proof *garbage;
	struct threads_proof *proof; /* what came out; NULL: cancelled, or ERR says what is wrong */
	struct err err;
	atomic_bool is_cancelled;
	atomic_uint progress;
};

struct threads_explorer {
	unsigned refs;
	struct loop *loop;
	void (*changed)(void *ctx);
	void *ctx;
	struct str_buf text; /* asked for last */
	uint64_t ticket;     /* of TEXT */
	bool is_answered;    /* PROOF and ERR are TEXT's */
	struct threads_proof *proof;
	struct err err;
	struct job *job; /* runs; its ticket is an older one if it was cancelled */
	unsigned begun;
};

/* ---- what a worker does ---- */

static void
proof_free(struct threads_proof *proof)
{
	if (!proof)
		return;
	explored_fini(&proof->explored);
	program_fini(&proof->program);
	free(proof->verdicts);
	str_buf_fini(&proof->texts);
	free(proof->text_ends);
	free(proof->known);
	free(proof);
}

/* Can the checks be asked when only the variables are known? */
static bool
asks_objects(const struct program *p)
{
	for (unsigned i = 0; i < p->check_count; i++)
		for (size_t at = p->check[i]; p->code.items[at].op != DO_END; at++)
			if (p->code.items[at].op == DO_QUERY)
				return true;
	return false;
}

static void
judge(struct threads_proof *proof)
{
	struct program *p = &proof->program;
	uint32_t *words = NEW_ARRAY(uint32_t, p->words);

	proof->verdicts = NEW_ARRAY(int8_t, proof->explored.outcomes.len + 1);
	for (size_t i = 0; i < proof->explored.outcomes.len && p->check_count && !asks_objects(p); i++) {
		memcpy(words + 1, proof->explored.outcomes.items[i].values, p->shareds.len * sizeof(*words));
		proof->verdicts[i] = 1;
		for (unsigned c = 0; c < p->check_count; c++)
			if (!machine_holds(p, words, p->check[c], NULL))
				proof->verdicts[i] = -1;
	}
	free(words);
}

static int
compare_hashes(const void *left, const void *right)
{
	const uint64_t *a = left, *b = right;

	return (*a > *b) - (*a < *b);
}

static struct str
cut(struct str text)
{
	size_t len = text.len < TEXT_BYTES_MAX ? text.len : TEXT_BYTES_MAX;

	while (len && len < text.len && ((unsigned char)text.data[len] & 0xc0) == 0x80)
		len--;
	return str_cut(text, 0, len);
}

/* Once, here: there may be thousands, each a list of hundreds. */
static void
write_outcomes(struct threads_proof *proof, const atomic_bool *is_cancelled)
{
	size_t count = proof->explored.outcomes.len;
	struct str_buf text = { 0 };

	proof->text_ends = NEW_ARRAY(uint32_t, count + 1);
	proof->known = NEW_ARRAY(uint64_t, count + 1);
	for (size_t i = 0; i < count && !(is_cancelled && atomic_load(is_cancelled)); i++) {
		str_buf_clear(&text);
		race_format_values(&proof->program, proof->explored.outcomes.items[i].values, false, &text);
		proof->known[i] = str_hash(str_buf_str(&text));
		str_buf_append(&proof->texts, cut(str_buf_str(&text)));
		proof->text_ends[i] = (uint32_t)proof->texts.len;
	}
	qsort(proof->known, count, sizeof(*proof->known), compare_hashes);
	str_buf_fini(&text);
}

/* A program of its own: exploring makes the heap grow. NULL: the text is wrong. */
static struct threads_proof *
prove(struct str text, const struct explore_limits *limits, struct err *err)
{
	struct threads_proof *proof = NEW(struct threads_proof);

	if (!program_compile(&proof->program, text, err)) {
		free(proof);
		return NULL;
	}
	explore(&proof->program, limits, &proof->explored);
	judge(proof);
	write_outcomes(proof, limits->is_cancelled);
	return proof;
}

static void
work(struct loop_job *loop_job, void *ctx)
{
	struct job *job = ctx;
	struct explore_limits limits = { .is_cancelled = &job->is_cancelled, .progress = &job->progress };

	(void)loop_job;
	proof_free(job->garbage);
	job->garbage = NULL;
	if (!job->text || atomic_load(&job->is_cancelled))
		return;
	job->proof = prove(str_of(job->text, job->text_len), &limits, &job->err);
	if (atomic_load(&job->is_cancelled)) {
		proof_free(job->proof);
		job->proof = NULL;
	}
}

/* ---- jobs ---- */

static void start_job(struct threads_explorer *);

/* On the loop again. A proof that came between the cancel and here is another job's to free. */
static void
done(void *ctx, bool is_cancelled)
{
	struct job *job = ctx;
	struct threads_explorer *explorer = job->explorer;

	(void)is_cancelled; /* we never ask the loop to: a job that frees must run */
	if (explorer) {
		explorer->job = NULL;
		explorer->proof = job->proof;
		explorer->is_answered = job->ticket == explorer->ticket;
		explorer->err = job->err;
	} else {
		proof_free(job->proof);
	}
	free(job->text);
	free(job);
	if (!explorer)
		return;
	if (!explorer->is_answered)
		start_job(explorer);
	else if (explorer->changed)
		explorer->changed(explorer->ctx);
}

static struct job *
new_job(struct threads_explorer *explorer)
{
	struct job *job = NEW(struct job);

	job->garbage = explorer->proof;
	explorer->proof = NULL;
	return job;
}

static void
start_job(struct threads_explorer *explorer)
{
	struct job *job = new_job(explorer);

	job->explorer = explorer;
	job->ticket = explorer->ticket;
	job->text = str_copy_c(str_buf_str(&explorer->text));
	job->text_len = explorer->text.len;
	explorer->job = job;
	explorer->begun++;
	loop_job_start_long(explorer->loop, work, done, job);
}

static void
explore_alone(struct threads_explorer *explorer)
{
	struct explore_limits limits = { .states = ALONE_STATES };

	proof_free(explorer->proof);
	err_clear(&explorer->err);
	explorer->proof = prove(str_buf_str(&explorer->text), &limits, &explorer->err);
	explorer->is_answered = true;
}

/* ---- what others ask ---- */

struct threads_explorer *
threads_explorer_new(struct loop *loop, void (*changed)(void *ctx), void *ctx)
{
	struct threads_explorer *explorer = NEW(struct threads_explorer);

	explorer->refs = 1;
	explorer->loop = loop;
	explorer->changed = changed;
	explorer->ctx = ctx;
	return explorer;
}

struct threads_explorer *
threads_explorer_ref(struct threads_explorer *explorer)
{
	explorer->refs++;
	return explorer;
}

void
threads_explorer_unref(struct threads_explorer *explorer)
{
	if (!explorer || --explorer->refs > 0)
		return;
	if (explorer->job) {
		explorer->job->explorer = NULL;
		atomic_store(&explorer->job->is_cancelled, true);
	}
	if (explorer->proof && explorer->loop)
		loop_job_start_long(explorer->loop, work, done, new_job(explorer));
	proof_free(explorer->proof);
	str_buf_fini(&explorer->text);
	free(explorer);
}

uint64_t
threads_explorer_ask(struct threads_explorer *explorer, struct str text)
{
	if (explorer->ticket && str_is_equal(text, str_buf_str(&explorer->text)))
		return explorer->ticket;
	str_buf_clear(&explorer->text);
	str_buf_append(&explorer->text, text);
	explorer->ticket++;
	explorer->is_answered = false;
	if (!explorer->loop)
		explore_alone(explorer);
	else if (explorer->job)
		atomic_store(&explorer->job->is_cancelled, true);
	else
		start_job(explorer);
	return explorer->ticket;
}

static bool
is_answer(const struct threads_explorer *explorer, uint64_t ticket)
{
	return explorer && explorer->is_answered && explorer->ticket == ticket;
}

const struct threads_proof *
threads_explorer_proof(const struct threads_explorer *explorer, uint64_t ticket)
{
	return is_answer(explorer, ticket) ? explorer->proof : NULL;
}

const struct err *
threads_explorer_error(const struct threads_explorer *explorer, uint64_t ticket)
{
	return is_answer(explorer, ticket) && err_is_set(&explorer->err) ? &explorer->err : NULL;
}

bool
threads_explorer_is_working(const struct threads_explorer *explorer, uint64_t ticket)
{
	return explorer && explorer->ticket == ticket && !explorer->is_answered;
}

unsigned
threads_explorer_progress(const struct threads_explorer *explorer, uint64_t ticket)
{
	if (!threads_explorer_is_working(explorer, ticket) || explorer->job->ticket != ticket)
		return 0;
	return atomic_load_explicit(&explorer->job->progress, memory_order_relaxed);
}

unsigned
threads_explorer_begun(const struct threads_explorer *explorer)
{
	return explorer->begun;
}
