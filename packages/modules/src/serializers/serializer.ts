/**
 * Serializers: data as texts of a format, and back.
 */
import type { Dict, ExecutionContext, Value } from "@salt/core";
import { CommandExecutionError, callDirectly, SaltError } from "@salt/core";

/** A format. */
export interface Serializer {
  readonly serialize?: (value: Value, options: Dict) => string;
  readonly deserialize?: (text: string, options: Dict) => Value;
}

/** Data cannot be written in a format: Salt's SerializationError. */
export class SerializationError extends SaltError {
  constructor(message: string, cause?: unknown) {
    super("SERIALIZE", message, { cause });
  }
}

/** A text is not of its format: Salt's DeserializationError. */
export class DeserializationError extends SaltError {
  constructor(message: string, cause?: unknown) {
    super("DESERIALIZE", message, { cause });
  }
}

/** A text, which may have come as bytes. Throws DeserializationError. */
export function textIn(value: Value): string {
  if (typeof value === "string") return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString("utf8");
  throw new DeserializationError("The text to read is no text");
}

/** Runs a built-in serializer or one on disk. Throws CommandExecutionError for what there is not. */
export async function runSerializer(
  context: ExecutionContext,
  [name, way]: readonly [name: string, way: "serialize" | "deserialize"],
  value: Value,
  options: Dict,
): Promise<Value> {
  const plugins = context.ofKind("serializer");
  if (await plugins.has(`${name}.${way}`)) {
    const keywords = new Map<string, Value>();
    for (const [key, item] of options) if (typeof key === "string") keywords.set(key, item);
    return await callDirectly(
      `${name}.${way}`,
      await plugins.find(`${name}.${way}`),
      [value],
      keywords,
      context,
    );
  }
  const { SERIALIZERS } = await import("./built-in.js");
  const found = SERIALIZERS.get(name);
  if (found === undefined) throw new CommandExecutionError(`Serializer '${name}' not found.`);
  if (way === "serialize" && found.serialize !== undefined) return found.serialize(value, options);
  if (way === "deserialize" && found.deserialize !== undefined) {
    return found.deserialize(textIn(value), options);
  }
  throw new CommandExecutionError(`Serializer '${name}' does not implement ${way}.`);
}

/** Whether there is a serializer, built in or on disk, that can do this. */
export async function hasSerializer(
  context: ExecutionContext,
  name: string,
  way: "serialize" | "deserialize",
): Promise<boolean> {
  const { SERIALIZERS } = await import("./built-in.js");
  if (SERIALIZERS.get(name)?.[way] !== undefined) return true;
  return await context.ofKind("serializer").has(`${name}.${way}`);
}
