/**
 * The order of package versions.
 */
import type { Dependency } from "./formula.js";

/** Compares versions part by part, numbers as numbers: negative when `a` is older. */
export function compareVersions(a: string, b: string): number {
  const left = a.match(/\d+|[A-Za-z]+|~/g) ?? [];
  const right = b.match(/\d+|[A-Za-z]+|~/g) ?? [];
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const order = comparePart(left[at], right[at]);
    if (order !== 0) return order;
  }
  return 0;
}

function comparePart(a: string | undefined, b: string | undefined): number {
  // A tilde marks something earlier than what it follows: 1.0~rc1 is older than 1.0.
  if ((a === "~") !== (b === "~")) return a === "~" ? -1 : 1;
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1;
  const numbers = [/^\d/.test(a), /^\d/.test(b)];
  if (numbers[0] && numbers[1]) return compareDigits(a, b);
  if (numbers[0] !== numbers[1]) return numbers[0] ? 1 : -1;
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Digits of any length, so that no number is too large. */
function compareDigits(a: string, b: string): number {
  const [left, right] = [a.replace(/^0+(?=\d)/, ""), b.replace(/^0+(?=\d)/, "")];
  if (left.length !== right.length) return left.length - right.length;
  return left === right ? 0 : left < right ? -1 : 1;
}

/** Whether a version is one that a dependency accepts. */
export function satisfies({ operator, version: wanted }: Dependency, version: string): boolean {
  const order = compareVersions(version, wanted);
  switch (operator) {
    case undefined:
      return true;
    case "==":
      return order === 0;
    case "!=":
      return order !== 0;
    case ">=":
      return order >= 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case "<":
      return order < 0;
  }
}
