/**
 * Rules that allow runner and wheel functions: `@runner`, `@wheel`, and `@` with the name of a module.
 */
import type { Value } from "@salt/core";
import { isDict } from "@salt/core";
import type { Authority } from "./publisher-acl.js";
import type { Call } from "./rules.js";
import { callOf, functionsAllow } from "./rules.js";

/** What somebody wants to run beside the master. */
export interface ClientCall {
  readonly client: "runner" | "wheel";
  readonly fun: string;
  /** Arguments as a job has them. */
  readonly args: readonly Value[];
}

/**
 * Whether an authority covers a function. A rule is `@runner` (or `@runners`), `@wheel`, or `@` and a module, each by
 * itself for all functions, or with patterns of functions, which may be bound to arguments: of whole names after
 * `@runner`, of names within the module after its name.
 */
export function clientMay(authority: Authority, { client, fun, args }: ClientCall): boolean {
  if (authority.kind === "everything") return true;
  const [module = "", name = "", ...more] = fun.split(".");
  if (module === "" || name === "" || more.length > 0) return false;
  const whole = callOf(fun, args);
  const within = { ...whole, fun: name };
  const calls = new Map([
    [`@${module}`, within],
    [`@${client}`, whole],
    [`@${client}s`, whole],
  ]);
  return authority.rules.some((rule) => ruleAllows(rule, calls));
}

function ruleAllows(rule: Value, calls: ReadonlyMap<string, Call>): boolean {
  if (typeof rule === "string") return calls.has(rule);
  if (!isDict(rule) || rule.size !== 1) return false;
  return [...rule].some(([word, functions]) => {
    const call = typeof word === "string" ? calls.get(word) : undefined;
    return call !== undefined && functionsAllow(functions, call);
  });
}
