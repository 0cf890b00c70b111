/**
 * Rows of `publisher_acl` that allow runner and wheel functions: `@runner` and `@wheel`, as external authentication
 * writes them.
 */
import type { Value } from "@salt/core";
import { isDict, isList } from "@salt/core";
import { compileWhole } from "./expression.js";
import type { Authority } from "./publisher-acl.js";

/** Whether an authority covers a function. Without a row for its kind, an account runs none. */
export function clientMay(authority: Authority, client: "runner" | "wheel", fun: string): boolean {
  if (authority.kind === "everything") return true;
  return authority.rules.some((rule) => ruleAllows(rule, client, fun));
}

function ruleAllows(rule: Value, client: string, fun: string): boolean {
  const words = [`@${client}`, `@${client}s`];
  if (typeof rule === "string") return words.includes(rule);
  if (!isDict(rule)) return false;
  return [...rule].some(([word, functions]) => {
    if (typeof word !== "string" || !words.includes(word)) return false;
    const names = isList(functions) ? functions : [functions];
    return names.some((name) => typeof name === "string" && compileWhole(name)(fun));
  });
}
