/**
 * Wheel functions for programs: what changes the master itself.
 */
import type { Closable, Dict, Value } from "@salt/core";
import { get, getDict, getString, isTruthy } from "@salt/core";
import type { CallOptions, ClientOptions, ResolvedOptions } from "./client-options.js";
import { resolveOptions } from "./client-options.js";
import { FunctionFailedError } from "./errors.js";
import type { FunctionCall } from "./master-port.js";
import { MasterPort } from "./master-port.js";

/** What a wheel function gave. */
export interface WheelResult {
  readonly jid: string;
  readonly value: Value;
  readonly success: boolean;
}

/** How a wheel function is waited for. */
export interface WheelCallOptions extends CallOptions {
  /** Seconds; 60 unless given. */
  readonly timeout?: number;
}

const DEFAULT_TIMEOUT = 60;

/** Calls wheel functions. The master must be running. */
export class WheelClient implements Closable {
  readonly #port: MasterPort;

  private constructor(options: ResolvedOptions) {
    this.#port = new MasterPort(options);
  }

  /** Opens a client. Throws ConfigError. */
  static async open(options: ClientOptions = {}): Promise<WheelClient> {
    return new WheelClient(resolveOptions(options));
  }

  /** Opens a client of a configuration that was read already. */
  static of(options: ResolvedOptions): WheelClient {
    return new WheelClient(options);
  }

  /** Calls a function and gives its return. Throws FunctionFailedError when it failed, and as `full`. */
  async cmd(fun: string, call: FunctionCall = {}, options: WheelCallOptions = {}): Promise<Value> {
    const result = await this.full(fun, call, options);
    if (!result.success) throw new FunctionFailedError(fun, result.jid, result.value);
    return result.value;
  }

  /** Calls a function. Throws PublishRefusedError, MasterSilentError and MasterUnreachableError. */
  async full(fun: string, call: FunctionCall = {}, options: WheelCallOptions = {}): Promise<WheelResult> {
    const data = getDict(await this.reply(fun, call, options), "data");
    return {
      jid: getString(data, "jid") ?? "",
      value: get(data, "return") ?? null,
      success: isTruthy(get(data, "success") ?? false),
    };
  }

  /** Calls a function and gives all that the master tells of it: `tag` and `data`. Throws as `full`. */
  async reply(fun: string, call: FunctionCall = {}, options: WheelCallOptions = {}): Promise<Dict> {
    const load = { cmd: "wheel", fun, arg: call.arg ?? [], kwarg: call.kwarg ?? {} };
    const timeoutMs = (options.timeout ?? DEFAULT_TIMEOUT) * 1000;
    return await this.#port.send(load, { timeoutMs, signal: options.signal });
  }

  close(): void {
    this.#port.close();
  }
}
