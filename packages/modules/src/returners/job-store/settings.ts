/**
 * Settings of returners that send to servers.
 *
 * They come from the configuration: `<returner>.<name>`, or `<alternative>.<returner>.<name>` with
 * `--return_config=<alternative>`, which falls back to the former. Those of `--return_kwargs` win. Whoever sends a job
 * with another address gets none of the configured credentials, which otherwise would go to whatever server he names.
 */
import type { Dict, Value } from "@salt/core";
import { get, getDict, getString, isDict, isList, pythonStr, SaltInvocationError } from "@salt/core";

/** What a returner can be told. */
export interface SettingNames {
  /** The prefix in the configuration. */
  readonly returner: string;
  /** Names by which a server is found. */
  readonly places: readonly string[];
  /** Names that only the configuration may give, unless the sender names the place too. */
  readonly secrets: readonly string[];
  /** The others. */
  readonly others: readonly string[];
  /** Names that only the configuration may give. */
  readonly own?: readonly string[];
  readonly defaults?: { readonly [name: string]: string };
}

/** Settings by name, as texts. */
export type Settings = ReadonlyMap<string, string>;

/** Reads them. Throws SaltInvocationError for settings of a sender that there are not. */
export function returnerSettings(names: SettingNames, opts: Dict, ret?: Dict): Settings {
  const sent = sentSettings(names, ret);
  const isElsewhere = names.places.some((name) => sent.has(name));
  const found = new Map<string, string>();
  for (const name of [...names.places, ...names.secrets, ...names.others, ...(names.own ?? [])]) {
    const fromFile =
      isElsewhere && names.secrets.includes(name) ? undefined : configured(names, opts, ret, name);
    const value = sent.get(name) ?? fromFile ?? (isElsewhere ? undefined : names.defaults?.[name]);
    if (value !== undefined && value !== null && value !== "") found.set(name, textOf(value));
  }
  return found;
}

/** A setting that is a number of a port. Throws SaltInvocationError. */
export function portOf(settings: Settings): number | undefined {
  const text = settings.get("port");
  if (text === undefined) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new SaltInvocationError(`${JSON.stringify(text)} is no port`);
}

/** A setting that is a list, or texts with commas between them. */
export function listOf(settings: Settings, name: string): readonly string[] {
  const parts = (settings.get(name) ?? "").split(",").map((part) => part.trim());
  return parts.filter((part) => part !== "");
}

function textOf(value: Value): string {
  return isList(value) ? value.map((item) => pythonStr(item)).join(",") : pythonStr(value);
}

function sentSettings(names: SettingNames, ret: Dict | undefined): ReadonlyMap<Value, Value> {
  const sent = ret?.get("ret_kwargs");
  if (!isDict(sent)) return new Map();
  const known = [...names.places, ...names.secrets, ...names.others];
  for (const name of sent.keys()) {
    if (typeof name !== "string" || !known.includes(name))
      throw new SaltInvocationError(`The returner ${names.returner} has no setting ${pythonStr(name)}`);
  }
  return sent;
}

function configured(names: SettingNames, opts: Dict, ret: Dict | undefined, name: string): Value | undefined {
  const alternative = getString(ret, "ret_config") ?? "";
  const prefixes =
    alternative === "" ? [names.returner] : [`${alternative}.${names.returner}`, names.returner];
  for (const prefix of prefixes) {
    const value = opts.get(`${prefix}.${name}`) ?? get(getDict(opts, prefix), name);
    if (value !== undefined && value !== null && value !== "") return value;
  }
  return undefined;
}
