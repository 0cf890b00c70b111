/**
 * What states remember of mounts that they made.
 */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Dict, MutableDict } from "@salt/core";
import { getDict, getString, needed, parseYaml, toJson, writeFileAtomic } from "@salt/core";
import { fileFn } from "../file-functions/system-error.js";

const realName = needed.str("Where it is mounted.");

/** The functions, by name. */
export const cacheFunctions = {
  read_mount_cache: fileFn({
    doc: "What is remembered of a mount; empty when nothing is.",
    examples: ["salt '*' mount.read_mount_cache /mnt/share"],
    params: { name: realName },
    run: (args, { opts }) => getDict(mountsIn(opts), args.name) ?? new Map(),
  }),
  write_mount_cache: fileFn({
    doc: "Remembers a mount.",
    examples: ["salt '*' mount.write_mount_cache /mnt/share /dev/sda1 False ext4 defaults"],
    params: {
      real_name: realName,
      device: needed.any("What is mounted."),
      mkmnt: needed.any("Whether its directory was made."),
      fstype: needed.any("The kind of file system."),
      mount_opts: needed.any("Its options."),
    },
    run: ({ real_name: name, device, mkmnt, fstype, mount_opts: opts }, context) => {
      const mounts: MutableDict = new Map(mountsIn(context.opts));
      const facts = new Map(Object.entries({ device, fstype, mkmnt, opts }));
      save(context.opts, mounts.set(name, facts));
      return true;
    },
  }),
  delete_mount_cache: fileFn({
    doc: "Forgets a mount.",
    examples: ["salt '*' mount.delete_mount_cache /mnt/share"],
    params: { real_name: realName },
    run: (args, { opts }) => {
      const mounts: MutableDict = new Map(mountsIn(opts));
      if (mounts.delete(args.real_name)) save(opts, mounts);
      return true;
    },
  }),
} as const;

function fileOf(opts: Dict): string {
  return join(getString(opts, "cachedir") ?? "/var/cache/salt/minion", "mounts");
}

function mountsIn(opts: Dict): Dict {
  const file = fileOf(opts);
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  return getDict(text === "" ? null : parseYaml(text), "mounts") ?? new Map();
}

/** The file is YAML in Salt; JSON is YAML, too. */
function save(opts: Dict, mounts: Dict): void {
  mkdirSync(dirname(fileOf(opts)), { recursive: true });
  writeFileAtomic(fileOf(opts), toJson(new Map([["mounts", mounts]])));
}
