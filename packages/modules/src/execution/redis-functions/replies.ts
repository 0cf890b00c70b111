/**
 * Replies of Redis in the forms that Python's driver gives them.
 */
import type { Dict, MutableDict, Value } from "@salt/core";
import { float, isInt, isList } from "@salt/core";

/** A list of keys and values as a map. */
export function pairs(reply: Value): Dict {
  const found: MutableDict = new Map();
  if (!isList(reply)) return found;
  for (let at = 0; at + 1 < reply.length; at += 2) found.set(reply[at] ?? null, reply[at + 1] ?? null);
  return found;
}

/** Whether a reply is 1, `OK` or a text that says that something was begun. */
export function isDone(reply: Value): boolean {
  return isInt(reply) ? Number(reply) === 1 : typeof reply === "string" && reply !== "";
}

/** What `INFO` tells: lines `name:value`, and values such as `keys=1,expires=0` as maps. */
export function infoFacts(text: string): Dict {
  const facts: MutableDict = new Map();
  for (const line of text.split(/\r?\n/)) {
    const at = line.indexOf(":");
    if (line.startsWith("#") || at < 1) continue;
    facts.set(line.slice(0, at), infoValue(line.slice(at + 1)));
  }
  return facts;
}

function infoValue(text: string): Value {
  if (!text.includes(",") || !text.includes("=")) return number(text);
  const parts = text.split(",").map((part): readonly [Value, Value] => {
    const at = part.lastIndexOf("=");
    return [part.slice(0, at), number(part.slice(at + 1))];
  });
  return new Map(parts);
}

function number(text: string): Value {
  if (/^-?\d+$/.test(text)) {
    const value = Number(text);
    return Number.isSafeInteger(value) ? value : BigInt(text);
  }
  return /^-?\d+\.\d+$/.test(text) ? float(Number(text)) : text;
}
