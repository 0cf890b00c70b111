/**
 * The nodegroups of the master that a minion is in.
 */
import type { ExecutionContext } from "@salt/core";
import { getDict, matchTarget, pythonStr, TargetError } from "@salt/core";

/** Names of nodegroups, in the order of the configuration. One that cannot be read has no members. */
export function nodegroupsOf(id: string, context: ExecutionContext): readonly string[] {
  const nodegroups = getDict(context.opts, "nodegroups") ?? new Map();
  const facts = { id, grains: context.grains, pillar: context.pillar, nodegroups };
  return [...nodegroups.keys()].map(pythonStr).filter((name) => {
    try {
      return matchTarget({ tgt: name, tgtType: "nodegroup", delimiter: ":" }, facts);
    } catch (error) {
      if (!(error instanceof TargetError)) throw error;
      context.log.error({ nodegroup: name, reason: error.message }, "A nodegroup cannot be read");
      return false;
    }
  });
}
