/**
 * Whom a runner asks.
 */
import type { Target, TargetType, Value } from "@salt/core";
import { isList, pythonStr, SaltInvocationError, TARGET_TYPES } from "@salt/core";

/** All accepted minions. */
export const everyMinion: Target = { tgt: "*", tgtType: "glob", delimiter: ":" };

/** The target that two arguments of a runner mean. Throws SaltInvocationError for an unknown type. */
export function targetOf(tgt: Value, tgtType: string): Target {
  if (!isTargetType(tgtType))
    throw new SaltInvocationError(`tgt_type: ${tgtType} is none of ${TARGET_TYPES.join(", ")}`);
  return { tgt: isList(tgt) ? tgt.map(pythonStr) : pythonStr(tgt), tgtType, delimiter: ":" };
}

function isTargetType(text: string): text is TargetType {
  return TARGET_TYPES.some((type) => type === text);
}
