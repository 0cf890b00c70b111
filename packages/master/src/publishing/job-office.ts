/**
 * Sending jobs: a number for each, a place in the job cache, events, and the publication.
 */
import type { Clock, Dict, JidSource, Logger, MasterConfig, Plain, ResolvedTarget, Value } from "@salt/core";
import { isJid, isTruthy, tags } from "@salt/core";
import { PublishRefused } from "../errors.js";
import type { EventSink } from "../events/event-hub.js";
import type { JobCopies } from "../jobs/job-copies.js";
import type { JobLedger } from "../jobs/job-ledger.js";
import type { JobStore } from "../jobs/job-store.js";
import type { LocalCacheWriter } from "../jobs/local-cache.js";
import type { KnownJob, NewJob } from "../jobs/records.js";
import type { PublishOrder } from "./publish-load.js";
import type { Publisher } from "./publisher.js";

/** A job that was sent. */
export interface SentJob {
  readonly jid: string;
  readonly minions: readonly string[];
  readonly missing: readonly string[];
}

/** What the office is made of. */
export interface JobOfficeParts {
  readonly config: Pick<MasterConfig, "cli_event_framing" | "job_cache" | "ext_job_cache">;
  readonly jobs: Pick<JobStore, "job">;
  readonly ledger: JobLedger;
  readonly localCache: LocalCacheWriter;
  readonly copies: Pick<JobCopies, "addJob">;
  readonly jids: JidSource;
  readonly events: EventSink;
  readonly publisher: Pick<Publisher, "send">;
  readonly clock: Clock;
  readonly log: Logger;
}

/** How a job is kept. */
type Keeping = Pick<NewJob, "nocache" | "mirrored">;

/** Tries before something must be wrong with the clock or the job cache. */
const MAX_TRIES = 1000;
/** Options that travel on to minions as they are. */
const FORWARDED: readonly string[] = [
  "ret_config",
  "metadata",
  "module_executors",
  "executor_opts",
  "ret_kwargs",
  "start_event",
];
/** Types of targets whose ids the master knows for certain; only these have topics of their own. */
const TOPICAL: readonly string[] = ["glob", "pcre", "list"];

/** Sends jobs that were checked. */
export class JobOffice {
  readonly #parts: JobOfficeParts;

  constructor(parts: JobOfficeParts) {
    this.#parts = parts;
  }

  /**
   * Stores a job and sends it. An id that is taken is refused, unless the same sender goes on with the same
   * function, as the batch mode of the reference does: then the ids are added to the job.
   * Throws PublishRefused and JobStoreError; then nothing was sent.
   */
  send(asked: PublishOrder, reached: ResolvedTarget): SentJob {
    const order = withReturner(asked, this.#parts.config.ext_job_cache);
    const jid = this.#enter(order, reached.minions);
    this.#announce(jid, order, reached);
    const ids = TOPICAL.includes(order.target.tgtType) ? idsOf(order, reached) : undefined;
    this.#parts.publisher.send({ load: publishMap(jid, order), ids });
    this.#parts.log.info(
      { jid, fun: order.fun, user: order.user, minions: reached.minions.length },
      "Job published",
    );
    return { jid, ...reached };
  }

  /** Stores a job that a minion ran on its own account; its id. Throws JobStoreError. */
  record(load: Dict, id: string): string {
    return this.#addNew((jid) => new Map([...load, ["jid", jid]]), [id], { nocache: false, mirrored: false });
  }

