/**
 * Values of BSON, as the package mongodb has them, to ours and back.
 */
import type { Value } from "@salt/core";
import { Float, float, isDict, isList, pythonStr } from "@salt/core";
import { instance, member, method } from "./members.js";

/** The kind of bytes that are a UUID, which Salt shows as Python does. */
const UUID_KIND = 4;
const LARGEST_INT32 = 2 ** 31 - 1;

/** A value as the driver takes it: whole numbers stay whole, fractions stay fractions. */
export function toBson(value: Value, driver: unknown): unknown {
  if (value instanceof Float) return instance(driver, "Double", value.value);
  if (typeof value === "bigint")
    return method(member(driver, "Long"), "fromBigInt")(BigInt.asIntN(64, value));
  if (typeof value === "number" && Number.isInteger(value) && Math.abs(value) > LARGEST_INT32)
    return method(member(driver, "Long"), "fromNumber")(value);
  if (isList(value)) return value.map((item) => toBson(item, driver));
  if (!isDict(value)) return value;
  return Object.fromEntries([...value].map(([key, item]) => [pythonStr(key), toBson(item, driver)]));
}

/** What the driver gave. Ids of documents and other kinds that we do not have become texts. */
export function fromBson(given: unknown): Value {
  if (given === null || given === undefined) return null;
  if (typeof given === "number") return Number.isInteger(given) ? given : float(given);
  if (typeof given === "string" || typeof given === "boolean" || typeof given === "bigint") return given;
  if (given instanceof Date) return given.toISOString();
  if (Array.isArray(given)) return given.map(fromBson);
  if (given instanceof Uint8Array) return given;
  if (given instanceof Map) return new Map([...given].map(([key, item]) => [String(key), fromBson(item)]));
  if (typeof given !== "object") return null;
  const kind = member(given, "_bsontype");
  return typeof kind === "string" ? ofKind(kind, given) : ofObject(given);
}

function ofKind(kind: string, given: object): Value {
  if (kind === "Int32") return Number(member(given, "value"));
  if (kind === "Double") return float(Number(member(given, "value")));
  if (kind === "Long" || kind === "Timestamp") {
    const text = String(method(given, "toString")());
    return Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text);
  }
  const bytes = member(given, "buffer");
  if (kind === "Binary" && bytes instanceof Uint8Array) {
    if (member(given, "sub_type") === UUID_KIND) return `UUID('${String(method(given, "toUUID")())}')`;
    return bytes.slice(0, Number(member(given, "position") ?? bytes.length));
  }
  if (kind === "BSONRegExp") return String(member(given, "pattern"));
  return String(method(given, "toString")());
}

function ofObject(given: object): Value {
  return new Map(Object.entries(given).map(([key, item]) => [key, fromBson(item)]));
}
