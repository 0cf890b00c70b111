/**
 * Arrays of disks, by mdadm.
 */
import { existsSync } from "node:fs";
import type { Dict, ExecutionContext, MutableDict, Plain, Rest, Value } from "@salt/core";
import {
  CommandExecutionError,
  dict,
  escapePattern,
  executionModule,
  fn,
  get,
  isDict,
  isList,
  maybe,
  needed,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import { givenKeywords } from "../values/keywords.js";
import { findProgram } from "./cmd/programs.js";
import { plainName, plainValue, programPath, runProgram } from "./program/run-program.js";

const name = needed.str("The array.");
const devices = needed.any("Its disks, a list.");
const test_mode = maybe.bool(false, "Tell the command and do nothing.");

export const mdadmRaid = executionModule("mdadm_raid", {
  doc: "Arrays of disks, by mdadm.",
  virtualName: "raid",
  available: ({ grains }) => {
    if (grains.get("kernel") !== "Linux")
      return "The mdadm execution module cannot be loaded: only available on Linux.";
    if (findProgram("mdadm") === undefined)
      return "The mdadm execution module cannot be loaded: the mdadm binary is not in the path.";
    return true;
  },
  functions: {
    list: fn({
      doc: "The arrays of this machine.",
      examples: ["salt '*' raid.list"],
      run: (_args, context): Promise<Dict> => arrays(context),
    }),
    detail: fn({
      doc: "What is known of an array.",
      examples: ["salt '*' raid.detail '/dev/md0'"],
      params: { device: maybe.str("/dev/md0", "The array.") },
      run: (args, context): Promise<Dict> => detail(plainName(args.device, "device"), context),
    }),
    destroy: fn({
      doc: "Takes an array apart; what is on it is lost.",
      examples: ["salt '*' raid.destroy /dev/md0"],
      params: { device: needed.str("The array.") },
      run: async (args, context) => {
        const device = plainName(args.device, "device");
        if (!existsSync(device)) return false;
        const members = get(await detail(device, context), "members");
        const disks = isDict(members)
          ? [...members.values()].map((one) => pythonStr(get(one, "device") ?? ""))
          : [];
        if ((await mdadm(["--stop", device], context)).retcode === 0)
          await mdadm(["--zero-superblock", ...disks], context);
        const file = configFile(context);
        if (existsSync(file))
          await context.call("file.replace", [file, `ARRAY ${escapePattern(device)} .*`, ""]);
        return !(await arrays(context)).has(device);
      },
    }),
    stop: fn({
      doc: "Stops all arrays; whether that failed, as in Salt.",
      examples: ["salt '*' raid.stop"],
      run: async (_args, context) => (await mdadm(["--stop", "--scan"], context)).retcode !== 0,
    }),
    create: fn({
      doc: "Makes an array; further arguments are options of mdadm. What mdadm says, or the command.",
      examples: ["salt '*' raid.create /dev/md0 level=1 chunk=256 devices='[/dev/xvdd, /dev/xvde]'"],
      params: {
        name,
        level: needed.any("The level."),
        devices,
        metadata: maybe.any("default", "The form of metadata."),
        test_mode,
      },
      varkw: "kwargs",
      run: async (args, context, { kwargs }) => {
        const disks = diskNames(args.devices);
        const spare = Number(pythonStr(kwargs.get("spare-devices") ?? 0));
        const words = ["-C", plainName(args.name, "name"), "-R", "-v", "-l", plainName(args.level, "level")];
        const metadata = plainName(args.metadata, "metadata");
        words.push(...optionWords(kwargs), "-e", metadata, "-n", String(disks.length - spare), ...disks);
        return args.test_mode ? ["mdadm", ...words].join(" ") : await said(words, context);
      },
    }),
    assemble: fn({
      doc: "Puts the disks of an array together again; further arguments are options of mdadm.",
      examples: ["salt '*' raid.assemble /dev/md0 '[/dev/xvdd, /dev/xvde]'"],
      params: { name, devices, test_mode },
      varkw: "kwargs",
      run: async (args, context, { kwargs }): Promise<Plain> => {
        const disks = diskNames(args.devices);
        const words = ["-A", plainName(args.name, "name"), "-v", ...optionWords(kwargs), ...disks];
        return args.test_mode ? ["mdadm", ...words] : await said(words, context);
      },
    }),
    save_config: fn({
      doc: "Writes the arrays into the configuration of mdadm, and makes the first disk of the start anew.",
      examples: ["salt '*' raid.save_config"],
      run: (_args, context): Promise<Plain> => saveConfig(context),
    }),
    examine: fn({
      doc: "What a disk says of the array that it belongs to.",
      examples: ["salt '*' raid.examine '/dev/sda1'"],
      params: { device: needed.str("The disk."), quiet: maybe.bool(false, "One of no array is no fault.") },
      run: async (args, context): Promise<Dict> => {
        const command = [programPath("mdadm"), "-Y", "-E", plainName(args.device, "device")];
        const { stdout } = await runProgram(command, context, { ignore_retcode: args.quiet });
        const lines = stdout.split("\n").filter((line) => line !== "");
        return dict(
          Object.fromEntries(
            lines.map((line) => [line.split("=")[0] ?? "", line.split("=").slice(1).join("=")]),
          ),
        );
      },
    }),
    add: fn({
      doc: "Adds a disk to an array.",
      examples: ["salt '*' raid.add /dev/md0 /dev/sda1"],
      params: { name, device: needed.str("The disk.") },
      run: async (args, context) => {
        const words = ["--manage", plainName(args.name, "name"), "--add", plainName(args.device, "device")];
        return (await mdadm(words, context)).retcode === 0;
      },
    }),
  },
});

async function mdadm(words: readonly string[], context: ExecutionContext) {
  return await runProgram([programPath("mdadm"), ...words], context, { ignore_retcode: false });
}

async function said(words: readonly string[], context: ExecutionContext): Promise<string> {
  const command = [programPath("mdadm"), ...words];
  return pythonStr(await context.call("cmd.run", [command], { python_shell: false }));
}

function diskNames(value: Value): readonly string[] {
  const list = isList(value) ? value : pythonStr(value).split(",");
  return list.map((one) => plainName(one, "device"));
}

/** Options that a user names. One that runs a program, or reads another configuration, is refused. */
function optionWords(kwargs: Rest["kwargs"]): readonly string[] {
  return [...givenKeywords(kwargs)].flatMap(([key, value]) => {
    const option = pythonStr(key);
    if (!/^[a-z][a-z-]*$/.test(option) || /^(prog|alert|config|mail)/.test(option))
      throw new SaltInvocationError(`mdadm is not given an option ${JSON.stringify(option)}`);
    return value === true ? [`--${option}`] : [`--${option}`, plainValue(value, option)];
  });
}

async function arrays(context: ExecutionContext): Promise<Dict> {
  const { stdout } = await mdadm(["--detail", "--scan"], context);
  const found: MutableDict = new Map<Value, Value>();
  for (const line of stdout.split("\n").filter((one) => one.includes(" "))) {
    const [, device = "", ...facts] = line.trim().split(/\s+/);
    const pairs = facts.map((fact) => [fact.split("=")[0]?.toLowerCase() ?? "", fact.split("=")[1] ?? ""]);
    found.set(device, dict({ device, ...Object.fromEntries(pairs) }));
  }
  return found;
}

async function detail(device: string, context: ExecutionContext): Promise<Dict> {
  if (!existsSync(device)) throw new CommandExecutionError(`Device ${device} doesn't exist!`);
  const { stdout } = await mdadm(["--detail", device], context);
  const members: MutableDict = new Map<Value, Value>();
  const facts: MutableDict = new Map<Value, Value>([["members", members]]);
  for (const line of stdout.split("\n")) {
    if (line.startsWith(device) || !line.includes(" ")) continue;
    if (line.includes(":")) {
      const [key = "", value = ""] = line.split(" : ");
      facts.set(key.toLowerCase().trim().replaceAll(" ", "_"), value.trim());
    } else if (line.includes("/dev/")) {
      const [number = "", major = "", minor = "", raiddevice = "", ...rest] = line.trim().split(/\s+/);
      const state = rest.slice(0, -1).join(" ");
      members.set(number, dict({ device: rest.at(-1) ?? "", major, minor, number, raiddevice, state }));
    }
  }
  return facts;
}

function configFile({ grains }: ExecutionContext): string {
  return grains.get("os_family") === "Debian" ? "/etc/mdadm/mdadm.conf" : "/etc/mdadm.conf";
}

async function saveConfig(context: ExecutionContext): Promise<Plain> {
  const scan = (await said(["--detail", "--scan"], context)).split("\n").filter((line) => line !== "");
  // On Ubuntu, names and forms of metadata in the file make arrays come up under other names.
  const isUbuntu = context.grains.get("os") === "Ubuntu";
  const lines = isUbuntu ? scan.map((line) => line.replace(/\s(?:name|metadata)=\S+/gi, "")) : scan;
  const file = configFile(context);
  if (!existsSync(file)) await context.call("file.write", [file], { args: lines });
  else
    for (const line of lines) {
      const pattern = `^ARRAY\\s+${escapePattern(line.split(/\s+/)[1] ?? "")}\\s+.*$`;
      await context.call("file.replace", [file, pattern, line], { append_if_not_found: true });
    }
  const family = context.grains.get("os_family");
  const command =
    family === "Debian" ? ["update-initramfs", "-u"] : family === "RedHat" ? ["dracut", "--force"] : null;
  return command === null ? null : await context.call("cmd.run", [command], { python_shell: false });
}
