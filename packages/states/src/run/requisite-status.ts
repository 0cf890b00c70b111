/**
 * Whether a chunk's requisites let it run.
 */

import type { Dict } from "@salt/core";
import { isTruthy, matchGlob } from "@salt/core";
import type { Low, Requisite } from "./low.js";
import { requisitesOf, tagOf } from "./low.js";
import { settle } from "./parallel.js";
import type { Pass, RunState } from "./run-state.js";
import { requireWhereNotWatched } from "./verify-low.js";

/** `unmet`: a state must run first. `pre`: a trial saw no changes. `change`: something watched has changed. */
export type Status = "met" | "unmet" | "fail" | "pre" | "onfail" | "onchanges" | "change";

/** The chunks that requisites of each kind mean. */
export type Required = ReadonlyMap<string, readonly Low[]>;

/** A status, and by what. */
export interface RequisiteStatus {
  readonly status: Status;
  readonly required: Required;
}

const KINDS = [
  "require",
  "require_any",
  "watch",
  "watch_any",
  "prereq",
  "onfail",
  "onfail_any",
  "onfail_all",
  "onchanges",
  "onchanges_any",
] as const;

const NOTHING: Required = new Map();

/** Weighs the requisites of a chunk; those of `prerequired` only outside of trials. Throws RequisiteFormError. */
export async function requisiteStatus(run: RunState, low: Low, pass: Pass): Promise<RequisiteStatus> {
  await requireWhereNotWatched(low, "watch", "require", run.states);
  await requireWhereNotWatched(low, "watch_any", "require_any", run.states);
  const kinds = isTruthy(low.get("__prereq__")) ? KINDS : [...KINDS, "prerequired"];
  if (![...KINDS, "prerequired"].some((kind) => low.has(kind))) return { status: "met", required: NOTHING };
  const required = findRequired(run, low, pass, kinds);
  if (required === undefined) return { status: "unmet", required: NOTHING };
  const seen = new Set<string>();
  for (const [kind, chunks] of required) {
    const results = kind === "prereq" ? run.pre : pass.running;
    await settle(pass, chunks.map(tagOf));
    for (const word of weighKind(kind, chunks, results)) seen.add(word);
  }
  return { status: overall(seen), required };
}

/** The chunks meant by each kind; undefined when a requisite means none. */
function findRequired(run: RunState, low: Low, pass: Pass, kinds: readonly string[]): Required | undefined {
  const required = new Map<string, readonly Low[]>();
  for (const kind of kinds) {
    if (run.disabledRequisites.includes(kind)) continue;
    const chunks: Low[] = [];
    for (const requisite of requisitesOf(low, kind)) {
      if (requisite.value === null) continue;
      const found = pass.index.find(requisite);
      if (found.length === 0 && !isProcessedSls(run, requisite)) return undefined;
      chunks.push(...found);
    }
    required.set(kind, chunks);
  }
  return required;
}

/** An SLS file without states satisfies those who require it. */
export function isProcessedSls(run: RunState, { key, value }: Requisite): boolean {
  if (key !== "sls" || typeof value !== "string") return false;
  return run.parts.processedSls?.some((sls) => matchGlob(value, sls)) ?? false;
}

function weighKind(
  kind: string,
  chunks: readonly Low[],
  results: ReadonlyMap<string, Dict>,
): ReadonlySet<string> {
  const words = new Set<string>();
  for (const chunk of chunks) {
    const result = results.get(tagOf(chunk));
    const word = result === undefined ? "unmet" : wordFor(kind, result);
    if (word !== undefined) words.add(word);
  }
  forgive(kind, words);
  return words;
}

/** What one result means to a requisite. */
function wordFor(kind: string, result: Dict): string | undefined {
  const outcome = result.get("result");
  const hasChanges = isTruthy(result.get("changes"));
  if (kind.startsWith("onchanges")) return outcome === false || !hasChanges ? "onchanges" : "onchangesmet";
  if (kind.startsWith("onfail")) {
    if (outcome === true) return "onfail";
  } else if (outcome === false) return "fail";
  if (kind.startsWith("watch") && hasChanges) return "change";
  if (kind === "prereq") return outcome === null ? "premet" : "pre";
  if (kind === "prerequired" && outcome !== null) return undefined;
  return isTruthy(result.get("__state_ran__") ?? true) ? "met" : undefined;
}

/** Where one good result is enough, it makes up for the others. */
function forgive(kind: string, words: Set<string>): void {
  if (kind.endsWith("_any") || kind === "onfail") {
    if (words.has("met") || words.has("change")) words.delete("fail");
    if (words.has("onchangesmet")) {
      words.delete("onchanges");
      words.delete("fail");
    }
    if (words.has("met")) words.delete("onfail");
  }
  if (kind.endsWith("_all") && words.has("onfail")) words.delete("met");
}

function overall(seen: ReadonlySet<string>): Status {
  if (seen.has("unmet")) return "unmet";
  if (seen.has("fail")) return "fail";
  if (seen.has("pre")) return seen.has("premet") ? "met" : "pre";
  const isChanged = seen.has("onchangesmet");
  if (seen.has("onfail") && !isChanged) return "onfail";
  if (seen.has("onchanges") && !isChanged) return "onchanges";
  if (seen.has("change")) return "change";
  return seen.has("onfail") ? "onfail" : "met";
}
