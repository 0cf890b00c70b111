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
  /** Whether the master takes it for connected. */
  readonly connected: boolean;
}

/** Why there is no answer. All times are milliseconds since 1970. */
export type MissingReason =
  /** Its key is not accepted. */
  | { readonly kind: "key"; readonly key: Exclude<MinionState["key"], "accepted"> }
  /** Its key is accepted, and nothing has ever come from it. */
  | { readonly kind: "never-connected" }
  /** Nothing has come from it since. `connected`: that was so lately that the master still counts on it. */
  | { readonly kind: "disconnected"; readonly since: number; readonly connected: boolean }
  /** It said at the time `at` that it was at work on the job. */
  | {
      readonly kind: "running";
      readonly pid: number | undefined;
      readonly startedAt: number;
      readonly at: number;
    }
  /** It answers, and says that it is not at work on the job. */
  | { readonly kind: "job-unknown" }
  /** It was at work on the job and is not any more; what it returned has not arrived. */
  | { readonly kind: "return-lost" }
  /** Something has come from it since the job was sent, but neither a return nor a word about the job. */
  | { readonly kind: "silent"; readonly seen: number }
  /** The master cannot tell: it is a real Salt master. */
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
    const connected = get(state, "connected") === true;
    states.set(id, { key, lastSeen: isTime ? Number(seen) * 1000 : undefined, connected });
  }
  return states;
}

/** Puts together what the master says of a minion and what the minion itself said when asked for the job. */
export function missingReason(
  state: MinionState | undefined,
  report: WorkReport | undefined,
  startedAt: number,
): MissingReason {
  if (report?.running) return { kind: "running", pid: report.pid, startedAt, at: report.at };
  if (report !== undefined) return { kind: report.worked ? "return-lost" : "job-unknown" };
  if (state === undefined) return { kind: "unknown" };
  if (state.key !== "accepted") return { kind: "key", key: state.key };
  const { lastSeen, connected } = state;
  if (lastSeen === undefined) return { kind: "never-connected" };
  if (lastSeen >= startedAt) return { kind: "silent", seen: lastSeen };
  return { kind: "disconnected", since: lastSeen, connected };
}
