/**
 * Plugins written in JavaScript or TypeScript, from files.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { extname } from "node:path";
import { pathToFileURL } from "node:url";
import type { FunctionModule, Plugin, PluginKind } from "@salt/core";
import { errorText, SaltError } from "@salt/core";
import type { PluginFile } from "../plugin-files.js";
import { resolveForPlugins } from "./author-interface.js";
import { plainModule } from "./plain-module.js";
import { faultIn, lineIn, sendable } from "./script-faults.js";

/** How long the search for the line of a syntax error may take. */
const CHECK_MS = 5000;

/** Kinds whose functions make returns of jobs. */
const CALLED_BY_JOBS: ReadonlySet<PluginKind> = new Set(["execution", "state", "runner", "wheel"]);

/** A plugin file cannot be loaded; the message names file and, where it is known, line. */
export class ScriptError extends SaltError {
  constructor(file: PluginFile, why: string, cause?: unknown) {
    super("PLUGIN_FILE", `${why} (${file.path})`, cause === undefined ? {} : { cause });
  }
}

/** Loads a file: a plugin that it exports, or its exported functions. Throws ScriptError. */
export async function loadScriptPlugin(kind: PluginKind, file: PluginFile): Promise<Plugin> {
  if (file.language === "typescript" && !stripsTypes()) {
    throw new ScriptError(
      file,
      "This version of Node does not read TypeScript: compile the file to JavaScript",
    );
  }
  resolveForPlugins();
  const exported = await importFresh(file);
  const written = Object.values(exported).find((one) => isPlugin(one, kind));
  const plugin = isPlugin(written, kind)
    ? { ...written, name: file.name }
    : plainModule(kind, file.name, exported);
  if (!CALLED_BY_JOBS.has(kind)) return plugin;
  const placed: FunctionModule = { ...plugin, functions: withPlaces(plugin, file) };
  return placed;
}

/** The functions, whose errors and whose returns that cannot be sent name the file. */
function withPlaces(
  { functions, virtualName }: FunctionModule,
  file: PluginFile,
): FunctionModule["functions"] {
  const placed = Object.entries(functions).map(([name, fn]) => {
    const full = `${virtualName}.${name}`;
    const run: typeof fn.run = async (args, context, rest) => {
      try {
        return sendable(file.path, full, await fn.run(args, context, rest));
      } catch (error) {
        throw faultIn(file.path, full, error);
      }
    };
    return [name, { ...fn, run }] as const;
  });
  return Object.fromEntries(placed);
}

async function importFresh(file: PluginFile): Promise<Readonly<Record<string, unknown>>> {
  const url = pathToFileURL(file.path);
  // Node keeps what it has imported; another address is another module.
  url.searchParams.set("salt-plugin", formatOf(file.path));
  url.searchParams.set("stamp", file.stamp);
  try {
    const loaded: unknown = await import(url.href);
    const all = typeof loaded === "object" && loaded !== null ? { ...loaded } : {};
    const common: unknown = "default" in all ? all.default : undefined;
    return typeof common === "object" && common !== null ? { ...common, ...all } : all;
  } catch (error) {
    throw new ScriptError(file, `${errorName(error)}: ${errorText(error)}${lineOf(error, file)}`, error);
  }
}

/** Which module system a file is for: `.js` has neither by itself, so its text decides. */
function formatOf(path: string): "module" | "commonjs" | "typescript" {
  const extension = extname(path);
  if (extension === ".cjs") return "commonjs";
  if (extension.endsWith("ts")) return "typescript";
  if (extension === ".mjs") return "module";
  return /^\s*(import|export)[\s{*]/m.test(readFileSync(path, "utf8")) ? "module" : "commonjs";
}

function stripsTypes(): boolean {
  return "typescript" in process.features && process.features.typescript !== false;
}

function errorName(error: unknown): string {
  return error instanceof Error ? error.name : "Error";
}

/** An error has the line in its stack, but for a syntax error of a module: only Node's checker tells that one. */
function lineOf(error: unknown, file: PluginFile): string {
  const line = error instanceof SyntaxError ? lineOfSyntax(file) : lineIn(file.path, error);
  return line === undefined ? "" : `, line ${line}`;
}

function lineOfSyntax(file: PluginFile): string | undefined {
  const own = syntaxCheck(file)
    .split("\n")
    .find((line) => line.includes("[stdin]:"));
  return /:(\d+)(:\d+)?\)?$/.exec(own ?? "")?.[1];
}

function syntaxCheck(file: PluginFile): string {
  const type = formatOf(file.path) === "commonjs" ? "commonjs" : "module";
  const input = readFileSync(file.path);
  const words = [`--input-type=${type}`, "--check"];
  return spawnSync(process.execPath, words, { input, timeout: CHECK_MS, encoding: "utf8" }).stderr;
}

function isPlugin(value: unknown, kind: PluginKind): value is FunctionModule {
  return (
    typeof value === "object" &&
    value !== null &&
    "kind" in value &&
    value.kind === kind &&
    "functions" in value
  );
}
