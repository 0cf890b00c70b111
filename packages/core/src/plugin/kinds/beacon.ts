/**
 * Beacons: they look at the machine again and again, and what they find becomes events of the minion.
 */
import type { Dict, Plain, Value } from "../../base/value.js";
import { isDict, isList } from "../../base/value.js";
import { needed } from "../param.js";
import type { ExecutionContext, ExecutionFunction, FunctionModule } from "./execution.js";
import { fn } from "./execution.js";

/** What a beacon is configured with: a list of maps, the one `_beacon_name` among them when it looks. */
export type BeaconConfig = readonly Value[];

/** One thing that was found. Its `tag` goes behind that of the event, everything else is the event's data. */
export type BeaconEvent = { readonly [field: string]: Plain } | Dict;

/** A plugin with the functions `validate`, `beacon` and perhaps `close`. */
export interface BeaconModule extends FunctionModule {
  readonly kind: "beacon";
}

/** How a beacon is written down. What it remembers from look to look lies in `context.memory`. */
export interface BeaconDefinition {
  readonly doc: string;
  readonly virtualName?: string;
  readonly available?: BeaconModule["available"];
  /** Says what is wrong with a configuration, which is a list; undefined for nothing. */
  readonly fault?: (
    config: BeaconConfig,
    context: ExecutionContext,
  ) => string | undefined | Promise<string | undefined>;
  /** Takes a look. */
  readonly look: (
    config: BeaconConfig,
    context: ExecutionContext,
  ) => readonly BeaconEvent[] | Promise<readonly BeaconEvent[]>;
  /** Lets go of what it holds from look to look. */
  readonly close?: (config: BeaconConfig, context: ExecutionContext) => void | Promise<void>;
}

const VALID = "Valid beacon configuration";
const config = needed.any("Its configuration.");

/** Writes down a beacon. */
export function beaconModule(name: string, definition: BeaconDefinition): BeaconModule {
  const { doc, virtualName = name, available = () => true, look, close } = definition;
  const closing = close === undefined ? {} : { close: closeFunction(close) };
  return {
    kind: "beacon",
    name,
    virtualName,
    doc,
    functions: {
      validate: validateFunction(virtualName, definition),
      beacon: fn({
        doc: "Takes a look, and gives what it found.",
        params: { config },
        run: async ({ config: given }, context) => await look(isList(given) ? given : [], context),
      }),
      ...closing,
    },
    available,
  };
}

/** Salt's function of the name: `[True, comment]`, or `[False, what is wrong]`. */
function validateFunction(name: string, { fault }: BeaconDefinition): ExecutionFunction {
  return fn({
    doc: "Says whether a configuration can be used.",
    params: { config },
    run: async ({ config: given }, context) => {
      if (!isList(given)) return [false, `Configuration for ${name} beacon must be a list.`];
      const wrong = await fault?.(given, context);
      return wrong === undefined ? [true, VALID] : [false, wrong];
    },
  });
}

function closeFunction(close: NonNullable<BeaconDefinition["close"]>): ExecutionFunction {
  return fn({
    doc: "Lets go of what it holds.",
    params: { config },
    run: async ({ config: given }, context) => {
      await close(isList(given) ? given : [], context);
      return null;
    },
  });
}

/** The settings of a configuration in one map, later ones over earlier ones. */
export function beaconSettings(given: BeaconConfig): Dict {
  return new Map(given.filter(isDict).flatMap((item) => [...item]));
}
