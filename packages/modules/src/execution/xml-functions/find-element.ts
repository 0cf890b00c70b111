/**
 * Finding an element by a path, in the part of XPath that Python's ElementTree has.
 */
import { SaltInvocationError } from "@salt/core";
import type { XmlElement } from "./xml-text.js";

const STEP = /^(\/\/?)?(\.\.?|\*|[^\s/[\]'"=@]+)((?:\[[^\]]*\])*)/;
const CONDITION = /\[([^\]]*)\]/g;

/** The first element below another that a path leads to. Throws SaltInvocationError for a path that is not read. */
export function findElement(root: XmlElement, path: string): XmlElement | undefined {
  let found: readonly XmlElement[] = [root];
  let rest = path.startsWith("/") && !path.startsWith("//") ? path.slice(1) : path;
  while (rest !== "") {
    const [whole, slashes, name = "", conditions = ""] = STEP.exec(rest) ?? [];
    if (whole === undefined || name === "..")
      throw new SaltInvocationError(`the path ${path} is not read here`);
    rest = rest.slice(whole.length);
    if (name !== ".") found = chosen(found, name, slashes === "//");
    for (const [, condition = ""] of conditions.matchAll(CONDITION))
      found = fitting(found, condition.trim(), path);
  }
  return found[0];
}

/** Groups of brothers stay apart: a number counts among them. */
function chosen(from: readonly XmlElement[], name: string, isDeep: boolean): readonly XmlElement[] {
  const below = from.flatMap((one) => (isDeep ? descendants(one) : one.children));
  return below.filter((one) => name === "*" || one.tag === name);
}

function descendants(one: XmlElement): readonly XmlElement[] {
  return one.children.flatMap((child) => [child, ...descendants(child)]);
}

function fitting(found: readonly XmlElement[], condition: string, path: string): readonly XmlElement[] {
  const [, attribute, wanted] = /^@([^=\s]+)\s*(?:=\s*(?:'([^']*)'|"[^"]*"))?$/.exec(condition) ?? [];
  if (attribute !== undefined) {
    const value = wanted ?? /=\s*"([^"]*)"$/.exec(condition)?.[1];
    return found.filter(({ attributes }) =>
      value === undefined ? attributes.has(attribute) : attributes.get(attribute) === value,
    );
  }
  if (/^[1-9]\d*$/.test(condition)) return found.slice(Number(condition) - 1, Number(condition));
  if (condition === "last()") return found.slice(-1);
  const [, child, , text] = /^([^=\s@()]+)\s*(=\s*['"](.*)['"])?$/.exec(condition) ?? [];
  if (child === undefined) throw new SaltInvocationError(`the path ${path} is not read here`);
  const textOf = (one: XmlElement): string =>
    (one.text ?? "") + one.children.map((each) => textOf(each) + (each.tail ?? "")).join("");
  return found.filter((one) =>
    one.children.some((each) => each.tag === child && (text === undefined || textOf(each) === text)),
  );
}
