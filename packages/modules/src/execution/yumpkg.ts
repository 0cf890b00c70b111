/**
 * Packages of Red Hat and its relatives, through dnf or yum.
 */
import type { Plain } from "@salt/core";
import { executionModule, fn, getString, isTruthy, matchGlob, pythonStr } from "@salt/core";
import { givenKeywords } from "../values/keywords.js";
import { dnf, dnfProgram, offered } from "./managers/dnf.js";
import { dnfHoldFunctions } from "./managers/dnf-holds.js";
import { dnfRepoFunctions } from "./managers/dnf-repos.js";
import { managerFunctions, renamed } from "./managers/package-manager.js";
import { rpmFunctions } from "./managers/rpm-functions.js";
import { compareRpmVersions } from "./managers/rpm-version.js";
import { usesRpm } from "./rpm-lowpkg.js";

const common = managerFunctions(dnf);

export const yumpkg = executionModule("yumpkg", {
  doc: "Packages of Red Hat and its relatives, through dnf or yum.",
  virtualName: "pkg",
  available: (context) => {
    const family = (getString(context.grains, "os_family") ?? "").toLowerCase();
    if (!usesRpm(context) || family === "suse") return "the machine is no relative of Red Hat";
    return dnfProgram() === undefined ? "neither dnf nor yum is installed" : true;
  },
  functions: {
    ...common,
    ...rpmFunctions,
    ...dnfRepoFunctions,
    ...dnfHoldFunctions,
    update: renamed(common.upgrade, "upgrade"),
    list_updates: renamed(common.list_upgrades, "list_upgrades"),
    clean_metadata: renamed(common.refresh_db, "refresh_db"),
    list_repo_pkgs: fn({
      doc: "The versions that repositories have, of all packages when none is named; names may be patterns.",
      examples: ["salt '*' pkg.list_repo_pkgs 'bash*' byrepo=True"],
      varargs: "args",
      varkw: "kwargs",
      run: async (_args, context, { args, kwargs }): Promise<Plain> => {
        const options = givenKeywords(kwargs);
        const patterns = args.map(pythonStr);
        const found = new Map<string, Map<string, string[]>>();
        for (const { name, version, repository } of await offered([], context, options)) {
          if (patterns.length > 0 && !patterns.some((pattern) => matchGlob(pattern, name))) continue;
          const key = isTruthy(options.get("byrepo")) ? repository : "";
          const packages = found.get(key) ?? new Map<string, string[]>();
          const versions = new Set([...(packages.get(name) ?? []), version]);
          packages.set(
            name,
            [...versions].sort((a, b) => compareRpmVersions(b, a)),
          );
          found.set(key, packages);
        }
        return isTruthy(options.get("byrepo")) ? found : (found.get("") ?? {});
      },
    }),
  },
});
