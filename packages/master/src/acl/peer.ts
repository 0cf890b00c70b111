/**
 * What minions may run on other minions: the option `peer`.
 */
import type { Dict, Value } from "@salt/core";
import { isList } from "@salt/core";
import { compileStart } from "./expression.js";
import type { Intent, ResolveCompound } from "./rules.js";
import { isAllowed } from "./rules.js";

/** Whether a minion may do something. Nobody may publish by way of another minion's publishing. */
export function peerMay(peer: Dict, id: string, intent: Intent, resolve: ResolveCompound): boolean {
  const functions = typeof intent.fun === "string" ? [intent.fun] : intent.fun;
  if (functions.some((fun) => fun.startsWith("publish."))) return false;
  return isAllowed(rulesFor(peer, id), intent, resolve);
}

function rulesFor(peer: Dict, id: string): readonly Value[] {
  const rules: Value[] = [];
  for (const [who, allowed] of peer) {
    if (typeof who === "string" && isList(allowed) && compileStart(who)(id)) rules.push(...allowed);
  }
  return rules;
}
