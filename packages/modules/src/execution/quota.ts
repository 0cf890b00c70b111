/**
 * Limits of what users and groups may keep on file systems.
 */
import type { Dict, ExecutionContext, MutableDict, Plain, Value } from "@salt/core";
import {
  CommandExecutionError,
  dict,
  executionModule,
  fn,
  get,
  isDict,
  needed,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import { givenKeywords, refuseOtherKeywords } from "../values/keywords.js";
import { findProgram } from "./cmd/programs.js";
import { plainName, programPath, runProgram } from "./program/run-program.js";

const device = needed.str("The file system: where it is mounted, or its device.");
const LIMITS: readonly string[] = [
  "block-soft-limit",
  "block-hard-limit",
  "file-soft-limit",
  "file-hard-limit",
];
/** Columns of `repquota -p` after the name and the signs of limits that are passed. */
const COLUMNS: readonly string[] = [
  "block-used",
  "block-soft-limit",
  "block-hard-limit",
  "block-grace",
  "file-used",
  "file-soft-limit",
  "file-hard-limit",
  "file-grace",
];

export const quota = executionModule("quota", {
  doc: "Limits of what users and groups may keep on file systems.",
  available: () =>
    findProgram("setquota") !== undefined ||
    "The quota execution module cannot be loaded: the module is only available on POSIX-like systems with the \
setquota binary available.",
  functions: {
    report: fn({
      doc: "Limits and use of a file system.",
      examples: ["salt '*' quota.report /media/data"],
      params: { mount: device },
      run: async (args, context): Promise<Plain> => ({
        [args.mount]: {
          "User Quotas": await report(args.mount, "-u", context),
          "Group Quotas": await report(args.mount, "-g", context),
        },
      }),
    }),
    set: fn({
      doc: "Sets limits of a `user` or `group`: `block-soft-limit`, `block-hard-limit`, `file-soft-limit`, `file-hard-limit`.",
      examples: ["salt '*' quota.set /media/data user=larry block-soft-limit=1048576"],
      params: { device },
      varkw: "kwargs",
      run: async (args, context, { kwargs }): Promise<Dict> => {
        refuseOtherKeywords(kwargs, ["user", "group", ...LIMITS]);
        const given = givenKeywords(kwargs);
        const [user, group] = [given.get("user"), given.get("group")];
        if (user !== undefined && group !== undefined)
          throw new SaltInvocationError("Please specify a user or group, not both.");
        const who = user ?? group;
        if (who === undefined) throw new CommandExecutionError("A valid user or group was not found");
        const limits: MutableDict = new Map<Value, Value>(
          LIMITS.map((limit) => [limit, given.get(limit) ?? 0]),
        );
        const numbers = LIMITS.map((limit) => plainName(limits.get(limit) ?? 0, limit));
        const option = user === undefined ? "-g" : "-u";
        const words = [option, plainName(who, "user or group"), ...numbers, plainName(args.device, "device")];
        const told = await runProgram([programPath("setquota"), ...words], context, {
          ignore_retcode: false,
        });
        if (told.retcode !== 0)
          throw new CommandExecutionError(`Unable to set desired quota. Error follows: \n${told.stderr}`);
        return new Map<Value, Value>([
          [`${user === undefined ? "Group" : "User"}: ${pythonStr(who)}`, limits],
        ]);
      },
    }),
    warn: fn({
      doc: "Tells users by mail that they have passed limits.",
      examples: ["salt '*' quota.warn"],
      run: async (_args, context) => {
        await said("quotawarn", [], context);
        return null;
      },
    }),
    stats: fn({
      doc: "What the kernel tells of limits.",
      examples: ["salt '*' quota.stats"],
      run: async (_args, context): Promise<Plain> => {
        const lines = (await said("quotastats", [], context)).split("\n").filter((line) => line !== "");
        return Object.fromEntries(
          lines.map((line) => [line.split(": ")[0] ?? "", line.split(": ")[1] ?? ""]),
        );
      },
    }),
    on: fn({
      doc: "Switches limits of a file system on.",
      examples: ["salt '*' quota.on /media/data"],
      params: { device },
      run: async (args, context) => {
        await said("quotaon", [plainName(args.device, "device")], context);
        return true;
      },
    }),
    off: fn({
      doc: "Switches limits of a file system off.",
      examples: ["salt '*' quota.off /media/data"],
      params: { device },
      run: async (args, context) => {
        await said("quotaoff", [plainName(args.device, "device")], context);
        return true;
      },
    }),
    get_mode: fn({
      doc: "Whether limits of a file system are on.",
      examples: ["salt '*' quota.get_mode /media/data"],
      params: { device },
      run: async (args, context): Promise<Dict> =>
        readModes(await said("quotaon", ["-p", plainName(args.device, "device")], context), args.device),
    }),
  },
});

/** What a program prints, complaints included. */
async function said(program: string, words: readonly string[], context: ExecutionContext): Promise<string> {
  const command = [programPath(program), ...words];
  return pythonStr(await context.call("cmd.run", [command], { python_shell: false }));
}

async function report(mount: string, option: "-u" | "-g", context: ExecutionContext): Promise<Plain> {
  const text = await said("repquota", ["-vp", option, plainName(mount, "mount")], context);
  const lines = text.split("\n");
  const head = lines.findIndex((line) => line.startsWith("-"));
  const rows = head < 0 ? [] : lines.slice(head + 1).map((line) => line.split(/\s+/));
  const users = rows
    .filter((row) => row.length >= COLUMNS.length + 2 && row[0] !== "")
    .map((row) => [
      row[0] ?? "",
      Object.fromEntries(COLUMNS.map((column, at) => [column, row[at + 2] ?? ""])),
    ]);
  const grace = lines.find((line) => line.includes("Block grace time"))?.split(";") ?? [];
  const times = ["Block Grace Time", "Inode Grace Time"].flatMap((key, at) =>
    grace[at] === undefined ? [] : [[key, [grace[at]?.split(": ").at(-1) ?? ""]]],
  );
  return { [option === "-u" ? "Users" : "Groups"]: Object.fromEntries(users), ...Object.fromEntries(times) };
}

function readModes(text: string, asked: string): Dict {
  const modes: MutableDict = new Map<Value, Value>();
  for (const words of text.split("\n").map((line) => line.trim().split(/\s+/))) {
    const [kind = "", second = "", , mount = "", source = "", , state = ""] = words;
    if (kind.startsWith("quotaon")) {
      if (second.startsWith("Cannot")) return dict({ [asked]: "Not found" });
      if (second.startsWith("Mountpoint")) modes.set(source, "disabled");
      continue;
    }
    if (mount === "") continue;
    const known = modes.get(mount);
    const facts: MutableDict = new Map(isDict(known) ? known : []);
    if (get(facts, "device") === undefined) facts.set("device", source.replace(/[()]/g, ""));
    modes.set(mount, facts.set(kind, state));
  }
  return modes;
}
