/**
 * Limits of the room on a file system.
 */
import type { Value } from "@salt/core";
import { Float, pythonStr } from "@salt/core";

/** How much room is used and how much there is, in percent or kilobytes. */
export interface Room {
  readonly used: number | Float;
  readonly available: number | Float;
}

/** A limit as a number, or what is wrong with it. */
export function limitOf(name: string, value: Value, isAbsolute: boolean): number | string {
  const text =
    typeof value === "string" ? value.replace(isAbsolute ? /^[ KB]+|[ KB]+$/g : /^[ %]+|[ %]+$/g, "") : value;
  const shown = pythonStr(text);
  if (!/^[+-]?\d+(\.\d*)?$/.test(shown) || (typeof value === "string" && shown.includes(".")))
    return `${name} must be an integer `;
  const number = Math.trunc(Number(shown));
  if (!isAbsolute && (number < 0 || number > 100)) return `${name} must be in the range [0, 100] `;
  return number;
}

/** What is wrong with the room; undefined when it is between the limits. */
export function roomFault(
  { used, available }: Room,
  limits: { readonly minimum: number | null; readonly maximum: number | null },
  how: { readonly free: boolean; readonly unit: string },
): string | undefined {
  const shown = how.free ? available : used;
  const value = shown instanceof Float ? shown.value : shown;
  const what = `Disk ${how.free ? "available" : "used"} space is`;
  const at = `at ${pythonStr(shown)} ${how.unit}`;
  if (limits.minimum !== null && value < limits.minimum)
    return `${what} below minimum of ${limits.minimum} ${how.unit} ${at}`;
  if (limits.maximum !== null && value > limits.maximum)
    return `${what} above maximum of ${limits.maximum} ${how.unit} ${at}`;
  return undefined;
}
