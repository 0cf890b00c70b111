/**
 * `state_compress_ids`: results of one id with several names become one.
 */
import type { Dict, MutableDict, Value } from "@salt/core";
import { float, isDict, isTruthy, pythonStr } from "@salt/core";
import { durationOf } from "./state-result.js";

const SEPARATOR = "_|-";
const COMPRESSED_CHANGES = "compressed changes";

/** The data of all hosts with results of the same id, sls file and outcome put together. */
export function compressIds(hosts: Dict): Dict {
  return new Map([...hosts].map(([host, data]) => [host, isDict(data) ? compressHost(data) : data]));
}

/** How many results a key made by `compressIds` stands for; 1 for all other keys. */
export function compressedCount(key: string): number {
  if (!key.includes(`${SEPARATOR}state_compressed_`)) return 1;
  return Number(/\((\d+)\)$/.exec(key.split(SEPARATOR)[1] ?? "")?.[1] ?? 1);
}

function compressHost(data: Dict): Dict {
  const groups = new Map<string, [key: string, info: Dict][]>();
  for (const [key, info] of data) {
    if (typeof key !== "string" || !isDict(info) || !info.has("__id__")) return data;
    const group = groupOf(key, info);
    groups.set(group, [...(groups.get(group) ?? []), [key, info]]);
  }
  const out: MutableDict = new Map();
  for (const members of groups.values()) {
    const [first] = members;
    if (first === undefined) continue;
    if (members.length === 1) out.set(first[0], first[1]);
    else out.set(compressedKey(first[0], first[1], members.length), combine(members.map(([, info]) => info)));
  }
  return out;
}

function groupOf(key: string, info: Dict): string {
  return JSON.stringify([
    key.split(SEPARATOR)[0],
    text(info, "__id__"),
    text(info, "__sls__"),
    text(info, "result"),
  ]);
}

function compressedKey(key: string, info: Dict, count: number): string {
  const parts = key.split(SEPARATOR);
  const name = ["state_compressed", text(info, "__sls__"), text(info, "__id__"), text(info, "result")].join(
    "_",
  );
  return [parts[0], `${text(info, "__id__")} (${count})`, name, ...parts.slice(3)].join(SEPARATOR);
}

function combine(infos: readonly Dict[]): Dict {
  const [first = new Map<Value, Value>()] = infos;
  const duration = infos.reduce((sum, info) => sum + durationOf(info), 0);
  const changed = infos.filter((info) => isTruthy(info.get("changes")));
  const changes = new Map(changed.map((info) => [info.get("name") ?? "", info.get("changes") ?? null]));
  return new Map<Value, Value>([
    ...first,
    ["__run_num__", Math.min(...infos.map((info) => Number(info.get("__run_num__") ?? 0)))],
    ["duration", float(Number(duration.toFixed(3)))],
    ["start_time", infos.map((info) => text(info, "start_time")).sort()[0] ?? ""],
    ["changes", changed.length === 0 ? new Map() : new Map([[COMPRESSED_CHANGES, changes]])],
  ]);
}

/** How many changes a compressed result stands for. */
export function countChanges(changes: Value): number {
  const byName = isDict(changes) ? changes.get(COMPRESSED_CHANGES) : undefined;
  return isDict(byName) && byName.size > 0 ? byName.size : 1;
}

function text(info: Dict, name: string): string {
  return pythonStr(info.get(name) ?? null);
}
