/**
 * The recorded bytes of real daemons, for tests only: this module is not exported.
 */
import { readFileSync } from "node:fs";
import type { Value } from "@salt/core";
import { isDict, isList, MalformedError } from "@salt/core";

/** JSON as it is read: what it holds is looked at field by field. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Reads one file of `test/vectors`. */
export function readVectors(name: string): Json {
  const path = new URL(`../../../../test/vectors/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(path, "utf8"));
}

/** The value at a path of keys and indexes; throws when there is none. */
export function at(json: Json | undefined, ...path: readonly (string | number)[]): Json {
  let found = json;
  for (const key of path) found = Array.isArray(found) ? found[Number(key)] : entries(found)[key];
  if (found === undefined) throw new MalformedError(`the vectors have no ${path.join(".")}`);
  return found;
}

/** Whether there is a value at a key. */
export function has(json: Json, key: string): boolean {
  return entries(json)[key] !== undefined;
}

/** The text at a path. */
export function text(json: Json | undefined, ...path: readonly (string | number)[]): string {
  const found = at(json, ...path);
  if (typeof found !== "string") throw new MalformedError(`${path.join(".")} is no text`);
  return found;
}

/** The bytes that a text of hex digits at a path stands for. */
export function hex(json: Json | undefined, ...path: readonly (string | number)[]): Buffer {
  return Buffer.from(text(json, ...path), "hex");
}

/** The list at a path. */
export function list(json: Json | undefined, ...path: readonly (string | number)[]): readonly Json[] {
  const found = at(json, ...path);
  if (!Array.isArray(found)) throw new MalformedError(`${path.join(".")} is no list`);
  return found;
}

function entries(json: Json | undefined): { readonly [key: string]: Json | undefined } {
  return isObject(json) ? json : {};
}

function isObject(json: Json | undefined): json is { readonly [key: string]: Json } {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

/**
 * A decoded value in the form of the vectors: maps as objects, and bytes as `{hex}`. Numbers that JSON cannot tell
 * apart are the same there.
 */
export function toJson(value: Value): Json {
  if (isList(value)) return value.map(toJson);
  if (isDict(value))
    return Object.fromEntries([...value].map(([key, entry]) => [String(key), toJson(entry)]));
  if (value instanceof Uint8Array) return { hex: Buffer.from(value).toString("hex") };
  if (typeof value === "bigint") return String(value);
  return typeof value === "object" && value !== null ? Number(value) : value;
}

/** The keys of the vectors, as PEM. */
export function pem(pair: "master" | "minion" | "master_sign", half: "privatePem" | "publicPem"): string {
  return text(readVectors("keys"), pair, half);
}
