/**
 * What the engine tells of containers and images, as `docker.ps` and `docker.images` show it.
 */
import type { Dict, ExecutionContext, MutableDict, Value } from "@salt/core";
import { CommandExecutionError, getString, isDict, isInt, isList, isTruthy, pythonStr } from "@salt/core";
import { formatTime } from "../status-functions/time.js";
import type { Engine } from "./engine/engine.js";
import { asDict, filterText, resource } from "./engine/engine-call.js";

/** The description of a container. Throws CommandExecutionError when there is none. */
export async function inspectContainer(engine: Engine, name: Value): Promise<Dict> {
  const action = "inspect_container";
  return asDict(await engine.json({ action, path: resource`/containers/${name}/json` }), action);
}

/** The description of an image, with its sizes in words. Throws CommandExecutionError when there is none. */
export async function inspectImage(engine: Engine, name: Value): Promise<MutableDict> {
  const action = "inspect_image";
  const found = new Map(asDict(await engine.json({ action, path: resource`/images/${name}/json` }), action));
  addSizes(found, ["Size", "VirtualSize"]);
  return found;
}

/** The description of a network. Throws CommandExecutionError when there is none. */
export async function inspectNetwork(engine: Engine, name: Value): Promise<Dict> {
  const action = "inspect_network";
  return asDict(await engine.json({ action, path: resource`/networks/${name}` }), action);
}

/** `running`, `paused` or `stopped`, of a description. */
export function stateOf(info: Dict): string {
  const state = info.get("State");
  if (!isDict(state)) return "stopped";
  if (isTruthy(state.get("Paused"))) return "paused";
  return isTruthy(state.get("Running")) ? "running" : "stopped";
}

/** The state of a container. Throws CommandExecutionError when there is none. */
export async function containerState(engine: Engine, name: Value): Promise<string> {
  return stateOf(await inspectContainer(engine, name));
}

/** Containers by id: those that run, and all others behind them when `all` is set. */
export async function listContainers(
  engine: Engine,
  { all, filters }: { readonly all: boolean; readonly filters?: Value },
): Promise<MutableDict> {
  const query = { limit: -1, all: 1, size: 0, trunc_cmd: 0, filters: filterText(filters) };
  const answer = await engine.json({ action: "containers", path: "/containers/json", query });
  const running: MutableDict = new Map<Value, Value>();
  const stopped: MutableDict = new Map<Value, Value>();
  for (const item of isList(answer) ? answer : []) {
    const id = getString(item, "Id");
    if (!isDict(item) || id === undefined) continue;
    const isUp = (getString(item, "Status") ?? "").toLowerCase().startsWith("up ");
    (isUp ? running : stopped).set(id, shown(item));
  }
  return new Map([...running, ...(all ? stopped : [])]);
}

/** Images by id: those with tags, and all others behind them when `all` is set. */
export async function listImages(engine: Engine, all: boolean): Promise<MutableDict> {
  const query = { only_ids: 0, all: all ? 1 : 0 };
  const answer = await engine.json({ action: "images", path: "/images/json", query });
  const tagged: MutableDict = new Map<Value, Value>();
  const untagged: MutableDict = new Map<Value, Value>();
  for (const item of isList(answer) ? answer : []) {
    const id = getString(item, "Id");
    if (!isDict(item) || id === undefined) continue;
    const image = addSizes(shown(item), ["Size", "VirtualSize"]);
    (hasTags(item) ? tagged : untagged).set(id, image);
  }
  return new Map([...tagged, ...(all ? untagged : [])]);
}

function hasTags(image: Dict): boolean {
  const tags = image.get("RepoTags") ?? null;
  // Engines of version 24 and later tell of an empty list where older ones told of nothing.
  return isList(tags) && !(tags.length === 1 && tags[0] === "<none>:<none>");
}

/** The names of containers, in order. */
export async function containerNames(engine: Engine, all: boolean): Promise<readonly string[]> {
  const found = [...(await listContainers(engine, { all })).values()].flatMap((container) => {
    const names = isDict(container) ? container.get("Names") : undefined;
    return isList(names) ? names.map((name) => pythonStr(name).replace(/^\/+/, "")) : [];
  });
  return [...new Set(found)].sort();
}

/** The tags of images, in order. */
export async function imageTags(engine: Engine): Promise<readonly string[]> {
  const found = [...(await listImages(engine, false)).values()].flatMap((image) => {
    const tags = isDict(image) ? image.get("RepoTags") : undefined;
    return isList(tags) ? tags.map((tag) => pythonStr(tag)) : [];
  });
  return [...new Set(found)].sort();
}

/** Images of which no other one is made. Throws CommandExecutionError for images without a parent's entry. */
export function topLevelImages(
  images: Dict,
  subset: readonly Value[] = [...images.keys()],
): readonly string[] {
  const parents = [...images.values()].map((image) => {
    const parent = isDict(image) ? image.get("ParentId") : undefined;
    if (parent === undefined)
      throw new CommandExecutionError("The engine tells of an image without a ParentId");
    return parent;
  });
  return subset.filter((id) => !parents.includes(id)).map((id) => pythonStr(id));
}

function shown(item: Dict): MutableDict {
  const found: MutableDict = new Map<Value, Value>();
  for (const [key, value] of item)
    if (key !== "Id") found.set(key === "Created" ? "Time_Created_Epoch" : key, value);
  const created = found.get("Time_Created_Epoch") ?? null;
  if (isInt(created)) found.set("Time_Created_Local", localTime(Number(created)));
  return found;
}

/** A time in words, by the clock of the machine. */
export function localTime(seconds: number): string {
  const time = new Date(seconds * 1000);
  return `${formatTime("%Y-%m-%d %H:%M:%S", time)} ${zoneName(time)}`;
}

/** The short name of the time zone; which ones have one depends on the country in which one asks. */
function zoneName(time: Date): string {
  const names = ["en-US", "en-GB", "en-AU", "en-IN"].map((locale) => {
    const parts = new Intl.DateTimeFormat(locale, { timeZoneName: "short" }).formatToParts(time);
    return parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
  });
  return names.find((name) => !/^(GMT|UTC)[+-]/.test(name)) ?? names[0] ?? "";
}

/** Adds `NAME_Human` for sizes. */
export function addSizes(found: MutableDict, names: readonly string[]): MutableDict {
  for (const name of names) {
    const size = found.get(name) ?? null;
    if (isInt(size)) found.set(`${name}_Human`, sizeText(Number(size)));
  }
  return found;
}

/** Bytes in words: `1.9 MiB`. */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  let left = bytes / 1024;
  for (const unit of ["KiB", "MiB", "GiB", "TiB"]) {
    if (left < 1024) return `${left.toFixed(1)} ${unit}`;
    left /= 1024;
  }
  return `${left.toFixed(1)} PiB`;
}

/** Keeps the list of containers in the mine, unless `docker.update_mine` is off. */
export async function updateMine(context: ExecutionContext): Promise<void> {
  const wanted = await context.call("config.option", ["docker.update_mine", true]);
  if (!isTruthy(wanted) || context.opts.get("file_client") === "local") return;
  await context.call("mine.send", ["docker.ps"], { verbose: true, all: true, host: true });
}
