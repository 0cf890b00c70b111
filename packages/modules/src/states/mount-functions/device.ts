/**
 * Under which names the kernel knows a device that is to be mounted.
 */
import { existsSync, realpathSync } from "node:fs";
import { dirname } from "node:path";
import type { Dict, ExecutionContext, Value } from "@salt/core";
import { get, isDict, pythonStr } from "@salt/core";
import { plainName } from "../../execution/program/run-program.js";
import { textList } from "./options.js";

/** A device, and what is to be mounted of it. */
export interface WantedDevice {
  /** Its name as the kernel shows it. */
  readonly real: string;
  /** Other devices that count as it. */
  readonly others: readonly string[];
  readonly opts: readonly string[];
  /** What is mounted at the path now; undefined when nothing is. */
  readonly active: Dict | undefined;
}

/** The path without links; the path itself when it does not exist. */
export function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** Finds a device; a text says why it cannot be found. */
export async function wantedDevice(
  request: { readonly device: string; readonly opts: readonly string[]; readonly copiesOptions: boolean },
  mounts: Dict,
  point: string,
  context: ExecutionContext,
): Promise<WantedDevice | string> {
  const { device, opts } = request;
  const there = mounts.get(point) ?? null;
  const active = isDict(there) ? there : undefined;
  const found = { real: device, others: [], opts, active };
  const volume = /^\/dev\/([^/]+)\/([^/]+)$/.exec(device);
  const mapped = `/dev/mapper/${volume?.[1]?.replaceAll("-", "--")}-${volume?.[2]?.replaceAll("-", "--")}`;
  if (volume !== null && existsSync(mapped)) return { ...found, real: mapped };
  const fuse = /^\w+#(.+)/.exec(device)?.[1];
  if (fuse !== undefined) return { ...found, real: fuse };
  if (/^uuid=/i.test(device))
    return { ...found, real: (device.split("=")[1] ?? "").replace(/^"+|"+$/g, "").toLowerCase() };
  if (/^label=/i.test(device)) {
    const devices = await labelled(device.split("=")[1] ?? "", context);
    if (typeof devices === "string") return devices;
    return { ...found, real: devices[0] ?? device, others: devices };
  }
  if (!device.startsWith("/")) return found;
  if (!opts.includes("bind") || active === undefined) return { ...found, real: realPath(device) };
  return boundDevice(request, mounts, active);
}

async function labelled(label: string, context: ExecutionContext): Promise<readonly string[] | string> {
  const command = ["blkid", "-t", `LABEL=${plainName(label, "device")}`];
  const told = await context.call("cmd.run_all", [command], { python_shell: false });
  if (Number(get(told, "retcode") ?? 1) > 0) return `Unable to find device with label ${label}.`;
  const lines = pythonStr(get(told, "stdout") ?? "").split("\n");
  return lines.map((line) => line.split(":")[0] ?? "");
}

/** What a bind shows is on the device of the nearest directory above it where something is mounted. */
function boundDevice(
  {
    device,
    opts,
    copiesOptions,
  }: { readonly device: string; readonly opts: readonly string[]; readonly copiesOptions: boolean },
  mounts: Dict,
  active: Dict,
): WantedDevice {
  const now = pythonStr(active.get("device") ?? "");
  const onDisk = now.startsWith("/");
  let path = device.replaceAll(" ", "\\040");
  while (onDisk && !mounts.has(path) && path !== "/") path = dirname(path);
  const source = mounts.get(path) ?? null;
  const bound = new Map<Value, Value>(active);
  if (source !== null) bound.set("opts", [...textList(active.get("opts")), "bind"]);
  const copied = [...textList(get(source, "opts")), ...textList(get(source, "superopts"))];
  return {
    real: onDisk ? pythonStr(get(source, "device") ?? now) : now,
    others: [],
    opts: source !== null && copiesOptions ? [...new Set([...opts, ...copied])].sort() : opts,
    active: bound,
  };
}
