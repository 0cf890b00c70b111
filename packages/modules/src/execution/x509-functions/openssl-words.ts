/**
 * Values of extensions in the words of OpenSSL: `critical, CA:TRUE, pathlen:1`.
 */
import type { Value } from "@salt/core";
import { isDict, isList, pythonStr, SaltInvocationError } from "@salt/core";

/** Whether a text, list or map has the word `critical`. A map counts by the key alone, as in Salt. */
export function saysCritical(value: Value): boolean {
  if (typeof value === "string") return value.trim().startsWith("critical");
  if (isList(value)) return value.includes("critical");
  return isDict(value) && value.has("critical");
}

/** The words of a text, a list or a map, `critical` left out; a word without a value has an empty one. */
export function wordPairs(value: Value): readonly (readonly [string, Value])[] {
  if (isDict(value))
    return [...value]
      .map(([key, one]) => [pythonStr(key), one] as const)
      .filter(([key]) => key !== "critical");
  const words = isList(value) ? value : typeof value === "string" ? value.split(",") : [value];
  return words.flatMap((word): readonly (readonly [string, Value])[] => {
    if (isDict(word)) return wordPairs(word);
    const text = pythonStr(word).trim();
    if (text === "critical" || text === "") return [];
    const at = text.indexOf(":");
    return [at < 0 ? [text, ""] : [text.slice(0, at).trim(), text.slice(at + 1).trim()]];
  });
}

/** The words themselves, for extensions whose words have no values. */
export function plainWords(value: Value): readonly string[] {
  const words = isList(value) ? value : typeof value === "string" ? value.split(",") : [value];
  return words.map((word) => pythonStr(word).trim()).filter((word) => word !== "critical" && word !== "");
}

/** A whole number that is not negative. Throws SaltInvocationError. */
export function countOf(value: Value, what: string): number {
  const text = pythonStr(value).trim();
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new SaltInvocationError(`${what} needs a whole number, not ${text}`);
}

/** An object identifier. Throws SaltInvocationError. */
export function oidOf(text: string): string {
  if (/^[012](?:\.\d+)+$/.test(text)) return text;
  throw new SaltInvocationError(`Invalid oid: ${text}`);
}
