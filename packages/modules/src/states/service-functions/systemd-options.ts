/**
 * Arguments that only systemd knows.
 */
import { existsSync } from "node:fs";
import type { ExecutionContext, Value } from "@salt/core";

const SYSTEMD_ONLY = ["no_block", "unmask", "unmask_runtime"];

/** The arguments that a function of `service` takes, and warnings of those that cannot be kept here. */
export interface SystemdOptions {
  readonly options: { readonly [name: string]: Value };
  readonly warnings: readonly string[];
}

/** Picks the arguments of a function such as `service.start` out of the arguments of a state. */
export async function systemdOptions(
  fun: string,
  kwargs: ReadonlyMap<string, Value>,
  context: ExecutionContext,
): Promise<SystemdOptions> {
  const { params } = await context.functions.find(fun);
  const given = SYSTEMD_ONLY.filter((name) => kwargs.has(name) && Object.hasOwn(params, name));
  if (existsSync("/run/systemd/system"))
    return {
      options: Object.fromEntries(given.map((name) => [name, kwargs.get(name) ?? null])),
      warnings: [],
    };
  return {
    options: {},
    warnings: given.map((name) => `The '${name}' argument is not supported by this platform`),
  };
}
