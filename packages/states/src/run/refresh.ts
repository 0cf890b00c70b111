/**
 * What is loaded anew after a state: grains, pillar and modules.
 */
import type { Dict } from "@salt/core";
import { isTruthy } from "@salt/core";
import type { Low } from "./low.js";
import { wordOf } from "./low.js";
import type { RunState } from "./run-state.js";

/** Loads what the chunk asks for, and modules when the state may have brought some. */
export async function refreshAfter(run: RunState, low: Low, result: Dict): Promise<void> {
  const grains = isTruthy(low.get("reload_grains")) ? await run.parts.freshGrains?.() : undefined;
  const pillar = isTruthy(low.get("reload_pillar")) ? await run.parts.freshPillar?.() : undefined;
  if (grains !== undefined) run.change({ grains });
  if (pillar !== undefined) run.change({ pillar });
  const hasChanges = isTruthy(result.get("changes"));
  const isAsked = isTruthy(low.get("reload_modules")) || grains !== undefined || pillar !== undefined;
  const isDue = hasChanges ? isAsked || mayBringModules(low) : isTruthy(low.get("force_reload_modules"));
  if (!isDue) return;
  await run.context.control.refreshModules();
  run.states.forget();
}

function mayBringModules(low: Low): boolean {
  const name = wordOf(low, "name");
  switch (wordOf(low, "state")) {
    case "pkg":
    case "ports":
    case "pip":
      return true;
    case "file":
      if (low.get("fun") === "managed") return /\.(py|pyx|pyo|pyc|so)$/.test(name);
      return low.get("fun") === "recurse" || (low.get("fun") === "symlink" && name.includes("bin"));
    default:
      return false;
  }
}
