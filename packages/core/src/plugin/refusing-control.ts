/**
 * The control of functions that run where there is no minion.
 */
import { CommandExecutionError } from "../base/errors.js";
import type { MinionControl } from "./kinds/execution.js";

/** Refuses everything that needs a minion, with a reason; there are no jobs and no schedule. */
export function refusingControl(reason: string): MinionControl {
  const refuse = async (): Promise<never> => {
    throw new CommandExecutionError(reason);
  };
  return {
    running: async () => [],
    signalJob: async () => "",
    fireMaster: refuse,
    fireLocal: refuse,
    request: refuse,
    compilePillar: refuse,
    refreshPillar: refuse,
    refreshGrains: refuse,
    refreshModules: refuse,
    schedule: async () => undefined,
    beacons: async () => undefined,
    refreshBeacons: refuse,
    revokeAuth: refuse,
  };
}
