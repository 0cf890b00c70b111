/**
 * Jobs and returns as all daemons see them.
 */
import type { Dict, Value } from "../base/value.js";

/** How a target expression is to be read; the words of the wire. */
export const TARGET_TYPES = [
  "glob",
  "pcre",
  "list",
  "grain",
  "grain_pcre",
  "pillar",
  "pillar_pcre",
  "pillar_exact",
  "ipcidr",
  "range",
  "nodegroup",
  "compound",
  "compound_pillar_exact",
  "data",
] as const;

/** A target type of the wire. */
export type TargetType = (typeof TARGET_TYPES)[number];

/** Whom a job is for. */
export interface Target {
  readonly tgt: string | readonly string[];
  readonly tgtType: TargetType;
  /** Between keys of grain and pillar targets. */
  readonly delimiter: string;
}

/** A job as a minion receives it: the publish map, read. */
export interface Job {
  readonly jid: string;
  /** Several functions make a compound command; then `arg` has a list of arguments for each. */
  readonly fun: string | readonly string[];
  readonly arg: readonly Value[];
  readonly target: Target;
  readonly user: string;
  /** Returners that the minion calls itself, comma-joined. */
  readonly ret: string;
  readonly metadata: Value | undefined;
  /** The whole publish map as it came. */
  readonly load: Dict;
}

/** What a minion answers to a job. */
export interface JobReturn {
  readonly jid: string;
  readonly id: string;
  readonly fun: string | readonly string[];
  readonly funArgs: readonly Value[];
  readonly return: Value;
  /** A number; a dict or list of them for a compound command. */
  readonly retcode: Value;
  readonly success: Value;
  /** Outputter that suits the return. */
  readonly out: string | undefined;
  readonly user: string | undefined;
  readonly metadata: Value | undefined;
}
