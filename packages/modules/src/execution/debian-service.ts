/**
 * Services of Debian machines that run without systemd: scripts in /etc/init.d.
 */
import { existsSync, readdirSync } from "node:fs";
import type { ExecutionContext, ExecutionFunction, Plain } from "@salt/core";
import { executionModule, fn, isTruthy, maybe, needed } from "@salt/core";
import { findProgram } from "./cmd/programs.js";
import { COUNTED, runProgram } from "./program/run-program.js";
import { fitting, isPattern, serviceName } from "./service-functions/names.js";

const SCRIPTS = "/etc/init.d";
const name = needed.any("The service.");
const SYSTEMS: readonly unknown[] = ["Debian", "Raspbian", "Devuan"];

const action = (fun: string, word: string, doc: string): ExecutionFunction =>
  fn({
    doc,
    examples: [`salt '*' service.${fun} ssh`],
    params: { name },
    run: (args, context) => runService(serviceName(args.name), word, context),
  });

const update = (fun: string, word: "enable" | "disable", doc: string): ExecutionFunction =>
  fn({
    doc,
    examples: [`salt '*' service.${fun} ssh`],
    params: { name },
    varkw: "kwargs",
    run: async (args, context) => {
      const service = serviceName(args.name);
      const commands = [["update-rc.d", service, word]];
      if (word === "enable") commands.unshift(linkCommand(service));
      for (const command of commands)
        if ((await runProgram(command, context, COUNTED)).retcode !== 0) return false;
      return true;
    },
  });

/** Makes the links of a service; neither program knows `--`, and the name is no option. */
function linkCommand(service: string): string[] {
  return findProgram("insserv") === undefined ? ["update-rc.d", service, "defaults"] : ["insserv", service];
}

export const service = executionModule("debian_service", {
  doc: "Services of Debian machines that run without systemd: scripts in /etc/init.d.",
  virtualName: "service",
  available: ({ grains }) =>
    SYSTEMS.includes(grains.get("os")) && !existsSync("/run/systemd/system")
      ? true
      : "the machine runs systemd or is no Debian",
  functions: {
    start: action("start", "start", "Starts a service; false when that fails."),
    stop: action("stop", "stop", "Stops a service; false when that fails."),
    restart: action("restart", "restart", "Stops and starts a service; false when that fails."),
    reload: action(
      "reload",
      "reload",
      "Makes a service read its configuration again; false when that fails.",
    ),
    force_reload: action(
      "force_reload",
      "force-reload",
      "Reloads a service, or restarts it where it cannot; false when that fails.",
    ),
    enable: update("enable", "enable", "Starts a service with the machine; false when that fails."),
    disable: update(
      "disable",
      "disable",
      "Does not start a service with the machine; false when that fails.",
    ),
    status: fn({
      doc: "Whether a service runs; for a pattern, whether each that fits does.",
      examples: ["salt '*' service.status ssh", "salt '*' service.status 'cron*'"],
      params: { name, sig: maybe.str(null, "Look for a process that fits this expression instead.") },
      run: async (args, context): Promise<Plain> => {
        if (args.sig !== null && args.sig !== "")
          return isTruthy(await context.call("status.pid", [args.sig]));
        const asked = serviceName(args.name);
        if (!isPattern(asked)) return await runService(asked, "status", context);
        const found: { [service: string]: Plain } = {};
        for (const one of fitting(asked, await allServices(context)))
          found[one] = await runService(one, "status", context);
        return found;
      },
    }),
    offline: fn({
      doc: "Whether the machine has systemd without running it, as in containers: states leave services alone then.",
      examples: ["salt '*' service.offline"],
      run: () => findProgram("systemctl") !== undefined,
    }),
    available: fn({
      doc: "Whether there is a service of a name.",
      examples: ["salt '*' service.available ssh"],
      params: { name },
      run: async (args, context) => (await allServices(context)).includes(serviceName(args.name)),
    }),
    missing: fn({
      doc: "Whether there is no service of a name.",
      examples: ["salt '*' service.missing ssh"],
      params: { name },
      run: async (args, context) => !(await allServices(context)).includes(serviceName(args.name)),
    }),
    enabled: fn({
      doc: "Whether a service is started with the machine.",
      examples: ["salt '*' service.enabled ssh"],
      params: { name },
      varkw: "kwargs",
      run: async (args, context) => (await enabledServices(context)).includes(serviceName(args.name)),
    }),
    disabled: fn({
      doc: "Whether there is a service that is not started with the machine.",
      examples: ["salt '*' service.disabled ssh"],
      params: { name },
      run: async (args, context) => (await disabledServices(context)).includes(serviceName(args.name)),
    }),
    get_all: fn({
      doc: "All services.",
      examples: ["salt '*' service.get_all"],
      run: (_args, context) => allServices(context),
    }),
    get_enabled: fn({
      doc: "The services that are started with the machine.",
      examples: ["salt '*' service.get_enabled"],
      run: (_args, context) => enabledServices(context),
    }),
    get_disabled: fn({
      doc: "The services that are not started with the machine.",
      examples: ["salt '*' service.get_disabled"],
      run: (_args, context) => disabledServices(context),
    }),
  },
});

async function runService(one: string, word: string, context: ExecutionContext): Promise<boolean> {
  // A service that does not run is an answer, not a failure of the job.
  const counts = word === "status" ? {} : COUNTED;
  return (await runProgram(["service", one, word], context, counts)).retcode === 0;
}

async function allServices(context: ExecutionContext): Promise<readonly string[]> {
  const scripts = namesIn(SCRIPTS).filter((one) => one !== "README" && !one.startsWith("."));
  return [...new Set([...scripts, ...(await enabledServices(context))])].sort();
}

async function disabledServices(context: ExecutionContext): Promise<readonly string[]> {
  const enabled = await enabledServices(context);
  return (await allServices(context)).filter((one) => !enabled.includes(one));
}

async function enabledServices(context: ExecutionContext): Promise<readonly string[]> {
  const level = await runLevel(context);
  const links = ["S", level]
    .flatMap((one) => namesIn(`/etc/rc${one}.d`))
    .filter((one) => one.startsWith("S"));
  return [...new Set(links.map((one) => one.split(/\d+/).at(-1) ?? ""))].sort();
}

/** The run level; 2, the usual one, where it cannot be told. */
async function runLevel(context: ExecutionContext): Promise<string> {
  if (findProgram("runlevel") === undefined) return "2";
  const { stdout } = await runProgram(["runlevel"], context);
  return /^\S+\s+([0-6S])$/.exec(stdout.trim())?.[1] ?? "2";
}

function namesIn(directory: string): readonly string[] {
  return existsSync(directory) ? readdirSync(directory) : [];
}
