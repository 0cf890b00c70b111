/**
 * What runners and wheel functions get: the master's files and bus, each opened when it is first asked for. It serves
 * `salt-run` beside a master, and a master that runs a function for somebody.
 */
import { join } from "node:path";
import type { Answer, JobClient } from "@salt/client";
import { isMissing, LocalClient, openJobClient } from "@salt/client";
import type {
  BusEvent,
  Closable,
  DataCache,
  Dict,
  ExecutionContext,
  FileServerControl,
  Job,
  JobReturn,
  JobSource,
  KeyLists,
  KeyManager,
  Logger,
  MasterConfig,
  PillarControl,
  Plain,
  PluginCatalog,
  RunnerContext,
  RunnerFunction,
  RunOptions,
  StoredReturn,
  Target,
  TokenControl,
  Value,
  WheelContext,
  WheelFunction,
} from "@salt/core";
import { callFunction, dict, getString, isDict, tags, toValue } from "@salt/core";
import { busPaths, fireOnBus, openBusClient, stamped } from "@salt/wire";
import { SessionSide } from "../beside/session-side.js";
import { openJobReader } from "../jobs/open-job-reader.js";
import { FileDataCache } from "./data-cache.js";
import type { FunctionsByName } from "./function-index.js";
import { runnerFunctions, wheelFunctions } from "./function-index.js";
import { openJobSource } from "./job-source.js";
import { KeyRing } from "./key-ring.js";
import type { FunctionRun, RunEnd } from "./run-events.js";
import { SessionMaster } from "./session-master.js";
import { tokenControl } from "./token-control.js";

/** What a session is made of. */
export interface RunnerSessionParts {
  readonly config: MasterConfig;
  /** All options by name; `conf_file` is the file they are from. */
  readonly opts: Dict;
  readonly catalog: PluginCatalog;
  /** The account whose local key is used. */
  readonly user: string;
  readonly jid: string;
  /** Seconds to wait for minions, where a runner does not say. */
  readonly timeout?: number | undefined;
  readonly log: Logger;
  readonly signal: AbortSignal;
  /** Keeps what runners give that this run calls; absent when nothing is to be kept. */
  readonly keep?: ((run: FunctionRun, end: RunEnd) => void) | undefined;
  /** Pillars of the master that this is part of; they are compiled in this process otherwise. */
  readonly pillars?: PillarControl | undefined;
  /** Shows what a runner tells while it works. */
  readonly show?: (value: Value, outputter: string | undefined) => void | Promise<void>;
}

/** How long firing an event may take; the bus is on this machine. */
const FIRE_TIMEOUT_MS = 2000;
const EVERYONE: Target = { tgt: "*", tgtType: "glob", delimiter: ":" };

/** The context of one run; closing it closes what was opened for the function. */
export class RunnerSession implements RunnerContext, WheelContext, Closable {
  readonly opts: Dict;
  readonly configFile: string;
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly cache: DataCache;
  readonly keyring: KeyManager;
  readonly pillars: PillarControl;
  readonly tokens: TokenControl;
  readonly user: string;
  /** Runs further functions, each in a session of its own. */
  readonly master: SessionMaster;
  retcode = 0;
  readonly #parts: RunnerSessionParts;
  readonly #sources = new Map<string, Promise<JobSource & Partial<Closable>>>();
  #client: Promise<JobClient> | undefined;
  #files: Promise<FileServerControl> | undefined;
  readonly #side: SessionSide;
  #showing: Promise<void> = Promise.resolve();

