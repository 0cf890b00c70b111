/**
 * Wheel functions: what changes the master itself, for `salt-run`, programs and orchestration.
 */
import type { Logger } from "../../base/log.js";
import type { Dict } from "../../base/value.js";
import type { Plugin } from "../catalog.js";
import type { FunctionDefinition, Params, PluginFunction } from "../function.js";
import { defineFunction } from "../function.js";
import type { KeyManager } from "./keys.js";

/** What a wheel function may do with the master. */
export interface WheelContext {
  readonly opts: Dict;
  /** The file of the master's configuration. */
  readonly configFile: string;
  readonly keyring: KeyManager;
  readonly log: Logger;
  readonly signal: AbortSignal;
  /** Ids of minions that the master counts as connected. */
  connected(): Promise<readonly string[]>;
}

/** A wheel function. */
export type WheelFunction = PluginFunction<WheelContext>;

/** A plugin with wheel functions. */
export interface WheelModule extends Plugin {
  readonly kind: "wheel";
  readonly functions: Readonly<Record<string, WheelFunction>>;
}

/** Writes down one wheel function. */
export function wheelFn<const P extends Params = Record<never, never>>(
  definition: FunctionDefinition<P, WheelContext>,
): WheelFunction {
  return defineFunction(definition);
}

/** Writes down a wheel module. */
export function wheelModule(
  name: string,
  module: { readonly doc: string; readonly functions: WheelModule["functions"] },
): WheelModule {
  return { kind: "wheel", name, virtualName: name, ...module };
}
