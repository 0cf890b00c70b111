/**
 * Log levels as Python counts them.
 */
import type { Dict } from "@salt/core";
import { getString } from "@salt/core";

const NUMBERS: ReadonlyMap<string, number> = new Map([
  ["all", 0],
  ["garbage", 1],
  ["trace", 5],
  ["debug", 10],
  ["profile", 15],
  ["info", 20],
  ["warning", 30],
  ["error", 40],
  ["critical", 50],
  ["quiet", 1000],
]);
const WARNING = 30;

/** The lowest level that some log of this program takes: nothing below it need be sent. */
export function pythonLevel(opts: Dict): number {
  const levels = ["log_level", "log_level_logfile"].map((option) => {
    const name = getString(opts, option)?.toLowerCase();
    return name === undefined ? undefined : NUMBERS.get(name);
  });
  return Math.min(...levels.map((level) => level ?? WARNING));
}
