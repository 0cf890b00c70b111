/**
 * Loading the `yaml` package only when a text needs it: it costs a command more time than everything else.
 */
import { createRequire } from "node:module";
import type * as Yaml from "yaml";

/** The `yaml` package. */
export type YamlPackage = Pick<
  typeof Yaml,
  "parseDocument" | "LineCounter" | "isAlias" | "isMap" | "isScalar" | "isSeq"
>;

/** Loads the package; bundlers can follow this import. */
export async function loadYamlPackage(): Promise<YamlPackage> {
  return import("yaml");
}

/**
 * Loads the package at once, for callers that cannot wait (configuration, binding of arguments). Bundlers cannot
 * follow this: the package must be installed beside the program.
 */
export function requireYamlPackage(): YamlPackage {
  const load = createRequire(import.meta.url);
  return load("yaml") as YamlPackage;
}
