/**
 * What runners get: the master's files and bus, each opened when a runner first asks for it.
 */
import { join } from "node:path";
import type { Answer, LocalClient } from "@salt/client";
import { isMissing, openLocalClient } from "@salt/client";
import type {
  BusEvent,
  Closable,
  Dict,
  JobReader,
  JobReturn,
  KeyLists,
  MasterConfig,
  Plain,
  RunnerContext,
  RunnerFunction,
  Target,
} from "@salt/core";
import { dict, isDict, tags, toValue } from "@salt/core";
import { fireOnBus, openBusClient, stamped } from "@salt/wire";
import type { Invocation } from "../invocation.js";
import { jobCache, openJobs } from "../job-cache.js";
import type { RunnerIndex } from "./runner-index.js";

/** How long firing an event may take; the bus is on this machine. */
const FIRE_TIMEOUT_MS = 2000;

/** The context of one run of `salt-run`; closing it closes what was opened for the runner. */
export class RunnerSession implements RunnerContext, Closable {
  readonly opts: Dict;
  readonly log: RunnerContext["log"];
  readonly signal: AbortSignal;
  retcode = 0;
  readonly jobs: JobReader & Closable;
  readonly #invocation: Invocation<MasterConfig>;
  readonly #index: RunnerIndex;
  readonly #jid: string;
  #client: Promise<LocalClient> | undefined;
  #printing: Promise<void> = Promise.resolve();

  private constructor(
    invocation: Invocation<MasterConfig>,
    index: RunnerIndex,
    jid: string,
    jobs: JobReader & Closable,
  ) {
    this.opts = invocation.opts;
    this.log = invocation.log;
    this.signal = invocation.signal;
    this.jobs = jobs;
    this.#invocation = invocation;
    this.#index = index;
    this.#jid = jid;
  }

  /** Opens the context of the run `jid`. Throws JobStoreError when the job cache cannot be read. */
  static async open(
    invocation: Invocation<MasterConfig>,
    index: RunnerIndex,
    jid: string,
  ): Promise<RunnerSession> {
    return new RunnerSession(invocation, index, jid, await openJobs(invocation.config));
  }

  async keys(): Promise<KeyLists> {
    const { openKeyStore } = await import("@salt/master");
    return openKeyStore(this.#invocation.config).lists();
  }

  async *run(
    target: Target,
    fun: string,
    args: readonly Plain[] = [],
    options: { readonly timeout?: number; readonly gatherJobTimeout?: number } = {},
  ): AsyncGenerator<JobReturn> {
    const { settings } = this.#invocation;
    const client = await this.#openClient();
    const given = settings.isGiven("timeout") ? settings.number("timeout") : undefined;
    const patience = { timeout: options.timeout ?? given, gatherJobTimeout: options.gatherJobTimeout };
    const answers = client.run({ target, fun, arg: args.map(toValue) }, { ...patience, signal: this.signal });
    for await (const answer of answers) if (isReturn(answer)) yield answer;
  }

  async *events(tagPrefix: string, signal: AbortSignal): AsyncGenerator<BusEvent> {
    const { sock_dir } = this.#invocation.config;
    const bus = await openBusClient({ path: join(sock_dir, "master_event_pub.ipc"), signal });
    try {
      for await (const event of bus) if (event.tag.startsWith(tagPrefix)) yield event;
    } finally {
      bus.close();
    }
  }

  async fire(tag: string, data: Dict): Promise<void> {
    const path = join(this.#invocation.config.sock_dir, "master_event_pull.ipc");
    await fireOnBus({ path, event: { tag, data }, timeoutMs: FIRE_TIMEOUT_MS });
  }

  /**
   * Prints a text as it is. A dict counts as an event of this run: it is put on the bus, and printed as real Salt
   * prints those, with its suffix.
   */
  progress(value: Plain, outputter?: string): void {
    const { screen, settings } = this.#invocation;
    const quiet = settings.flag("quiet");
    const form = toValue(value);
    this.#printing = this.#printing.then(async () => {
      if (isDict(form)) {
        const event = stamped(form, Date.now());
        await this.fire(tags.runProgress(this.#jid), event).catch(() => {});
        if (!quiet) await screen.value(dict({ suffix: "progress", event }), { outputter });
      } else if (!quiet && typeof form === "string") screen.line(form);
      else if (!quiet) await screen.value(form, { outputter });
    });
  }

  /** Waits until everything told by `progress` is printed. */
  async settled(): Promise<void> {
    await this.#printing;
  }

  functions(): Promise<ReadonlyMap<string, RunnerFunction>> {
    return this.#index.all();
  }

  async close(): Promise<void> {
    const client = await this.#client?.catch(() => undefined);
    await client?.close();
    await this.jobs.close();
  }

  #openClient(): Promise<LocalClient> {
    const { config, configFile, user, log, signal } = this.#invocation;
    this.#client ??= openLocalClient({ config, configFile, user, log, signal, lookup: jobCache(config) });
    return this.#client;
  }
}

function isReturn(answer: Answer): answer is JobReturn {
  return !isMissing(answer);
}
