/**
 * Options whose values are `sdb://profile/key`: the values behind them take their places before a program starts.
 */
import type { Dict, LoadedConfig, LoadOptions, MutableDict, OptionTable, Value } from "@salt/core";
import {
  ConfigError,
  callDirectly,
  errorText,
  getString,
  isDict,
  isList,
  loadConfig,
  nullLogger,
  readConfigFiles,
  refusingControl,
} from "@salt/core";

const SCHEME = "sdb://";
/** How long the drivers may take for all values together. */
const LIMIT_MS = 60_000;

/** Loads a configuration and puts values in the places of their addresses. Throws ConfigError. */
export async function loadWithSdb<T extends OptionTable>(
  table: T,
  options: LoadOptions,
): Promise<LoadedConfig<T>> {
  try {
    const loaded = loadConfig(table, options);
    if (!hasAddress(loaded.opts)) return loaded;
  } catch (error) {
    // An address is often no valid value itself; without one the complaint stands.
    if (!(error instanceof ConfigError) || !hasAddress(filesOf(table, options))) throw error;
  }
  const given = filesOf(table, options);
  const values = await valuesFor(given, options);
  return loadConfig(table, { ...options, values });
}

function filesOf(table: OptionTable, { file }: LoadOptions): Dict {
  return readConfigFiles(file, String(table.default_include?.fallback ?? "")).options;
}

function hasAddress(value: Value): boolean {
  if (typeof value === "string") return value.startsWith(SCHEME);
  if (isList(value)) return value.some(hasAddress);
  return isDict(value) && [...value.values()].some(hasAddress);
}

/** The options with an address in them, as they are to be. */
async function valuesFor(given: Dict, options: LoadOptions): Promise<ReadonlyMap<string, Value>> {
  const [{ LoadedPlugins, makeContext }, { builtinPlugins }] = await Promise.all([
    import("@salt/loader"),
    import("@salt/modules"),
  ]);
  const opts = new Map([...given, ...Object.entries(options.overrides ?? {})]);
  const signal = AbortSignal.timeout(LIMIT_MS);
  const plugins = new LoadedPlugins({ builtin: builtinPlugins, opts, context, log: nullLogger });
  function context(): ReturnType<typeof makeContext> {
    const around = { opts, grains: new Map(), pillar: new Map(), memory, log: nullLogger };
    const control = refusingControl("No minion runs while the configuration is read");
    const ofKind = plugins.ofKind.bind(plugins);
    return makeContext({ ...around, id: getString(opts, "id") ?? "", ofKind, control }, undefined, signal);
  }
  const memory = new Map<string, unknown>();
  try {
    const get = await plugins.functions.find("sdb.get");
    const ask = (address: string): Promise<Value> =>
      callDirectly("sdb.get", get, [address], new Map(), context());
    const values = new Map<string, Value>();
    for (const [name, value] of given)
      if (hasAddress(value)) values.set(String(name), await resolved(String(name), value, ask));
    return values;
  } finally {
    await plugins.close();
  }
}

async function resolved(
  option: string,
  value: Value,
  ask: (address: string) => Promise<Value>,
): Promise<Value> {
  if (isList(value)) return await Promise.all(value.map((item) => resolved(option, item, ask)));
  if (isDict(value)) {
    const found: MutableDict = new Map();
    for (const [key, item] of value) found.set(key, await resolved(option, item, ask));
    return found;
  }
  if (typeof value !== "string" || !value.startsWith(SCHEME)) return value;
  try {
    return await ask(value);
  } catch (error) {
    throw new ConfigError(`option '${option}': ${value} cannot be read: ${errorText(error)}`, {
      hint: "Mend the profile that the address names, or write the value itself.",
      cause: error,
    });
  }
}
