/**
 * apk, of Alpine Linux.
 */
import type { ExecutionContext } from "@salt/core";
import { CommandExecutionError } from "@salt/core";
import type { ProgramResult } from "../program/run-program.js";
import { runProgram } from "../program/run-program.js";
import type { PackageManager, Wanted } from "./package-manager.js";

/** The manager. */
export const apk: PackageManager = {
  program: "apk",
  names: /^[A-Za-z0-9_.][\w.+-]*(?:@[\w.-]+)?$/,
  refreshesFirst: true,
  list: async (context) => {
    const { stdout } = await runProgram(["apk", "info", "-v"], context);
    return new Map(versionWords(stdout).map(([name, version]) => [name, [version]]));
  },
  latest: async (names, _options, context) => {
    const upgrades = await simulatedUpgrades(context);
    const installed = await apk.list(context);
    const found = new Map<string, string>();
    for (const name of names) {
      const version = upgrades.get(name) ?? (await searched(name, context));
      if (version !== undefined && installed.get(name)?.[0] !== version) found.set(name, version);
    }
    return found;
  },
  upgrades: (_options, context) => simulatedUpgrades(context),
  refresh: async (_options, context) => {
    const { retcode, stdout, stderr } = await runProgram(["apk", "update"], context);
    if (retcode === 0) return true;
    throw new CommandExecutionError(
      `Problem encountered refreshing the lists of packages: ${stderr || stdout}`,
    );
  },
  install: async (wanted, files, _options, context) => [
    files.length > 0
      ? await runProgram(["apk", "add", "--allow-untrusted", "--", ...files], context)
      : await runProgram(["apk", "add", "--", ...wanted.map(wordOf)], context),
  ],
  remove: (wanted, isPurge, context) => {
    const purge = isPurge ? ["--purge"] : [];
    return runProgram(["apk", "del", ...purge, "--", ...wanted.map(({ name }) => name)], context);
  },
  upgrade: (wanted, _options, context): Promise<ProgramResult> =>
    runProgram(
      wanted.length === 0 ? ["apk", "upgrade"] : ["apk", "add", "-u", "--", ...wanted.map(wordOf)],
      context,
    ),
};

function wordOf({ name, version }: Wanted): string {
  if (version === null) return name;
  return /^[<>=]/.test(version) ? `${name}${version.replace("==", "=")}` : `${name}=${version}`;
}

/** `name-1.2-r3` as name and version, line by line. */
function versionWords(text: string): readonly (readonly [name: string, version: string])[] {
  return text.split("\n").flatMap((line) => {
    const [, name, version] = /^(\S+)-([^-\s]+-r\d+)(?:\s|$)/.exec(line) ?? [];
    return name === undefined || version === undefined ? [] : [[name, version] as const];
  });
}

async function simulatedUpgrades(context: ExecutionContext): Promise<ReadonlyMap<string, string>> {
  const { retcode, stdout, stderr } = await runProgram(["apk", "upgrade", "-s"], context);
  if (retcode !== 0) throw new CommandExecutionError(stderr + stdout);
  // "(1/2) Upgrading musl (1.2.3-r4 -> 1.2.3-r5)"
  const rows = [...stdout.matchAll(/Upgrading (\S+) \((\S+) -> (\S+)\)/g)];
  return new Map(rows.map(([, name = "", , version = ""]) => [name, version]));
}

async function searched(name: string, context: ExecutionContext): Promise<string | undefined> {
  const { stdout } = await runProgram(["apk", "search", "--", name], context);
  return versionWords(stdout).find(([found]) => found === name)?.[1];
}
