/**
 * The systems of `external_auth`: plugins of the kind `auth`, built in or on disk, also in Python.
 */
import type { Closable, Dict, FunctionIndex, Logger, PluginCatalog, Value } from "@salt/core";
import { callDirectly, errorText, FunctionNotAvailableError, MalformedError } from "@salt/core";
import { MasterSide } from "../beside/master-side.js";
import type { EventSink } from "../events/event-hub.js";

/** What the systems are found in and called with. */
export interface AuthSystemsParts {
  readonly opts: Dict;
  readonly plugins: PluginCatalog;
  readonly events: EventSink;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** Fields of a request that a plugin may take as arguments. */
const FIELDS: readonly string[] = ["username", "password", "eauth", "token"];

/** Calls functions of auth plugins. */
export class AuthSystems implements Closable {
  readonly #parts: AuthSystemsParts;
  #side: MasterSide | undefined;

  constructor(parts: AuthSystemsParts) {
    this.#parts = parts;
  }

  /** Why a system cannot be used; undefined when it can. */
  async fault(system: string): Promise<string | undefined> {
    try {
      await this.#index().find(`${system}.auth`);
      return undefined;
    } catch (error) {
      return errorText(error);
    }
  }

  /**
   * What a function gives for the fields of a request; undefined when the system has no such function, or when it
   * fails, which is logged. Fields that the function does not take are left out.
   */
  async call(name: string, fields: Dict): Promise<Value | undefined> {
    try {
      await this.#side?.refresh();
      const fn = await this.#index().find(name);
      const takes = (field: Value): field is string =>
        typeof field === "string" &&
        FIELDS.includes(field) &&
        (fn.varkw !== undefined || Object.hasOwn(fn.params, field));
      const kwargs = new Map<string, Value>();
      for (const [field, value] of fields) if (takes(field)) kwargs.set(field, value);
      return await callDirectly(name, fn, [], kwargs, this.#context());
    } catch (error) {
      if (error instanceof FunctionNotAvailableError) return undefined;
      this.#parts.log.error({ function: name, error: errorText(error) }, "An auth system failed");
      return undefined;
    }
  }

  /** The name that a function of the system goes by: its first argument's. */
  async nameOf(system: string, fields: Dict): Promise<string | undefined> {
    try {
      const fn = await this.#index().find(`${system}.auth`);
      const name = fields.get(Object.keys(fn.params)[0] ?? "username");
      return typeof name === "string" ? name : undefined;
    } catch (error) {
      if (error instanceof FunctionNotAvailableError) return undefined;
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#side?.close();
  }

  #index(): FunctionIndex {
    return this.#open().plugins.ofKind("auth");
  }

  #context(): ReturnType<MasterSide["context"]> {
    const { opts } = this.#parts;
    return this.#open().context({ id: "master", opts, grains: new Map(), pillar: new Map() });
  }

  #open(): MasterSide {
    const { plugins, opts, events, log, signal } = this.#parts;
    this.#side ??= new MasterSide({
      catalog: plugins,
      opts,
      request: () => Promise.reject(new MalformedError("An auth system has no file server to ask")),
      fire: async (tag, data) => events.fire(tag, data),
      log,
      signal,
    });
    return this.#side;
  }
}
