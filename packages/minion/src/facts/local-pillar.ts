/**
 * The pillar of a minion that has it itself: without a master, it lies in the minion's own directories.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Dict, MinionControl } from "@salt/core";
import { getDict, getString, isList, isTruthy, SaltError } from "@salt/core";
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

/** Compiles the minion's pillar in this process. */
export async function compileLocalPillar(
  { surroundings, signal }: LocalPillarParts,
  wish: PillarWish,
): Promise<Dict> {
  const around = surroundings();
  if (!mayHavePillar(around.opts)) return wish.override ?? new Map();
  // Most commands without a master have no pillar and are to start fast.
  const { compilePillar } = await import("@salt/pillar");
  const control = withoutPillar(around.control);
  return await compilePillar(
    {
      id: around.id,
      grains: around.grains,
      opts: around.opts,
      saltenv: wish.saltenv,
      pillarenv: wish.pillarenv,
      override: wish.override,
      before: around.pillar,
    },
    {
      context: (view) => makeContext({ ...around, ...view, control }, undefined, signal),
      log: around.log,
    },
  );
}

/** Whether there is anything to compile: a top file, external sources or options to be told. */
function mayHavePillar(opts: Dict): boolean {
  if (isTruthy(opts.get("ext_pillar")) || isTruthy(opts.get("pillar_opts"))) return true;
  const top = (getString(opts, "state_top") ?? "").replace(/^(salt:)?\/+/, "") || "top.sls";
  const roots = [...(getDict(opts, "pillar_roots")?.values() ?? [])].flatMap((paths) =>
    isList(paths) ? paths : [paths],
  );
  return roots.some(
    (root) => typeof root === "string" && (root.includes("__env__") || existsSync(join(root, top))),
  );
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
    revokeAuth: () => control.revokeAuth(),
  };
}
