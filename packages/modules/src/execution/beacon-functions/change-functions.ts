/**
 * Functions that add, change and delete beacons.
 */
import type { Dict, ExecutionContext, Value } from "@salt/core";
import {
  dict,
  fn,
  getDict,
  getString,
  includes,
  isDict,
  isEqual,
  isList,
  isTruthy,
  needed,
  pythonStr,
} from "@salt/core";
import { unifiedDiff } from "../../text/unified-diff.js";
import type { Keywords } from "./ask-beacons.js";
import { ask, available, configured, faultOf, isTest, moduleOf, told, unanswered } from "./ask-beacons.js";

const name = needed.str("The beacon's name.");
const beacon_data = needed.any("Its configuration, a list of maps.");

export const changeFunctions = {
  add: fn({
    doc: "Lets a beacon look from now on, until the minion ends or `beacons.save` keeps it.",
    examples: [
      "salt '*' beacons.add ps \"[{'processes': {'salt-master': 'stopped', 'apache2': 'stopped'}}]\"",
    ],
    params: { name, beacon_data },
    varkw: "kwargs",
    run: ({ name, beacon_data }, context, { kwargs }) => add(name, beacon_data, context, kwargs),
  }),
  modify: fn({
    doc: "Gives a beacon another configuration.",
    examples: ["salt '*' beacons.modify ps \"[{'processes': {'apache2': 'running'}}]\""],
    params: { name, beacon_data },
    varkw: "kwargs",
    run: ({ name, beacon_data }, context, { kwargs }) => modify(name, beacon_data, context, kwargs),
  }),
  delete: fn({
    doc: "Takes a beacon away.",
    examples: ["salt '*' beacons.delete ps"],
    params: { name },
    varkw: "kwargs",
    run: async ({ name }, context, { kwargs }) => {
      if (isTest(kwargs)) return told(`Beacon: ${name} would be deleted.`, true);
      const answer = await ask(context, { func: "delete", name });
      if (answer === undefined) return unanswered("beacon delete complete");
      if (!isDone(answer)) return refusal(answer);
      const isGone = !(getDict(answer, "beacons") ?? new Map()).has(name);
      return isGone
        ? told(`Deleted beacon: ${name}.`, true)
        : told(`Failed to delete beacon ${name}.`, false);
    },
  }),
};

async function add(name: string, config: Value, context: ExecutionContext, kwargs: Keywords): Promise<Dict> {
  const known = await configured(context, kwargs);
  if (known === undefined) return unanswered("beacon list complete");
  if (known.has(name)) return told(`Beacon ${name} is already configured.`, true);
  const module = moduleOf(name, config);
  if (!((await available(context)) ?? []).includes(module)) {
    return told(`Beacon "${module}" is not available.`, false);
  }
  if (isTest(kwargs)) return told(`Beacon: ${name} would be added.`, true);
  const fault = await faultOf(context, name, config);
  if (fault !== undefined) {
    return told(`Beacon ${name} configuration invalid, not adding.\n${pythonStr(fault)}`, false);
  }
  const answer = await ask(context, { func: "add", name, beacon_data: config });
  if (answer === undefined) return unanswered("beacon add complete");
  if (!isDone(answer)) return refusal(answer);
  const now = getDict(answer, "beacons")?.get(name);
  const isThere = isList(now) && isList(config) && config.every((item) => includes(now, item));
  return isThere ? told(`Added beacon: ${name}.`, true) : told(`Failed to add beacon ${name}.`, false);
}

async function modify(
  name: string,
  config: Value,
  context: ExecutionContext,
  kwargs: Keywords,
): Promise<Dict> {
  const current = (await configured(context, kwargs))?.get(name);
  if (current === undefined) return told(`Beacon ${name} is not configured.`, true);
  if (isTest(kwargs)) return told(`Beacon: ${name} would be modified.`, true);
  const fault = await faultOf(context, name, config);
  if (fault !== undefined) {
    return told(`Beacon ${name} configuration invalid, not modifying.\n${pythonStr(fault)}`, false);
  }
  if (isEqual(config, current)) return told(`Job ${name} in correct state`, true);
  const changes = dict({ diff: unifiedDiff(lines(current), lines(config)) });
  const answer = await ask(context, { func: "modify", name, beacon_data: config });
  if (answer === undefined) return new Map([...unanswered("beacon modify complete"), ["changes", changes]]);
  if (!isDone(answer)) return new Map([...refusal(answer), ["changes", changes]]);
  const isThere = isEqual(getDict(answer, "beacons")?.get(name) ?? null, config);
  return dict({ comment: isThere ? `Modified beacon: ${name}.` : "", result: true, changes });
}

/** A configuration as lines for a diff. */
function lines(config: Value): readonly string[] {
  const items = isList(config) ? config.filter(isDict) : [];
  return items.flatMap((item) => [...item].map(([key, value]) => `${pythonStr(key)}:${pythonStr(value)}\n`));
}

function isDone(answer: Dict): boolean {
  return isTruthy(answer.get("complete") ?? null);
}

function refusal(answer: Dict): Dict {
  return told(getString(answer, "comment") ?? "", false);
}
