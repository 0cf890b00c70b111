/**
 * The client that runs beside a master: sends jobs with the local key and gathers the answers from the bus.
 */
import type { Clock, Closable, Dict, Logger, MasterConfig, StoredReturn, Value } from "@salt/core";
import { dict, errorText, nullLogger, systemClock, TimeoutError } from "@salt/core";
import type { Answer } from "./answer.js";
import type { Patience } from "./collection.js";
import { Collection } from "./collection.js";
import { MasterSilentError, MasterUnreachableError } from "./errors.js";
import type { EventSource, JobListener } from "./event-feed.js";
import { EventFeed } from "./event-feed.js";
import type { ExternalLogin, Proof } from "./external-login.js";
import { proofFields } from "./external-login.js";
import { gather } from "./gather.js";
import { MINION_STATE_COMMAND, readMinionStates } from "./minion-state.js";
import type { JobRequest, PublishedJob } from "./publish-load.js";
import { isEmptyReply, publishLoad, readPublishReply } from "./publish-load.js";
import type { Nodegroups } from "./resolve-target.js";
import { resolveForWire } from "./resolve-target.js";

/** The options of the master's configuration that a local client reads. */
export type JobClientConfig = Pick<
  MasterConfig,
  "timeout" | "gather_job_timeout" | "publish_timeout" | "nodegroups" | "order_masters" | "syndic_wait"
>;

/** How long `collect` waits; seconds, from the configuration where absent. */
export interface CollectOptions {
  readonly timeout?: number | undefined;
  readonly gatherJobTimeout?: number | undefined;
  readonly signal?: AbortSignal;
}

/** What a client is made of; `openJobClient` fills this in, tests use their own. */
export interface JobClientParts {
  readonly config: JobClientConfig;
  /** Named in messages about node groups. */
  readonly configFile: string;
  /** The name presented to the master. */
  readonly user: string;
  /** Who sends, when that is not the account. */
  readonly login?: ExternalLogin | undefined;
  /** Sends a clear load and gives the reply. */
  readonly send: (load: Dict, timeoutMs: number) => Promise<Value>;
  readonly connectBus: () => Promise<EventSource>;
  readonly readKey: () => Promise<string>;
  /** Returns of a job from the job cache, for answers that the bus lost. */
  readonly lookup?: ((jid: string) => Promise<readonly StoredReturn[]>) | undefined;
  readonly clock?: Clock;
  readonly log?: Logger;
  readonly closeSockets?: () => void;
}

/** How long the master may take to say what it knows of silent minions, in ms. */
const MINION_STATES_MS = 2000;

/** Sends jobs and gathers their answers; several jobs may be under way at once. */
export class JobClient implements Closable {
  readonly #parts: JobClientParts;
  readonly #feed: EventFeed;
  readonly #listeners = new Map<string, JobListener>();
  readonly #clock: Clock;
  #key: string;

  private constructor(parts: JobClientParts, feed: EventFeed, key: string) {
    this.#parts = parts;
    this.#feed = feed;
    this.#clock = parts.clock ?? systemClock;
    this.#key = key;
  }

  /** Connects to the bus, so that no event of a job sent later is missed. Throws MasterUnreachableError. */
  static async open(parts: JobClientParts): Promise<JobClient> {
    const [source, key] = await Promise.all([parts.connectBus(), parts.readKey()]);
    const feed = new EventFeed(source, parts.connectBus, parts.log ?? nullLogger);
    return new JobClient(parts, feed, key);
  }

