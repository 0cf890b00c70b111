/**
 * mount.swap and mount.unmounted.
 */
import { readlinkSync } from "node:fs";
import { basename } from "node:path";
import type { StateAnswer } from "@salt/core";
import { get, isDict, isTrial, isTruthy, maybe, needed, pythonStr, stateFn, toValue } from "@salt/core";
import { answer, failed, pending, unchanged } from "../answer/answer.js";

const config = maybe.str("/etc/fstab", "Another file of this form.");

export const swap = stateFn({
  doc: "Makes memory be swapped to a device or file.",
  params: {
    name: needed.str("The device or file."),
    persist: maybe.bool(true, "From the start of the machine, too."),
    config,
  },
  run: async ({ name, persist, config: file }, context) => {
    const device = linkedDevice(name);
    const swaps = async () => await context.call("mount.swaps");
    let used = await swaps();
    let told: StateAnswer;
    if (isDict(used) && used.has(device)) told = unchanged(name, `Swap ${name} already active`);
    else if (isTrial(context)) told = pending(name, `Swap ${name} is set to be activated`);
    else {
      await context.call("mount.swapon", [device]);
      used = await swaps();
      const facts = get(used, device);
      told =
        facts === undefined
          ? failed(name, `Swap ${name} failed to activate`)
          : answer(name, true, `Swap ${name} activated`, facts);
    }
    if (!persist) return told;
    const table = await context.call("mount.fstab", [file]);
    const entries = isDict(table) ? [...table] : [];
    if (isTrial(context)) {
      const isThere = entries.some(([at, entry]) => at === name || get(entry, "device") === name);
      if (isThere) return told;
      const isUsed = isDict(used) && used.has(name);
      const both = `Swap ${name} is set to be added to the fstab and to be activated`;
      return { ...told, result: null, ...(isUsed ? { comment: both } : {}) };
    }
    const none = get(table, "none") ?? null;
    if (get(none, "device") === name && get(none, "fstype") !== "swap") return told;
    const options = ["none", name, "swap", ["defaults"], 0, 0, file];
    return persisted(told, pythonStr(await context.call("mount.set_fstab", options)));
  },
});

/** The device that a link stands for. */
function linkedDevice(name: string): string {
  try {
    const target = readlinkSync(name);
    return target.startsWith("/") ? target : `/dev/${basename(target)}`;
  } catch {
    return name;
  }
}

/** Adds to an answer what was done to /etc/fstab. */
export function persisted(told: StateAnswer, done: string, ofPresent = ""): StateAnswer {
  const changes = toValue(told.changes);
  const more = (persist: string, comment: string): StateAnswer => ({
    ...told,
    changes: new Map([...(isDict(changes) ? changes : []), ["persist", persist]]),
    comment: `${told.comment}. ${comment}`,
  });
  if (done === "new") return more("new", "Added new entry to the fstab.");
  if (done === "change") return more("update", "Updated the entry in the fstab.");
  return { ...told, comment: `${told.comment}${ofPresent}` };
}

export const unmounted = stateFn({
  doc: "Makes nothing be mounted at a path.",
  params: {
    name: needed.str("Where it is mounted."),
    device: maybe.str(null, "What is mounted there."),
    config,
    persist: maybe.bool(false, "At the start of the machine neither."),
    user: maybe.str(null, "The account to run umount as."),
  },
  varkw: "kwargs",
  run: async ({ name, device, config: file, persist, user }, context) => {
    if (name === "") return failed(name, "Must provide name to mount.unmounted");
    const active = await context.call("mount.active", [], { extended: true });
    let told: StateAnswer = unchanged(name, "Target was already unmounted");
    if (isDict(active) && active.has(name.replaceAll(" ", "\\040"))) {
      if (isTrial(context)) return pending(name, `Mount point ${name} is mounted but should not be`);
      const which = isTruthy(device) ? [name, device] : [name];
      const out = await context.call("mount.umount", which, { user });
      told = typeof out === "string" ? failed(name, out) : unmountedAnswer(name, out === true);
      await context.call("mount.delete_mount_cache", [name]);
    }
    if (!persist) return told;
    const entry = get(await context.call("mount.fstab", [file]), name);
    const also = (comment: string): StateAnswer => ({ ...told, comment: `${told.comment}. ${comment}` });
    if (entry === undefined) return also("fstab entry not found");
    if (isTruthy(device) && get(entry, "device") !== device)
      return also(`fstab entry for device ${device} not found`);
    if (isTrial(context)) {
      const comment = `Mount point ${name} is unmounted but needs to be purged from ${file} to be made persistent`;
      return pending(name, comment);
    }
    if ((await context.call("mount.rm_fstab", [name, device, file])) !== true)
      return { ...also("Failed to persist purge"), result: false };
    const changes = toValue(told.changes);
    const purged = new Map([...(isDict(changes) ? changes : []), ["persist", "purged"]]);
    return { ...also("Removed target from fstab"), changes: purged };
  },
});

function unmountedAnswer(name: string, isDone: boolean): StateAnswer {
  return isDone
    ? answer(name, true, "Target was successfully unmounted", { umount: true })
    : unchanged(name, "Execute set to False, Target was not unmounted");
}
