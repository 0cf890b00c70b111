/**
 * Runners: what `salt-run module.function` runs beside the master.
 */
import type { Logger } from "../../base/log.js";
import type { Dict, Plain, Value } from "../../base/value.js";
import type { JobReturn, Target } from "../../job/job.js";
import type { Plugin } from "../catalog.js";
import type { FunctionDefinition, Params, PluginFunction } from "../function.js";
import { defineFunction } from "../function.js";

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

/** Which keys the master knows, by state. */
export interface KeyLists {
  readonly accepted: readonly string[];
  readonly pending: readonly string[];
  readonly denied: readonly string[];
  readonly rejected: readonly string[];
}

/** An event of the bus. */
export interface BusEvent {
  readonly tag: string;
  readonly data: Dict;
}

/** What a runner may do with the master. */
export interface RunnerContext {
  readonly opts: Dict;
  readonly jobs: JobReader;
  readonly log: Logger;
  readonly signal: AbortSignal;
  retcode: number;
  keys(): Promise<KeyLists>;
  /** Runs a function on minions and gives each answer as it comes; ends when all answered or time is up. */
  run(
    target: Target,
    fun: string,
    args?: readonly Plain[],
    options?: { readonly timeout?: number; readonly gatherJobTimeout?: number },
  ): AsyncIterable<JobReturn>;
  /** The events of the bus from now on, until the signal aborts. */
  events(tagPrefix: string, signal: AbortSignal): AsyncIterable<BusEvent>;
  /** Fires an event on the master's bus. */
  fire(tag: string, data: Dict): Promise<void>;
  /** Prints a value at once, while the runner goes on: Salt's progress output. */
  progress(value: Plain, outputter?: string): void;
  /** All runner functions by name. */
  functions(): Promise<ReadonlyMap<string, RunnerFunction>>;
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
