/**
 * The pillar of a minion that has it itself: without a master, it lies in the minion's own directories.
 */
import type { Dict, MinionControl } from "@salt/core";
import { getString, mayHavePillar, SaltError, withOrderedDicts } from "@salt/core";
import type { Surroundings } from "@salt/loader";
import { makeContext } from "@salt/loader";

/** What it is compiled with. */
export interface LocalPillarParts {
  /** The minion as it is at the moment. */
  readonly surroundings: () => Surroundings;
  readonly signal: AbortSignal;
}

/** Which pillar is wanted. */
export type PillarWish = NonNullable<Parameters<MinionControl["compilePillar"]>[0]>;

/** Compiles the minion's pillar in this process. Its maps are OrderedDicts, which those that a master sends are not. */
export async function compileLocalPillar(
  { surroundings, signal }: LocalPillarParts,
  wish: PillarWish,
): Promise<Dict> {
  const around = surroundings();
  if (wish.ext === undefined && !mayHavePillar(around.opts)) return wish.override ?? new Map();
  // Most commands without a master have no pillar and are to start fast.
  const { compilePillar } = await import("@salt/pillar");
  const control = withoutPillar(around.control);
  const pillar = await compilePillar(
    {
      id: around.id,
      grains: around.grains,
      opts: around.opts,
      saltenv: wish.saltenv,
      pillarenv: wish.pillarenv,
      override: wish.override,
      ext: wish.ext,
      before: around.pillar,
    },
    {
      context: (view) => makeContext({ ...around, ...view, control }, undefined, signal),
      checkOut: async (wish) => {
        const { checkOutGit } = await import("@salt/fileserver");
        const cachedir = getString(around.opts, "cachedir") ?? "";
        return await checkOutGit(wish, { cachedir, log: around.log });
      },
      log: around.log,
    },
  );
  return new Map([...pillar].map(([key, value]) => [key, withOrderedDicts(value)]));
}

/** A pillar that asks for itself would never end. */
function withoutPillar(control: MinionControl): MinionControl {
  return {
    running: () => control.running(),
    signalJob: (jid, signal) => control.signalJob(jid, signal),
    fireMaster: (tag, data, preload) => control.fireMaster(tag, data, preload),
    fireLocal: (tag, data) => control.fireLocal(tag, data),
    request: (load) => control.request(load),
    compilePillar: async () => {
      throw new SaltError("PILLAR_RECURSION", "The pillar asks for itself while it is compiled", {
        hint: "Use pillar.get in the files of the pillar, not pillar.items.",
      });
    },
    refreshPillar: () => control.refreshPillar(),
    refreshGrains: () => control.refreshGrains(),
    refreshModules: () => control.refreshModules(),
    beacons: (request) => control.beacons(request),
    refreshBeacons: () => control.refreshBeacons(),
    schedule: (request) => control.schedule(request),
    revokeAuth: () => control.revokeAuth(),
  };
}
