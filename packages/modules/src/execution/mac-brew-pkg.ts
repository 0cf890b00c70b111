/**
 * Packages of macOS, through Homebrew.
 */
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { executionModule, fn, isTruthy, maybe, SaltInvocationError } from "@salt/core";
import { brew, brewProgram, infoOf, namesOf, runBrew } from "./managers/brew.js";
import { checkedName, managerFunctions, wantedOf } from "./managers/package-manager.js";

const params = {
  name: maybe.any(null, "A package, or several separated by commas."),
  pkgs: maybe.any(null, "A list of packages."),
  sources: maybe.any(null, "Must not be given: brew pins names only."),
} as const;

export const macBrewPkg = executionModule("mac_brew_pkg", {
  doc: "Packages of macOS, through Homebrew.",
  virtualName: "pkg",
  available: ({ grains }) => {
    if (grains.get("os") !== "MacOS") return "the machine is no Mac";
    return brewProgram() === undefined ? "brew is not installed" : true;
  },
  functions: {
    ...managerFunctions(brew),
    homebrew_prefix: fn({
      doc: "The directory of Homebrew.",
      examples: ["salt '*' pkg.homebrew_prefix"],
      run: async (_args, context) => (await runBrew(["--prefix"], context)).stdout.trim(),
    }),
    info_installed: fn({
      doc: "What brew tells of packages.",
      examples: ["salt '*' pkg.info_installed jq"],
      varargs: "names",
      varkw: "kwargs",
      run: async (_args, context, { args }): Promise<Plain> => {
        const names = args.map((one) => checkedName(one, brew));
        const found = new Map<string, Plain>();
        for (const each of await infoOf(names, context))
          for (const name of namesOf(each).filter((one) => names.includes(one))) found.set(name, each);
        return found;
      },
    }),
    hold: fn({
      doc: "Keeps packages in their version.",
      examples: ["salt '*' pkg.hold jq"],
      params,
      varkw: "kwargs",
      run: (args, context) => pin(true, args, context),
    }),
    unhold: fn({
      doc: "Lets packages be upgraded again that were kept in their version.",
      examples: ["salt '*' pkg.unhold jq"],
      params,
      varkw: "kwargs",
      run: (args, context) => pin(false, args, context),
    }),
  },
});

async function pin(
  holds: boolean,
  { name, pkgs, sources }: { readonly name: Value; readonly pkgs: Value; readonly sources: Value },
  context: ExecutionContext,
): Promise<Plain> {
  if (!isTruthy(name) && !isTruthy(pkgs))
    throw new SaltInvocationError("One of name, pkgs, or sources must be specified.");
  if (isTruthy(sources)) throw new SaltInvocationError("sources cannot be held: brew pins names only");
  const pinned = new Set((await runBrew(["list", "--pinned"], context)).stdout.split(/\s+/));
  const told = new Map<string, Plain>();
  for (const { name: one } of wantedOf(name, pkgs, null, brew)) {
    const answer = (result: boolean | null, comment: string, changes: Plain = {}): Plain => ({
      ...{ name: one, changes, result },
      comment: `Package ${one} ${comment}`,
    });
    if (pinned.has(one) === holds) {
      told.set(one, answer(true, holds ? "is already set to be held." : "is not being held."));
    } else if (isTruthy(context.opts.get("test"))) {
      told.set(one, answer(null, holds ? "is set to be held." : "is set to be unheld."));
    } else {
      const { retcode } = await runBrew([holds ? "pin" : "unpin", one], context);
      const done = holds ? "is now being held." : "is no longer being held.";
      const [old, now] = holds ? ["install", "hold"] : ["hold", "install"];
      const failed = holds ? "was unable to be held." : "was unable to be unheld.";
      told.set(one, retcode === 0 ? answer(true, done, { new: now, old }) : answer(false, failed));
    }
  }
  return told;
}
