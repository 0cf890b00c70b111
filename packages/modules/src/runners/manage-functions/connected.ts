/**
 * Which minions are there. Real Salt looks at the network connections of the master's machine; asking the minions also
 * finds those behind another address, and not those that hang.
 */
import type { MutableDict, Plain, RunnerContext, Value } from "@salt/core";
import { isList } from "@salt/core";
import { pingMinions, usualPatience } from "../asking/ping.js";
import { everyMinion } from "../asking/target.js";

const PATIENT = { timeout: null, gather_job_timeout: null };

/** Ids of minions that answer, sorted; with `showAddress` a map to their addresses. */
export async function connectedMinions(
  context: RunnerContext,
  subset: readonly string[] | undefined,
  showAddress: boolean,
): Promise<Plain> {
  const isWanted = (id: string): boolean => subset === undefined || subset.includes(id);
  if (showAddress) return await addresses(context, isWanted);
  return (await pingMinions(context, everyMinion, PATIENT)).up.filter(isWanted);
}

/** Accepted ids that do not answer, sorted. */
export async function notConnected(
  context: RunnerContext,
  subset: readonly string[] | undefined,
): Promise<readonly string[]> {
  const { up } = await pingMinions(context, everyMinion, PATIENT);
  const { accepted } = await context.keys();
  return accepted.filter((id) => !up.includes(id) && (subset === undefined || subset.includes(id))).sort();
}

async function addresses(context: RunnerContext, isWanted: (id: string) => boolean): Promise<Plain> {
  const found: MutableDict = new Map();
  for await (const answer of context.run(everyMinion, "grains.get", ["ipv4"], usualPatience(context))) {
    if (isWanted(answer.id)) found.set(answer.id, outsideAddress(answer.return));
  }
  return found;
}

function outsideAddress(addresses: Value): Value {
  const list = isList(addresses) ? addresses : [];
  return (
    list.find((address) => typeof address === "string" && !address.startsWith("127.")) ?? list[0] ?? null
  );
}
