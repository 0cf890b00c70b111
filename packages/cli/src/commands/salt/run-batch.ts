/**
 * `--batch`: asks who is there, then sends the job to a few minions at a time.
 */
import type { Answer, PublishedJob } from "@salt/client";
import { isMissing } from "@salt/client";
import type { Value } from "@salt/core";
import { EXIT, unlessSalt } from "../exit-status.js";
import { AnswerQueue } from "./answer-queue.js";
import { BatchPlan, batchSize } from "./batch-plan.js";
import { highestRetcode } from "./retcode.js";
import { announce, interrupted } from "./run-direct.js";
import type { SaltSession } from "./session.js";
import { complainOf, NO_RETURN, NOTHING_MATCHED, requestOf } from "./session.js";

/** An answer and the job it belongs to. */
interface BatchAnswer {
  readonly jid: string;
  readonly answer: Answer;
}

/** Who answered the ping. */
interface RollCall {
  readonly present: readonly string[];
  readonly silent: readonly Answer[];
}

/** Longest wait in one go; a slice that ends wakes the loop earlier. */
const IDLE_MS = 60_000;

/** Runs the job in batches of `size`, a number or percentage; the exit status. */
export async function runBatch(session: SaltSession, size: string): Promise<number> {
  const { screen, policy } = session;
  const roll = await callRoll(session);
  if (roll === undefined) {
    screen.line(NOTHING_MATCHED);
    screen.line("No minions matched the target.");
    screen.complain(NO_RETURN);
    return EXIT.nothing;
  }
  const slots = batchSize(size, roll.present.length);
  if (slots === undefined) {
    screen.line(`Invalid batch data sent: ${size}\nData must be in the form of %10, 10% or 3`);
    return EXIT.failed;
  }
  for (const { id } of roll.silent) screen.line(`Minion ${id} did not respond. No job will be sent.`);
  for (const answer of roll.silent) complainOf(session, answer);
  if (roll.present.length === 0) {
    screen.complain(NO_RETURN);
    return EXIT.nothing;
  }
  const highest = await new BatchRun(session, roll.present, slots).run();
  return highest === 0 && roll.silent.length > 0 ? unlessSalt(policy, EXIT.failed) : highest;
}

/** Pings the target; undefined when it means nobody. */
async function callRoll({ client, command, signal }: SaltSession): Promise<RollCall | undefined> {
  const job = await client.publish({ target: command.target, fun: "test.ping" });
  if (job === undefined) return undefined;
  const present: string[] = [];
  const silent: Answer[] = [];
  for await (const answer of client.collect(job, { timeout: command.timeout, signal })) {
    if (isMissing(answer)) silent.push(answer);
    else present.push(answer.id);
  }
  return { present: present.sort(), silent };
}

/** One run through all minions. */
class BatchRun {
  readonly #session: SaltSession;
  readonly #plan: BatchPlan;
  readonly #queue = new AnswerQueue<BatchAnswer>();
  readonly #stop = new AbortController();
  #latest: PublishedJob | undefined;
  #highest = 0;

  constructor(session: SaltSession, minions: readonly string[], slots: number) {
    this.#session = session;
    this.#plan = new BatchPlan(minions, slots, (session.settings.number("batch_wait") ?? 0) * 1000);
  }

  /** Sends slices until all minions are through; the highest retcode. */
  async run(): Promise<number> {
    const { signal, now } = this.#session;
    while (!this.#plan.done) {
      const next = this.#plan.take(now());
      if (next.length > 0) void this.#slice(next);
      const wait = Math.max(0, (this.#plan.wakeAt ?? now() + IDLE_MS) - now());
      for (const item of await this.#queue.take(wait, signal)) {
        if (await this.#settle(item)) {
          this.#stop.abort();
          return this.#highest;
        }
      }
      if (signal.aborted) return interrupted(this.#session, this.#latest);
    }
    return this.#highest;
  }

  /** Sends the job to some minions and feeds their answers into the queue. */
  async #slice(ids: readonly string[]): Promise<void> {
    const { client, command, screen, signal } = this.#session;
    const names = [...ids].sort().map((id) => `'${id}'`);
    screen.line(`\nExecuting run on [${names.join(", ")}]\n`);
    try {
      const target = { tgt: ids, tgtType: "list", delimiter: ":" } as const;
      const job = await client.publish(requestOf({ ...command, target }));
      if (job === undefined) return this.#skip(ids);
      this.#latest = job;
      announce(this.#session, job);
      const options = { timeout: command.timeout, signal: AbortSignal.any([signal, this.#stop.signal]) };
      for await (const answer of client.collect(job, options)) this.#queue.put({ jid: job.jid, answer });
    } catch (error) {
      this.#queue.fail(error);
    }
  }

  /** Their keys went away between ping and job. */
  #skip(ids: readonly string[]): void {
    for (const id of ids)
      this.#queue.put({ jid: "", answer: { id, missing: { kind: "key", key: "unknown" } } });
  }

  /** Prints an answer and frees its slot; whether the run ends here because of `--failhard`. */
  async #settle({ jid, answer }: BatchAnswer): Promise<boolean> {
    const { screen, settings, now, policy } = this.#session;
    this.#plan.finish(answer.id, now());
    if (isMissing(answer)) {
      complainOf(this.#session, answer);
      await screen.value(new Map<Value, Value>([[answer.id, new Map()]]));
      this.#highest = Math.max(this.#highest, unlessSalt(policy, EXIT.failed));
      return false;
    }
    const retcode = highestRetcode(answer.retcode);
    this.#highest = Math.max(this.#highest, retcode);
    await screen.value(batchValue(jid, retcode, answer), { outputter: answer.out, retcode });
    if (retcode === 0 || !settings.flag("failhard")) return false;
    screen.complain(
      `[ERROR   ] Minion ${answer.id} returned with non-zero exit code. Batch run stopped due to failhard`,
    );
    return true;
  }
}

/** What Salt prints in batch mode: the return beside the bookkeeping that came with it. */
function batchValue(
  jid: string,
  retcode: number,
  answer: { readonly id: string; readonly return: Value },
): Value {
  return new Map<Value, Value>([
    ["retcode", retcode],
    ["jid", jid],
    [answer.id, answer.return],
  ]);
}
