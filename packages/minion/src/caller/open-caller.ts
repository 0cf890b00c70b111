/**
 * Functions called on the spot, by `salt-call`: with a master, or without one.
 */
import { resolveMinionId } from "@salt/core";
import { configDirOf } from "../facts/minion-facts.js";
import type { Caller, CallerOptions } from "./caller.js";
import { MinionCaller } from "./minion-caller.js";

/**
 * Opens a caller: collects grains and, unless `local`, signs in and fetches the pillar. Throws what these throw; then
 * nothing is left open.
 */
export async function openCaller(options: CallerOptions): Promise<Caller> {
  const { config, opts } = options;
  const id = await resolveMinionId(config, { configDir: configDirOf(opts) });
  const caller = new MinionCaller(id, options);
  try {
    await caller.start();
  } catch (error) {
    await caller.close();
    throw error;
  }
  return caller;
}
