/**
 * What the master and its pillar processes say to each other. Values travel as packed bytes.
 */

/** From the master. */
export type ToPillarProcess =
  /** The master's options; before anything else. */
  | { readonly type: "opts"; readonly opts: Uint8Array }
  | { readonly type: "compile"; readonly wish: Uint8Array }
  | { readonly type: "reply"; readonly call: number; readonly value: Uint8Array }
  | { readonly type: "failure"; readonly call: number; readonly message: string };

/** From a pillar process. */
export type FromPillarProcess =
  | { readonly type: "pillar"; readonly pillar: Uint8Array }
  | { readonly type: "failed"; readonly message: string }
  /** A function wants a file of the master's file server. */
  | { readonly type: "ask"; readonly call: number; readonly load: Uint8Array }
  | { readonly type: "event"; readonly tag: string; readonly data: Uint8Array }
  /** A program that it keeps has started; 0 when it has ended. */
  | { readonly type: "companion"; readonly pid: number }
  | { readonly type: "log"; readonly level: string; readonly fields: object; readonly message: string };

/** A message of the master, or undefined for anything else. */
export function readToProcess(message: unknown): ToPillarProcess | undefined {
  const { type, ...rest } = record(message);
  if (type === "opts" && isBytes(rest.opts)) return { type, opts: rest.opts };
  if (type === "compile" && isBytes(rest.wish)) return { type, wish: rest.wish };
  if (typeof rest.call !== "number") return undefined;
  if (type === "reply" && isBytes(rest.value)) return { type, call: rest.call, value: rest.value };
  return type === "failure" ? { type, call: rest.call, message: String(rest.message) } : undefined;
}

/** A message of a pillar process, or undefined for anything else: code of functions may write there too. */
export function readFromProcess(message: unknown): FromPillarProcess | undefined {
  const { type, ...rest } = record(message);
  if (type === "pillar" && isBytes(rest.pillar)) return { type, pillar: rest.pillar };
  if (type === "failed") return { type, message: String(rest.message) };
  if (type === "ask" && typeof rest.call === "number" && isBytes(rest.load)) {
    return { type, call: rest.call, load: rest.load };
  }
  if (type === "event" && typeof rest.tag === "string" && isBytes(rest.data)) {
    return { type, tag: rest.tag, data: rest.data };
  }
  if (type === "companion" && typeof rest.pid === "number") return { type, pid: rest.pid };
  if (type === "log" && typeof rest.level === "string" && typeof rest.message === "string") {
    return { type, level: rest.level, fields: record(rest.fields), message: rest.message };
  }
  return undefined;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function isBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array;
}
