/**
 * pacman, of Arch Linux.
 */
import type { ExecutionContext, Plain } from "@salt/core";
import { CommandExecutionError, isTruthy, matchGlob } from "@salt/core";
import type { ProgramResult } from "../program/run-program.js";
import { runProgram } from "../program/run-program.js";
import type { PackageManager, Wanted } from "./package-manager.js";

const QUIETLY = ["--noprogressbar", "--noconfirm"];

/** The manager. */
export const pacman: PackageManager = {
  program: "pacman",
  names: /^[a-z0-9@_+][\w@.+-]*$/i,
  refreshesFirst: false,
  list: async (context) => {
    const { stdout } = await runProgram(["pacman", "-Q"], context);
    return new Map(pairs(stdout).map(([name, version]) => [name, [version]]));
  },
  latest: async (names, _options, context) => {
    const words = ["pacman", "-Sp", "--needed", "--print-format", "%n %v", "--", ...names];
    const { stdout } = await runProgram(words, context);
    return new Map(pairs(stdout).filter(([name]) => names.includes(name)));
  },
  upgrades: async (_options, context) => {
    const { retcode, stdout, stderr } = await runProgram(
      ["pacman", "-Spu", "--print-format", "%n %v"],
      context,
    );
    if (retcode !== 0) throw new CommandExecutionError(`Error listing upgrades: ${stderr}${stdout}`);
    return new Map(pairs(stdout).filter(([, version]) => !version.includes(".db")));
  },
  refresh: refreshLists,
  install: async (wanted, files, options, context) => {
    if (files.length > 0) return [await runProgram(["pacman", "-U", ...QUIETLY, "--", ...files], context)];
    const upgradesAll = isTruthy(options.get("sysupgrade")) ? ["-u"] : [];
    const targets: string[] = [];
    for (const one of wanted) targets.push(await targetOf(one, context));
    return [
      await runProgram(["pacman", "-S", ...upgradesAll, ...QUIETLY, "--needed", "--", ...targets], context),
    ];
  },
  remove: (wanted, isPurge, context) =>
    runProgram(
      ["pacman", isPurge ? "-Rsc" : "-R", ...QUIETLY, "--", ...wanted.map(({ name }) => name)],
      context,
    ),
  upgrade: async (wanted, _options, context): Promise<ProgramResult> => {
    if (wanted.length > 0) throw new CommandExecutionError("pacman upgrades all packages or none");
    return await runProgram(["pacman", "-Su", ...QUIETLY], context);
  },
};

/** A word for pacman; versions with stars are looked for in the repositories. Throws CommandExecutionError. */
async function targetOf({ name, version }: Wanted, context: ExecutionContext): Promise<string> {
  if (version === null) return name;
  const [, operator = "", bare = ""] = /^([<>=!]*)(.*)$/.exec(version) ?? [];
  if (!bare.includes("*")) return `${name}${operator === "" ? "=" : operator}${bare}`;
  const offered = (await offeredPackages(context)).filter((offer) => offer.name === name);
  const found = offered.find((offer) => matchGlob(bare, offer.version));
  if (found !== undefined && ["", "="].includes(operator)) return `${name}=${found.version}`;
  const known = offered.map((offer) => offer.version).join(", ") || "none";
  throw new CommandExecutionError(
    `No version matching '${version}' found for package '${name}' (available: ${known})`,
  );
}

/** Everything in the repositories. */
export async function offeredPackages(
  context: ExecutionContext,
): Promise<readonly { readonly repository: string; readonly name: string; readonly version: string }[]> {
  const { stdout } = await runProgram(["pacman", "-Sl"], context);
  return stdout.split("\n").flatMap((line) => {
    const [repository = "", name = "", version] = line.trim().split(/\s+/);
    return version === undefined ? [] : [{ repository, name, version }];
  });
}

async function refreshLists(_options: unknown, context: ExecutionContext): Promise<Plain> {
  const { retcode, stdout, stderr } = await runProgram(["pacman", "-Sy"], context, { env: { LANG: "C" } });
  if (retcode !== 0) throw new CommandExecutionError(`Error refreshing package database: ${stderr}`);
  const found = new Map<string, boolean>();
  for (const line of stdout.split("\n").map((text) => text.trim())) {
    const [first = "", second = ""] = line.split(/\s+/);
    if (line === "" || first.startsWith("::")) continue;
    if (line.includes("is up to date")) found.set(first, false);
    else if (line.includes("downloading"))
      found.set(first === "downloading" ? (second.split(".")[0] ?? "") : first, true);
  }
  return found;
}

function pairs(text: string): [name: string, version: string][] {
  return text.split("\n").flatMap((line): [string, string][] => {
    const [name = "", version, ...more] = line.trim().split(/\s+/);
    return version === undefined || more.length > 0 ? [] : [[name, version]];
  });
}
