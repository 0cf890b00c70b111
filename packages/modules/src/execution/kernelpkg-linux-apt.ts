/**
 * Packages of kernels, on machines with apt.
 */
import type { ExecutionContext, Plain, Value } from "@salt/core";
import {
  CommandExecutionError,
  executionModule,
  fn,
  isDict,
  isTruthy,
  maybe,
  needed,
  pythonStr,
} from "@salt/core";
import { compareReleases } from "./kernelpkg-functions/releases.js";

const PREFIX = "linux-image-";

export const kernelpkg = executionModule("kernelpkg_linux_apt", {
  virtualName: "kernelpkg",
  doc: "Packages of kernels, on machines with apt.",
  available: ({ grains }) =>
    ["Debian", "Kali", "Cumulus"].includes(pythonStr(grains.get("os_family") ?? ""))
      ? true
      : "Module kernelpkg_linux_apt: no APT based system detected",
  functions: {
    active: fn({
      doc: "The kernel that runs.",
      examples: ["salt '*' kernelpkg.active"],
      run: (_args, context) => active(context),
    }),
    list_installed: fn({
      doc: "The kernels that are installed, of the kind that runs; the newest last.",
      examples: ["salt '*' kernelpkg.list_installed"],
      run: (_args, context) => installed(context),
    }),
    latest_available: fn({
      doc: "The newest kernel that can be had.",
      examples: ["salt '*' kernelpkg.latest_available"],
      run: (_args, context) => latestAvailable(context),
    }),
    latest_installed: fn({
      doc: "The newest kernel that is installed.",
      examples: ["salt '*' kernelpkg.latest_installed"],
      run: (_args, context) => latestInstalled(context),
    }),
    needs_reboot: fn({
      doc: "Whether a newer kernel is installed than runs.",
      examples: ["salt '*' kernelpkg.needs_reboot"],
      run: (_args, context) => needsReboot(context),
    }),
    upgrade: fn({
      doc: "Installs the newest kernel.",
      examples: ["salt '*' kernelpkg.upgrade", "salt '*' kernelpkg.upgrade reboot=True at_time=5"],
      params: {
        reboot: maybe.bool(false, "Start the machine anew when that is needed."),
        at_time: maybe.any(null, "When, in minutes from now or as a time."),
      },
      run: async ({ reboot, at_time }, context): Promise<Plain> => {
        const upgrades = await context.call("pkg.install", [], {
          name: PREFIX + (await latestAvailable(context)),
        });
        const required = await needsReboot(context);
        if (reboot && required) await context.call("system.reboot", [], { at_time });
        return {
          upgrades,
          active: await active(context),
          latest_installed: await latestInstalled(context),
          reboot_requested: reboot,
          reboot_required: required,
        };
      },
    }),
    upgrade_available: fn({
      doc: "Whether there is a newer kernel than the newest that is installed.",
      examples: ["salt '*' kernelpkg.upgrade_available"],
      run: async (_args, context) =>
        compareReleases((await latestAvailable(context)) ?? "", (await latestInstalled(context)) ?? "") > 0,
    }),
    remove: fn({
      doc: "Removes a kernel that does not run.",
      examples: ["salt '*' kernelpkg.remove release=4.4.0-70-generic"],
      params: { release: needed.str("The kernel.") },
      run: async ({ release }, context): Promise<Plain> => ({ removed: [await removed(release, context)] }),
    }),
    cleanup: fn({
      doc: "Removes all kernels that do not run.",
      examples: ["salt '*' kernelpkg.cleanup"],
      params: { keep_latest: maybe.bool(true, "Keep the newest one, too.") },
      run: async ({ keep_latest }, context): Promise<Plain> => {
        const [running, latest] = [await active(context), await latestInstalled(context)];
        const old = (await installed(context)).filter(
          (one) => one !== running && !(keep_latest && one === latest),
        );
        const gone: string[] = [];
        for (const release of old) gone.push(await removed(release, context));
        return { removed: gone };
      },
    }),
  },
});

async function active(context: ExecutionContext): Promise<string> {
  const release = pythonStr(context.grains.get("kernelrelease") ?? "");
  return pythonStr(await context.call("pkg.normalize_name", [release]));
}

/** The kind of kernel that runs, as `amd64` or `generic`. */
async function kind(context: ExecutionContext): Promise<string> {
  const release = await active(context);
  const found = /^[\w.+\-~]+-([^-]+)$/.exec(release)?.[1];
  if (found !== undefined) return found;
  throw new CommandExecutionError(`The kernel that runs, ${release}, is none of a package`);
}

async function installed(context: ExecutionContext): Promise<readonly string[]> {
  const suffix = `-${await kind(context)}`;
  const packages = await context.call("pkg.list_pkgs", [], { versions_as_list: true });
  const names = isDict(packages) ? [...packages.keys()].map(pythonStr) : [];
  const kernels = names.filter(
    (name) =>
      name.startsWith(PREFIX) &&
      name.endsWith(suffix) &&
      /^[\d.-]+$/.test(name.slice(PREFIX.length, -suffix.length)),
  );
  return kernels.map((name) => name.slice(PREFIX.length)).sort(compareReleases);
}

async function latestInstalled(context: ExecutionContext): Promise<string | null> {
  return (await installed(context)).at(-1) ?? null;
}

async function latestAvailable(context: ExecutionContext): Promise<string | null> {
  const suffix = await kind(context);
  const version: Value = await context.call("pkg.latest_version", [PREFIX + suffix]);
  if (!isTruthy(version)) return await latestInstalled(context);
  const [, release, build] = /^(\d+\.\d+\.\d+)\.(\d+)/.exec(pythonStr(version)) ?? [];
  if (release !== undefined) return `${release}-${build}-${suffix}`;
  throw new CommandExecutionError(`The version ${pythonStr(version)} tells no release of a kernel`);
}

async function needsReboot(context: ExecutionContext): Promise<boolean> {
  return compareReleases(await active(context), (await latestInstalled(context)) ?? "") < 0;
}

async function removed(release: string, context: ExecutionContext): Promise<string> {
  if (!(await installed(context)).includes(release))
    throw new CommandExecutionError(`Kernel release '${release}' is not installed`);
  if (release === (await active(context))) throw new CommandExecutionError("Active kernel cannot be removed");
  await context.call("pkg.purge", [PREFIX + release]);
  return PREFIX + release;
}
