/**
 * Tells a running master's bus about changed keys.
 */
import { existsSync } from "node:fs";
import type { MasterConfig } from "@salt/core";
import { dict, tags } from "@salt/core";
import type { KeyChange } from "@salt/master";
import { busPaths, fireOnBus } from "@salt/wire";

/** An event is for listeners; a command does not wait long for them. */
const TIMEOUT_MS = 2000;

/** Fires `salt/key` for each change; nothing happens when no master runs. */
export async function fireKeyEvents(
  config: Pick<MasterConfig, "sock_dir">,
  changes: readonly KeyChange[],
): Promise<void> {
  const { pull } = busPaths(config.sock_dir, "master");
  if (!existsSync(pull)) return;
  for (const { act, id } of changes) {
    const data = dict({ result: true, act, id });
    try {
      await fireOnBus({ path: pull, event: { tag: tags.key, data }, timeoutMs: TIMEOUT_MS });
    } catch {
      // The keys are what counts, and a socket may be left over from a master that was killed.
      return;
    }
  }
}
