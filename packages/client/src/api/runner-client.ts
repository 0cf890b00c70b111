/**
 * Runners for programs: the master runs them, and tells by events what they give.
 */
import type { BusEvent, Closable, Dict, Value } from "@salt/core";
import { get, getString, isTruthy, sleep, TimeoutError } from "@salt/core";
import { MasterUnreachableError } from "../local/errors.js";
import type { CallOptions, ClientOptions, ResolvedOptions } from "./client-options.js";
import { eitherSignal, resolveOptions } from "./client-options.js";
import { FunctionFailedError } from "./errors.js";
import type { EventStream } from "./event-stream.js";
import { openBusStream } from "./event-stream.js";
import type { FunctionCall } from "./master-port.js";
import { MasterPort } from "./master-port.js";

/** A runner that was started. */
export interface StartedRun {
  readonly jid: string;
  /** What the tags of its events begin with: `salt/run/<jid>`. */
  readonly tag: string;
}

/** How a runner ended. */
export interface RunResult extends StartedRun {
  readonly value: Value;
  readonly success: boolean;
  /** All that the event of its end tells. */
  readonly data: Dict;
}

/** How a runner is waited for. */
export interface RunnerCallOptions extends CallOptions {
  /** Seconds; an hour unless given. */
  readonly timeout?: number;
  /** Gets the events that the runner fires while it works. */
  readonly onProgress?: (event: BusEvent) => void;
}

const DEFAULT_TIMEOUT = 3600;

/** Calls runner functions, as `salt-run` does. The master must be running. */
export class RunnerClient implements Closable {
  readonly #options: ResolvedOptions;
  readonly #port: MasterPort;

  private constructor(options: ResolvedOptions) {
    this.#options = options;
    this.#port = new MasterPort(options);
  }

  /** Opens a client. Throws ConfigError. */
  static async open(options: ClientOptions = {}): Promise<RunnerClient> {
    return new RunnerClient(resolveOptions(options));
  }

  /** Opens a client of a configuration that was read already. */
  static of(options: ResolvedOptions): RunnerClient {
    return new RunnerClient(options);
  }

  /** Starts a runner and does not wait for it. Throws PublishRefusedError and MasterUnreachableError. */
  async cmdAsync(fun: string, call: FunctionCall = {}, options: CallOptions = {}): Promise<StartedRun> {
    const load = { cmd: "runner", fun, kwarg: { arg: call.arg ?? [], kwarg: call.kwarg ?? {} } };
    const timeoutMs = this.#options.config.publish_timeout * 1000;
    const reply = await this.#port.send(load, { timeoutMs, signal: options.signal });
    const jid = getString(reply, "jid");
    const tag = getString(reply, "tag");
    if (jid === undefined || tag === undefined) throw new MasterUnreachableError({ reply: "has no job id" });
    return { jid, tag };
  }

  /** Runs a runner and gives its return. Throws FunctionFailedError when it failed, TimeoutError, and as cmdAsync. */
  async cmd(fun: string, call: FunctionCall = {}, options: RunnerCallOptions = {}): Promise<Value> {
    const result = await this.full(fun, call, options);
    if (!result.success) throw new FunctionFailedError(fun, result.jid, result.value);
    return result.value;
  }

  /** Runs a runner and gives its return with whether it was a success. Throws TimeoutError, and as cmdAsync. */
  async full(fun: string, call: FunctionCall = {}, options: RunnerCallOptions = {}): Promise<RunResult> {
    const ends = new AbortController();
    const signal = eitherSignal(ends.signal, eitherSignal(this.#options.signal, options.signal));
    // Opened before the runner starts: its last event may come at once.
    const filter = { prefix: "salt/run/", ...(signal === undefined ? {} : { signal }) };
    const events = await openBusStream(this.#options.config, filter);
    const seconds = options.timeout ?? DEFAULT_TIMEOUT;
    void sleep(seconds * 1000, ends.signal).then(() => ends.abort());
    try {
      const started = await this.cmdAsync(fun, call, options);
      const end = await lastEvent(events, started, options.onProgress);
      options.signal?.throwIfAborted();
      if (end === undefined) throw new TimeoutError(`The runner ${fun} did not end in ${seconds} seconds`);
      return {
        ...started,
        data: end.data,
        value: get(end.data, "return") ?? null,
        success: isTruthy(get(end.data, "success")),
      };
    } finally {
      ends.abort();
      await events.close();
    }
  }

  close(): void {
    this.#port.close();
  }
}

async function lastEvent(
  events: EventStream,
  { tag }: StartedRun,
  onProgress: ((event: BusEvent) => void) | undefined,
): Promise<BusEvent | undefined> {
  for await (const event of events) {
    if (event.tag === `${tag}/ret`) return event;
    if (event.tag.startsWith(`${tag}/`) && event.tag !== `${tag}/new`) onProgress?.(event);
  }
  return undefined;
}
