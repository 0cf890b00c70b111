/**
 * Rules of iptables: that they are in a chain, or not.
 */
import type { Dict, ExecutionContext, MutableDict, StateAnswer, Value } from "@salt/core";
import { isDict, isList, isTrial, isTruthy, needed, pythonStr, stateFn, toValue } from "@salt/core";
import { answer, changed, failed, pending, unchanged } from "../answer/answer.js";
import { chainOf, family, ruleArguments, saveAfter, saveChanged, table } from "./rule-arguments.js";

/** What is asked for of one rule. */
interface RuleRequest {
  readonly name: string;
  readonly table: string | null;
  readonly family: string | null;
  /** The parts of the rule, with its name and table. */
  readonly parts: Dict;
}

/** A rule as text, and the command that would add or remove it. */
interface WrittenRule {
  readonly rule: Value;
  readonly command: string;
}

type RuleWork = (request: RuleRequest, context: ExecutionContext) => Promise<StateAnswer>;

const params = { name: needed.str("A name for the rule."), table, family };

export const append = stateFn({
  doc: "Makes a rule be in a chain, at its end when it is not there yet; its parts are named as iptables' long options.",
  params,
  varkw: "kwargs",
  run: (args, context, { kwargs }) => oneOrAll(appended, args, ruleArguments(kwargs), context),
});

export const insert = stateFn({
  doc: "Makes a rule be in a chain, at `position` when it is not there yet; its parts are named as iptables' long options.",
  params,
  varkw: "kwargs",
  run: (args, context, { kwargs }) => oneOrAll(inserted, args, ruleArguments(kwargs), context),
});

const deleteRule = stateFn({
  doc: "Makes a rule not be in a chain; its parts are named as iptables' long options.",
  params,
  varkw: "kwargs",
  run: (args, context, { kwargs }) => oneOrAll(deleted, args, ruleArguments(kwargs), context),
});

export { deleteRule as delete };

const appended: RuleWork = async (request, context) => {
  const { name, family: addresses, parts } = request;
  const { rule, command } = await written(request, "A", context);
  if (await isThere(request, rule, context)) {
    const comment = `iptables rule for ${name} already set (${command}) for ${addresses}`;
    return await keptAndSaved(request, command, comment, context);
  }
  if (isTrial(context))
    return pending(name, `iptables rule for ${name} needs to be set (${command}) for ${addresses}`);
  const where = [request.table, chainOf(parts), rule, addresses];
  if (isTruthy(await context.call("iptables.append", where))) return await set(request, command, context);
  const comment = `Failed to set iptables rule for ${name}.\nAttempted rule was ${command} for ${addresses}`;
  return failed(name, comment);
};

const inserted: RuleWork = async (request, context) => {
  const { name, family: addresses, parts } = request;
  const { rule, command } = await written(request, "I", context);
  if (await isThere(request, rule, context)) {
    const comment = `iptables rule for ${name} already set for ${addresses} (${command})`;
    return await keptAndSaved(request, command, comment, context);
  }
  if (isTrial(context))
    return pending(name, `iptables rule for ${name} needs to be set for ${addresses} (${command})`);
  const where = [request.table, chainOf(parts), chainOf(parts, "position"), rule, addresses];
  const fault = await context.call("iptables.insert", where);
  if (!isTruthy(fault)) return await set(request, command, context);
  return failed(name, `Failed to set iptables rule for ${name}.\nAttempted rule was ${command}`);
};

