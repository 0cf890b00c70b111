/**
 * A configuration's files: the main one and those it includes.
 */
import { ConfigError } from "../base/errors.js";
import type { Dict, Value } from "../base/value.js";
import { isList } from "../base/value.js";
import { mergeDicts } from "./merge.js";
import { expandGlob } from "./paths.js";
import type { ConfigFile } from "./read-file.js";
import { readConfigFile } from "./read-file.js";

/** The options of all files, and where each was set last. */
export interface ConfigFiles {
  readonly options: Dict;
  /** `file:line` by option name. */
  readonly origins: ReadonlyMap<string, string>;
  readonly warnings: readonly string[];
}

/** How deep included files may include others. */
const MAX_DEPTH = 10;

/**
 * Reads the main file, then `default_include`, then `include`. Included files are merged with each other; what comes
 * out replaces options of the main file, as in Salt. Throws ConfigError.
 */
export function readConfigFiles(file: string, defaultInclude: string): ConfigFiles {
  const reader = new IncludeReader();
  const main = readConfigFile(file);
  const options = new Map(main?.options);
  if (main !== undefined) reader.note(main);
  const byDefault = options.get("default_include") ?? defaultInclude;
  const asked = options.get("include") ?? null;
  for (const [key, value] of reader.include(byDefault, file, 0)) options.set(key, value);
  for (const [key, value] of reader.include(asked, file, 0)) options.set(key, value);
  reader.warnUnmatched(asked, file);
  return { options, origins: reader.origins, warnings: reader.warnings };
}

class IncludeReader {
  readonly origins = new Map<string, string>();
  readonly warnings: string[] = [];

  note(file: ConfigFile): void {
    for (const key of file.options.keys()) {
      const line = file.lines.get(String(key));
      this.origins.set(String(key), line === undefined ? file.path : `${file.path}:${line}`);
    }
  }

  include(patterns: Value, from: string, depth: number): Dict {
    if (depth > MAX_DEPTH) {
      throw new ConfigError(`${from}: files include each other without end`, {
        hint: "Remove one of the includes.",
      });
    }
    let merged: Dict = new Map();
    for (const pattern of includePatterns(patterns, from)) {
      for (const path of expandGlob(pattern, from)) merged = mergeDicts(merged, this.#read(path, depth));
    }
    return merged;
  }

  warnUnmatched(patterns: Value, from: string): void {
    for (const pattern of includePatterns(patterns, from)) {
      if (expandGlob(pattern, from).length === 0)
        this.warnings.push(`${from}: include '${pattern}' matches no files`);
    }
  }

  #read(path: string, depth: number): Dict {
    const file = readConfigFile(path);
    if (file === undefined) return new Map();
    this.note(file);
    const options = new Map(file.options);
    for (const [key, value] of this.include(options.get("include") ?? null, path, depth + 1))
      options.set(key, value);
    return options;
  }
}

function includePatterns(patterns: Value, from: string): readonly string[] {
  if (patterns === null || patterns === "") return [];
  const list = isList(patterns) ? patterns : [patterns];
  const texts = list.filter((each) => typeof each === "string");
  if (texts.length === list.length) return texts;
  throw new ConfigError(`${from}: include must be a text or a list of texts`, {
    hint: "Name files or globs.",
  });
}
