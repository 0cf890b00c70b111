/**
 * Starting, stopping and the like: a request, and which state the container had before and has afterwards.
 */
import type { Value } from "@salt/core";
import { CommandExecutionError, pythonStr } from "@salt/core";
import type { Engine } from "./engine/engine.js";
import { resource } from "./engine/engine-call.js";
import { containerState } from "./listing.js";

/** What happened to a container. */
export interface StateChange {
  readonly result: boolean;
  readonly state: { readonly old: string | null; readonly new: string | null };
  readonly comment?: string;
  readonly restarted?: boolean;
  readonly [key: string]: Value | { readonly old: string | null; readonly new: string | null };
}

/** What is wanted of a container. */
export interface ChangeWish {
  readonly name: Value;
  readonly action: "start" | "stop" | "kill" | "pause" | "unpause" | "restart";
  readonly expected: string;
  /** Seconds that the container has to end by itself. */
  readonly timeout?: number;
}

/** Brings a container into a state, unless it is there. Throws CommandExecutionError. */
export async function changeState(engine: Engine, wish: ChangeWish): Promise<StateChange> {
  const { name, action, expected, timeout } = wish;
  const before = await containerState(engine, name);
  if (action !== "restart" && before === expected)
    return stays(before, `Container '${pythonStr(name)}' already ${expected}`);
  await engine.bytes({
    action,
    method: "POST",
    path: `${resource`/containers/${name}`}/${action}`,
    query: { t: timeout },
    ...(timeout === undefined ? {} : { timeout: timeout + 60 }),
  });
  const now = await stateOrNull(engine, name);
  return { result: now === expected, state: { old: before, new: now } };
}

/** Nothing was done, and why. */
export function stays(state: string, comment: string): StateChange {
  return { result: false, state: { old: state, new: state }, comment };
}

/** The state of a container; null when it is gone. */
export async function stateOrNull(engine: Engine, name: Value): Promise<string | null> {
  try {
    return await containerState(engine, name);
  } catch (error) {
    if (error instanceof CommandExecutionError) return null;
    throw error;
  }
}
