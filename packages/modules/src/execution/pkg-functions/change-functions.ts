/**
 * Changing packages.
 */
import { fn, isTruthy, maybe } from "@salt/core";
import { KEEP_CONFIGURATION, runApt } from "./apt.js";
import { changeByCommand, installPackages, removePackages, unneededPackages } from "./change-packages.js";
import { downloadedPackages } from "./downloaded-packages.js";
import { compareLists, packageLists } from "./installed.js";
import { refreshLists } from "./refresh.js";
import { holdPackages, selections } from "./selections.js";
import { applySelections } from "./wanted-selections.js";

const name = maybe.any(null, "A package, or several separated by commas.");
const pkgs = maybe.any(null, "A list of packages, or of maps from packages to versions.");
const sources = maybe.any(null, "A list of maps from packages to package files.");

export const changeFunctions = {
  install: fn({
    doc: "Installs or upgrades packages; gives what changed.",
    examples: [
      "salt '*' pkg.install hello",
      "salt '*' pkg.install hello version='>=2.10'",
      "salt '*' pkg.install pkgs='[{hello: 2.10-3}, jq]' refresh=True",
      "salt '*' pkg.install sources='[{hello: salt://hello.deb}]'",
    ],
    params: {
      name,
      refresh: maybe.bool(false, "Fetch the lists of packages first."),
      fromrepo: maybe.any(null, "The release to take them from, e.g. `bookworm-backports`."),
      skip_verify: maybe.bool(false, "Take packages that nobody signed."),
      debconf: maybe.any(null, "A file with answers to questions of packages."),
      pkgs,
      sources,
      reinstall: maybe.bool(false, "Install again what is there in the same version."),
      downloadonly: maybe.bool(false, "Only fetch the packages."),
      ignore_epoch: maybe.bool(false, "Leave what stands before a colon out when versions are compared."),
      normalize: maybe.bool(true, "Take the machine's own architecture out of names."),
    },
    varkw: "kwargs",
    run: async (args, context, { kwargs }) => {
      if (isTruthy(args.debconf)) await context.call("debconf.set_file", [args.debconf]);
      if (args.refresh) await refreshLists(kwargs.get("cache_valid_time") ?? 0, false, context);
      const given = Object.entries(args).filter(([, value]) => value !== null);
      return await installPackages(new Map([...kwargs, ...given]), context);
    },
  }),
  remove: fn({
    doc: "Removes packages and leaves their configuration; gives what changed.",
    examples: ["salt '*' pkg.remove hello", "salt '*' pkg.remove pkgs='[hello, jq]'"],
    params: { name, pkgs },
    varkw: "kwargs",
    run: (args, context) => removePackages("remove", args.name, args.pkgs, context),
  }),
  purge: fn({
    doc: "Removes packages with their configuration; gives what changed.",
    examples: ["salt '*' pkg.purge hello", "salt '*' pkg.purge pkgs='[hello, jq]'"],
    params: { name, pkgs },
    varkw: "kwargs",
    run: (args, context) => removePackages("purge", args.name, args.pkgs, context),
  }),
  upgrade: fn({
    doc: "Upgrades all packages; gives what changed.",
    examples: ["salt '*' pkg.upgrade", "salt '*' pkg.upgrade dist_upgrade=True"],
    params: {
      refresh: maybe.bool(true, "Fetch the lists of packages first."),
      dist_upgrade: maybe.bool(false, "Also what needs other packages removed or added."),
    },
    varkw: "kwargs",
    run: async (args, context, { kwargs }) => {
      const isOn = (option: string): boolean => isTruthy(kwargs.get(option));
      if (args.refresh) await refreshLists(kwargs.get("cache_valid_time") ?? 0, false, context);
      const options = [
        ...(isOn("force_conf_new") ? ["-o", "DPkg::Options::=--force-confnew"] : KEEP_CONFIGURATION),
        ...(isOn("force_yes") ? ["--force-yes"] : []),
        ...(isOn("skip_verify") ? ["--allow-unauthenticated"] : []),
        ...(isOn("download_only") || isOn("downloadonly") ? ["--download-only"] : []),
        ...(isOn("allow_downgrades") ? ["--allow-downgrades"] : []),
      ];
      const action = args.dist_upgrade ? "dist-upgrade" : "upgrade";
      return await changeByCommand(["apt-get", "-q", "-y", ...options, action], context);
    },
  }),
  autoremove: fn({
    doc: "Removes packages that nothing needs any more; gives what changed, or a list of them.",
    examples: ["salt '*' pkg.autoremove list_only=True", "salt '*' pkg.autoremove purge=True"],
    params: {
      list_only: maybe.bool(false, "Only say which they are."),
      purge: maybe.bool(false, "With their configuration."),
    },
    run: async (args, context) => {
      if (args.list_only) return await unneededPackages(args.purge, context);
      const before = (await packageLists(context)).installed;
      await runApt(["apt-get", "--assume-yes", ...(args.purge ? ["--purge"] : []), "autoremove"], context);
      return compareLists(before, (await packageLists(context)).installed);
    },
  }),
  refresh_db: fn({
    doc: "Fetches the lists of packages; gives for each source whether it was fetched, null when up to date.",
    examples: ["salt '*' pkg.refresh_db"],
    params: {
      cache_valid_time: maybe.any(0, "Leave lists that are younger than so many seconds."),
      failhard: maybe.bool(false, "Fail when one source does."),
    },
    varkw: "kwargs",
    run: (args, context) => refreshLists(args.cache_valid_time, args.failhard, context),
  }),
  list_downloaded: fn({
    doc: "The package files in the cache of apt: by package and version.",
    examples: ["salt '*' pkg.list_downloaded"],
    params: { root: maybe.str(null, "Another root of the file system.") },
    varkw: "kwargs",
    run: ({ root }, context) => downloadedPackages(root ?? "/", context),
  }),
  hold: fn({
    doc: "Keeps packages in their version.",
    examples: ["salt '*' pkg.hold hello", "salt '*' pkg.hold pkgs='[hello, jq]'"],
    params: { name, pkgs, sources },
    varkw: "kwargs",
    run: (args, context) => holdPackages(true, args, context),
  }),
  unhold: fn({
    doc: "Lets packages be upgraded again that were kept in their version.",
    examples: ["salt '*' pkg.unhold hello", "salt '*' pkg.unhold pkgs='[hello, jq]'"],
    params: { name, pkgs, sources },
    varkw: "kwargs",
    run: (args, context) => holdPackages(false, args, context),
  }),
  get_selections: fn({
    doc: "What dpkg is to do with packages: packages by install, hold, deinstall and purge.",
    examples: ["salt '*' pkg.get_selections", "salt '*' pkg.get_selections 'python-*' state=hold"],
    params: {
      pattern: maybe.str(null, "Only packages that fit this pattern."),
      state: maybe.str(null, "Only this state."),
    },
    run: async ({ pattern, state }, context) => {
      const found = await selections(pattern ?? "*", context);
      return state === null ? new Map(found) : new Map([[state, found.get(state) ?? []]]);
    },
  }),
  set_selections: fn({
    doc: "Says what dpkg is to do with packages; gives what changed.",
    examples: ["salt '*' pkg.set_selections selection='{hold: [hello, jq]}'"],
    params: {
      path: maybe.str(null, "A file with a package and its state on each line."),
      selection: maybe.any(null, "Packages by state, or a text in YAML."),
      clear: maybe.bool(false, "Forget first what dpkg was told of all packages."),
      saltenv: maybe.str("base", "The environment of a file on the master."),
    },
    run: (args, context) => applySelections(args, context),
  }),
};
