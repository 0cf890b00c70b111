/**
 * Settings of the kernel, now and after the next start.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { ExecutionContext, Plain } from "@salt/core";
import { CommandExecutionError, executionModule, isTruthy, maybe, needed, pythonStr } from "@salt/core";
import { linesOf } from "../text/lines.js";
import { isFile } from "./file-functions/paths.js";
import { fileFn } from "./file-functions/system-error.js";
import { plainName, plainValue, programPath, runProgram } from "./program/run-program.js";

const name = needed.str("The setting, e.g. `net.ipv4.ip_forward`.");
const value = needed.any("The value.");
/** Files in /etc/sysctl.d are read by systemd from this version on; all that are still in use are newer. */
const OWN_FILE = "/etc/sysctl.d/99-salt.conf";

export const sysctl = executionModule("linux_sysctl", {
  doc: "Settings of the kernel, now and after the next start.",
  virtualName: "sysctl",
  available: ({ grains }) =>
    grains.get("kernel") === "Linux"
      ? true
      : "The linux_sysctl execution module cannot be loaded: only available on Linux systems.",
  functions: {
    default_config: fileFn({
      doc: "The file in which settings are kept.",
      examples: ["salt '*' sysctl.default_config"],
      run: () => defaultConfig(),
    }),
    show: fileFn({
      doc: "All settings, or those in a file.",
      examples: ["salt '*' sysctl.show", "salt '*' sysctl.show config_file=/etc/sysctl.conf"],
      params: { config_file: maybe.any(false, "A file of this form.") },
      run: async (args, context): Promise<Plain> => {
        if (!isTruthy(args.config_file)) return await current(context);
        const file = pythonStr(args.config_file);
        return existsSync(file) ? inFile(file) : [];
      },
    }),
    get: fileFn({
      doc: "A setting as it is now.",
      examples: ["salt '*' sysctl.get net.ipv4.ip_forward"],
      params: { name },
      run: (args, context) => read(args.name, context),
    }),
    assign: fileFn({
      doc: "Sets a setting now.",
      examples: ["salt '*' sysctl.assign net.ipv4.ip_forward 1"],
      params: { name, value },
      run: (args, context) => assign(args.name, plainSetting(args.value), context),
    }),
    persist: fileFn({
      doc: "Sets a setting now and for every start: `Updated` or `Already set`.",
      examples: ["salt '*' sysctl.persist net.ipv4.ip_forward 1"],
      params: { name, value, config: maybe.str(null, "The file to keep it in.") },
      run: (args, context) =>
        persist(args.name, plainSetting(args.value), args.config ?? defaultConfig(), context),
    }),
  },
});

function defaultConfig(): string {
  return existsSync("/run/systemd/system") ? OWN_FILE : "/etc/sysctl.conf";
}

/** Several numbers may have tabs between them. */
function plainSetting(given: Parameters<typeof pythonStr>[0]): string {
  const text = pythonStr(given);
  plainValue(text.replace(/\t/g, " "), "value");
  return text;
}

/** A pair of `name = value`, or of `name=value`; undefined for comments and others. */
function pairOf(line: string): readonly [string, string] | undefined {
  const at = line.indexOf("=");
  return at === -1 || line.trimStart().startsWith("#")
    ? undefined
    : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
}

function inFile(file: string): Plain {
  const pairs = linesOf(readFileSync(file, "utf8")).map((line) => pairOf(line));
  return new Map(pairs.filter((pair) => pair !== undefined));
}

async function current(context: ExecutionContext): Promise<Plain> {
  const { stdout } = await runProgram([programPath("sysctl"), "-a"], context);
  const pairs = stdout.split("\n").map((line) => line.split(/ = (.*)/s));
  return new Map(pairs.filter((pair) => pair.length > 1).map(([key = "", text = ""]) => [key, text]));
}

async function read(wanted: string, context: ExecutionContext): Promise<string> {
  const command = [programPath("sysctl"), "-n", plainName(wanted, "name")];
  return pythonStr(await context.call("cmd.run", [command], { python_shell: false }));
}

async function assign(wanted: string, text: string, context: ExecutionContext): Promise<Plain> {
  // In names of interfaces a slash stands for a dot.
  const path = plainName(wanted, "name").replace(/[./]/g, (char) => (char === "." ? "/" : "."));
  if (path.split("/").includes("..") || !existsSync(`/proc/sys/${path}`))
    throw new CommandExecutionError(`sysctl ${wanted} does not exist`);
  const command = [programPath("sysctl"), "-w", `${wanted}=${text}`];
  const done = await runProgram(command, context, { ignore_retcode: false });
  const [key = "", shown] = done.stdout.split(/\s+=\s+(.*)/s);
  if (key !== wanted || shown !== text || done.stderr.includes("Invalid argument")) {
    const fault = done.retcode !== 0 && done.stderr !== "" ? done.stderr : done.stdout;
    throw new CommandExecutionError(`sysctl -w failed: ${fault}`);
  }
  return { [key]: shown };
}

/** Blanks and tabs between numbers mean the same. */
function sameBlanks(text: string): string {
  return text.replace(/\s+/g, "\t");
}

async function persist(
  wanted: string,
  text: string,
  file: string,
  context: ExecutionContext,
): Promise<string> {
  plainName(wanted, "name");
  if (!isFile(file)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, "#\n# Kernel sysctl configuration\n#\n");
  }
  const lines = [...linesOf(readFileSync(file, "utf8"))];
  const at = lines.findLastIndex((line) => pairOf(line)?.[0] === wanted);
  const old = pairOf(lines[at] ?? "")?.[1];
  if (old !== undefined && sameBlanks(old) === sameBlanks(text)) {
    if (sameBlanks(await read(wanted, context)) === sameBlanks(text)) return "Already set";
    await assign(wanted, text, context);
    return "Updated";
  }
  const line = `${wanted} = ${text}\n`;
  const next =
    old === undefined ? [...lines, line] : lines.map((one) => (pairOf(one)?.[0] === wanted ? line : one));
  writeFileSync(file, next.join(""));
  await assign(wanted, text, context);
  return "Updated";
}
