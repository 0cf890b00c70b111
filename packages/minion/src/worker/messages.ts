/**
 * What the daemon and its job processes say to each other. Values travel as packed bytes, so that floats and maps arrive
 * as they were.
 */

/** From the daemon. */
export type ToWorker =
  /** Id, options, grains and pillar; before the first job and whenever they changed. */
  | { readonly type: "facts"; readonly facts: Uint8Array }
  /** A job's publish map, and the master it came from. */
  | { readonly type: "job"; readonly load: Uint8Array; readonly master: string }
  /** Collect the grains. */
  | { readonly type: "grains" }
  /** Call a function of a plugin of a kind, or with an empty `fun` name those that there are. */
  | {
      readonly type: "call";
      readonly call: number;
      readonly kind: string;
      readonly fun: string;
      readonly args: Uint8Array;
    }
  /** The answer to a question. */
  | { readonly type: "reply"; readonly call: number; readonly value: Uint8Array }
  | { readonly type: "failure"; readonly call: number; readonly code: string; readonly message: string }
  /** The job is to end. */
  | { readonly type: "stop" };

/** From a job process. */
export type FromWorker =
  /** The outcome of the job. */
  | { readonly type: "done"; readonly outcome: Uint8Array }
  /** The grains asked for. */
  | { readonly type: "grains"; readonly grains: Uint8Array }
  /** What the function called gave, or why it failed. */
  | { readonly type: "called"; readonly call: number; readonly value: Uint8Array }
  | { readonly type: "uncalled"; readonly call: number; readonly code: string; readonly message: string }
  /** A function asks the daemon for something, by the names of MinionControl. */
  | { readonly type: "ask"; readonly call: number; readonly method: string; readonly args: Uint8Array }
  /** A program of its own that it keeps from job to job has started; 0 when it has ended. */
  | { readonly type: "companion"; readonly pid: number }
  | { readonly type: "log"; readonly level: string; readonly fields: object; readonly message: string };

/** A message from the daemon, or undefined for anything else. */
export function readToWorker(message: unknown): ToWorker | undefined {
  const { type, ...rest } = record(message);
  if (type === "grains" || type === "stop") return { type };
  if (type === "facts" && isBytes(rest.facts)) return { type, facts: rest.facts };
  if (type === "job" && isBytes(rest.load) && typeof rest.master === "string") {
    return { type, load: rest.load, master: rest.master };
  }
  if (typeof rest.call !== "number") return undefined;
  if (type === "call" && isBytes(rest.args)) {
    return { type, call: rest.call, kind: String(rest.kind), fun: String(rest.fun), args: rest.args };
  }
  if (type === "reply" && isBytes(rest.value)) return { type, call: rest.call, value: rest.value };
  if (type === "failure")
    return { type, call: rest.call, code: String(rest.code), message: String(rest.message) };
  return undefined;
}

/** A message from a job process, or undefined for anything else: code of functions may write to the channel too. */
export function readFromWorker(message: unknown): FromWorker | undefined {
  const { type, ...rest } = record(message);
  if (type === "done" && isBytes(rest.outcome)) return { type, outcome: rest.outcome };
  if (type === "grains" && isBytes(rest.grains)) return { type, grains: rest.grains };
  if (type === "called" && typeof rest.call === "number" && isBytes(rest.value)) {
    return { type, call: rest.call, value: rest.value };
  }
  if (type === "uncalled" && typeof rest.call === "number") {
    return { type, call: rest.call, code: String(rest.code), message: String(rest.message) };
  }
  if (type === "companion" && typeof rest.pid === "number") return { type, pid: rest.pid };
  if (
    type === "ask" &&
    typeof rest.call === "number" &&
    typeof rest.method === "string" &&
    isBytes(rest.args)
  ) {
    return { type, call: rest.call, method: rest.method, args: rest.args };
  }
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
