/**
 * External sources of the pillar: the list `ext_pillar`.
 */
import type { Dict, ExecutionContext, ExecutionFunction, Logger, MergeRules, Value } from "@salt/core";
import {
  callDirectly,
  FunctionNotAvailableError,
  getList,
  isDict,
  isList,
  isTruthy,
  mergeByStrategy,
  pythonStr,
} from "@salt/core";
import { firstLine } from "./top.js";

/** What external sources are called with. */
export interface ExtPillarParts {
  readonly id: string;
  readonly opts: Dict;
  readonly context: ExecutionContext;
  readonly rules: MergeRules;
  readonly override: Dict | undefined;
  readonly extraMinionData: Dict | undefined;
  readonly errors: string[];
  readonly log: Logger;
}

const MALFORMED = 'The "ext_pillar" option is malformed';

/** The pillar with what all external sources give. A source that fails is an error of its own; the others count. */
export async function withExtPillars(pillar: Dict, parts: ExtPillarParts): Promise<Dict> {
  const option = parts.opts.get("ext_pillar");
  if (option === undefined || option === null) return pillar;
  if (!isList(option)) {
    parts.errors.push(MALFORMED);
    return pillar;
  }
  let merged = isTruthy(parts.override)
    ? mergeByStrategy(pillar, parts.override ?? new Map(), parts.rules)
    : pillar;
  const excluded = getList(parts.opts, "exclude_ext_pillar") ?? [];
  for (const run of option) {
    if (!isDict(run)) {
      parts.errors.push(MALFORMED);
      return new Map();
    }
    const [first] = run.keys();
    if (first === undefined || excluded.includes(first)) continue;
    merged = await withRun(merged, run, parts);
  }
  return merged;
}

/** One item of the list: of several sources in one item, what the last of them gives counts, as in Salt. */
async function withRun(pillar: Dict, run: Dict, parts: ExtPillarParts): Promise<Dict> {
  let given: Value = null;
  for (const [name, config] of run) {
    const found = await ask(pythonStr(name), config, pillar, parts);
    if (found !== undefined) given = found;
  }
  return isDict(given) && given.size > 0 ? mergeByStrategy(pillar, given, parts.rules) : pillar;
}

/** What one source gives; undefined when it failed or is not there. */
async function ask(
  name: string,
  config: Value,
  pillar: Dict,
  parts: ExtPillarParts,
): Promise<Value | undefined> {
  const { context, errors, log } = parts;
  try {
    const fn = await context.ofKind("pillar").find(`${name}.ext_pillar`);
    return await callSource(`${name}.ext_pillar`, fn, config, pillar, parts);
  } catch (error) {
    context.signal.throwIfAborted();
    if (error instanceof FunctionNotAvailableError) {
      log.fatal({ source: name, reason: error.hint }, "An external pillar is unavailable");
      return undefined;
    }
    errors.push(
      `Failed to load ext_pillar ${name}: ${error instanceof Error ? error.message : String(error)}`,
    );
    log.error({ source: name, reason: firstLine(error) }, "An external pillar failed");
    return undefined;
  }
}

async function callSource(
  name: string,
  fn: ExecutionFunction,
  config: Value,
  pillar: Dict,
  { id, context, extraMinionData }: ExtPillarParts,
): Promise<Value> {
  const positional: readonly Value[] = isDict(config) ? [] : isList(config) ? config : [config];
  const named = isDict(config) ? [...config].map(([key, value]) => [pythonStr(key), value] as const) : [];
  const keywords = new Map<string, Value>(named);
  const takesData = Object.hasOwn(fn.params, "extra_minion_data");
  if (takesData && isTruthy(extraMinionData)) keywords.set("extra_minion_data", extraMinionData ?? null);
  return await callDirectly(name, fn, [id, pillar, ...positional], keywords, context);
}
