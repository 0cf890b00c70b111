/**
 * Grains without what tells a machine apart, for reports that are shown to others.
 */
import type { Dict, MutableDict, Value } from "@salt/core";
import { pythonStr } from "@salt/core";

/** The share of a serial number that stays readable. */
const KEPT = 0.75;

const NAMES: Readonly<Record<string, string>> = {
  domain: "DOMAINNAME",
  fqdn: "MINION.DOMAINNAME",
  host: "MINION",
  id: "MINION.DOMAINNAME",
  localhost: "MINION",
  nodename: "MINION",
};

/** A copy in which host names are replaced and the end of the serial number is crossed out. */
export function sanitized(grains: Dict): Dict {
  const clean: MutableDict = new Map<Value, Value>(grains);
  for (const [key, name] of Object.entries(NAMES)) if (clean.has(key)) clean.set(key, name);
  const serial = clean.get("serialnumber");
  if (serial !== undefined) clean.set("serialnumber", crossedOut(pythonStr(serial)));
  return clean;
}

function crossedOut(text: string): string {
  const kept = Math.floor(text.length * KEPT);
  return text.slice(0, kept) + "X".repeat(text.length - kept);
}
