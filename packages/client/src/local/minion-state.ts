/**
 * Why a minion did not answer, as far as the master can tell.
 */
import type { Value } from "@salt/core";
import { get, getString, isDict, isFloat, isInt } from "@salt/core";
import type { WorkReport } from "./collection.js";

/** What the master knows of a minion. */
export interface MinionState {
  /** Where its key lies: accepted, pending, rejected, denied, or unknown when there is none. */
  readonly key: "accepted" | "pending" | "rejected" | "denied" | "unknown";
  /** When it last sent something, in milliseconds since 1970; undefined when it never did. */
  readonly lastSeen: number | undefined;
}

/** Why there is no answer. `unknown` comes from masters that cannot tell. */
export type MissingReason =
  | { readonly kind: "key"; readonly key: Exclude<MinionState["key"], "accepted"> }
  | { readonly kind: "never-seen" }
  | { readonly kind: "last-seen"; readonly at: number }
  | { readonly kind: "running"; readonly pid: number | undefined }
  | { readonly kind: "return-lost" }
  | { readonly kind: "unknown" };

/** The local command that asks a master of this kind for the state of minions; others do not know it. */
export const MINION_STATE_COMMAND = "_salt_ts_minion_state";

const KEY_STATES = ["accepted", "pending", "rejected", "denied", "unknown"] as const;

/** Reads the reply to that command: states by id; empty when the master does not know the command. */
export function readMinionStates(reply: Value): ReadonlyMap<string, MinionState> {
  const states = new Map<string, MinionState>();
  if (!isDict(reply)) return states;
  for (const [id, state] of reply) {
    const key = KEY_STATES.find((name) => name === getString(state, "state"));
    if (typeof id !== "string" || key === undefined) continue;
    const seen = get(state, "last_seen");
    const isTime = isInt(seen) || isFloat(seen);
    states.set(id, { key, lastSeen: isTime ? Number(seen) * 1000 : undefined });
  }
  return states;
}

/** Puts together what the master says of a minion and what the minion itself said when asked for the job. */
export function missingReason(
  state: MinionState | undefined,
  report: WorkReport | undefined,
  startedAt: number,
): MissingReason {
  if (report?.running) return { kind: "running", pid: report.pid };
  if (report !== undefined) return { kind: "return-lost" };
  if (state === undefined) return { kind: "unknown" };
  if (state.key !== "accepted") return { kind: "key", key: state.key };
  if (state.lastSeen === undefined) return { kind: "never-seen" };
  return state.lastSeen > startedAt ? { kind: "return-lost" } : { kind: "last-seen", at: state.lastSeen };
}
