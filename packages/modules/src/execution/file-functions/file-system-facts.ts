/**
 * The system call statvfs, as far as Node's own, the program `stat` and the table of mounts tell.
 */
import { readFileSync, statfsSync } from "node:fs";
import type { ExecutionContext, Plain } from "@salt/core";
import { CommandExecutionError, pythonStr } from "@salt/core";
import { realPath } from "./paths.js";

/** Flags of statvfs by mount options. */
const FLAGS: Readonly<Record<string, number>> = {
  ro: 1,
  nosuid: 2,
  nodev: 4,
  noexec: 8,
  sync: 16,
  mand: 64,
  noatime: 1024,
  nodiratime: 2048,
  relatime: 4096,
};

/** Facts of the file system on which a path lies. Throws CommandExecutionError when there is none. */
export async function fileSystemFacts(path: string, context: ExecutionContext): Promise<Plain> {
  const facts = statfs(path);
  const command = ["stat", "-f", "-c", "%S %l", "--", path];
  const output = pythonStr(await context.call("cmd.run", [command], { python_shell: false }));
  const [fragment, longest] = output.split(" ").map(Number);
  return {
    f_bavail: facts.bavail,
    f_bfree: facts.bfree,
    f_blocks: facts.blocks,
    f_bsize: facts.bsize,
    f_favail: facts.ffree,
    f_ffree: facts.ffree,
    f_files: facts.files,
    f_flag: mountFlags(realPath(path)),
    f_frsize: fragment ?? facts.bsize,
    f_namemax: longest ?? 255,
  };
}

function statfs(path: string): ReturnType<typeof statfsSync> {
  try {
    return statfsSync(path);
  } catch (error) {
    throw new CommandExecutionError(`Could not statvfs '${path}'`, { cause: error });
  }
}

function mountFlags(path: string): number {
  let options: readonly string[] = [];
  let longest = 0;
  for (const line of readFileSync("/proc/self/mountinfo", "utf8").split("\n")) {
    const [, , , , point = "", mounted = "", ...rest] = line.split(" ");
    const isAbove = point === "/" || path === point || path.startsWith(`${point}/`);
    if (point === "" || !isAbove || point.length < longest) continue;
    longest = point.length;
    options = [...mounted.split(","), ...(rest.at(-1)?.split(",") ?? [])];
  }
  return options.reduce((flags, option) => flags | (FLAGS[option] ?? 0), 0);
}
