/**
 * Runners: what `salt-run module.function` runs beside the master.
 */
import type { Logger } from "../../base/log.js";
import type { Dict, Plain, Value } from "../../base/value.js";
import type { Job, JobReturn, Target } from "../../job/job.js";
import type { Plugin } from "../catalog.js";
import type { FunctionDefinition, Params, PluginFunction } from "../function.js";
import { defineFunction } from "../function.js";
import type { DataCache } from "./cache.js";
import type { ExecutionContext } from "./execution.js";
import type { FileServerControl } from "./fileserver.js";
import type { KeyLists, KeyManager } from "./keys.js";
import type { PillarControl } from "./pillar.js";
import type { WheelFunction } from "./wheel.js";

/** A job of the job cache: its load, and what came back so far. */
export interface StoredJob {
  readonly jid: string;
  /** The publish request, without credentials: cmd, fun, arg, tgt, tgt_type, user, … */
  readonly load: Dict;
  /** Ids the job was sent to. */
  readonly minions: readonly string[];
}

/** A return of the job cache. */
export interface StoredReturn {
  readonly id: string;
  readonly return: Value;
  readonly retcode: Value;
  readonly success: Value;
  readonly out: string | undefined;
}

/** The job cache, for reading. */
export interface JobReader {
  /** The job of an id, or undefined. */
  job(jid: string): StoredJob | undefined;
  /** Its returns so far. */
  returns(jid: string): readonly StoredReturn[];
  /** All jobs, oldest first. */
  jobs(): Iterable<StoredJob>;
}

/** A job cache that may be on a server, for reading. A `JobReader` is one that is at hand. */
export interface JobSource {
  /** The job of an id, or undefined. */
  job(jid: string): StoredJob | undefined | Promise<StoredJob | undefined>;
  /** Its returns so far. */
  returns(jid: string): readonly StoredReturn[] | Promise<readonly StoredReturn[]>;
  /** All jobs, oldest first. */
  jobs(): Iterable<StoredJob> | AsyncIterable<StoredJob>;
  /** Lets go of what it has open; absent where that is nothing. */
  close?(): void | Promise<void>;
}

/** An event of the bus. */
export interface BusEvent {
  readonly tag: string;
  readonly data: Dict;
}

/** How a runner runs a function on minions. */
export interface RunOptions {
  /** Seconds; the master's configuration says unless given. */
  readonly timeout?: number;
  readonly gatherJobTimeout?: number;
  /** A job id to use. */
  readonly jid?: string;
  /** Returners that the minions call themselves, comma-joined. */
  readonly ret?: string;
  /** Further options by their names on the wire: metadata, ret_config, … */
  readonly load?: { readonly [name: string]: Plain };
  /** Told once the job was sent; not called when the target matched nobody. */
  readonly onSent?: (job: { readonly jid: string; readonly minions: readonly string[] }) => void;
}

/** Tokens of external authentication. */
export interface TokenControl {
  /** Asks the master for a token; undefined when it does not let the user in. Throws SaltError when it is silent. */
  make(fields: ReadonlyMap<string, Value>): Promise<Dict | undefined>;
  /** Removes a token; whether there was one. */
  remove(name: string): boolean;
}

/** What a runner may do with the master. */
export interface RunnerContext {
  readonly opts: Dict;
  /** The job cache; `source` names a returner that has one, the master's settings say unless given. */
  jobs(source?: string): Promise<JobSource>;
  readonly cache: DataCache;
  readonly keyring: KeyManager;
  readonly log: Logger;
  readonly signal: AbortSignal;
  retcode: number;
  keys(): Promise<KeyLists>;
  /** Runs a function on minions and gives each answer as it comes; ends when all answered or time is up. */
  run(target: Target, fun: string, args?: readonly Plain[], options?: RunOptions): AsyncIterable<JobReturn>;
  /** Calls a wheel function. Throws what it throws, and FunctionNotAvailableError. */
  wheel(fun: string, args?: readonly Plain[]): Promise<Value>;
  /** The events of the bus from now on, until the signal aborts. */
  events(tagPrefix: string, signal: AbortSignal): AsyncIterable<BusEvent>;
  /** Fires an event on the master's bus. */
  fire(tag: string, data: Dict): Promise<void>;
  /** Prints a value at once, while the runner goes on: Salt's progress output. */
  progress(value: Plain, outputter?: string): void;
  /** The master's file server, opened in this process at the first call. */
  fileServer(): Promise<FileServerControl>;
  readonly pillars: PillarControl;
  readonly tokens: TokenControl;
  /** The context of execution functions on the master's own machine, where there is no minion; with a job, that of the job. */
  masterSide(job?: Job): Promise<ExecutionContext>;
  /** Who runs this function. */
  readonly user: string;
  /** All runner functions by name. */
  functions(): Promise<ReadonlyMap<string, RunnerFunction>>;
  /** All wheel functions by name. */
  wheelFunctions(): Promise<ReadonlyMap<string, WheelFunction>>;
}

/** A runner function. */
export type RunnerFunction = PluginFunction<RunnerContext>;

/** A plugin with runner functions. */
export interface RunnerModule extends Plugin {
  readonly kind: "runner";
  readonly functions: Readonly<Record<string, RunnerFunction>>;
}

/** Writes down one runner function. */
export function runnerFn<const P extends Params = Record<never, never>>(
  definition: FunctionDefinition<P, RunnerContext>,
): RunnerFunction {
  return defineFunction(definition);
}

/** Writes down a runner module. */
export function runnerModule(
  name: string,
  module: { readonly doc: string; readonly functions: RunnerModule["functions"] },
): RunnerModule {
  return { kind: "runner", name, virtualName: name, ...module };
}