  /**
   * Sends a job; undefined when nothing matched the target, and so nothing was sent. With `listen: false` the
   * answers cannot be collected. Throws PublishRefusedError, UnknownNodegroupError, MasterSilentError.
   */
  async publish(
    request: JobRequest,
    options: { readonly listen?: boolean } = {},
  ): Promise<PublishedJob | undefined> {
    const listener = options.listen === false ? undefined : this.#feed.listen();
    const job = await this.#publish(request, listener).catch((error: unknown) => {
      if (listener !== undefined) this.#feed.drop(listener);
      throw error;
    });
    if (listener !== undefined) {
      if (job === undefined) this.#feed.drop(listener);
      else this.#listeners.set(job.jid, listener);
    }
    return job;
  }

  /** The answers to a job as they come, then the minions that gave none. Ends early when the signal aborts. */
  async *collect(job: PublishedJob, options: CollectOptions = {}): AsyncGenerator<Answer, void, undefined> {
    const listener = this.#listeners.get(job.jid) ?? this.#feed.listen();
    this.#listeners.delete(job.jid);
    const collection = new Collection(job, this.#patience(options), this.#clock.now());
    try {
      yield* gather({
        job,
        collection,
        listener,
        clock: this.#clock,
        lookup: this.#parts.lookup,
        ask: (ids) => this.#findJob(job.jid, ids, listener),
        states: (ids) => this.#minionStates(ids),
        signal: options.signal ?? new AbortController().signal,
      });
    } finally {
      this.#feed.drop(listener);
    }
  }

  /** Sends a job and gives its answers. */
  async *run(request: JobRequest, options: CollectOptions = {}): AsyncGenerator<Answer, void, undefined> {
    const job = await this.publish(request);
    if (job !== undefined) yield* this.collect(job, options);
  }

  async close(): Promise<void> {
    this.#parts.closeSockets?.();
    await this.#feed.close();
  }

  #patience(options: CollectOptions): Patience {
    const { config } = this.#parts;
    return {
      timeoutMs: (options.timeout ?? config.timeout) * 1000,
      gatherMs: (options.gatherJobTimeout ?? config.gather_job_timeout) * 1000,
      syndicMs: config.order_masters ? config.syndic_wait * 1000 : 0,
    };
  }

  async #publish(request: JobRequest, listener: JobListener | undefined): Promise<PublishedJob | undefined> {
    const nodegroups: Nodegroups = { groups: this.#parts.config.nodegroups, file: this.#parts.configFile };
    const wired = { ...request, target: resolveForWire(request.target, nodegroups) };
    listener?.hold();
    let job: PublishedJob | undefined;
    try {
      job = readPublishReply(await this.#sendWithKey(wired), wired);
    } finally {
      listener?.release(job?.jid);
    }
    return job;
  }

  /** A restarted master has a new key: an empty reply is worth a second look at the key file. */
  async #sendWithKey(request: JobRequest): Promise<Value> {
    const { config } = this.#parts;
    const send = (): Promise<Value> =>
      this.#send(publishLoad(request, this.#proof()), config.publish_timeout);
    const reply = await send();
    if (!isEmptyReply(reply)) return reply;
    const key = await this.#parts.readKey();
    if (key === this.#key) return reply;
    this.#key = key;
    return await send();
  }

  #proof(): Proof {
    const { user, login } = this.#parts;
    return { user, key: this.#key, login };
  }

  async #send(load: Dict, timeoutSeconds: number): Promise<Value> {
    const timeoutMs = timeoutSeconds * 1000;
    try {
      return await this.#parts.send(load, timeoutMs);
    } catch (error) {
      if (error instanceof TimeoutError) throw new MasterSilentError(timeoutMs, error);
      throw new MasterUnreachableError({ err: errorText(error) }, error);
    }
  }

  /** Asks minions whether they are at work on a job; the job id of the question, undefined if it was not sent. */
  async #findJob(jid: string, ids: readonly string[], listener: JobListener): Promise<string | undefined> {
    const target = { tgt: ids, tgtType: "list", delimiter: ":" } as const;
    try {
      return (await this.#publish({ target, fun: "saltutil.find_job", arg: [jid] }, listener))?.jid;
    } catch (error) {
      this.#parts.log?.debug({ jid, err: errorText(error) }, "Cannot ask who is still at work");
      return undefined;
    }
  }

  async #minionStates(ids: readonly string[]): Promise<ReturnType<typeof readMinionStates>> {
    const load = dict({ cmd: MINION_STATE_COMMAND, ids, ...proofFields(this.#proof()) });
    try {
      return readMinionStates(await this.#parts.send(load, MINION_STATES_MS));
    } catch (error) {
      // The answers are complete without it; only the reasons of the silent minions are missing.
      this.#parts.log?.debug({ err: errorText(error) }, "Cannot ask the master about silent minions");
      return new Map();
    }
  }
}
