/**
 * Drives a collection: waits for events, asks the silent, looks into the job cache, and gives the answers.
 */
import type { Clock, StoredReturn } from "@salt/core";
import type { Answer } from "./answer.js";
import type { Collection } from "./collection.js";
import { PublishRefusedError } from "./errors.js";
import type { JobListener } from "./event-feed.js";
import { fromStored } from "./job-return.js";
import type { MinionState } from "./minion-state.js";
import { missingReason } from "./minion-state.js";
import type { PublishedJob } from "./publish-load.js";

/** What the driver works with. */
export interface GatherParts {
  readonly job: PublishedJob;
  readonly collection: Collection;
  readonly listener: Pick<JobListener, "take" | "wait">;
  readonly clock: Clock;
  readonly lookup: ((jid: string) => Promise<readonly StoredReturn[]>) | undefined;
  /** Asks minions whether they are at work; the job id of the question, undefined when it could not be sent. */
  readonly ask: (ids: readonly string[]) => Promise<string | undefined>;
  readonly states: (ids: readonly string[]) => Promise<ReadonlyMap<string, MinionState>>;
  readonly signal: AbortSignal;
}

/** Gives each minion's first return as it comes, then those that are missing; nothing more after an abort. */
export async function* gather(parts: GatherParts): AsyncGenerator<Answer, void, undefined> {
  const { collection, listener, clock, signal } = parts;
  const startedAt = clock.now();
  while (!signal.aborted) {
    yield* arrived(parts);
    if (collection.refusal !== undefined)
      throw new PublishRefusedError("AuthorizationError", collection.refusal);
    const step = collection.next(clock.now());
    if (step.do === "wait") {
      await listener.wait(step.until - clock.now(), signal);
      continue;
    }
    yield* fromCache(parts);
    if (step.do === "end") break;
    const silent = collection.silent();
    if (silent.length > 0) collection.wasAsked(await parts.ask(silent), clock.now());
  }
  if (!signal.aborted) yield* missing(parts, startedAt);
}

function* arrived({ collection, listener, clock }: GatherParts): Generator<Answer, void, undefined> {
  for (const event of listener.take()) {
    const answer = collection.event(event, clock.now());
    if (answer !== undefined) yield answer;
  }
}

/** Returns that the bus lost: it has no replay, and its readers may be cut off when they are slow. */
async function* fromCache({ job, collection, lookup }: GatherParts): AsyncGenerator<Answer, void, undefined> {
  if (lookup === undefined || collection.silent().length === 0) return;
  for (const stored of await lookup(job.jid)) {
    const answer = collection.answer(fromStored(job.jid, job.fun, stored));
    if (answer !== undefined) yield answer;
  }
}

async function* missing(parts: GatherParts, startedAt: number): AsyncGenerator<Answer, void, undefined> {
  const { collection } = parts;
  const ids = [...new Set([...collection.silent(), ...collection.keyless()])];
  if (ids.length === 0) return;
  const states = await parts.states(ids);
  for (const id of ids) {
    yield { id, missing: missingReason(states.get(id), collection.report(id), startedAt) };
  }
}
