/**
 * The means of what `iostat` prints several times.
 */
import type { Dict, MutableDict, Value } from "@salt/core";
import { dict, Float } from "@salt/core";

/** Means by disk, those of the processors below `sys`. Takes the headings of sysstat before 12 and since. */
export function averages(lines: readonly string[]): Dict {
  const headings = new Map<string, readonly string[]>();
  const rows = new Map<string, string[][]>();
  let kind = "";
  for (const line of lines) {
    const [first = "", ...rest] = line.trim().split(/\s+/);
    const heading = first.replace(/:$/, "");
    if (heading === "avg-cpu" || heading === "Device") {
      kind = heading;
      if (!headings.has(kind)) headings.set(kind, rest);
    } else if (first === "" && kind !== "avg-cpu") kind = "";
    else if (kind === "avg-cpu" && first !== "")
      rows.set("sys", [...(rows.get("sys") ?? []), [first, ...rest]]);
    else if (kind === "Device" && first !== "") rows.set(first, [...(rows.get(first) ?? []), rest]);
    if (first !== "" && heading !== "avg-cpu" && kind === "avg-cpu") kind = "";
  }
  const means: MutableDict = new Map<Value, Value>();
  for (const [name, looks] of rows)
    means.set(name, meansOf(headings.get(name === "sys" ? "avg-cpu" : "Device") ?? [], looks));
  return means;
}

function meansOf(columns: readonly string[], looks: readonly (readonly string[])[]): Dict {
  const pairs = columns.map((column, at) => [column, mean(looks.map((look) => Number(look[at])))] as const);
  return dict(Object.fromEntries(pairs));
}

/** To two digits; the even one of two that are as near, as Python's decimals have it. */
function mean(values: readonly number[]): Float {
  const cents = values.reduce((sum, value) => sum + Math.round(value * 100), 0);
  const whole = Math.floor(cents / values.length);
  const twice = (cents - whole * values.length) * 2;
  const up = twice > values.length || (twice === values.length && whole % 2 !== 0) ? 1 : 0;
  return new Float((whole + up) / 100);
}
