/**
 * Looking at one grain, by a path.
 */
import type { ExecutionContext, Value } from "@salt/core";

/** Stands for a grain that is not there; no grain can hold it. */
const ABSENT = "\0absent";

/** A grain as it was asked for. */
export interface GrainRequest {
  readonly name: string;
  readonly delimiter: string;
}

/** The path to a grain with colons, as `grains.get` reads it. */
export function grainPath({ name, delimiter }: GrainRequest): string {
  return delimiter === "" ? name : name.split(delimiter).join(":");
}

/** The value of a grain; undefined when there is none. */
export async function grainAt(path: string, context: ExecutionContext): Promise<Value | undefined> {
  const value = await context.call("grains.get", [path, ABSENT]);
  return value === ABSENT ? undefined : value;
}
