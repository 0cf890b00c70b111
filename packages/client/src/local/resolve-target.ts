/**
 * What a client resolves in a target before it sends it: node groups are words of its own configuration.
 */
import type { Dict, Target } from "@salt/core";
import { expandNodegroup, expandNodegroups } from "@salt/core";
import { UnknownNodegroupError } from "./errors.js";

/** The node groups of a configuration, and the file that a message about them names. */
export interface Nodegroups {
  readonly groups: Dict;
  readonly file: string;
}

/** The target as it goes to the master, which resolves ranges. Throws UnknownNodegroupError, and TargetError for groups that contain themselves. */
export function resolveForWire(target: Target, nodegroups: Nodegroups): Target {
  switch (target.tgtType) {
    case "nodegroup":
      return { ...target, tgt: groupExpression(target, nodegroups), tgtType: "compound" };
    case "compound":
      return { ...target, tgt: compoundExpression(target, nodegroups) };
    default:
      return target;
  }
}

function groupExpression({ tgt }: Target, { groups, file }: Nodegroups): string {
  const name = typeof tgt === "string" ? tgt : tgt.join(",");
  if (!groups.has(name)) throw new UnknownNodegroupError(name, file);
  return expandNodegroup(name, groups).join(" ");
}

function compoundExpression({ tgt }: Target, { groups, file }: Nodegroups): string {
  const words = typeof tgt === "string" ? tgt.split(/\s+/) : tgt;
  for (const word of words) {
    if (word.startsWith("N@") && !groups.has(word.slice(2)))
      throw new UnknownNodegroupError(word.slice(2), file);
  }
  const text = words.join(" ").trim();
  return text.includes("N@") ? expandNodegroups(text, groups).join(" ") : text;
}
