/**
 * Loading a configuration: defaults, then the file, its includes and overrides.
 */
import { dirname, resolve } from "node:path";
import { ConfigError } from "../base/errors.js";
import type { Dict, MutableDict, Plain, Value } from "../base/value.js";
import { get, toValue } from "../base/value.js";
import { isSecretName } from "../log/redact.js";
import { pythonRepr } from "../python/repr.js";
import type { Field } from "../schema/field.js";
import { FieldFault } from "../schema/field.js";
import { readConfigFiles } from "./files.js";
import { KNOWN_OPTIONS } from "./known-options.generated.js";
import { nearestName } from "./nearest.js";
import { normalizeOption } from "./normalize.js";
import { belowRoot } from "./paths.js";
import type { ConfigOf, OptionTable } from "./table.js";
import { defaultsOf } from "./table.js";

/** Where a configuration comes from. */
export interface LoadOptions {
  /** The main file, e.g. `/etc/salt/master`; it may be missing. */
  readonly file: string;
  /** Values that win over all files, e.g. of the command line. */
  readonly overrides?: Readonly<Record<string, Value>>;
  /** Unknown options are errors, not warnings. */
  readonly strict?: boolean;
  /** Values that stand for those of the files and are told in no message. */
  readonly values?: ReadonlyMap<string, Value>;
}

/** A configuration and how it came about. */
export interface LoadedConfig<T extends OptionTable> {
  readonly config: ConfigOf<T>;
  /** Every option by Salt's name, defaults and unknown ones included: Salt's `__opts__`. */
  readonly opts: Dict;
  /** Sentences for the log. */
  readonly warnings: readonly string[];
  /** `file:line` that set an option, "command line", or undefined for a default. */
  origin(name: string): string | undefined;
}

const COMMAND_LINE = "command line";
/** Options that are in no table: of this reader, and of plugins, which check them themselves. */
const OF_PLUGINS = [
  ...["docker-registries", "include", "mongo", "multi_returner", "mysql", "nats", "postgres", "redis"],
  ...["smtp", "sqlite3"],
];
/** Options that Salt has in no table of its own either, of parts that are not here. */
const OF_ABSENT_PARTS = [
  ...["azurefs", "beacons", "fluent_handler", "halite", "logstash_zmq_handler", "proxy"],
  ...["rest_tornado", "rest_wsgi", "roster_defaults", "roster_file", "sentry_handler", "vault"],
];

/** Loads a configuration. Throws ConfigError with file, line, option and what is allowed. */
export function loadConfig<T extends OptionTable>(table: T, options: LoadOptions): LoadedConfig<T> {
  const files = readConfigFiles(options.file, String(table.default_include?.fallback ?? ""));
  const overrides = Object.entries(options.overrides ?? {});
  const origins = new Map([...files.origins, ...overrides.map(([name]) => [name, COMMAND_LINE] as const)]);
  const given = new Map<string, Value>();
  for (const [name, value] of [...files.options, ...overrides]) {
    given.set(String(name), normalizeOption(String(name), value));
  }
  const hidden = options.values ?? new Map<string, Value>();
  for (const [name, value] of hidden) given.set(name, normalizeOption(name, value));
  const warnings = [...files.warnings, ...unknownOptions(table, given, origins, options.strict ?? false)];
  warnings.push(...unservedOptions(table, given));
  const values: Record<string, unknown> = { ...defaultsOf(table) };
  const opts = startingOpts(table, options.file);
  for (const [name, value] of given) {
    const row = table[name];
    if (value === null && row !== undefined && !acceptsNothing(row)) {
      warnings.push(`${origins.get(name) ?? name}: option '${name}' has no value; its default is used`);
      continue;
    }
    if (row !== undefined) {
      const shown = isSecretName(name) || hidden.has(name) ? undefined : value;
      values[name] = parseOption({ name, row, value, shown }, origins.get(name));
    }
    opts.set(name, value);
  }
  shortenSocketDir(values, given, opts);
  placeExtensionModules(values, given, opts);
  placeBelowRoot(table, values, opts, asTyped(values, origins));
  return {
    config: Object.freeze(values) as ConfigOf<T>,
    opts,
    warnings,
    origin: (name) => origins.get(name),
  };
}

function startingOpts(table: OptionTable, file: string): MutableDict {
  const opts: MutableDict = new Map();
  for (const [name, row] of Object.entries(table)) opts.set(name, toValue(row.fallback as Plain));
  const path = resolve(file);
  opts.set("conf_file", path);
  opts.set("config_dir", dirname(path));
  return opts;
}

function acceptsNothing(row: Field<unknown>): boolean {
  try {
    row.parse(null);
    return true;
  } catch {
    return false;
  }
}

/** An option of a file; `shown` is its value for messages. */
interface GivenOption {
  readonly name: string;
  readonly row: Field<unknown>;
  readonly value: Value;
  readonly shown: Value | undefined;
}

