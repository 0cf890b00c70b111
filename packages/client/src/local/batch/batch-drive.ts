/**
 * The middle of a batch run: sends slices as slots become free, and brings their answers into one line.
 */
import type { Clock, Closable } from "@salt/core";
import { sleep } from "@salt/core";
import { isMissing } from "../answer.js";
import type { JobRequest, PublishedJob } from "../publish-load.js";
import { highestRetcode } from "../retcode.js";
import { AnswerQueue } from "./answer-queue.js";
import type { BatchPlan } from "./batch-plan.js";
import type { BatchClient, BatchEvent, BatchOptions, BatchStop } from "./run-batch.js";

/** Longest wait in one go; an answer ends it earlier. */
const IDLE_MS = 60_000;
/** Answers that come so close together free their slots at once: one job for several minions, as with real Salt. */
const GROUP_MS = 40;

/** What a drive works with. */
export interface BatchDriveParts {
  readonly client: BatchClient;
  readonly request: JobRequest;
  readonly plan: BatchPlan;
  readonly options: BatchOptions;
  /** Ends the run from outside. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

type AnswerEvent = Extract<BatchEvent, { readonly kind: "answer" }>;

/** One run through all minions that are there. */
export class BatchDrive implements Closable {
  readonly #parts: BatchDriveParts;
  readonly #queue = new AnswerQueue<AnswerEvent>();
  readonly #stop = new AbortController();
  readonly #slices = new Set<Promise<void>>();
  /** Jobs with minions that have not answered, by job id. */
  readonly #open = new Map<string, { readonly job: PublishedJob; readonly ids: Set<string> }>();

  constructor(parts: BatchDriveParts) {
    this.#parts = parts;
  }

  /** Sends slices until all minions are through, or something stops the run. */
  async *events(): AsyncGenerator<BatchEvent, void, undefined> {
    const { plan, signal, clock } = this.#parts;
    while (!plan.done) {
      const next = plan.take(clock.now());
      if (next.length > 0) {
        yield { kind: "slice", ids: [...next].sort() };
        this.#start(next);
      }
      const wait = Math.max(0, (plan.wakeAt ?? clock.now() + IDLE_MS) - clock.now());
      const taken = await this.#take(wait);
      if ("by" in taken) return yield this.#stopped(taken);
      for (const event of taken) {
        this.#settle(event);
        yield event;
        if (this.#isBad(event)) return yield this.#stopped({ by: "failhard", id: event.answer.id });
      }
      if (signal.aborted) return yield this.#stopped({ by: "signal" });
    }
  }

  /** Gives up the slices under way. */
  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#slices);
  }

  async #take(ms: number): Promise<readonly AnswerEvent[] | BatchStop> {
    const { plan, signal } = this.#parts;
    try {
      const first = await this.#queue.take(ms, signal);
      if (first.length === 0 || first.length >= plan.active.length || plan.waiting.length === 0) return first;
      await sleep(GROUP_MS, signal);
      return [...first, ...this.#queue.takeNow()];
    } catch (error) {
      return this.#parts.signal.aborted ? { by: "signal" } : { by: "error", error };
    }
  }

  #start(ids: readonly string[]): void {
    const slice = this.#slice(ids)
      .catch((error: unknown) => this.#queue.fail(error))
      .finally(() => this.#slices.delete(slice));
    this.#slices.add(slice);
  }

  /** Sends the job to some minions and feeds their answers into the queue. */
  async #slice(ids: readonly string[]): Promise<void> {
    const { client, request, options, signal } = this.#parts;
    const job = await client.publish({ ...request, target: { tgt: ids, tgtType: "list", delimiter: ":" } });
    if (job === undefined) {
      // Their keys went away between ping and job.
      for (const id of ids) {
        this.#queue.put({
          kind: "answer",
          jid: "",
          answer: { id, missing: { kind: "key", key: "unknown" } },
        });
      }
      return;
    }
    this.#open.set(job.jid, { job, ids: new Set(ids) });
    const { timeout, gatherJobTimeout } = options;
    const limits = { timeout, gatherJobTimeout, signal: AbortSignal.any([signal, this.#stop.signal]) };
    for await (const answer of client.collect(job, limits)) {
      this.#queue.put({ kind: "answer", jid: job.jid, answer });
    }
  }

  #settle({ jid, answer }: AnswerEvent): void {
    const { plan, clock } = this.#parts;
    plan.finish(answer.id, clock.now());
    const open = this.#open.get(jid);
    open?.ids.delete(answer.id);
    if (open?.ids.size === 0) this.#open.delete(jid);
  }

  #isBad({ answer }: AnswerEvent): boolean {
    if (this.#parts.options.failhard !== true) return false;
    return isMissing(answer) || highestRetcode(answer.retcode) > 0;
  }

  #stopped(why: BatchStop): BatchEvent {
    const { plan } = this.#parts;
    const jobs = [...this.#open.values()].map(({ job }) => job);
    return { kind: "stopped", why, left: { jobs, active: plan.active, waiting: [...plan.waiting] } };
  }
}
