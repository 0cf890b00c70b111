/**
 * Functions that log in at registries, with names and passwords of the configuration or the pillar.
 */
import type { Dict, ExecutionContext, Plain, Value } from "@salt/core";
import { fn, isDict, pythonStr } from "@salt/core";
import { plainName, runProgram } from "../program/run-program.js";

export const registryFunctions = {
  login: fn({
    doc: "Logs in at registries that `docker-registries` of the pillar or configuration lists, or at some of them.",
    examples: ["salt '*' docker.login", "salt '*' docker.login hub registry.example.com"],
    varargs: "registries",
    run: async (_args, context, { args }) => await atEach(args, context, login),
  }),
  logout: fn({
    doc: "Logs out of registries that `docker-registries` lists, or of some of them.",
    examples: ["salt '*' docker.logout", "salt '*' docker.logout hub registry.example.com"],
    varargs: "registries",
    run: async (_args, context, { args }) =>
      await atEach(args, context, async (registry) => ["docker", "logout", ...addressOf(registry)]),
  }),
};

/** A command, or what is wrong with the registry's entry. */
type Prepare = (
  registry: string,
  entry: Value,
) => Promise<readonly string[] | { readonly words: readonly string[]; readonly stdin: string } | string>;

async function login(registry: string, entry: Value): ReturnType<Prepare> {
  if (!isDict(entry)) return `Invalid configuration for registry '${registry}'`;
  const missing = ["username", "password"].find((key) => !entry.has(key));
  if (missing !== undefined) return `Missing '${missing}' for registry '${registry}'`;
  const user = plainName(entry.get("username") ?? null, "username");
  // Not as an argument, which all users of the machine could read.
  const words = ["docker", "login", `--username=${user}`, "--password-stdin", ...addressOf(registry)];
  return { words, stdin: pythonStr(entry.get("password") ?? null) };
}

function addressOf(registry: string): readonly string[] {
  return registry.toLowerCase() === "hub" ? [] : [plainName(registry, "registry")];
}

async function atEach(given: readonly Value[], context: ExecutionContext, prepare: Prepare): Promise<Plain> {
  const errors: string[] = [];
  const known = await registriesOf(context, errors);
  const results: Record<string, boolean> = {};
  const wanted =
    given.length > 0 ? given.map((one) => pythonStr(one)) : [...known.keys()].map((key) => pythonStr(key));
  for (const registry of wanted) {
    const entry = known.get(registry);
    if (entry === undefined) {
      errors.push(`No match found for registry '${registry}'`);
      continue;
    }
    const command = await prepare(registry, entry);
    if (typeof command === "string") {
      errors.push(command);
      continue;
    }
    const { words, stdin } = "words" in command ? command : { words: command, stdin: null };
    const told = await runProgram(words, context, { output_loglevel: "quiet", stdin });
    results[registry] = told.retcode === 0;
    if (told.retcode !== 0) errors.push(told.stderr || told.stdout);
  }
  return { retcode: errors.length > 0 ? 1 : 0, Errors: errors, Results: results };
}

async function registriesOf(context: ExecutionContext, errors: string[]): Promise<Dict> {
  const found = new Map<Value, Value>();
  const own = await context.call("config.get", ["docker-registries", {}]);
  if (isDict(own)) for (const [name, entry] of own) found.set(name, entry);
  else errors.push("'docker-registries' Pillar value must be a dictionary");
  const named = await context.call("config.option", ["*-docker-registries"], { wildcard: true });
  for (const [name, entries] of isDict(named) ? named : []) {
    if (!isDict(entries)) {
      errors.push(`Docker registry '${pythonStr(name)}' was not specified as a dictionary`);
      continue;
    }
    for (const [registry, entry] of entries) found.set(registry, entry);
  }
  return found;
}
