/**
 * Services of machines that run systemd.
 */
import { existsSync, readlinkSync } from "node:fs";
import type { ExecutionContext, ExecutionFunction, Plain } from "@salt/core";
import { CommandExecutionError, executionModule, fn, isTruthy, maybe, needed, pythonStr } from "@salt/core";
import { withAdditionalInfo } from "../states/answer/additional-info.js";
import { runProgram } from "./program/run-program.js";
import { initScripts, startedScripts } from "./service-functions/init-scripts.js";
import { fitting, isPattern, shownUnit, unitName } from "./service-functions/names.js";
import { showFunctions } from "./service-functions/show-functions.js";
import { isThere, readChanges, reloadUnits, systemctl } from "./service-functions/systemctl.js";
import { allServices, unitFiles, unitsIn } from "./service-functions/unit-lists.js";

const name = needed.any("The service or unit.");
const noBlock = maybe.any(null, "Do not wait until it is done.");
const unmask = maybe.bool(false, "Take a mask away first.");
const runtime = maybe.bool(false, "Only until the machine is started again.");

/** A function that acts on a service; fails with systemd's complaint, or gives false where `isLenient`. */
const action = (word: string, doc: string, isLenient = false): ExecutionFunction =>
  fn({
    doc,
    examples: [`salt '*' service.${word.replace("-", "_")} ssh`],
    params: { name, no_block: noBlock, unmask, unmask_runtime: unmask },
    run: async (args, context) => {
      const unit = unitName(args.name);
      await readChanges(unit, context);
      await unmasked(unit, args, context);
      const isOwn = unit === "salt-minion.service" && args.no_block === null;
      const options = isTruthy(args.no_block) || isOwn ? ["--no-block"] : [];
      const command = ["systemctl", ...options, word, "--", unit];
      // Salt takes the status of a lenient action for that of the call.
      const { retcode, stderr } = await runProgram(command, context, { ignore_retcode: !isLenient });
      if (retcode !== 0 && !isLenient) throw new CommandExecutionError(stderr);
      return retcode === 0;
    },
  });

const units = (fun: string, state: string, doc: string): ExecutionFunction =>
  fn({
    doc,
    examples: [`salt '*' service.${fun}`],
    run: (_args, context) => unitsIn(state, context),
  });

