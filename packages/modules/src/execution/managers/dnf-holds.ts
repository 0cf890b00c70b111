/**
 * Keeping packages in their version, by dnf's plugin versionlock.
 */
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { fn, getString, isTruthy, maybe, SaltInvocationError } from "@salt/core";
import { dnf, dnfProgram, runDnf } from "./dnf.js";
import { renamed, wantedOf } from "./package-manager.js";
import { rpmVersions } from "./rpm.js";

const params = {
  name: maybe.any(null, "A package, or several separated by commas."),
  pkgs: maybe.any(null, "A list of packages."),
  sources: maybe.any(null, "A list of maps from packages to files: their names count."),
} as const;

const listHolds = fn({
  doc: "The packages that are kept in their version; by name alone with `full=False`.",
  examples: ["salt '*' pkg.list_holds", "salt '*' pkg.list_holds full=False"],
  params: {
    pattern: maybe.str("", "Only packages whose lock has this text."),
    full: maybe.bool(true, "Names with their versions."),
  },
  run: async (args, context): Promise<Plain> => {
    await requirePlugin(context);
    const held = await locks(context);
    const chosen = held.filter(({ full }) => full.includes(args.pattern ?? ""));
    return chosen.map(({ full, name }) => (args.full ? full : name));
  },
});

/** The functions, by name. */
export const dnfHoldFunctions = {
  list_holds: listHolds,
  get_locked_packages: renamed(listHolds, "list_holds"),
  hold: fn({
    doc: "Keeps packages in their version.",
    examples: ["salt '*' pkg.hold bash", "salt '*' pkg.hold pkgs='[bash, vim]'"],
    params,
    varkw: "kwargs",
    run: (args, context) => change(true, args, context),
  }),
  unhold: fn({
    doc: "Lets packages be upgraded again that were kept in their version.",
    examples: ["salt '*' pkg.unhold bash", "salt '*' pkg.unhold pkgs='[bash, vim]'"],
    params,
    varkw: "kwargs",
    run: (args, context) => change(false, args, context),
  }),
};

interface Lock {
  readonly name: string;
  readonly full: string;
}

async function locks(context: ExecutionContext): Promise<readonly Lock[]> {
  const { stdout } = await runDnf(["-q", "versionlock", "list"], context);
  if (dnfProgram() === "dnf5") {
    const names = [...stdout.matchAll(/^Package name: (\S+)$/gm)].map(([, name = ""]) => name);
    return names.map((name) => ({ name, full: name }));
  }
  // dnf writes name-epoch:version, yum epoch:name-version.
  return stdout.split("\n").flatMap((line) => {
    const [full, , name] = /(?:(\d+):)?(\S+?)-(?:\d+:)?\d\S*-\S+\.\S+/.exec(line.trim()) ?? [];
    return full === undefined || name === undefined ? [] : [{ name, full }];
  });
}

async function requirePlugin(context: ExecutionContext): Promise<void> {
  if (dnfProgram() === "tdnf") throw new SaltInvocationError("Cannot proceed, no versionlock for tdnf");
  const isYum = dnfProgram() === "yum";
  const major = Number(
    getString(context.grains, "osmajorrelease") ?? context.grains.get("osmajorrelease") ?? 8,
  );
  const name = isYum ? "yum-plugin-versionlock" : `python${major < 8 ? 2 : 3}-dnf-plugin-versionlock`;
  if (dnfProgram() === "dnf5" || (await rpmVersions(context)).has(name)) return;
  throw new SaltInvocationError(`Cannot proceed, ${name} is not installed.`);
}

async function change(
  holds: boolean,
  given: { readonly name: Value; readonly pkgs: Value; readonly sources: Value },
  context: ExecutionContext,
): Promise<Plain> {
  await requirePlugin(context);
  const { name, pkgs, sources } = given;
  if (!isTruthy(name) && !isTruthy(pkgs) && !isTruthy(sources))
    throw new SaltInvocationError("One of name, pkgs, or sources must be specified.");
  if (isTruthy(pkgs) && isTruthy(sources))
    throw new SaltInvocationError("Only one of pkgs or sources can be specified.");
  const held = new Set((await locks(context)).map((lock) => lock.name));
  const told = new Map<string, Plain>();
  for (const wanted of wantedOf(name, isTruthy(sources) ? sources : pkgs, null, dnf))
    told.set(wanted.name, await changeOne(holds, wanted.name, held, context));
  return told;
}

async function changeOne(
  holds: boolean,
  name: string,
  held: ReadonlySet<string>,
  context: ExecutionContext,
): Promise<Plain> {
  const answer = (result: boolean | null, comment: string, changes: Plain = {}): Plain => ({
    ...{ name, changes, result },
    comment: `Package ${name} ${comment}`,
  });
  if (held.has(name) === holds)
    return answer(true, holds ? "is already set to be held." : "is not being held.");
  if (isTruthy(context.opts.get("test")))
    return answer(null, holds ? "is set to be held." : "is set to be unheld.");
  const { retcode } = await runDnf(["versionlock", holds ? "add" : "delete", name], context);
  if (retcode !== 0) return answer(false, holds ? "was unable to be held." : "was unable to be unheld.");
  const [old, now] = holds ? ["", "hold"] : ["hold", ""];
  return answer(true, holds ? "is now being held." : "is no longer held.", { new: now, old });
}
