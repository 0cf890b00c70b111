/**
 * What minions may run on other minions and beside the master: the options `peer` and `peer_run`.
 */
import type { Dict, Value } from "@salt/core";
import { isList } from "@salt/core";
import { compileWhole } from "./expression.js";
import type { Intent, ResolveCompound } from "./rules.js";
import { isAllowed } from "./rules.js";

/** Whether a minion may do something. Nobody may publish by way of another minion's publishing. */
export async function peerMay(
  peer: Dict,
  id: string,
  intent: Intent,
  resolve: ResolveCompound,
): Promise<boolean> {
  const functions = typeof intent.fun === "string" ? [intent.fun] : intent.fun;
  if (functions.some((fun) => fun.startsWith("publish."))) return false;
  return await isAllowed(rulesFor(peer, id), intent, resolve);
}

/** Whether any rule speaks of a minion: without one it need not be asked what it wants. */
export function isNamedIn(peer: Dict, id: string): boolean {
  return rulesFor(peer, id).length > 0;
}

/** Whether a minion may run a runner: the option `peer_run`, whose patterns match ids and functions as a whole. */
export function peerMayRun(peerRun: Dict, id: string, fun: string): boolean {
  return rulesFor(peerRun, id).some((rule) => typeof rule === "string" && compileWhole(rule)(fun));
}

function rulesFor(peer: Dict, id: string): readonly Value[] {
  const rules: Value[] = [];
  for (const [who, allowed] of peer) {
    if (typeof who === "string" && isList(allowed) && compileWhole(who)(id)) rules.push(...allowed);
  }
  return rules;
}
