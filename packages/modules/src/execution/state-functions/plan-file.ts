/**
 * Plans on disk: the low chunks of a run that was tried out, and what the trial said.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Dict, ExecutionContext, Value } from "@salt/core";
import {
  dict,
  getString,
  isDict,
  isJid,
  isList,
  pythonStr,
  SaltInvocationError,
  writeFileAtomic,
} from "@salt/core";
import { exactJson, parseExactJson } from "./exact-json.js";

/** A plan. */
export interface Plan {
  readonly id: string;
  readonly chunks: readonly Dict[];
  /** What each state would have done, by tag. */
  readonly expected: Dict;
  /** What else it depends on, by name. */
  readonly inputs: Dict;
  /** SLS that were read, also those without states. */
  readonly processedSls: readonly string[];
  /** Keywords under which the run was opened: pillar, saltenv, pillarenv. */
  readonly kwargs: ReadonlyMap<string, Value>;
}

/** How many plans are kept; the oldest make room. */
const MAX_PLANS = 20;
const ENDING = ".json";

/** Keeps a plan: only root may read it, for there may be secrets among the arguments of states. */
export function keepPlan(context: ExecutionContext, plan: Plan): void {
  const { id, chunks, expected, inputs, processedSls, kwargs } = plan;
  const dir = planDir(context);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const data = dict({ chunks, expected, inputs, processedSls, kwargs: new Map<Value, Value>(kwargs) });
  writeFileAtomic(join(dir, id + ENDING), exactJson(data), { mode: 0o600 });
  const kept = plansIn(dir);
  for (const old of kept.slice(0, Math.max(kept.length - MAX_PLANS, 0)))
    rmSync(join(dir, old), { force: true });
}

/** The plan of an id. Throws SaltInvocationError when there is none. */
export function readPlan(context: ExecutionContext, id: string): Plan {
  const path = isJid(id) ? join(planDir(context), id + ENDING) : "";
  if (!existsSync(path)) {
    throw new SaltInvocationError(`There is no plan '${id}' on this minion`, {
      hint: "state.plan makes one and answers with its id.",
    });
  }
  const data = parseExactJson(readFileSync(path, "utf8"));
  const part = (key: string): Value => (isDict(data) ? (data.get(key) ?? null) : null);
  const [chunks, expected, kwargs] = [part("chunks"), part("expected"), part("kwargs")];
  const inputs = part("inputs");
  const processed = part("processedSls");
  return {
    id,
    chunks: (isList(chunks) ? chunks : []).filter(isDict),
    processedSls: (isList(processed) ? processed : []).map(pythonStr),
    expected: isDict(expected) ? expected : new Map(),
    inputs: isDict(inputs) ? inputs : new Map(),
    kwargs: new Map([...(isDict(kwargs) ? kwargs : [])].map(([key, value]) => [pythonStr(key), value])),
  };
}

/** Removes a plan that was applied. */
export function forgetPlan(context: ExecutionContext, id: string): void {
  rmSync(join(planDir(context), id + ENDING), { force: true });
}

function planDir({ opts }: ExecutionContext): string {
  return join(getString(opts, "cachedir") ?? "", "state_plans");
}

/** Names of the files, the oldest first: ids are times. */
function plansIn(dir: string): readonly string[] {
  return readdirSync(dir)
    .filter((name) => name.endsWith(ENDING))
    .sort();
}
