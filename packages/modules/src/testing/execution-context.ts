/**
 * A context for tests of execution functions: no daemon, and a record of what was asked of it.
 */
import type {
  Dict,
  ExecutionContext,
  ExecutionFunction,
  FunctionIndex,
  FunctionModule,
  Job,
  MinionControl,
  Plain,
  Plugin,
  PluginKind,
  Value,
} from "@salt/core";
import {
  callFunction,
  dict,
  FunctionNotAvailableError,
  nullLogger,
  parseArguments,
  toValue,
} from "@salt/core";
import { builtinEntries } from "../catalog.generated.js";

/** What differs from an empty minion. */
export interface FakeMinion {
  readonly opts?: Dict;
  readonly grains?: Dict;
  readonly pillar?: Dict;
  readonly job?: Job;
  readonly signal?: AbortSignal;
  readonly control?: Partial<MinionControl>;
}

/** A context and what was asked of its daemon, as `method(arguments)` in JSON. */
export interface FakeContext {
  readonly context: ExecutionContext;
  readonly asked: string[];
}

/** Makes a context. */
export function fakeContext(minion: FakeMinion = {}): FakeContext {
  const asked: string[] = [];
  const functions = new BuiltinFunctions("execution");
  const context: ExecutionContext = {
    id: "web1",
    opts: minion.opts ?? new Map(),
    grains: minion.grains ?? new Map(),
    pillar: minion.pillar ?? new Map(),
    job: minion.job,
    functions,
    ofKind: (kind) => new BuiltinFunctions(kind),
    control: { ...recordingControl(asked), ...minion.control },
    memory: new Map(),
    signal: minion.signal ?? new AbortController().signal,
    log: nullLogger,
    retcode: 0,
    call: async (name, args = [], kwargs = {}) =>
      callFunction(name, await functions.find(name), withKeywords(args.map(toValue), kwargs), context),
  };
  return { context, asked };
}

/** Calls a function as a command line would: `test.echo hello`. */
export async function callLine(
  line: readonly string[],
  context: ExecutionContext,
  load?: Dict,
): Promise<Value> {
  const [name = "", ...words] = line;
  const fn = await context.functions.find(name);
  return await callFunction(name, fn, await parseArguments(words), context, load);
}

function withKeywords(args: readonly Value[], kwargs: { readonly [name: string]: Plain }): readonly Value[] {
  const keywords = dict(kwargs);
  return keywords.size === 0 ? args : [...args, new Map<Value, Value>([["__kwarg__", true], ...keywords])];
}

function recordingControl(asked: string[]): MinionControl {
  const record =
    <T>(method: string, answer: T) =>
    async (...args: readonly unknown[]): Promise<T> => {
      asked.push(`${method}(${args.map(shown).join(", ")})`);
      return answer;
    };
  return {
    running: record("running", []),
    signalJob: record("signalJob", ""),
    fireMaster: record("fireMaster", true),
    fireLocal: record("fireLocal", true),
    request: record<Value>("request", null),
    compilePillar: record<Dict>("compilePillar", new Map()),
    refreshPillar: record("refreshPillar", true),
    refreshGrains: record("refreshGrains", true),
    refreshModules: record("refreshModules", true),
    schedule: async () => undefined,
    beacons: async () => undefined,
    refreshBeacons: record("refreshBeacons", true),
    revokeAuth: record("revokeAuth", true),
  };
}

function shown(value: unknown): string {
  return (
    JSON.stringify(value, (_key, item: unknown) =>
      item instanceof Map ? Object.fromEntries(item) : typeof item === "bigint" ? String(item) : item,
    ) ?? ""
  );
}

/** The built-in functions of a kind, without asking modules whether they can serve here. */
class BuiltinFunctions implements FunctionIndex {
  readonly #kind: PluginKind;

  constructor(kind: PluginKind) {
    this.#kind = kind;
  }

  async names(): Promise<readonly string[]> {
    const names: string[] = [];
    for (const entry of builtinEntries) {
      // Of several modules that serve a name, one counts, as for `find`.
      const first = entriesFor(entry.virtualName).find((one) => one.kind === entry.kind);
      const module = first === entry ? await entry.load() : undefined;
      if (module === undefined || entry.kind !== this.#kind || !hasFunctions(module)) continue;
      names.push(...Object.keys(module.functions).map((name) => `${module.virtualName}.${name}`));
    }
    return names.sort();
  }

  async find(name: string): Promise<ExecutionFunction> {
    const found = await this.#found(name);
    if (found === undefined) throw new FunctionNotAvailableError(name);
    return found;
  }

  async has(name: string): Promise<boolean> {
    return (await this.#found(name)) !== undefined;
  }

  async provider(virtualName: string): Promise<string | undefined> {
    return entriesFor(virtualName).find((entry) => entry.kind === this.#kind)?.name;
  }

  async #found(name: string): Promise<ExecutionFunction | undefined> {
    const [virtualName, short = ""] = name.split(".");
    for (const entry of entriesFor(virtualName)) {
      if (entry.kind !== this.#kind) continue;
      const module = await entry.load();
      const found = hasFunctions(module) ? module.functions[short] : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

/** What serves a virtual name on Debian first, then others; or the module of this very name. */
function entriesFor(name = ""): readonly (typeof builtinEntries)[number][] {
  const isDebian = (entry: { readonly name: string }): boolean =>
    ["aptpkg", "dpkg_lowpkg"].includes(entry.name);
  const found = builtinEntries.filter((entry) => entry.virtualName === name || entry.name === name);
  return [...found.filter(isDebian), ...found.filter((entry) => !isDebian(entry))];
}

function hasFunctions(plugin: Plugin): plugin is FunctionModule {
  return "functions" in plugin;
}
