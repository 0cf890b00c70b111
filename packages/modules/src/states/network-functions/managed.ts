/**
 * network.managed: an interface, its files, and whether it is up.
 */

import { readFileSync } from "node:fs";
import type { ExecutionContext, MutableDict, Value } from "@salt/core";
import {
  get,
  isDict,
  isList,
  isTrial,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  SaltInvocationError,
  stateFn,
} from "@salt/core";
import { findProgram } from "../../execution/cmd/programs.js";
import { isFile } from "../../execution/file-functions/paths.js";
import { givenKeywords } from "../../values/keywords.js";
import { answer } from "../answer/answer.js";
import { compare, orAttributeFailure } from "./difference.js";

interface Managed {
  readonly name: string;
  readonly type: string;
  readonly enabled: boolean;
  readonly settings: MutableDict;
}

export const managed = stateFn({
  doc: "Makes an interface be described in the files of the system, and be up or down; arguments are those of ip.build_interface.",
  params: {
    name: needed.str("The interface."),
    enabled: maybe.bool(true, "Whether it is up, and comes up when the machine starts."),
    type: maybe.str("eth", "`eth`, `bond`, `bridge`, `slave`, `vlan`, `pppoe` or `source`."),
  },
  varkw: "settings",
  run: async (args, context, { kwargs }) => {
    const { name, enabled } = args;
    const settings = givenKeywords(kwargs);
    if (!settings.has("test")) settings.set("test", isTrial(context));
    const warnings = cardAddress(settings);
    const request = { name, type: pythonStr(args.type), enabled, settings };
    const told = await orAttributeFailure(name, () => manage(request, context));
    return warnings.length === 0 ? told : { ...told, warnings };
  },
});

async function manage(request: Managed, context: ExecutionContext) {
  const { name, type, settings, enabled } = request;
  const isTest = isTruthy(settings.get("test"));
  const changes: MutableDict = new Map<Value, Value>();
  let [result, comment]: [boolean | null, string] = [true, `Interface ${name} is up to date.`];
  const tell = (old: Value, now: Value, kind: "Interface" | "Bond interface"): void => {
    const outcome = compare(old, now);
    const what = `${kind} ${name}`;
    if (outcome.kind === "same") return;
    if (isTest) result = null;
    if (outcome.kind === "added") comment = isTest ? `${what} is set to be added.` : `${what} added.`;
    else comment = isTest ? `${what} is set to be updated:\n${outcome.diff}` : `${what} updated.`;
    if (isTest) return;
    const key = kind === "Interface" ? "interface" : "bond";
    const added = kind === "Interface" ? "Added network interface." : `Added bond ${name}.`;
    changes.set(key, outcome.kind === "added" ? added : outcome.diff);
  };
  const options = Object.fromEntries([...settings].map(([key, value]) => [pythonStr(key), value]));
  const old = await context.call("ip.get_interface", [name]);
  tell(old, await context.call("ip.build_interface", [name, type, enabled], options), "Interface");
  if (type === "source") return answer(name, result, comment, changes);
  if (type === "bond" && (await context.functions.has("ip.get_bond"))) {
    const bond = await context.call("ip.get_bond", [name]);
    tell(bond, await context.call("ip.build_bond", [name], options), "Bond interface");
  }
  if (isTest) return answer(name, result, comment, changes);
  const isUp = await isInterfaceUp(name, context);
  if (!settings.has("noifupdown")) {
    await switchInterface(request, isUp, changes, context);
    if (type === "bond") await enslave(name, settings.get("slaves"), changes, context);
  }
  if (!(enabled && isUp)) await context.call("saltutil.refresh_grains");
  return answer(name, result, comment, changes);
}

/** `addr` is taken for `hwaddr`, with a warning, as in Salt. */
function cardAddress(settings: MutableDict): readonly string[] {
  const address = settings.get("addr");
  if (address === undefined) return [];
  settings.delete("addr");
  const isKept = !settings.has("hwaddr");
  if (isKept) settings.set("hwaddr", address);
  const instead = isKept
    ? "its value has been assigned to 'hwaddr' instead."
    : "it has been ignored in favor of 'hwaddr'.";
  return [`'addr' is not a valid argument name, ${instead} Update your SLS file to get rid of this warning.`];
}

async function isInterfaceUp(name: string, context: ExecutionContext): Promise<boolean> {
  const interfaces = await context.call("network.interfaces");
  const own = get(interfaces, name);
  if (own !== undefined) return isTruthy(get(own, "up"));
  const hasLabel = (list: Value | undefined): boolean =>
    isList(list) && list.some((one) => get(one, "label") === name);
  const all = isDict(interfaces) ? [...interfaces.values()] : [];
  return all.some((one) => hasLabel(get(one, "secondary")) || hasLabel(get(one, "inet")));
}

async function switchInterface(
  { name, type, enabled }: Managed,
  isUp: boolean,
  changes: MutableDict,
  context: ExecutionContext,
): Promise<void> {
  if (enabled && isUp && changes.size > 0) {
    await context.call("ip.down", [name, type]);
    await context.call("ip.up", [name, type]);
    changes.set("status", `Interface ${name} restart to validate`);
  } else if (enabled && !isUp) {
    await context.call("ip.up", [name, type]);
    changes.set("status", `Interface ${name} is up`);
  } else if (!enabled && isUp) {
    await context.call("ip.down", [name, type]);
    changes.set("status", `Interface ${name} down`);
  }
}

/** ifenslave has no word that ends its options, and the name is part of a path. Throws SaltInvocationError. */
function refuseOddCard(name: string): void {
  if (/^([^\s/\0-][^\s/\0]*)?$/.test(name) && name !== "..") return;
  throw new SaltInvocationError(`${JSON.stringify(name)} cannot be the name of a network card`);
}

/** Puts the cards of a bond into it that are not in it yet. */
async function enslave(
  name: string,
  slaves: Value | undefined,
  changes: MutableDict,
  context: ExecutionContext,
): Promise<void> {
  if (slaves === undefined || !isTruthy(slaves)) return;
  const wanted = isList(slaves) ? slaves.map(pythonStr) : pythonStr(slaves).split(/\s+/);
  for (const one of [name, ...wanted]) refuseOddCard(one);
  const file = `/sys/class/net/${name}/bonding/slaves`;
  const present = isFile(file) ? readFileSync(file, "utf8").split(/\s+/) : [];
  const missing = wanted.filter((one) => one !== "" && !present.includes(one));
  if (missing.length === 0) return;
  const program = findProgram("ifenslave");
  if (program === undefined) context.log.error({}, "Command 'ifenslave' not found");
  else await context.call("cmd.run", [[program, name, ...missing]], { python_shell: false });
  changes.set("enslave", `Added slaves '${missing.join(" ")}' to master '${name}'`);
}