function parseOption({ name, row, value, shown: told }: GivenOption, origin: string | undefined): unknown {
  try {
    return row.parse(value);
  } catch (error) {
    if (!(error instanceof FieldFault)) throw error;
    const shown = told === undefined ? "" : `, not ${pythonRepr(told).slice(0, 60)}`;
    throw new ConfigError(`${place(origin)}: option '${name}' ${error.message}${shown}`, {
      hint: `Set '${name}' to ${row.allowed}, or remove it: its default is ${pythonRepr(toValue(row.fallback as Plain))}.`,
      details: { option: name, origin },
      cause: error,
    });
  }
}

function place(origin: string | undefined): string {
  return origin === undefined ? "configuration" : origin.replace(/:(\d+)$/, ", line $1");
}

function unknownOptions(
  table: OptionTable,
  given: ReadonlyMap<string, Value>,
  origins: ReadonlyMap<string, string>,
  strict: boolean,
): string[] {
  const unknown = [...given.keys()].filter(
    (name) => !Object.hasOwn(table, name) && origins.get(name) !== COMMAND_LINE,
  );
  if (unknown.length === 0) return [];
  const known = new Set([...KNOWN_OPTIONS, ...OF_PLUGINS, ...OF_ABSENT_PARTS]);
  const warnings: string[] = [];
  // Names with a dot belong to single plugins (e.g. `redis.host`), maps with a `driver` are profiles of sdb.
  const isOfPlugin = (name: string) => name.includes(".") || get(given.get(name), "driver") !== undefined;
  for (const name of unknown.filter((each) => !known.has(each) && !isOfPlugin(each))) {
    const near = nearestName(name, [...Object.keys(table), ...known]);
    const advice = near === undefined ? "" : `; did you mean '${near}'?`;
    const sentence = `${place(origins.get(name))}: unknown option '${name}'${advice}`;
    if (strict) throw new ConfigError(sentence, { hint: "Correct its name or remove it." });
    warnings.push(sentence);
  }
  return warnings;
}

/** One sentence for all options that Salt knows and that have no effect here: nothing is ignored in silence. */
function unservedOptions(table: OptionTable, given: ReadonlyMap<string, Value>): string[] {
  const known = new Set([...KNOWN_OPTIONS, ...OF_ABSENT_PARTS]);
  const names = [...given.keys()].filter((name) =>
    Object.hasOwn(table, name) ? table[name]?.unserved === true : known.has(name),
  );
  return names.length === 0
    ? []
    : [`these options have no effect in this version: ${names.sort().join(", ")}`];
}

/** Salt moves the sockets below `cachedir` when their own path is much longer; peers expect them there. */
function shortenSocketDir(
  values: Record<string, unknown>,
  given: ReadonlyMap<string, Value>,
  opts: MutableDict,
): void {
  const { sock_dir: sockets, cachedir } = values;
  if (!given.has("sock_dir") && !given.has("cachedir")) return;
  if (typeof sockets !== "string" || typeof cachedir !== "string" || sockets.length <= cachedir.length + 10)
    return;
  values.sock_dir = `${cachedir}/.salt-unix`;
  opts.set("sock_dir", `${cachedir}/.salt-unix`);
}

/** Synced plugins lie below the cache wherever that is, unless they have a place of their own. */
function placeExtensionModules(
  values: Record<string, unknown>,
  given: ReadonlyMap<string, Value>,
  opts: MutableDict,
): void {
  const { extension_modules: place, cachedir } = values;
  if (given.has("extension_modules") || !given.has("cachedir")) return;
  if (typeof place !== "string" || typeof cachedir !== "string") return;
  values.extension_modules = `${cachedir}/extmods`;
  opts.set("extension_modules", `${cachedir}/extmods`);
}

/**
 * As in Salt, paths of the command line are as they were typed; so are those that follow from them. No command
 * has an option for `root_dir`: when it is given too, it is a program that chooses, and all lies below it.
 */
function asTyped(
  values: Record<string, unknown>,
  origins: ReadonlyMap<string, string>,
): (path: string) => boolean {
  if (origins.get("root_dir") === COMMAND_LINE) return () => false;
  const typed = [...origins].filter(([, origin]) => origin === COMMAND_LINE).map(([name]) => values[name]);
  const { cachedir } = values;
  return (path) => typed.includes(path) || (typed.includes(cachedir) && path.startsWith(`${cachedir}/`));
}

function placeBelowRoot(
  table: OptionTable,
  values: Record<string, unknown>,
  opts: MutableDict,
  isTyped: (path: string) => boolean,
): void {
  const root = values.root_dir;
  if (typeof root !== "string") return;
  for (const [name, row] of Object.entries(table)) {
    const value = values[name];
    if (row.type !== "path" || typeof value !== "string" || isTyped(value)) continue;
    const path = belowRoot(value, root);
    values[name] = path;
    opts.set(name, path);
  }
}