const deleted: RuleWork = async (request, context) => {
  const { name, family: addresses, parts } = request;
  const { rule, command } = await written(request, "D", context);
  const position = parts.get("position");
  if (!(await isThere(request, rule, context)) && position === undefined)
    return unchanged(name, `iptables rule for ${name} already absent for ${addresses} (${command})`);
  if (isTrial(context))
    return pending(name, `iptables rule for ${name} needs to be deleted for ${addresses} (${command})`);
  const which = position === undefined ? { rule } : { position };
  const options = { family: addresses, ...which };
  const fault = await context.call("iptables.delete", [request.table, chainOf(parts)], options);
  if (isTruthy(fault))
    return failed(name, `Failed to delete iptables rule for ${name}.\nAttempted rule was ${command}`);
  const said = await saveAfter(parts, addresses, context);
  const comment =
    said === undefined
      ? `Delete iptables rule for ${name} ${command}`
      : `Deleted and saved iptables rule ${name} for ${addresses}\n${command}\n${said}`;
  return changed(name, comment, { locale: name });
};

async function written(
  request: RuleRequest,
  command: string,
  context: ExecutionContext,
): Promise<WrittenRule> {
  const parts = Object.fromEntries([...request.parts].map(([key, value]) => [pythonStr(key), value]));
  const rule = await context.call("iptables.build_rule", [], { family: request.family, ...parts });
  const options = { full: true, family: request.family, command, ...parts };
  return { rule, command: pythonStr(await context.call("iptables.build_rule", [], options)).trim() };
}

async function isThere(request: RuleRequest, rule: Value, context: ExecutionContext): Promise<boolean> {
  const where = [request.table, chainOf(request.parts), rule, request.family];
  return (await context.call("iptables.check", where)) === true;
}

/** The rule was there; the file of rules may be behind. */
async function keptAndSaved(
  { name, family: addresses, parts }: RuleRequest,
  command: string,
  comment: string,
  context: ExecutionContext,
): Promise<StateAnswer> {
  const said = await saveChanged(parts, addresses, context);
  const more =
    said === undefined ? "" : `\nSaved iptables rule ${name} for ${addresses}\n${command}\n${said}`;
  return unchanged(name, comment + more);
}

async function set(
  { name, family: addresses, parts }: RuleRequest,
  command: string,
  context: ExecutionContext,
): Promise<StateAnswer> {
  const said = await saveAfter(parts, addresses, context);
  const comment =
    said === undefined
      ? `Set iptables rule for ${name} to: ${command} for ${addresses}`
      : `Set and saved iptables rule ${name} for ${addresses}\n${command}\n${said}`;
  return changed(name, comment, { locale: name });
}

/** One rule, or all those that were gathered for one chunk; then the rules are saved once. */
async function oneOrAll(
  work: RuleWork,
  args: { readonly name: string; readonly table: string | null; readonly family: string | null },
  kwargs: MutableDict,
  context: ExecutionContext,
): Promise<StateAnswer> {
  const rules = kwargs.get("rules");
  if (!isList(rules)) return await work(requestOf(args, kwargs), context);
  const [done, comments]: [Value[], string[]] = [[], []];
  let result: boolean | null = null;
  let save: Value = null;
  for (const rule of rules.filter(isDict)) {
    const parts = ruleArguments(rule);
    if (isTruthy(parts.get("save"))) save = parts.get("save") ?? null;
    for (const key of ["rules", "save"]) parts.delete(key);
    const one = {
      name: pythonStr(parts.get("name") ?? args.name),
      table: pythonStr(parts.get("table") ?? "filter"),
      family: pythonStr(parts.get("family") ?? "ipv4"),
    };
    const told = await work(requestOf(one, parts), context);
    if (isTruthy(toValue(told.changes))) done.push(one.name);
    comments.push(String(told.comment));
    result = told.result;
  }
  await saveAfter(new Map([["save", save]]), args.family, context);
  return answer(args.name, result, comments.join("\n"), done.length > 0 ? { locale: done } : {});
}

function requestOf(
  args: { readonly name: string; readonly table: string | null; readonly family: string | null },
  given: MutableDict,
): RuleRequest {
  const parts = new Map<Value, Value>([...given, ["name", args.name], ["table", args.table]]);
  parts.delete("family");
  return { ...args, parts };
}
