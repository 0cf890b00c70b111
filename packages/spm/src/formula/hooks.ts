/**
 * Hooks of a FORMULA: high data, as a template, that runs as states before or after the files are put in place.
 */
import type { Dict, Target, Value } from "@salt/core";
import { isDict, TARGET_TYPES } from "@salt/core";

/** Where and when a hook runs, by Salt's names. */
export type HookName = "pre_local_state" | "pre_tgt_state" | "post_local_state" | "post_tgt_state";

/** A hook of a FORMULA. */
export interface Hook {
  readonly name: HookName;
  /** What renders to high data. */
  readonly source: string;
  /** The minions that it is for; undefined for this machine. */
  readonly target: { readonly tgt: string; readonly tgtType: Target["tgtType"] } | undefined;
}

const HOOKS: readonly HookName[] = ["pre_local_state", "pre_tgt_state", "post_local_state", "post_tgt_state"];

/** The hooks among the fields of a FORMULA. `fault` makes the error that a field of the wrong form throws. */
export function readHooks(fields: Dict, fault: (field: string, what: string) => Error): readonly Hook[] {
  const renderer = fields.get("renderer") ?? "";
  if (typeof renderer !== "string") throw fault("renderer", "must be a pipe of renderers, e.g. jinja|yaml");
  return HOOKS.flatMap((name) => {
    const value = fields.get(name);
    if (value === undefined || value === null) return [];
    return name.endsWith("_tgt_state")
      ? [targeted(name, value, fault)]
      : [{ name, source: sourceOf(name, value, fault), target: undefined }];
  });
}

function targeted(name: HookName, value: Value, fault: (field: string, what: string) => Error): Hook {
  if (!isDict(value)) throw fault(name, "must have 'tgt' and 'data'");
  const tgt = value.get("tgt");
  const named = value.get("tgt_type") ?? "glob";
  const tgtType = TARGET_TYPES.find((type) => type === named);
  if (typeof tgt !== "string" || tgt === "") throw fault(name, "must say which minions at 'tgt'");
  if (tgtType === undefined) throw fault(name, `needs a 'tgt_type' of ${TARGET_TYPES.join(", ")}`);
  return { name, source: sourceOf(name, value.get("data") ?? null, fault), target: { tgt, tgtType } };
}

function sourceOf(name: HookName, value: Value, fault: (field: string, what: string) => Error): string {
  if (typeof value === "string") return value;
  throw fault(name, "must be a text that renders to states, e.g. 'pre_local_state: |' and lines below it");
}
