/**
 * Zone files of DNS, read the way that real Salt reads them.
 */
import type { MutableDict, Value } from "@salt/core";
import { dict, isDict, isList, SaltInvocationError } from "@salt/core";

const WEEK_SECONDS = 604_800;

/** The records of a zone by kind, and the fields of its SOA record. Throws SaltInvocationError for a broken line. */
export function parseZone(text: string): MutableDict {
  const zone: MutableDict = new Map();
  for (const line of wholeLines(text)) addLine(zone, line);
  return zone;
}

/** Lines without comments; what stands in brackets is one line. */
function* wholeLines(text: string): Generator<string> {
  let open = "";
  for (const raw of text.split(/\r\n|[\n\r]/)) {
    const line = (raw.split(";", 1)[0] ?? "").trim();
    if (line === "") continue;
    if (open === "" && (!line.includes("(") || line.includes(")"))) yield line;
    else {
      open += ` ${line}`;
      if (!line.includes(")")) continue;
      yield open.replaceAll(/[()]/g, "");
      open = "";
    }
  }
}

function addLine(zone: MutableDict, line: string): void {
  if (line.startsWith("$")) {
    const [name = "", value = ""] = line.split(/\s+/);
    zone.set(name.replaceAll("$", ""), value);
    return;
  }
  const origin = zone.get("ORIGIN");
  const words = (typeof origin === "string" ? line.replaceAll("@", origin) : line).trim().split(/\s+/);
  if (line.includes("SOA")) addAuthority(zone, words);
  else
    addRecord(zone, words, {
      origin: typeof origin === "string" ? origin : "",
      isServer: line.includes("NS"),
    });
}

function addAuthority(zone: MutableDict, words: readonly string[]): void {
  const at = words[1] === "IN" ? words : [words[0] ?? "", ...words.slice(2)];
  const [origin, network, , source, contact, serial, ...times] = at;
  const fields = { ORIGIN: origin, NETWORK: network, SOURCE: source, CONTACT: contact?.replace(".", "@") };
  for (const [name, value] of Object.entries({ ...fields, SERIAL: serial })) zone.set(name, wordOf(value));
  for (const [index, name] of ["REFRESH", "RETRY", "EXPIRE", "MINTTL"].entries())
    zone.set(name, secondsOf(wordOf(times[index])));
}

function addRecord(
  zone: MutableDict,
  words: readonly string[],
  { origin, isServer }: { readonly origin: string; readonly isServer: boolean },
): void {
  const parts = words[0] === "IN" ? [origin, ...words] : [...words];
  const first = parts[0] ?? "";
  const name = first.endsWith(".") || isServer ? first : `${first}.${origin}`;
  const [, second, kind, third, fourth] = parts;
  if (kind === "NS") {
    const known = zone.get("NS") ?? null;
    zone.set("NS", [...(isList(known) ? known : []), wordOf(third)]);
  } else if (kind === "MX") {
    // As in Salt, only the first one is told.
    if (!zone.has("MX")) zone.set("MX", [dict({ priority: wordOf(third), host: wordOf(fourth) })]);
  } else if (third === "A" || third === "AAAA") {
    addTo(zone, third, name, dict({ TARGET: wordOf(fourth), TTL: wordOf(second) }));
  } else addTo(zone, wordOf(kind), name, wordOf(third));
}

function addTo(zone: MutableDict, kind: string, name: string, value: Value): void {
  const known = zone.get(kind) ?? null;
  zone.set(kind, new Map(isDict(known) ? known : []).set(name, value));
}

function wordOf(word: string | undefined): string {
  if (word === undefined) throw new SaltInvocationError("A line of the zone has too few words");
  return word;
}

/** Seconds of a time such as `2H` or `1D`; a week at most, as in Salt. */
function secondsOf(text: string): number {
  const [, digits, unit] = /^(\d+)([HD]?)$/i.exec(text) ?? [];
  if (digits === undefined) return WEEK_SECONDS;
  const factor = unit?.toUpperCase() === "H" ? 3600 : unit?.toUpperCase() === "D" ? 86_400 : 1;
  return Math.min(Number(digits) * factor, WEEK_SECONDS);
}
