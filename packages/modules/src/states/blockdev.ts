/**
 * States of block devices: how they are tuned, and which file system is on them.
 */
import { existsSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import type { ExecutionContext, MutableDict, Value } from "@salt/core";
import { get, isTrial, isTruthy, maybe, needed, pythonStr, stateFn, stateModule } from "@salt/core";
import { findProgram } from "../execution/cmd/programs.js";
import { givenKeywords } from "../values/keywords.js";
import { changed, failed, pending, unchanged } from "./answer/answer.js";

/** The facts that options change. */
const FACTS: Readonly<Record<string, string>> = {
  "read-ahead": "getra",
  "filesystem-read-ahead": "getfra",
  "read-only": "getro",
  "read-write": "getro",
};
/** How often the new file system is looked for, and the pause in milliseconds. */
const [LOOKS, PAUSE_MS] = [10, 3000];

export const blockdev = stateModule("blockdev", {
  doc: "States of block devices: how they are tuned, and which file system is on them.",
  available: async (context) =>
    (await context.functions.has("disk.tune"))
      ? true
      : "Cannot load the blockdev state module: disk execution module not found",
  functions: {
    tuned: stateFn({
      doc: "Tunes a device: `read-ahead`, `filesystem-read-ahead`, `read-only`, `read-write`.",
      params: { name: needed.str("The device.") },
      varkw: "kwargs",
      run: async ({ name }, context, { kwargs }) => {
        if ((await context.call("file.is_blkdev", [name])) !== true)
          return failed(name, `Changes to ${name} cannot be applied. Not a block device.`);
        if (isTrial(context)) return pending(name, `Changes to ${name} will be applied `);
        const given = givenKeywords(kwargs);
        const old = await context.call("disk.dump", [name]);
        const options = Object.fromEntries([...given].map(([key, value]) => [pythonStr(key), value]));
        const now = await context.call("disk.tune", [name], options);
        if (!isTruthy(now)) return failed(name, `Failed to modify block device ${name}`);
        const changes: MutableDict = new Map<Value, Value>();
        for (const [key, value] of Object.entries(options)) {
          const fact = FACTS[key] ?? "";
          const pair = [get(old, fact), get(now, fact)].map((one) => one ?? null);
          if (pair[0] === pair[1]) continue;
          const shown = pair.map((one) => shownFact(one, key, typeof value === "boolean"));
          changes.set(key, `Changed from ${shown[0]} to ${shown[1]}`);
        }
        return changes.size > 0
          ? changed(name, `Block device ${name} successfully modified `, changes)
          : unchanged(name, `Block device ${name} already in correct state`);
      },
    }),
    formatted: stateFn({
      doc: "Makes a file system be on a device; another one that is on it is lost.",
      params: {
        name: needed.str("The device."),
        fs_type: maybe.str("ext4", "Of which kind."),
        force: maybe.bool(false, "Also on what is no partition (ext and xfs)."),
      },
      varkw: "kwargs",
      run: async ({ name, fs_type, force }, context, { kwargs }) => {
        if (!existsSync(name)) return failed(name, `${name} does not exist`);
        const old = await kindOf(name, context);
        if (old === fs_type) return unchanged(name, `${name} already formatted with ${fs_type}`);
        if (!/^[\w.-]+$/.test(fs_type ?? "") || findProgram(`mkfs.${fs_type}`) === undefined)
          return failed(name, `Invalid fs_type: ${fs_type}`);
        if (isTrial(context)) return pending(name, `Changes to ${name} will be applied `);
        const given = [...givenKeywords(kwargs)].map(([key, value]) => [pythonStr(key), value]);
        await context.call("disk.format", [name, fs_type], { force, ...Object.fromEntries(given) });
        for (let look = 0; look < LOOKS; look++) {
          const now = await kindOf(name, context);
          // Salt names the new kind as the old one, too.
          if (now === fs_type)
            return changed(name, `${name} has been formatted with ${fs_type}`, { new: fs_type, old: now });
          if (now !== "") break;
          await wait(PAUSE_MS, undefined, { signal: context.signal });
        }
        return failed(name, `Failed to format ${name}`);
      },
    }),
  },
});

function shownFact(value: Value, key: string, isSwitch: boolean): string {
  if (!isSwitch) return pythonStr(value);
  return pythonStr(key === "read-write" ? value !== "1" : value === "1");
}

async function kindOf(name: string, context: ExecutionContext): Promise<string> {
  const command = ["blkid", "-o", "value", "-s", "TYPE", "--", name];
  return pythonStr(await context.call("cmd.run", [command], { python_shell: false, ignore_retcode: true }));
}
