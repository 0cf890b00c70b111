/**
 * What spm and the process that runs its hooks say to each other. Values travel as packed bytes.
 */

/** From spm, once. */
export interface HookWish {
  /** Directory of the files `master` and `minion`. */
  readonly configDir: string;
  readonly source: string;
  /** Variables of the template. */
  readonly fields: Uint8Array;
  /** The minions that it is for; undefined for this machine. */
  readonly target: { readonly tgt: string; readonly tgtType: string } | undefined;
}

/** From the process. */
export type FromHookProcess =
  | { readonly type: "ran"; readonly failure: string | undefined; readonly jid: string | undefined }
  | { readonly type: "log"; readonly level: string; readonly fields: object; readonly message: string };

/** A wish of spm, or undefined for anything else. */
export function readWish(message: unknown): HookWish | undefined {
  const { configDir, source, fields, target } = record(message);
  if (typeof configDir !== "string" || typeof source !== "string" || !(fields instanceof Uint8Array))
    return undefined;
  if (target === undefined) return { configDir, source, fields, target: undefined };
  const { tgt, tgtType } = record(target);
  if (typeof tgt !== "string" || typeof tgtType !== "string") return undefined;
  return { configDir, source, fields, target: { tgt, tgtType } };
}

/** A message of the process, or undefined for anything else: code of functions may write there too. */
export function readFromHooks(message: unknown): FromHookProcess | undefined {
  const { type, failure, jid, level, fields, message: text } = record(message);
  if (type === "ran") return { type, failure: textOrNothing(failure), jid: textOrNothing(jid) };
  if (type !== "log" || typeof level !== "string" || typeof text !== "string") return undefined;
  return { type, level, fields: record(fields), message: text };
}

function textOrNothing(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
