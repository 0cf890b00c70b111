/**
 * What a package of Python is asked for by: a name with conditions, or an address.
 */
import type { Condition } from "./version.js";

/** A package that is asked for. */
export interface Requirement {
  /** Its name; undefined when only pip can tell, after it fetched it. */
  readonly name: string | undefined;
  readonly conditions: readonly Condition[];
}

const NAME = /^\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*([\s\S]*)$/;
const CONDITION = /^\s*(===|==|~=|!=|<=|>=|<|>)\s*([^\s,;)]+)\s*$/;

/** Reads one; a text says what is wrong with it. */
export function parseRequirement(text: string): Requirement | string {
  const egg = /[#&]egg=([A-Za-z0-9._-]+)/.exec(text)?.[1];
  if (/^[a-z+]+:\/\//i.test(text) || /^[./~]/.test(text))
    return { name: egg === undefined ? wheelName(text) : plainNameOf(egg), conditions: [] };
  const [, name, rest = ""] = NAME.exec(text) ?? [];
  if (name !== undefined && /^@\s*\S/.test(rest)) return { name: plainNameOf(name), conditions: [] };
  const conditions = conditionsIn(rest.split(";")[0] ?? "");
  if (name !== undefined && conditions !== undefined) return { name: plainNameOf(name), conditions };
  if (text.includes("=") && !text.includes("=="))
    return `Invalid version specification in package ${text}. '=' is not supported, use '==' instead.`;
  return `pip raised an exception while parsing '${text}': Invalid requirement: '${text}'`;
}

/** A name as pip lists it: other characters than letters, digits and full stops are hyphens. */
function plainNameOf(name: string): string {
  return name.replace(/[^A-Za-z0-9.]+/g, "-");
}

function wheelName(text: string): string | undefined {
  const name = /([^/]+?)-[^-/]+(?:-\d[^-/]*)?-[^-/]+-[^-/]+-[^-/]+\.whl$/.exec(text)?.[1];
  return name === undefined ? undefined : plainNameOf(name);
}

function conditionsIn(text: string): readonly Condition[] | undefined {
  const inner = text.trim().replace(/^\(([\s\S]*)\)$/, "$1");
  if (inner.trim() === "") return [];
  const found: Condition[] = [];
  for (const part of inner.split(",")) {
    const [, operator, version] = CONDITION.exec(part) ?? [];
    if (operator === undefined || version === undefined) return undefined;
    found.push({ operator, version });
  }
  return found;
}
