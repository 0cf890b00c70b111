/**
 * Functions on minions for programs, under the names of Salt's LocalClient.
 */
import type { Closable, JobReturn, Value } from "@salt/core";
import { isList } from "@salt/core";
import type { Answer } from "../local/answer.js";
import { isMissing } from "../local/answer.js";
import { readBatchSize } from "../local/batch/batch-size.js";
import type { BatchOptions } from "../local/batch/run-batch.js";
import { runInBatches } from "../local/batch/run-batch.js";
import type { CollectOptions, JobClient } from "../local/job-client.js";
import type { JobClientOptions } from "../local/open-job-client.js";
import { openJobClient } from "../local/open-job-client.js";
import type { PublishedJob } from "../local/publish-load.js";
import type { ClientOptions } from "./client-options.js";
import { abortable, resolveOptions } from "./client-options.js";
import type { Command } from "./command.js";
import { requestOf } from "./command.js";
import type { EventFilter, EventStream } from "./event-stream.js";
import { openBusStream } from "./event-stream.js";

/** Sends jobs and gathers their answers; several jobs may be under way at once. */
export class LocalClient implements Closable {
  readonly #jobs: JobClient;
  readonly #config: JobClientOptions["config"];

  /** Takes over a client that is open, and closes it. `config` is that of its master. */
  constructor(jobs: JobClient, config: JobClientOptions["config"]) {
    this.#jobs = jobs;
    this.#config = config;
  }

  /** Opens a client of the master that a configuration file describes. Throws ConfigError, MasterUnreachableError. */
  static async open(options: ClientOptions = {}): Promise<LocalClient> {
    const { signal, ...parts } = resolveOptions(options);
    const jobs = await openJobClient(signal === undefined ? parts : { ...parts, signal });
    return new LocalClient(jobs, parts.config);
  }

  /** Runs a function and gives what came back by minion. Minions that did not answer are left out. */
  async cmd(command: Command, options: CollectOptions = {}): Promise<ReadonlyMap<string, Value>> {
    const returns = new Map<string, Value>();
    for await (const one of this.cmdIter(command, options)) returns.set(one.id, one.return);
    return returns;
  }

  /** The same with everything that came back beside: retcode, success, outputter, … */
  async cmdFullReturn(
    command: Command,
    options: CollectOptions = {},
  ): Promise<ReadonlyMap<string, JobReturn>> {
    const returns = new Map<string, JobReturn>();
    for await (const one of this.cmdIter(command, options)) returns.set(one.id, one);
    return returns;
  }

  /** Sends a job and does not wait; its id, or undefined when nothing matched the target. */
  async cmdAsync(
    command: Command,
    options: Pick<CollectOptions, "signal"> = {},
  ): Promise<string | undefined> {
    const send = () => this.#jobs.publish(requestOf(command), { listen: false });
    return (await abortable(send, options.signal))?.jid;
  }

  /** Runs a function and gives the returns as they come. */
  async *cmdIter(command: Command, options: CollectOptions = {}): AsyncGenerator<JobReturn, void, undefined> {
    for await (const answer of this.cmdAnswers(command, options)) if (!isMissing(answer)) yield answer;
  }

  /** Runs a function and gives the returns as they come, then the minions that gave none, each with the reason. */
  async *cmdAnswers(command: Command, options: CollectOptions = {}): AsyncGenerator<Answer, void, undefined> {
    const job = await this.runJob(command, options);
    if (job !== undefined) yield* this.getCliReturns(job, options);
  }

  /**
   * Runs a function on `batch` minions at a time, a number or a share such as `10%`, and gives the answers as they come.
   * Throws BatchSizeError for a size that is none, and the signal's reason when it aborts.
   */
  async *cmdBatch(
    command: Command & { readonly batch: string | number },
    options: Omit<BatchOptions, "size"> = {},
  ): AsyncGenerator<Answer, void, undefined> {
    const size = readBatchSize(String(command.batch));
    for await (const event of runInBatches(this.#jobs, requestOf(command), { ...options, size })) {
      if (event.kind === "roll") yield* [...event.absent, ...event.strangers];
      if (event.kind === "answer") yield event.answer;
      if (event.kind === "stopped" && event.why.by === "error") throw event.why.error;
    }
    options.signal?.throwIfAborted();
  }

  /** Runs a function on some of the minions that have it, chosen by chance. */
  async cmdSubset(
    command: Command & { readonly subset: number },
    options: CollectOptions = {},
  ): Promise<ReadonlyMap<string, Value>> {
    const chosen = await this.chooseSubset(command, options);
    return chosen === undefined ? new Map() : await this.cmd(chosen, options);
  }

  /** The command for some of the minions that have its function, chosen by chance; undefined when none has it. */
  async chooseSubset(
    command: Command & { readonly subset: number },
    options: CollectOptions = {},
  ): Promise<Command | undefined> {
    const { subset, ...rest } = command;
    const offered = await this.cmd({ ...rest, fun: "sys.list_functions", arg: [], kwarg: {} }, options);
    const able = [...offered].filter(([, names]) => isList(names) && names.includes(command.fun));
    const chosen = shuffled(able.map(([id]) => id)).slice(0, Math.max(0, subset));
    return chosen.length === 0 ? undefined : { ...rest, tgt: chosen, tgtType: "list" };
  }

  /** Sends a job whose answers `getCliReturns` then gives; undefined when nothing matched the target. */
  async runJob(
    command: Command,
    options: Pick<CollectOptions, "signal"> = {},
  ): Promise<PublishedJob | undefined> {
    return await abortable(() => this.#jobs.publish(requestOf(command)), options.signal);
  }

  /** The answers to a job as they come, then the minions that gave none. Throws the signal's reason when it aborts. */
  async *getCliReturns(
    job: PublishedJob,
    options: CollectOptions = {},
  ): AsyncGenerator<Answer, void, undefined> {
    yield* this.#jobs.collect(job, options);
    options.signal?.throwIfAborted();
  }

  /** The events of the master's bus from now on. */
  events(filter: EventFilter = {}): Promise<EventStream> {
    return openBusStream(this.#config, filter);
  }

  async close(): Promise<void> {
    await this.#jobs.close();
  }
}

function shuffled(ids: readonly string[]): string[] {
  const left = [...ids];
  for (let at = left.length - 1; at > 0; at--) {
    const other = Math.floor(Math.random() * (at + 1));
    const [a, b] = [left[at], left[other]];
    if (a !== undefined && b !== undefined) [left[at], left[other]] = [b, a];
  }
  return left;
}
