/**
 * A batch run: asks who is there, then sends the job to a few minions at a time, and tells what happens as events.
 */
import type { Clock } from "@salt/core";
import { systemClock } from "@salt/core";
import type { Answer, MissingAnswer } from "../answer.js";
import { isMissing } from "../answer.js";
import type { JobClient } from "../job-client.js";
import type { JobRequest, PublishedJob } from "../publish-load.js";
import { BatchDrive } from "./batch-drive.js";
import { BatchPlan } from "./batch-plan.js";
import type { BatchSize } from "./batch-size.js";
import { slotsOf } from "./batch-size.js";

/** How a batch run goes. */
export interface BatchOptions {
  readonly size: BatchSize;
  /** Seconds for which a slot stays taken after its minion has answered. */
  readonly waitSeconds?: number | undefined;
  /** Stop at the first minion that fails, or that goes away with the job. */
  readonly failhard?: boolean;
  /** Seconds after which silent minions are asked whether they are at work. */
  readonly timeout?: number | undefined;
  /** Seconds for which their answers to that are waited for. */
  readonly gatherJobTimeout?: number | undefined;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
}

/** What is left when a batch run ends before its time. */
export interface BatchLeft {
  /** Jobs that some minions have not answered. */
  readonly jobs: readonly PublishedJob[];
  /** Minions that the job was sent to and that have not answered. */
  readonly active: readonly string[];
  /** Minions that the job was not sent to. */
  readonly waiting: readonly string[];
}

/** What happens in a batch run, in this order: nobody, or roll, then slices and answers, then the end or a stop. */
export type BatchEvent =
  /** Nothing matched the target. */
  | { readonly kind: "nobody" }
  /** Who answered the ping. */
  | ({ readonly kind: "roll" } & RollCall)
  /** The job is about to be sent to these minions. */
  | { readonly kind: "slice"; readonly ids: readonly string[] }
  /** A minion has answered, or is given up. */
  | { readonly kind: "answer"; readonly jid: string; readonly answer: Answer }
  /** Ended early: by `failhard` because of a minion, by the signal, or because a job could not be sent. */
  | { readonly kind: "stopped"; readonly why: BatchStop; readonly left: BatchLeft };

/** Who is there. */
export interface RollCall {
  /** These get the job. */
  readonly present: readonly string[];
  /** These did not answer. */
  readonly absent: readonly MissingAnswer[];
  /** A list target names these, and the master has no key for them. */
  readonly strangers: readonly MissingAnswer[];
}

/** Why a batch run ended early. */
export type BatchStop =
  | { readonly by: "failhard"; readonly id: string }
  | { readonly by: "signal" }
  | { readonly by: "error"; readonly error: unknown };

/** What a batch run needs of a client. */
export type BatchClient = Pick<JobClient, "publish" | "collect">;

/** Runs a job in batches. Throws as `publish` does while it asks who is there; later errors become a `stopped`. */
export async function* runInBatches(
  client: BatchClient,
  request: JobRequest,
  options: BatchOptions,
): AsyncGenerator<BatchEvent, void, undefined> {
  const signal = options.signal ?? new AbortController().signal;
  const roll = await callRoll(client, request, options);
  if (signal.aborted) {
    const left = { jobs: [], active: [], waiting: [...(roll?.present ?? [])] };
    return yield { kind: "stopped", why: { by: "signal" }, left };
  }
  yield roll === undefined ? { kind: "nobody" } : { kind: "roll", ...roll };
  if (roll === undefined || roll.present.length === 0) return;
  const slots = slotsOf(options.size, roll.present.length);
  const plan = new BatchPlan(roll.present, slots, (options.waitSeconds ?? 0) * 1000);
  const drive = new BatchDrive({
    client,
    request,
    plan,
    options,
    signal,
    clock: options.clock ?? systemClock,
  });
  try {
    yield* drive.events();
  } finally {
    await drive.close();
  }
}

/** Who answers a ping; undefined when the target means nobody. */
async function callRoll(
  client: BatchClient,
  { target }: JobRequest,
  { timeout, gatherJobTimeout, signal }: BatchOptions,
): Promise<RollCall | undefined> {
  const job = await client.publish({ target, fun: "test.ping" });
  if (job === undefined) return undefined;
  const present: string[] = [];
  const missing: MissingAnswer[] = [];
  const limits = { timeout, gatherJobTimeout, ...(signal === undefined ? {} : { signal }) };
  for await (const answer of client.collect(job, limits)) {
    if (isMissing(answer)) missing.push(answer);
    else present.push(answer.id);
  }
  const isStranger = ({ id }: MissingAnswer): boolean => job.missing.includes(id);
  return {
    present: present.sort(),
    absent: missing.filter((one) => !isStranger(one)),
    strangers: missing.filter(isStranger),
  };
}
