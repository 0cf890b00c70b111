/**
 * mount.fstab_present and mount.fstab_absent: lines of /etc/fstab.
 */
import type { ExecutionContext, Plain, StateAnswer, Value } from "@salt/core";
import { get, isDict, isTrial, isTruthy, maybe, needed, pythonStr, stateFn } from "@salt/core";

const params = {
  name: needed.str("What is mounted."),
  fs_file: needed.str("Where it is mounted."),
  mount_by: maybe.str(null, "How the line names it: `device`, `label`, `partlabel`, `uuid` or `partuuid`."),
  config: maybe.str("/etc/fstab", "Another file of this form."),
} as const;

/** The states, by name. */
export const fstabStates = {
  fstab_present: stateFn({
    doc: "Makes a file system be mounted at the start of the machine.",
    params: {
      ...params,
      fs_vfstype: needed.any("The kind of file system."),
      fs_mntops: maybe.any("defaults", "Options."),
      fs_freq: maybe.any(0, "Whether dump saves it."),
      fs_passno: maybe.any(0, "When it is checked at the start."),
      mount: maybe.bool(true, "Mount it now, too, when the line is new."),
      match_on: maybe.any("auto", "What tells that a line is the same."),
      not_change: maybe.bool(false, "Leave a line that is there as it is."),
      fs_mount: maybe.bool(true, "Has a meaning on AIX only."),
    },
    run: async (args, context) => {
      const { name, mount, match_on, not_change } = args;
      const config = args.config ?? "/etc/fstab";
      const point = args.fs_file === "/" ? "/" : args.fs_file.replace(/\/+$/, "");
      const spec = await converted(name, args.mount_by, context);
      if (spec === undefined) return told(name, false, [notConverted(name, args.mount_by)]);
      const test = isTrial(context);
      const done = await context.call("mount.set_fstab", [], {
        ...{ name: point, device: spec, fstype: args.fs_vfstype, opts: args.fs_mntops },
        ...{ dump: args.fs_freq, pass_num: args.fs_passno, config, match_on, not_change },
        ...(test ? { test } : {}),
      });
      const words = test ? WOULD : DID;
      const word = done === "present" || done === "new" || done === "change" ? words[done] : undefined;
      if (word === undefined) {
        const fault = test ? "created" : "changed";
        return told(name, false, [`${point} entry cannot be ${fault} in ${config}: ${pythonStr(done)}.`]);
      }
      const comment = `${point} entry ${word} in ${config}.`;
      if (test) {
        const also = done === "new" && mount ? [`Will mount ${name} on ${point}`] : [];
        return told(name, null, [comment, ...also]);
      }
      const changes: Plain = done === "present" ? {} : { persist: done };
      if (done !== "new" || !mount) return told(name, true, [comment], changes);
      const mounted = await context.call("mount.mount", [point]);
      return typeof mounted === "string"
        ? told(name, false, [comment, `Error while mounting ${mounted.replace(/^[^:]*:/, "")}`], changes)
        : told(name, true, [comment, `Mounted ${name} on ${point}`], changes);
    },
  }),
  fstab_absent: stateFn({
    doc: "Makes a file system not be mounted at the start of the machine.",
    params,
    run: async (args, context) => {
      const { name } = args;
      const config = args.config ?? "/etc/fstab";
      const point = args.fs_file === "/" ? "/" : args.fs_file.replace(/\/+$/, "");
      const spec = await converted(name, args.mount_by, context);
      const table = await context.call("mount.fstab", [config]);
      const isThere = isDict(table) && table.has(point);
      const missing = `${point} entry is already missing in ${config}.`;
      if (isTrial(context))
        return told(name, null, [isThere ? `${point} entry will be removed from ${config}.` : missing]);
      if (!isThere) return told(name, true, [missing]);
      const done = await context.call("mount.rm_fstab", [], { name: point, device: spec ?? null, config });
      return done === true
        ? told(name, true, [`${point} entry removed from ${config}.`], { persist: "removed" })
        : told(name, false, [`${point} entry failed when removing from ${config}.`]);
    },
  }),
} as const;

const WOULD = { present: "is already", new: "will be written", change: "will be updated" } as const;
const DID = { present: "was already", new: "added", change: "updated" } as const;

function told(
  name: string,
  result: boolean | null,
  comment: readonly string[],
  changes: Plain = {},
): StateAnswer {
  return { name, result, changes, comment };
}

function notConverted(name: string, by: string | null): string {
  return `Device ${name} cannot be converted to ${by}`;
}

/** The other name of a device; undefined when it has none. */
async function converted(
  device: string,
  by: string | null,
  context: ExecutionContext,
): Promise<string | undefined> {
  if (!isTruthy(by) || by === null) return device;
  if ((by === "device" && device.startsWith("/")) || device.startsWith(`${by.toUpperCase()}=`)) return device;
  const blocks: Value = device.startsWith("/")
    ? await context.call("disk.blkid", [device])
    : await context.call("disk.blkid", [], { token: device });
  const entries = isDict(blocks) ? [...blocks] : [];
  const [first] = entries;
  if (entries.length !== 1 || first === undefined) return undefined;
  if (by === "device") return pythonStr(first[0]);
  const value = get(first[1], by.toUpperCase());
  return value === undefined ? undefined : `${by.toUpperCase()}=${pythonStr(value)}`;
}
