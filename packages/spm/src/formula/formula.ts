/**
 * FORMULA: the file that describes a package.
 */
import type { Dict, Value } from "@salt/core";
import { isDict, isList, parseYaml, pythonStr, YamlError } from "@salt/core";
import { SpmError } from "../errors.js";
import type { Hook } from "./hooks.js";
import { readHooks } from "./hooks.js";

/** A FORMULA whose fields have been checked. */
export interface Formula {
  readonly name: string;
  readonly version: string;
  readonly release: string;
  readonly summary: string;
  readonly description: string;
  readonly os: string | undefined;
  readonly osFamily: string | undefined;
  readonly topLevelDir: string;
  readonly dependencies: readonly Dependency[];
  readonly optional: readonly string[];
  readonly recommended: readonly string[];
  /** The explicit list of files with their type letters; undefined when everything belongs to the package. */
  readonly files: readonly FileEntry[] | undefined;
  /** States to run before and after an installation. */
  readonly hooks: readonly Hook[];
  /** Every field as it stands in the file. */
  readonly fields: Dict;
}

/** A package that another needs, and which versions of it will do. */
export interface Dependency {
  readonly name: string;
  readonly operator: "==" | ">=" | "<=" | ">" | "<" | "!=" | undefined;
  readonly version: string;
}

/** A line of `files`: `d|doc/manual.txt` is documentation. */
export interface FileEntry {
  readonly type: FileType | undefined;
  readonly path: string;
}

/** Configuration, documentation, ghost, licence, read-me, SLS, Salt module. */
export type FileType = "c" | "d" | "g" | "l" | "r" | "s" | "m";

const FILE_ENTRY = /^(?:([cdglrsm])\|)?(.+)$/s;
const DEPENDENCY = /^([A-Za-z0-9][\w.+-]*?)\s*(?:(==|>=|<=|!=|>|<)\s*([\w.+~]+))?$/;
const NAME = /^[A-Za-z0-9][A-Za-z0-9._+-]{0,127}$/;
/** No hyphen: the name of a package file is cut at its last two. */
const VERSION = /^[A-Za-z0-9][A-Za-z0-9._+~]{0,63}$/;
const MAX_BYTES = 1024 * 1024;

/**
 * Reads a FORMULA. `place` names it in errors; `missing` words the refusal of a field that is not there, which Salt
 * words differently when it builds and when it installs. Throws SpmError with line and field.
 */
export function parseFormula(
  text: string,
  place: string,
  missing: (field: string) => string = (field) => `Invalid package: a ${field} must be defined`,
): Formula {
  return new FormulaReader(text, place, missing).read();
}

/** The FORMULA that a repository's metadata holds for a package. Throws SpmError. */
export function formulaOf(fields: Dict, place: string): Formula {
  return new FormulaReader(
    "",
    place,
    (field) => `Invalid package: the ${field} was not found`,
    fields,
  ).read();
}

class FormulaReader {
  readonly #text: string;
  readonly #place: string;
  readonly #missing: (field: string) => string;
  readonly #fields: Dict;

  constructor(text: string, place: string, missing: (field: string) => string, fields?: Dict) {
    this.#text = text;
    this.#place = place;
    this.#missing = missing;
    this.#fields = fields ?? this.#parse();
  }

  read(): Formula {
    const name = this.#needed("name", NAME);
    return {
      name,
      version: this.#needed("version", VERSION),
      release: this.#needed("release", VERSION),
      summary: this.#needed("summary"),
      description: this.#needed("description"),
      os: this.#text1("os"),
      osFamily: this.#text1("os_family"),
      topLevelDir: this.#path("top_level_dir") ?? name,
      dependencies: this.#words("dependencies").map((word) => this.#dependency(word)),
      optional: this.#words("optional"),
      recommended: this.#words("recommended"),
      files: this.#files(),
      hooks: readHooks(this.#fields, (field, what) => this.#fault(`${this.#at(field)}'${field}' ${what}`)),
      fields: this.#fields,
    };
  }

  #parse(): Dict {
    if (this.#text.length > MAX_BYTES) throw this.#fault("it is larger than a megabyte");
    try {
      const value = parseYaml(this.#text);
      if (isDict(value)) return value;
    } catch (error) {
      if (!(error instanceof YamlError)) throw error;
      throw this.#fault(`line ${error.line}, column ${error.column}: ${error.message}`);
    }
    throw this.#fault("it must hold fields as 'name: value'");
  }

  #fault(what: string): SpmError {
    return new SpmError("package", `${this.#place}: ${what}`, { hint: "Correct the file FORMULA." });
  }

  /** Where a field stands, as the beginning of a sentence. */
  #at(field: string): string {
    const lines = this.#text.split("\n");
    const index = lines.findIndex((line) => line.startsWith(field) && /^\s*:/.test(line.slice(field.length)));
    return index === -1 ? "" : `line ${index + 1}: `;
  }

  #text1(field: string): string | undefined {
    const value = this.#fields.get(field);
    if (value === undefined || value === null) return undefined;
    if (isDict(value) || isList(value) || value instanceof Uint8Array)
      throw this.#fault(`${this.#at(field)}'${field}' must be a text or a number`);
    return pythonStr(value);
  }

  #needed(field: string, form?: RegExp): string {
    if (!this.#fields.has(field))
      throw new SpmError("package", this.#missing(field), {
        isSalts: true,
        hint: `Add a line '${field}: …' to ${this.#place}.`,
      });
    const text = this.#text1(field) ?? "";
    if (form !== undefined && !form.test(text))
      throw this.#fault(`${this.#at(field)}'${field}' may not be ${JSON.stringify(text.slice(0, 80))}`);
    return text;
  }

  #path(field: string): string | undefined {
    const path = this.#text1(field);
    if (path !== undefined && !isPlainPath(path))
      throw this.#fault(`${this.#at(field)}'${field}' must be a path inside the package`);
    return path?.replace(/\/+$/, "");
  }

  #words(field: string): readonly string[] {
    const value = this.#fields.get(field);
    const words = isList(value)
      ? value.map((item: Value) => pythonStr(item))
      : (this.#text1(field) ?? "").split(",");
    return words.map((word) => word.trim()).filter((word) => word !== "");
  }

  #dependency(word: string): Dependency {
    const found = DEPENDENCY.exec(word);
    if (found === null)
      throw this.#fault(`${this.#at("dependencies")}${JSON.stringify(word.slice(0, 80))} names no package`);
    const [, name = "", operator, version = ""] = found;
    return { name, operator: operator as Dependency["operator"], version };
  }

  #files(): readonly FileEntry[] | undefined {
    const value = this.#fields.get("files");
    if (value === undefined || value === null) return undefined;
    if (!isList(value)) throw this.#fault(`${this.#at("files")}'files' must be a list`);
    return value.map((item) => {
      const [, type, path = ""] = typeof item === "string" ? (FILE_ENTRY.exec(item) ?? []) : [];
      if (!isPlainPath(path))
        throw this.#fault(`${this.#at("files")}'files' has an entry that is no path inside the package`);
      return { type: type as FileType | undefined, path };
    });
  }
}

/** Whether a path is relative, stays where it starts and has nothing in it that a terminal could mistake. */
export function isPlainPath(path: string): boolean {
  if (path === "" || path.length > 1024 || path.startsWith("/") || /[\x00-\x1f\x7f\\]/.test(path))
    return false;
  return path
    .replace(/\/+$/, "")
    .split("/")
    .every((part) => part !== "" && part !== "." && part !== "..");
}