  #enter(order: PublishOrder, minions: readonly string[]): string {
    const { ledger, localCache, config } = this.#parts;
    const elsewhere = !config.job_cache || config.ext_job_cache !== "";
    const nocache = isTruthy(order.options.get("nocache")) || elsewhere;
    const keeping = { nocache, mirrored: order.mirrored };
    const load = (jid: string): Dict => storedLoad(jid, order);
    if (order.jid === undefined) return this.#addNew(load, minions, keeping);
    const { jid } = order;
    if (!isJid(jid)) throw new PublishRefused("SaltInvocationError", "The job id is none.");
    const known = ledger.find(jid);
    if (known === undefined) {
      this.#add(jid, load(jid), minions, keeping);
      return jid;
    }
    const all = this.#extend(known, order, minions);
    if (known.mirrored) localCache.save(jid, load(jid), all, nocache);
    this.#parts.copies.addJob({ jid, load: load(jid), minions: all });
    return jid;
  }

  #extend(known: KnownJob, order: PublishOrder, minions: readonly string[]): readonly string[] {
    const { jobs, ledger } = this.#parts;
    const load = jobs.job(known.jid)?.load;
    const same = load?.get("user") === order.user && sameFunctions(load.get("fun"), order.fun);
    if (!same)
      throw new PublishRefused("SaltInvocationError", `The job id ${known.jid} is taken by another job.`);
    return ledger.extend(known, minions);
  }

  #addNew(load: (jid: string) => Dict, minions: readonly string[], keeping: Keeping): string {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const jid = this.#parts.jids.next();
      if (this.#add(jid, load(jid), minions, keeping)) return jid;
    }
    throw new PublishRefused("PublishError", "Master failed to assign jid");
  }

  /** Whether the job could be added: not when its id is taken. */
  #add(jid: string, load: Dict, minions: readonly string[], { nocache, mirrored }: Keeping): boolean {
    const { ledger, localCache, clock } = this.#parts;
    const added = ledger.add({ jid, load, minions, nocache, mirrored, startedAt: clock.now() });
    if (added && mirrored) localCache.save(jid, load, minions, nocache);
    if (added) this.#parts.copies.addJob({ jid, load, minions });
    return added;
  }

  #announce(
    jid: string,
    { target, user, fun, arg }: PublishOrder,
    { minions, missing }: ResolvedTarget,
  ): void {
    const { events } = this.#parts;
    events.fire(tags.jobMinions(jid), { minions });
    const { tgt, tgtType } = target;
    events.fire(tags.jobNew(jid), { jid, tgt_type: tgtType, tgt, user, fun, arg, minions, missing });
  }
}

/** Minions send their returns to an external job cache themselves, beside what they were asked for. */
function withReturner(order: PublishOrder, external: string): PublishOrder {
  const names = order.ret.split(",").filter((name) => name !== "");
  if (external === "" || names.includes(external)) return order;
  return { ...order, ret: [...names, external].join(",") };
}

function sameFunctions(stored: Value | undefined, fun: string | readonly string[]): boolean {
  return JSON.stringify(stored) === JSON.stringify(fun);
}

/** Under topic filtering a list goes to every id it names, also to those without a key. */
function idsOf(order: PublishOrder, { minions, missing }: ResolvedTarget): readonly string[] {
  return order.target.tgtType === "list" ? [...minions, ...missing] : minions;
}

/** The publish map, in the order that masters of the reference have. */
function publishMap(jid: string, order: PublishOrder): ReadonlyMap<string, Plain> {
  const { target, options } = order;
  const map = new Map<string, Plain>([
    ["fun", order.fun],
    ["arg", order.arg],
    ["tgt", target.tgt],
    ["jid", jid],
    ["ret", order.ret],
  ]);
  const set = (name: string, value: Plain): void => void (value !== undefined && map.set(name, value));
  set("master_id", options.get("master_id"));
  if (target.delimiter !== ":") map.set("delimiter", target.delimiter);
  set("id", order.publisher);
  map.set("tgt_type", target.tgtType);
  set("to", order.to);
  for (const name of FORWARDED) set(name, options.get(name));
  return map.set("user", order.user);
}

/** The request as the job cache keeps it. */
function storedLoad(jid: string, order: PublishOrder): Dict {
  const { target } = order;
  const load = new Map<Value, Value>([
    ["cmd", "publish"],
    ["tgt", target.tgt],
    ["fun", order.fun],
    ["arg", order.arg],
    ["tgt_type", target.tgtType],
    ["ret", order.ret],
    ["jid", jid],
    ["kwargs", order.options],
    ["user", order.user],
  ]);
  return order.to === undefined ? load : load.set("to", order.to);
}
