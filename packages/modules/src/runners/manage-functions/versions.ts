/**
 * `manage.versions`: the minions' versions beside the master's.
 */
import type { Dict, JobReturn, MutableDict, RunnerContext, RunOptions, Value } from "@salt/core";
import { SALT_LEVEL, SALT_VERSION } from "../../grains/portable/salt-version.js";
import { usualPatience } from "../asking/ping.js";
import { everyMinion } from "../asking/target.js";

const LABELS = ["Minion requires update", "Up to date", "Minion newer than master"] as const;
const OFFLINE = "Minion offline";

/**
 * Versions by minion, below how they compare to the master's, and the master's own. Minions of this program report its
 * version, those of real Salt the release they are, which is compared to the release that this program behaves like.
 */
export async function minionVersions(context: RunnerContext): Promise<Dict> {
  const answers = new Map<string, JobReturn | undefined>();
  const onSent: RunOptions["onSent"] = ({ minions }) => {
    for (const id of minions) answers.set(id, undefined);
  };
  const patience = { ...usualPatience(context), onSent };
  for await (const answer of context.run(everyMinion, "test.version", [], patience))
    answers.set(answer.id, answer);
  const groups = new Map<string, MutableDict>();
  for (const [id, answer] of [...answers].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const version = answer?.retcode === 0 && typeof answer.return === "string" ? answer.return : undefined;
    const label = labelOf(version);
    const group = groups.get(label) ?? new Map<Value, Value>();
    groups.set(label, group.set(id, version ?? false));
  }
  return new Map<Value, Value>([...groups, ["Master", SALT_VERSION]]);
}

/** Releases of Salt count in thousands; smaller numbers are versions of this program. */
const FIRST_SALT = 1000;

function labelOf(version: string | undefined): string {
  if (version === undefined) return OFFLINE;
  const isSalt = Number.parseInt(version, 10) >= FIRST_SALT;
  return LABELS[compareVersions(version, isSalt ? SALT_LEVEL.join(".") : SALT_VERSION) + 1] ?? OFFLINE;
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
