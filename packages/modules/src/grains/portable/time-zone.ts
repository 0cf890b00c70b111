/**
 * The short name of the time zone in force, such as `CET`, from the rule at the end of its zoneinfo table.
 */
import type { Machine } from "./machine.js";

const NAME = "(?:<([^>]+)>|([A-Za-z]+))";
const RULE = new RegExp(`^${NAME}([-+]?)(\\d+)(?::(\\d+))?(?::\\d+)?${NAME}?`);

/**
 * The name that a rule such as `CET-1CEST,M3.5.0,M10.5.0/3` gives to a time. `offset` is what the clock then differs
 * from UTC, in minutes to the east; rules count to the west.
 */
export function zoneName(rule: string, offset: number): string | undefined {
  const parts = RULE.exec(rule);
  if (parts === null) return undefined;
  const [, quoted, plain, sign, hours = "0", minutes = "0", quotedSummer, plainSummer] = parts;
  const standard = (Number(hours) * 60 + Number(minutes)) * (sign === "-" ? 1 : -1);
  const summer = quotedSummer ?? plainSummer;
  return summer === undefined || standard === offset ? (quoted ?? plain) : summer;
}

/** The last line of a zoneinfo table. */
function ruleOf(table: string | undefined): string | undefined {
  return table?.startsWith("TZif") ? table.trimEnd().split("\n").at(-1) : undefined;
}

/** The grain `locale_info:timezone` at a time; `UTC` where the machine has no table. */
export function timeZone(machine: Machine, now: Date): string {
  const name = machine.env.TZ?.replace(/^:/, "");
  const path = name ? (name.startsWith("/") ? name : `/usr/share/zoneinfo/${name}`) : "/etc/localtime";
  const rule = ruleOf(machine.text(path)) ?? name ?? "";
  return zoneName(rule, -now.getTimezoneOffset()) ?? "UTC";
}
