/**
 * Values as YAML texts, as Salt's safe_dump writes them.
 */
import type { Val } from "../value/types.js";
import { type DumpOptions, Emitter } from "./emit.js";
import { Representer } from "./represent.js";

/** The YAML of a value, without the document end mark that plain scalars get. */
export function dumpYaml(value: Val, options: DumpOptions): string {
  const representer = new Representer(options.sortKeys);
  const root = representer.represent(value);
  representer.nameAnchors(root);
  return new Emitter(options).document(root);
}
