/**
 * Reading one configuration file.
 */
import { readFileSync } from "node:fs";
import { ConfigError, errorText } from "../base/errors.js";
import type { Dict, Value } from "../base/value.js";
import { isDict } from "../base/value.js";
import type { ComposedYaml } from "../yaml/compose.js";
import { composeYaml } from "../yaml/compose.js";
import { YamlError } from "../yaml/fault.js";
import { requireYamlPackage } from "../yaml/package.js";
import { readSimpleYaml } from "./simple-file.js";

/** The options of one file and the lines they stand on. */
export interface ConfigFile {
  readonly path: string;
  readonly options: Dict;
  readonly lines: ReadonlyMap<string, number>;
}

/** Reads a configuration file; undefined when there is none. Throws ConfigError with file and line. */
export function readConfigFile(path: string): ConfigFile | undefined {
  const text = readText(path);
  if (text === undefined) return undefined;
  const { value, lines } = readSimpleYaml(text) ?? composeFile(path, text);
  return { path, options: topMap(path, value), lines };
}

function readText(path: string): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    if (code === "EACCES" || code === "EPERM") {
      throw new ConfigError(`${path} cannot be read: permission denied`, {
        hint: "Run the command as the account that the file belongs to, or as root.",
      });
    }
    if (code === "EISDIR")
      throw new ConfigError(`${path} is a directory`, { hint: "Give the name of a file." });
    throw new ConfigError(`${path} cannot be read: ${errorText(error)}`, {
      hint: "It must be a UTF-8 text file.",
    });
  }
}

function composeFile(path: string, text: string): ComposedYaml {
  const tab = /^(?: *)\t/m.exec(text);
  try {
    return composeYaml(requireYamlPackage(), text);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    const hint = tab === null ? "Correct the YAML there." : "Indent with spaces: YAML does not allow tabs.";
    throw new ConfigError(`${path}, line ${error.line}, column ${error.column}: ${error.message}`, {
      hint,
      details: { file: path, line: error.line, column: error.column },
      cause: error,
    });
  }
}

function topMap(path: string, value: Value): Dict {
  if (value === null) return new Map();
  if (!isDict(value)) {
    throw new ConfigError(`${path}, line 1: the file must hold options as 'name: value'`, {
      hint: "Put a colon and a space between every option and its value.",
    });
  }
  for (const key of value.keys()) {
    if (typeof key !== "string") {
      throw new ConfigError(`${path}: the option name ${String(key)} is no text`, {
        hint: "Put it in quotes.",
      });
    }
  }
  return value;
}
