/**
 * Grains modules: facts about the machine, by Salt's names.
 */
import type { Logger } from "../../base/log.js";
import type { Dict, Plain } from "../../base/value.js";
import type { Plugin } from "../catalog.js";

/** What a grains function gets. */
export interface GrainsContext {
  readonly opts: Dict;
  readonly log: Logger;
  readonly signal: AbortSignal;
  /** What built-in plugins found, for those that come after them. */
  readonly grains?: Dict;
}

/** Gives some grains; those of later functions win. */
export interface GrainsModule extends Plugin {
  readonly kind: "grains";
  readonly functions: Readonly<
    Record<
      string,
      (context: GrainsContext) => Readonly<Record<string, Plain>> | Promise<Readonly<Record<string, Plain>>>
    >
  >;
}

/** Writes down a grains module. */
export function grainsModule(
  name: string,
  module: { readonly doc: string; readonly functions: GrainsModule["functions"] },
): GrainsModule {
  return { kind: "grains", name, virtualName: name, ...module };
}
