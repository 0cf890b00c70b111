/**
 * States of packages.
 */
import type { StateAnswer } from "@salt/core";
import { fn, isTruthy, maybe, needed, pythonStr, stateFn, stateModule } from "@salt/core";
import { writeRefreshTag } from "../execution/pkg-functions/refresh-tag.js";
import { failed, has } from "./answer/answer.js";
import { callState } from "./answer/call-state.js";
import { modBeacon } from "./beacon-functions/mod-beacon.js";
import { aggregatePackages } from "./pkg-functions/aggregate.js";
import {
  fromrepo,
  ignore_epoch,
  installedParams,
  latestParams,
  name,
  pkgs,
  refresh,
  removedParams,
  version,
} from "./pkg-functions/arguments.js";
import { pkgDownloaded } from "./pkg-functions/downloaded.js";
import { pkgGroupInstalled } from "./pkg-functions/group-installed.js";
import { pkgHeld, pkgUnheld } from "./pkg-functions/held.js";
import { pkgInstalled } from "./pkg-functions/installed.js";
import { pkgLatest } from "./pkg-functions/latest.js";
import { pkgUninstalled } from "./pkg-functions/uninstalled.js";
import { pkgUptodate } from "./pkg-functions/uptodate.js";

const list = (doc: string) => maybe.any(null, doc);
const patchParams = { name, advisory_ids: list("Advisories, when there are several.") };

/** Functions that a watched change calls again. */
const watched = {
  installed: stateFn({
    doc: "Makes packages be installed, in the versions that are asked for.",
    params: installedParams,
    varkw: "kwargs",
    run: (args, context, { kwargs }) => pkgInstalled({ ...args, kwargs }, context),
  }),
  latest: stateFn({
    doc: "Makes packages be installed in the newest version that can be had.",
    params: latestParams,
    varkw: "kwargs",
    run: (args, context, { kwargs }) => pkgLatest({ ...args, kwargs }, context),
  }),
  removed: stateFn({
    doc: "Makes packages not be installed; their configuration stays.",
    params: removedParams,
    varkw: "kwargs",
    run: (args, context, { kwargs }) => pkgUninstalled("remove", { ...args, kwargs }, context),
  }),
  purged: stateFn({
    doc: "Makes packages not be installed, and removes their configuration.",
    params: removedParams,
    varkw: "kwargs",
    run: (args, context, { kwargs }) => pkgUninstalled("purge", { ...args, kwargs }, context),
  }),
};

/** Advisories are known to yum and zypper only, which are not among the package managers here. */
const patches = (fun: string) =>
  stateFn({
    doc: "Patches of advisories; refused, as no package manager that is served here has them.",
    params: patchParams,
    varkw: "kwargs",
    run: (args): StateAnswer => failed(args.name, `The pkg.${fun} state is not available on this platform`),
  });

export const pkg = stateModule("pkg", {
  doc: "States of packages.",
  available: async (context) =>
    (await context.functions.has("pkg.install")) ? true : "pkg module could not be loaded",
  functions: {
    ...watched,
    downloaded: stateFn({
      doc: "Makes package files be in the cache of the package manager.",
      params: { name, version, pkgs, fromrepo, ignore_epoch },
      varkw: "kwargs",
      run: (args, context, { kwargs }) => pkgDownloaded({ ...args, kwargs }, context),
    }),
    patch_installed: patches("patch_installed"),
    patch_downloaded: patches("patch_downloaded"),
    uptodate: stateFn({
      doc: "Makes all packages, or those that are named, be of the newest version.",
      params: { name, refresh: { ...refresh, fallback: false }, pkgs },
      varkw: "kwargs",
      run: (args, context, { kwargs }) => pkgUptodate({ ...args, kwargs }, context),
    }),
    group_installed: stateFn({
      doc: "Makes the packages of a group be installed, where the package manager has groups.",
      params: {
        name: needed.any("The group."),
        skip: list("Packages of the group that are left out."),
        include: list("Further packages."),
      },
      varkw: "kwargs",
      run: (args, context, { kwargs }) => pkgGroupInstalled({ ...args, kwargs }, context),
    }),
    held: stateFn({
      doc: "Keeps packages in their version.",
      params: { name, version, pkgs, replace: maybe.bool(false, "Let all others go.") },
      varkw: "kwargs",
      run: ({ replace, ...args }, context) => pkgHeld({ ...args, all: replace }, context),
    }),
    unheld: stateFn({
      doc: "Lets packages be upgraded again.",
      params: { name, version, pkgs, all: maybe.bool(false, "Let all go that are held.") },
      varkw: "kwargs",
      run: (args, context) => pkgUnheld(args, context),
    }),
    mod_init: fn({
      doc: "Called before states of packages until one installs: marks the lists of packages as old, once a run.",
      params: { low: needed.dict("The chunk.") },
      run: async ({ low }, context): Promise<boolean> => {
        const isMore = await has(context, "pkg.ex_mod_init");
        const isDone = !isMore || isTruthy(await context.call("pkg.ex_mod_init", [low]));
        const fun = low.get("fun");
        if (fun !== "installed" && fun !== "latest") return false;
        writeRefreshTag(context);
        return isDone;
      },
    }),
    mod_aggregate: stateFn({
      doc: "Takes the packages of later chunks into one.",
      params: {
        low: needed.dict("The chunk."),
        chunks: needed.list("All chunks of the run."),
        running: needed.dict("Results so far."),
      },
      run: ({ low, chunks, running }) => aggregatePackages(low, chunks, running),
    }),
    mod_beacon: modBeacon({
      state: "pkg",
      functions: ["installed", "removed"],
      module: "pkg",
      settings: ({ name, kwargs }) => ({ pkgs: kwargs.get("pkgs") ?? [name], interval: 60 }),
      called: "mod_beacon",
    }),
    mod_watch: stateFn({
      doc: "Calls the function of the chunk again when something that it watches has changed.",
      params: { name },
      varkw: "kwargs",
      run: async (args, context, { kwargs }) => {
        const sfun = pythonStr(kwargs.get("sfun") ?? null);
        const found = Object.entries(watched).find(([key]) => key === sfun)?.[1];
        if (found === undefined)
          return failed(args.name, `pkg.${sfun} does not work with the watch requisite`);
        const given = new Map([...kwargs, ["name", args.name] as const]);
        given.delete("sfun");
        return await callState(`pkg.${sfun}`, found, given, context);
      },
    }),
  },
});
