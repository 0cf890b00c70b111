/**
 * `_master_tops`: a minion asks which SLS other sources than the top file give to it.
 */
import { getDict } from "@salt/core";
import type { PillarDesk } from "../pillar/pillar-desk.js";
import type { MinionCommand } from "./command.js";

/** What it needs. */
export interface MasterTopsParts {
  readonly pillars: Pick<PillarDesk, "masterTops">;
}

/** The command, also by its older name `_ext_nodes`. Sources hear the id of the session, whatever the load says. */
export function masterTopsCommand({ pillars }: MasterTopsParts): MinionCommand {
  return async ({ id, load }) => {
    const minionOpts = getDict(load, "opts") ?? new Map();
    const grains = getDict(minionOpts, "grains") ?? new Map();
    return await pillars.masterTops({ id, grains, minionOpts });
  };
}
