/**
 * The daemon as functions in a job process see it: every question goes over the channel.
 */
import type { Dict, MinionControl, Plain, Value } from "@salt/core";
import { dict, isDict, isList, MalformedError, SaltError, TimeoutError } from "@salt/core";

/** Asks the daemon. Throws SaltError when it is gone. */
export type Ask = (method: keyof MinionControl, args: readonly Plain[]) => Promise<Value>;

/** Makes a control of a way to ask. */
export function remoteControl(ask: Ask): MinionControl {
  const yes = async (method: keyof MinionControl, args: readonly Plain[] = []): Promise<boolean> =>
    (await ask(method, args)) === true;
  return {
    running: async () => {
      const value = await ask("running", []);
      return isList(value) ? value.filter(isDict) : [];
    },
    signalJob: async (jid, signal) => String(await ask("signalJob", [jid, signal])),
    fireMaster: (tag, data, preload) => yes("fireMaster", [tag, data, preload ?? null]),
    fireLocal: (tag, data) => yes("fireLocal", [tag, data]),
    request: (load) => ask("request", [load]),
    compilePillar: async (options = {}) => dictOf(await ask("compilePillar", [dict({ ...options })])),
    refreshPillar: () => yes("refreshPillar"),
    refreshGrains: () => yes("refreshGrains"),
    refreshModules: () => yes("refreshModules"),
    schedule: async (request) => {
      const answer = await ask("schedule", [request]);
      return isDict(answer) ? answer : undefined;
    },
    beacons: async (request) => {
      const answer = await ask("beacons", [request]);
      return isDict(answer) ? answer : undefined;
    },
    refreshBeacons: () => yes("refreshBeacons"),
    revokeAuth: () => yes("revokeAuth"),
  };
}

/** An error of the daemon, as functions know it. */
export function remoteError(code: string, message: string): SaltError {
  return code === "TIMEOUT" ? new TimeoutError(message) : new SaltError(code, message);
}

function dictOf(value: Value): Dict {
  if (!isDict(value)) throw new MalformedError("the daemon's answer is no map");
  return value;
}
