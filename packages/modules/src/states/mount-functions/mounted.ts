/**
 * mount.mounted: a file system that is mounted.
 */
import { existsSync } from "node:fs";
import type { Args, Dict, ExecutionContext, MutableDict, StateAnswer, Value } from "@salt/core";
import { get, isDict, isTrial, isTruthy, PythonRegex, pythonStr, stateFn } from "@salt/core";
import { timeBound } from "../../python/time-bound.js";
import { failed } from "../answer/answer.js";
import type { WantedDevice } from "./device.js";
import { realPath, wantedDevice } from "./device.js";
import { changedOptions, textList } from "./options.js";
import { mountedParams } from "./params.js";
import { persisted } from "./swap.js";

export const mounted = stateFn({
  doc: "Makes a file system be mounted.",
  params: mountedParams,
  varkw: "kwargs",
  run: async (args, context) => {
    for (const key of ["name", "device", "fstype"] as const)
      if (args[key] === "") return failed(args.name, `Must provide ${key} to mount.mounted`);
    return await new Mounting(args, context).ensure();
  },
});

/** One file system that is to be mounted, and what was done for it. */
class Mounting {
  readonly #args: Args<typeof mountedParams>;
  readonly #context: ExecutionContext;
  readonly #name: string;
  /** The path without links, also as the kernel writes it. */
  readonly #real: string;
  readonly #point: string;
  readonly #changes: MutableDict = new Map<Value, Value>();
  #opts: readonly string[];
  #comment = "";
  #result: boolean | null = true;
  #mustRemember = false;

  constructor(args: Args<typeof mountedParams>, context: ExecutionContext) {
    this.#args = args;
    this.#context = context;
    this.#opts = textList(args.opts);
    this.#name = args.name === "/" ? "/" : args.name.replace(/\/+$/, "");
    this.#real = realPath(this.#name);
    this.#point = this.#real.replaceAll(" ", "\\040");
  }

