/**
 * `manage.versions`: the minions' versions beside the master's.
 */
import type { Dict, JobReturn, MutableDict, RunnerContext, Value } from "@salt/core";
import { SALT_VERSION } from "../../grains/portable/salt-version.js";
import { waiting } from "../asking/ping.js";
import { everyMinion } from "../asking/target.js";

const LABELS = ["Minion requires update", "Up to date", "Minion newer than master"] as const;
const OFFLINE = "Minion offline";

/** Versions by minion, below how they compare to the master's, and the master's own. */
export async function minionVersions(context: RunnerContext): Promise<Dict> {
  const answers: JobReturn[] = [];
  const patience = waiting(context, { timeout: null, gather_job_timeout: null });
  for await (const answer of context.run(everyMinion, "test.version", [], patience)) answers.push(answer);
  const groups = new Map<string, MutableDict>();
  for (const { id, ...answer } of answers.sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const version = answer.retcode === 0 && typeof answer.return === "string" ? answer.return : undefined;
    const label =
      version === undefined ? OFFLINE : (LABELS[compareVersions(version, SALT_VERSION) + 1] ?? OFFLINE);
    const group = groups.get(label) ?? new Map<Value, Value>();
    groups.set(label, group.set(id, version ?? false));
  }
  return new Map<Value, Value>([...groups, ["Master", SALT_VERSION]]);
}

/** -1, 0 or 1: how a version compares to another, number by number. */
export function compareVersions(left: string, right: string): -1 | 0 | 1 {
  const [a, b] = [left, right].map((version) => (version.match(/\d+/g) ?? []).map(Number));
  for (let at = 0; at < Math.max(a?.length ?? 0, b?.length ?? 0); at++) {
    const difference = (a?.[at] ?? 0) - (b?.[at] ?? 0);
    if (difference !== 0) return difference < 0 ? -1 : 1;
  }
  return 0;
}