  constructor(parts: RunnerSessionParts) {
    this.#parts = parts;
    this.opts = parts.opts;
    this.configFile = getString(parts.opts, "conf_file") ?? "/etc/salt/master";
    this.log = parts.log;
    this.signal = parts.signal;
    this.user = parts.user;
    this.master = new SessionMaster({
      ...parts,
      client: async () => new LocalClient(await this.#openClient(), parts.config),
      open: (jid) => new RunnerSession({ ...withoutScreen(parts), jid }),
    });
    this.#side = new SessionSide({ ...parts, masterHere: this.master }, this);
    this.pillars = this.#side.pillars();
    this.tokens = tokenControl(parts);
    this.cache = new FileDataCache(parts.config.cachedir);
    this.keyring = new KeyRing(parts.config, (tag, data) => this.fire(tag, data).catch(() => {}));
  }

  jobs(source = ""): Promise<JobSource> {
    const opened =
      this.#sources.get(source) ?? openJobSource(this.#parts, source === "" ? undefined : source);
    this.#sources.set(source, opened);
    return opened;
  }

  async keys(): Promise<KeyLists> {
    return this.keyring.lists();
  }

  async *run(
    target: Target,
    fun: string,
    args: readonly Plain[] = [],
    options: RunOptions = {},
  ): AsyncGenerator<JobReturn> {
    const { timeout, gatherJobTimeout, onSent, jid, ret, load } = options;
    const client = await this.#openClient();
    const wanted = { ...(jid === undefined ? {} : { jid }), ...(ret === undefined ? {} : { ret }) };
    const request = { target, fun, arg: args.map(toValue), ...wanted, options: load ?? {} };
    const job = await client.publish(request);
    if (job === undefined) return;
    onSent?.(job);
    const patience = { timeout: timeout ?? this.#parts.timeout, gatherJobTimeout, signal: this.signal };
    for await (const answer of client.collect(job, patience)) if (isReturn(answer)) yield answer;
  }

  async *events(tagPrefix: string, signal: AbortSignal): AsyncGenerator<BusEvent> {
    const { pub } = busPaths(this.#parts.config.sock_dir, "master");
    const bus = await openBusClient({ path: pub, signal });
    try {
      for await (const event of bus) if (event.tag.startsWith(tagPrefix)) yield event;
    } finally {
      bus.close();
    }
  }

  async fire(tag: string, data: Dict): Promise<void> {
    const path = join(this.#parts.config.sock_dir, "master_event_pull.ipc");
    await fireOnBus({ path, event: { tag, data }, timeoutMs: FIRE_TIMEOUT_MS });
  }

  fileServer(): Promise<FileServerControl> {
    this.#files ??= import("@salt/fileserver").then(({ openFileServer }) =>
      openFileServer(this.#parts.config, this.log),
    );
    return this.#files;
  }

  /** A dict counts as an event of this run: it is put on the bus, and shown as real Salt shows those, with its suffix. */
  progress(value: Plain, outputter?: string): void {
    const { show, jid } = this.#parts;
    const form = toValue(value);
    this.#showing = this.#showing.then(async () => {
      if (!isDict(form)) return await show?.(form, outputter);
      const event = stamped(form, Date.now());
      await this.fire(tags.runProgress(jid), event).catch(() => {});
      await show?.(dict({ suffix: "progress", event }), outputter);
    });
  }

  /** Waits until everything told by `progress` is shown. */
  async settled(): Promise<void> {
    await this.#showing;
  }

  async wheel(fun: string, args: readonly Plain[] = []): Promise<Value> {
    const fn = await wheelFunctions(this.#parts.catalog).find(fun);
    return await callFunction(fun, fn, args.map(toValue), this);
  }

  /** The runner functions, those of plugins on disk among them. */
  get runners(): FunctionsByName<RunnerFunction> {
    return runnerFunctions(this.#side.catalog());
  }

  masterSide(job?: Job): Promise<ExecutionContext> {
    return this.#side.context(job);
  }

  functions(): Promise<ReadonlyMap<string, RunnerFunction>> {
    return this.runners.all();
  }

  wheelFunctions(): Promise<ReadonlyMap<string, WheelFunction>> {
    return wheelFunctions(this.#parts.catalog).all();
  }

  async connected(): Promise<readonly string[]> {
    const ids: string[] = [];
    for await (const { id } of this.run(EVERYONE, "test.ping")) ids.push(id);
    return ids.sort();
  }

  async close(): Promise<void> {
    const client = await this.#client?.catch(() => undefined);
    await client?.close();
    await this.#side.close();
    for (const source of this.#sources.values()) await (await source.catch(() => undefined))?.close?.();
    this.#sources.clear();
  }

  #openClient(): Promise<JobClient> {
    const { config, user, log, signal } = this.#parts;
    const { configFile } = this;
    const lookup = async (jid: string): Promise<readonly StoredReturn[]> => storedReturns(config, jid);
    this.#client ??= openJobClient({ config, configFile, user, log, signal, lookup });
    return this.#client;
  }
}

/** What a further function tells while it works is not shown. */
function withoutScreen({ show: _, ...parts }: RunnerSessionParts): RunnerSessionParts {
  return parts;
}

/** An unreadable cache has no returns: the answers of the bus are enough. */
function storedReturns(config: MasterConfig, jid: string): readonly StoredReturn[] {
  try {
    const reader = openJobReader(config);
    try {
      return reader.returns(jid);
    } finally {
      void reader.close();
    }
  } catch {
    return [];
  }
}

function isReturn(answer: Answer): answer is JobReturn {
  return !isMissing(answer);
}