  async ensure(): Promise<StateAnswer> {
    const { device, mount, persist, bind_mount_copy_active_opts: copiesOptions } = this.#args;
    const mounts = await this.#active();
    const request = { device, opts: this.#opts, copiesOptions };
    const wanted = await wantedDevice(request, mounts, this.#point, this.#context);
    if (typeof wanted === "string") return this.#told(false, wanted);
    this.#opts = wanted.opts;
    const stopped = wanted.active === undefined ? undefined : await this.#check(wanted, wanted.active);
    if (stopped !== undefined) return stopped;
    if (!(await this.#active()).has(this.#point)) {
      const done = mount ? await this.#mount() : this.#leave();
      if (done !== undefined) return done;
    }
    return persist ? await this.#persist() : this.#told(this.#result, this.#comment);
  }

  #told(result: boolean | null, comment: string): StateAnswer {
    return { name: this.#args.name, changes: this.#changes, result, comment };
  }

  async #active(): Promise<Dict> {
    const told = await this.#context.call("mount.active", [], { extended: true });
    return isDict(told) ? told : new Map();
  }

  /** Something is mounted at the path: options and device have to be the wanted ones. */
  async #check(wanted: WantedDevice, active: Dict): Promise<StateAnswer | undefined> {
    const { mount, device } = this.#args;
    const current = pythonStr(active.get("device") ?? "");
    const other = ["alt_device", "device_uuid", "device_label"].map((key) => active.get(key) ?? null);
    const names = new Set([...wanted.others, current, realPath(current)]);
    for (const name of other) if (isTruthy(name)) names.add(pythonStr(name));
    if (mount) {
      const stopped = await this.#checkOptions(active);
      if (stopped !== undefined) return stopped;
    }
    const devices = mount ? [...names] : [...wanted.others];
    if (devices.includes(wanted.real)) {
      this.#comment = "Target was already mounted";
      return undefined;
    }
    const ignored = this.#ignored(devices);
    if (ignored !== undefined) {
      this.#result = true;
      this.#comment = `An umount will not be forced because device matched device_name_regex: ${ignored}`;
      return undefined;
    }
    if (isTrial(this.#context)) {
      this.#result = null;
      this.#comment = `An umount would have been forced because devices do not match.  Watched: ${device}`;
      return undefined;
    }
    const real = wanted.real === device ? "" : ` (${wanted.real})`;
    const how = `Forced unmount because devices don't match. Wanted: ${device}${real}, current: ${devices.join(", ")}`;
    this.#changes.set("umount", how);
    await this.#context.call("mount.umount", [this.#real], { user: this.#args.user });
    this.#mustRemember = true;
    return (await this.#active()).has(this.#point) ? this.#told(null, "Unable to unmount") : undefined;
  }

  /** A name of the device that is mounted of which the user said that it does not matter. */
  #ignored(devices: readonly string[]): string | undefined {
    const forms = textList(this.#args.device_name_regex).map((form) => new PythonRegex(form));
    return devices.find((device) => forms.some((form) => timeBound(() => form.match(device))));
  }

  async #checkOptions(active: Dict): Promise<StateAnswer | undefined> {
    const changed = [...(await changedOptions(this.#opts, active, this.#args, this.#context))].sort();
    if (changed.length > 0) {
      const names = changed.join(",");
      const stopped = await this.#mountAnew(names, `options (${names}) changed`);
      if (stopped !== undefined) return stopped;
    }
    const cached = get(await this.#context.call("mount.read_mount_cache", [this.#real]), "opts");
    if (cached === undefined) {
      this.#mustRemember = true;
      return undefined;
    }
    const gone = textList(cached).filter((option) => !this.#opts.includes(option));
    if (gone.length === 0) return undefined;
    const last = this.#opts.at(-1) ?? "";
    return await this.#mountAnew(gone.join(","), `options (${last}) changed`, "");
  }

  /** Mounts with other options; the answer of a trial, or when that fails. */
  async #mountAnew(names: string, what: string, blank = " "): Promise<StateAnswer | undefined> {
    const { device, fstype, mkmnt } = this.#args;
    if (isTrial(this.#context))
      return this.#told(null, `Remount would be forced because options (${names})${blank}changed`);
    const how = { mkmnt, fstype, opts: this.#opts };
    this.#mustRemember = true;
    const isWhole = ["nfs", "cvfs"].includes(fstype) || fstype.startsWith("fuse");
    this.#changes.set("umount", `Forced ${isWhole ? "unmount and mount" : "remount"} because ${what}`);
    if (isWhole) {
      const out = await this.#context.call("mount.umount", [this.#real]);
      if (out !== true) return this.#told(false, `Unable to unmount ${this.#real}: ${pythonStr(out)}.`);
    }
    const fun = isWhole ? "mount.mount" : "mount.remount";
    const out = await this.#context.call(fun, [this.#real, device], how);
    if (out !== true) this.#result = false;
    this.#opts = this.#opts.filter((option) => isWhole || option !== "remount");
    return undefined;
  }

  async #mount(): Promise<StateAnswer | undefined> {
    const { device, fstype, mkmnt, user } = this.#args;
    const name = this.#name;
    const isThere = existsSync(name);
    if (isTrial(this.#context)) {
      if (isThere) return this.#told(null, `${name} would be mounted`);
      const made = mkmnt ? "would be created and mounted" : "does not exist and would not be created";
      return this.#told(null, `${name} ${made}`);
    }
    if (!isThere && !mkmnt) return this.#told(false, "Mount directory is not present");
    const out = await this.#context.call("mount.mount", [name, device, mkmnt, fstype, this.#opts], { user });
    this.#mustRemember = true;
    if (typeof out === "string") return this.#told(false, out);
    if ((await this.#active()).has(this.#point)) {
      this.#comment = "Target was successfully mounted";
      this.#changes.set("mount", true);
    }
    return undefined;
  }

  /** It need not be mounted now. */
  #leave(): undefined {
    const name = this.#name;
    const { mkmnt } = this.#args;
    if (existsSync(name)) {
      this.#comment = `${name} ${isTrial(this.#context) ? "would not be mounted" : "not mounted"}`;
      return;
    }
    this.#comment = mkmnt
      ? `${name} would be created, but not mounted`
      : `${name} does not exist and would neither be created nor mounted`;
    if (isTrial(this.#context)) this.#result = null;
    else this.#comment = `${name} not present and not mounted`;
  }

  async #persist(): Promise<StateAnswer> {
    const { device, fstype, dump, pass_num, config, match_on, mkmnt, mount } = this.#args;
    const test = isTrial(this.#context);
    const entry = [this.#name, device, fstype, this.#opts, dump, pass_num, config];
    const how = { match_on, ...(test ? { test } : {}) };
    const done = pythonStr(await this.#context.call("mount.set_fstab", entry, how));
    if (test && done !== "present") {
      const needs = "needs to be written to the fstab in order to be made persistent.";
      const [isNew, isOld] = mount
        ? [`is mounted, but ${needs}`, "is mounted, but its fstab entry must be updated."]
        : [needs, ""];
      const updated =
        isOld === "" ? `The ${this.#name} fstab entry must be updated.` : `${this.#name} ${isOld}`;
      const comment = done === "new" ? `${this.#name} ${isNew}` : updated;
      return this.#told(null, `${this.#comment}. ${comment}`);
    }
    if (this.#mustRemember && !test)
      await this.#context.call("mount.write_mount_cache", [this.#real, device], {
        ...{ mkmnt, fstype, mount_opts: this.#opts },
      });
    const ofPresent = test ? "" : ". Entry already exists in the fstab.";
    return persisted(this.#told(this.#result, this.#comment), done, ofPresent);
  }
}