export const service = executionModule("systemd_service", {
  doc: "Services of machines that run systemd.",
  virtualName: "service",
  available: () => (existsSync("/run/systemd/system") ? true : "the machine does not run systemd"),
  functions: {
    start: action("start", "Starts a service and waits until it runs."),
    stop: action("stop", "Stops a service and waits until it has ended; false when that fails.", true),
    restart: action("restart", "Stops and starts a service."),
    reload: action("reload", "Makes a service read its configuration again."),
    force_reload: action("force-reload", "Reloads a service, or restarts it where it cannot."),
    enable: fn({
      doc: "Starts a service with the machine.",
      examples: ["salt '*' service.enable ssh"],
      params: { name, no_block: noBlock, unmask, unmask_runtime: unmask },
      varkw: "kwargs",
      run: async (args, context) => {
        const unit = unitName(args.name);
        await readChanges(unit, context);
        await unmasked(unit, args, context);
        const options = isTruthy(args.no_block) ? ["--no-block"] : [];
        const { retcode, stderr } = await systemctl([...options, "enable", "--", unit], context);
        if (retcode !== 0) throw new CommandExecutionError(stderr);
        return true;
      },
    }),
    disable: fn({
      doc: "Does not start a service with the machine; false when that fails.",
      examples: ["salt '*' service.disable ssh"],
      params: { name, no_block: noBlock },
      varkw: "kwargs",
      run: async (args, context) => {
        const unit = unitName(args.name);
        await readChanges(unit, context);
        const options = isTruthy(args.no_block) ? ["--no-block"] : [];
        return (await systemctl([...options, "disable", "--", unit], context)).retcode === 0;
      },
    }),
    mask: masking("mask", "Makes it impossible to start a service."),
    unmask: masking("unmask", "Makes it possible to start a service again."),
    masked: fn({
      doc: "Whether it is made impossible to start a service.",
      examples: ["salt '*' service.masked ssh"],
      params: { name, runtime },
      run: (args) => isMasked(`${args.runtime ? "/run" : "/etc"}/systemd/system/${unitName(args.name)}`),
    }),
    status: fn({
      doc: "Whether a service runs; for a pattern, whether each that fits does.",
      examples: ["salt '*' service.status ssh", "salt '*' service.status 'cron*'"],
      params: { name, sig: maybe.str(null, "Look for a process that fits this expression instead.") },
      run: async (args, context): Promise<Plain> => {
        if (args.sig !== null && args.sig !== "")
          return isTruthy(await context.call("status.pid", [args.sig]));
        const asked = pythonStr(args.name);
        if (!isPattern(asked)) return await isActive(unitName(asked), context);
        const found: { [unit: string]: Plain } = {};
        for (const one of fitting(asked, unitFiles())) found[one] = await isActive(unitName(one), context);
        return found;
      },
    }),
    available: fn({
      doc: "Whether there is a service of a name.",
      examples: ["salt '*' service.available ssh"],
      params: { name },
      run: (args, context) => isThere(unitName(args.name), context),
    }),
    missing: fn({
      doc: "Whether there is no service of a name.",
      examples: ["salt '*' service.missing ssh"],
      params: { name },
      run: async (args, context) => !(await isThere(unitName(args.name), context)),
    }),
    enabled: fn({
      doc: "Whether a service is started with the machine.",
      examples: ["salt '*' service.enabled ssh"],
      params: { name },
      varkw: "kwargs",
      run: (args, context) => isEnabled(unitName(args.name), context),
    }),
    disabled: fn({
      doc: "Whether a service is not started with the machine.",
      examples: ["salt '*' service.disabled ssh"],
      params: { name },
      run: async (args, context) => !(await isEnabled(unitName(args.name), context)),
    }),
    get_all: fn({
      doc: "All services and units that there are files for.",
      examples: ["salt '*' service.get_all"],
      run: () => allServices(),
    }),
    get_enabled: units("get_enabled", "enabled", "The services that are started with the machine."),
    get_disabled: units("get_disabled", "disabled", "The services that are not started with the machine."),
    get_static: units("get_static", "static", "The services that others start when they need them."),
    get_running: fn({
      doc: "The services that run.",
      examples: ["salt '*' service.get_running"],
      run: async (_args, context) => {
        const { stdout } = await systemctl(["--full", "--no-legend", "--no-pager", "--plain"], context);
        const rows = stdout.split("\n").map((line) => line.trim().split(/\s+/));
        return rows
          .filter((row) => row[3] === "running")
          .flatMap(([unit = ""]) => shownUnit(unit) ?? [])
          .sort();
      },
    }),
    ...showFunctions,
    systemctl_reload: fn({
      doc: "Makes systemd read its unit files again.",
      examples: ["salt '*' service.systemctl_reload"],
      run: (_args, context) => reloadUnits(context),
    }),
  },
});

/** Takes masks away that are asked to go. */
async function unmasked(
  unit: string,
  args: { readonly unmask: boolean; readonly unmask_runtime: boolean },
  context: ExecutionContext,
): Promise<void> {
  if (args.unmask) await systemctl(["unmask", "--", unit], context);
  if (args.unmask_runtime) await systemctl(["unmask", "--runtime", "--", unit], context);
}

function masking(word: string, doc: string): ExecutionFunction {
  return fn({
    doc,
    examples: [`salt '*' service.${word} ssh`],
    params: { name, runtime },
    run: async (args, context) => {
      const options = args.runtime ? ["--runtime"] : [];
      const unit = unitName(args.name);
      await readChanges(unit, context);
      const { retcode, stderr } = await systemctl([word, ...options, "--", unit], context);
      if (retcode !== 0)
        throw new CommandExecutionError(
          withAdditionalInfo(`Failed to ${word} service '${pythonStr(args.name)}'`, stderr),
        );
      return true;
    },
  });
}

async function isActive(unit: string, context: ExecutionContext): Promise<boolean> {
  const { stdout } = await systemctl(["is-active", "--", unit], context);
  return stdout === "active" || stdout === "activating";
}

async function isEnabled(unit: string, context: ExecutionContext): Promise<boolean> {
  if ((await systemctl(["is-enabled", "--", unit], context)).retcode === 0) return true;
  const script = unit.replace(/\.service$/, "");
  return initScripts(unitFiles()).includes(script) && (await startedScripts([script], context)).length > 0;
}

function isMasked(path: string): boolean {
  try {
    return readlinkSync(path) === "/dev/null";
  } catch {
    return false;
  }
}
