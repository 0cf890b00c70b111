/**
 * Beacons in tests: asked for their opinion of a configuration, and made to look.
 */
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { callDirectly, dict, toValue } from "@salt/core";

/** A beacon of the catalog, with one memory for all its looks. */
export interface BeaconBench {
  /** What is wrong with a configuration; undefined for nothing. */
  fault(config: Plain): Promise<Value | undefined>;
  /** Takes a look. */
  look(config: readonly Plain[]): Promise<Value>;
  close(config: readonly Plain[]): Promise<Value>;
}

/** Takes a beacon out of the catalog. */
export function beaconBench(name: string, context: ExecutionContext): BeaconBench {
  const call = async (fun: string, config: Plain): Promise<Value> => {
    const found = await context.ofKind("beacon").find(`${name}.${fun}`);
    return await callDirectly(`${name}.${fun}`, found, [toValue(config)], new Map(), context);
  };
  const named = (config: readonly Plain[]): Plain => [...config, dict({ _beacon_name: name })];
  return {
    fault: async (config) => {
      const answer = await call("validate", config);
      const [isGood, comment] = Array.isArray(answer) ? answer : [];
      return isGood === true ? undefined : comment;
    },
    look: (config) => call("beacon", named(config)),
    close: (config) => call("close", named(config)),
  };
}
