/**
 * File systems that are mounted now, from the kernel's tables.
 */
import { readFileSync } from "node:fs";
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { get, pythonStr } from "@salt/core";
import { runProgram } from "../program/run-program.js";

/** All of them by where they are mounted; with `isExtended` with their numbers, UUIDs and labels. */
export async function activeMounts(
  isExtended: boolean,
  context: ExecutionContext,
): Promise<ReadonlyMap<string, Plain>> {
  const listed = await listedDevices(context);
  return isExtended ? await fromMountInfo(listed, context) : await fromMounts(listed, context);
}

/** What `mount -l` calls the devices, by where they are mounted. */
async function listedDevices(context: ExecutionContext): Promise<ReadonlyMap<string, string>> {
  const { stdout } = await runProgram(["mount", "-l"], context);
  return new Map(
    stdout.split("\n").map((line) => {
      const [device = "", , at = ""] = line.split(/\s+/);
      return [at, device];
    }),
  );
}

function rows(path: string): readonly (readonly string[])[] {
  const lines = readFileSync(path, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => line.split(/\s+/));
}

async function fromMounts(
  listed: ReadonlyMap<string, string>,
  context: ExecutionContext,
): Promise<ReadonlyMap<string, Plain>> {
  const found = new Map<string, Plain>();
  for (const [device = "", at = "", fstype = "", opts = ""] of rows("/proc/self/mounts"))
    found.set(at, { device, alt_device: listed.get(at) ?? null, fstype, opts: await named(opts, context) });
  return found;
}

async function fromMountInfo(
  listed: ReadonlyMap<string, string>,
  context: ExecutionContext,
): Promise<ReadonlyMap<string, Plain>> {
  const known = (await context.functions.has("disk.blkid")) ? await context.call("disk.blkid") : null;
  const found = new Map<string, Plain>();
  for (const row of rows("/proc/self/mountinfo")) {
    const [mountid, parentid, numbers = "", root, at = "", opts = ""] = row;
    const [fstype, device = "", superopts = ""] = row.slice(row.indexOf("-") + 1);
    const [major, minor] = numbers.split(":");
    const block: Value | undefined = get(known, device);
    const uuid = get(block, "UUID");
    found.set(at, {
      mountid,
      parentid,
      major,
      minor,
      root,
      opts: await named(opts, context),
      fstype,
      device: device.replaceAll("\\040", "\\ "),
      alt_device: listed.get(at) ?? null,
      superopts: await named(superopts, context),
      device_uuid: uuid === undefined ? null : pythonStr(uuid).toLowerCase(),
      device_label: get(block, "LABEL") ?? null,
    });
  }
  return found;
}

/** Options, with numbers of accounts and groups instead of their names. */
async function named(opts: string, context: ExecutionContext): Promise<readonly string[]> {
  return await Promise.all(
    opts.split(",").map(async (option) => {
      const [, key, name] = /^(uid|gid)=(.*\D.*)$/.exec(option) ?? [];
      if (key === undefined || name === undefined) return option.replaceAll("\\040", "\\ ");
      const info = await context.call(key === "uid" ? "user.info" : "group.info", [name]);
      return `${key}=${pythonStr(get(info, key) ?? name)}`;
    }),
  );
}
