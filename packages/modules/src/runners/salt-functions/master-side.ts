/**
 * Execution functions called beside the master, where there is no minion: no jobs, no pillar, nobody to ask.
 */
import type {
  Dict,
  ExecutionContext,
  ExecutionFunction,
  FunctionIndex,
  FunctionModule,
  GrainsModule,
  MinionControl,
  MutableDict,
  Plain,
  Plugin,
  PluginKind,
  RunnerContext,
  Value,
} from "@salt/core";
import {
  CommandExecutionError,
  callFunction,
  dict,
  errorText,
  FunctionNotAvailableError,
  getString,
  toValue,
} from "@salt/core";

/** The context of one call, with the grains of the master's machine. */
export async function masterSideContext(runner: RunnerContext): Promise<ExecutionContext> {
  const { opts, log, signal } = runner;
  const functions = new MasterSideFunctions("execution", () => context);
  const context: ExecutionContext = {
    id: getString(opts, "id") ?? "master",
    opts,
    grains: await collectGrains(runner),
    pillar: new Map(),
    job: undefined,
    functions,
    ofKind: (kind) => new MasterSideFunctions(kind, () => context),
    control: noMinion(runner),
    memory: new Map(),
    signal,
    log,
    retcode: 0,
    call: async (name, args = [], kwargs = {}) =>
      callFunction(name, await functions.find(name), argumentList(args, kwargs), context),
  };
  return context;
}

/** Arguments in the form of a job's `arg`. */
export function argumentList(
  args: readonly Plain[],
  kwargs: { readonly [name: string]: Plain },
): readonly Value[] {
  const keywords = dict(kwargs);
  const positional = args.map(toValue);
  return keywords.size === 0
    ? positional
    : [...positional, new Map<Value, Value>([["__kwarg__", true], ...keywords])];
}

async function collectGrains({ opts, log, signal }: RunnerContext): Promise<Dict> {
  const { builtinEntries } = await import("../../catalog.generated.js");
  const grains: MutableDict = new Map();
  for (const entry of builtinEntries.filter(({ kind }) => kind === "grains")) {
    const plugin = await entry.load();
    if (!isGrains(plugin)) continue;
    for (const [name, collect] of Object.entries(plugin.functions)) {
      try {
        for (const [key, value] of dict(await collect({ opts, log, signal }))) grains.set(key, value);
      } catch (error) {
        log.warn({ grains: name, reason: errorText(error) }, "Some grains cannot be had");
      }
    }
  }
  return grains;
}

function noMinion(runner: RunnerContext): MinionControl {
  const refuse = async (): Promise<never> => {
    throw new CommandExecutionError("This needs a minion, and the function was called beside the master");
  };
  return {
    running: async () => [],
    signalJob: async () => "",
    fireMaster: async (tag, data) => {
      await runner.fire(tag, data);
      return true;
    },
    fireLocal: refuse,
    request: refuse,
    compilePillar: async () => new Map(),
    refreshPillar: refuse,
    refreshGrains: refuse,
    refreshModules: async () => true,
    revokeAuth: refuse,
  };
}

/** The built-in functions of a kind whose modules can serve on this machine. */
class MasterSideFunctions implements FunctionIndex {
  readonly #kind: PluginKind;
  readonly #context: () => ExecutionContext;

  constructor(kind: PluginKind, context: () => ExecutionContext) {
    this.#kind = kind;
    this.#context = context;
  }

  async names(): Promise<readonly string[]> {
    const { builtinEntries } = await import("../../catalog.generated.js");
    const virtualNames = builtinEntries.flatMap((entry) =>
      entry.kind === this.#kind ? [entry.virtualName] : [],
    );
    const names: string[] = [];
    for (const virtualName of new Set(virtualNames)) {
      const module = await this.#serving(virtualName);
      names.push(...Object.keys(module?.functions ?? {}).map((name) => `${virtualName}.${name}`));
    }
    return names.sort();
  }

  async find(name: string): Promise<ExecutionFunction> {
    const dot = name.indexOf(".");
    const module = await this.#serving(name.slice(0, Math.max(dot, 0)));
    const short = name.slice(dot + 1);
    const found =
      module !== undefined && Object.hasOwn(module.functions, short) ? module.functions[short] : undefined;
    if (found === undefined) throw new FunctionNotAvailableError(name);
    return found;
  }

  async has(name: string): Promise<boolean> {
    return (await this.names()).includes(name);
  }

  async provider(virtualName: string): Promise<string | undefined> {
    return (await this.#serving(virtualName))?.name;
  }

  async #serving(virtualName: string): Promise<FunctionModule | undefined> {
    const { builtinEntries } = await import("../../catalog.generated.js");
    for (const entry of builtinEntries) {
      if (entry.kind !== this.#kind || entry.virtualName !== virtualName) continue;
      const plugin = await entry.load();
      if (hasFunctions(plugin) && (await plugin.available(this.#context())) === true) return plugin;
    }
    return undefined;
  }
}

function hasFunctions(plugin: Plugin): plugin is FunctionModule {
  return "functions" in plugin && "available" in plugin;
}

function isGrains(plugin: Plugin): plugin is GrainsModule {
  return plugin.kind === "grains";
}
