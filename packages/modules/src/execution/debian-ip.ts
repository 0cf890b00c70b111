/**
 * Networks of Debian, by ifupdown and its files.
 */
import { existsSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import type { ExecutionContext, Plain } from "@salt/core";
import { executionModule, isList, isTruthy, needed, pythonStr } from "@salt/core";
import { givenKeywords } from "../values/keywords.js";
import { findProgram } from "./cmd/programs.js";
import { bondFile, buildFunctions, routeFiles } from "./debian-ip-functions/build-functions.js";
import { interfaceName, yesOrNo } from "./debian-ip-functions/faults.js";
import { endedLines, linesOf } from "./debian-ip-functions/files.js";
import {
  buildSettings,
  isByServices,
  machineSettings,
  settingsByServices,
  shownSettings,
} from "./debian-ip-functions/machine-settings.js";
import { readInterfaces } from "./debian-ip-functions/parse.js";
import { adapterText, sourceText } from "./debian-ip-functions/text.js";
import { fileFn } from "./file-functions/system-error.js";
import { programPath } from "./program/run-program.js";

const iface = needed.str("The interface.");
const iface_type = needed.str("Its type: `slave` and `source` are left alone.");
/** How long networks stay down before they are brought up again, in milliseconds. */
const PAUSE_MS = 2000;

export const debianIp = executionModule("debian_ip", {
  doc: "Networks of Debian, by ifupdown and its files.",
  virtualName: "ip",
  available: ({ grains }) => {
    if (grains.get("os_family") !== "Debian")
      return "The debian_ip module could not be loaded: unsupported OS family";
    if (findProgram("netplan") !== undefined && existsSync("/etc/netplan"))
      return "netplan configures networks here, which has no module of its own yet";
    return true;
  },
  functions: {
    ...buildFunctions,
    get_interface: fileFn({
      doc: "What the files say of an interface.",
      examples: ["salt '*' ip.get_interface eth0"],
      params: { iface },
      run: (args): Plain => {
        const adapter = readInterfaces().get(args.iface);
        if (adapter === undefined) return [];
        return endedLines(args.iface === "source" ? sourceText(adapter.sources) : adapterText(adapter));
      },
    }),
    get_bond: fileFn({
      doc: "The options of the module of the kernel for several network cards used as one.",
      examples: ["salt '*' ip.get_bond bond0"],
      params: { iface },
      run: (args): Plain => linesOf(bondFile(args.iface)),
    }),
    get_routes: fileFn({
      doc: "The scripts that add and remove routes of an interface.",
      examples: ["salt '*' ip.get_routes eth0"],
      params: { iface },
      run: (args): Plain => {
        const lines = routeFiles(args.iface).map(linesOf);
        return lines.every((one) => one === "") ? "" : lines.flatMap((one) => (isList(one) ? one : []));
      },
    }),
    up: fileFn({
      doc: "Brings an interface up.",
      examples: ["salt '*' ip.up eth0 eth"],
      params: { iface, iface_type },
      run: (args, context) => switched("ifup", args, context),
    }),
    down: fileFn({
      doc: "Takes an interface down.",
      examples: ["salt '*' ip.down eth0 eth"],
      params: { iface, iface_type },
      run: (args, context) => switched("ifdown", args, context),
    }),
    get_network_settings: fileFn({
      doc: "The settings of the whole machine.",
      examples: ["salt '*' ip.get_network_settings"],
      run: async (_args, context): Promise<Plain> =>
        shownSettings(isByServices(context) ? await settingsByServices(context) : machineSettings()),
    }),
    build_network_settings: fileFn({
      doc: "Writes settings of the whole machine: `enabled`, `hostname`, `search`. With `test` nothing is written.",
      examples: ["salt '*' ip.build_network_settings hostname=web1.example.com"],
      varkw: "settings",
      run: async (_args, context, { kwargs }): Promise<Plain> =>
        await buildSettings(givenKeywords(kwargs), context),
    }),
    apply_network_settings: fileFn({
      doc: "Takes all networks down and brings them up again, unless `require_reboot`; `apply_hostname` sets the name.",
      examples: ["salt '*' ip.apply_network_settings"],
      varkw: "settings",
      run: async (_args, context, { kwargs }) => {
        const settings = givenKeywords(kwargs);
        let isNamed = true;
        if (yesOrNo(settings.get("apply_hostname") ?? null) === true) {
          const name = settings.get("hostname");
          if (name === undefined) context.log.warn({}, "There is no hostname to apply");
          isNamed = name !== undefined && isTruthy(await context.call("network.mod_hostname", [name]));
        }
        if (yesOrNo(settings.get("require_reboot") ?? null) === true) return isNamed;
        const stopped = isTruthy(await context.call("service.stop", ["networking"]));
        await wait(PAUSE_MS, undefined, { signal: context.signal });
        return stopped && isTruthy(await context.call("service.start", ["networking"])) && isNamed;
      },
    }),
  },
});

/** Cards of a bond are switched with it, and files are no interfaces. */
async function switched(
  program: string,
  args: { readonly iface: string; readonly iface_type: string },
  context: ExecutionContext,
): Promise<string | null> {
  if (args.iface_type === "slave" || args.iface_type === "source") return null;
  const command = [programPath(program), interfaceName(args.iface)];
  return pythonStr(await context.call("cmd.run", [command], { python_shell: false }));
}
