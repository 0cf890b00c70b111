/**
 * Functions that write the configuration of interfaces and routes.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Dict, ExecutionContext, Plain, Value } from "@salt/core";
import { isTruthy, needed, pythonStr, SaltInvocationError } from "@salt/core";
import { givenKeywords } from "../../values/keywords.js";
import { fileFn } from "../file-functions/system-error.js";
import type { Adapter } from "./adapter.js";
import { adapterOf, newAdapter } from "./adapter.js";
import { bondOptions } from "./bond.js";
import { attributeFault, interfaceName, optionFault } from "./faults.js";
import { endedLines, linesOf, splitLines, writeInto } from "./files.js";
import { INTERFACES_DIR, INTERFACES_FILE, readInterfaces } from "./parse.js";
import { adapterText, bondText, dialText, routesText, sourceText } from "./text.js";

const TYPES: readonly string[] = "eth bond alias clone ipsec dialup bridge slave vlan pppoe source".split(
  " ",
);
/** Types that Salt lists and then has no code for. */
const UNSERVED: readonly string[] = ["alias", "clone", "ipsec", "dialup"];
const UP_DIR = "/etc/network/if-up.d";
const DOWN_DIR = "/etc/network/if-down.d";
const iface = needed.str("The interface.");

/** Functions that write files. */
export const buildFunctions = {
  build_interface: fileFn({
    doc: "Describes an interface in the files of ifupdown; its lines. With `test` nothing is written.",
    examples: [
      "salt '*' ip.build_interface eth0 eth True proto=static ipaddr=10.0.0.2 netmask=255.255.255.0",
    ],
    params: {
      iface,
      iface_type: needed.str("`eth`, `bond`, `bridge`, `slave`, `vlan`, `pppoe` or `source`."),
      enabled: needed.bool("Whether it comes up when the machine starts."),
    },
    varkw: "settings",
    run: async (args, context, { kwargs }): Promise<Plain> => {
      const name = interfaceName(args.iface);
      const type = args.iface_type.toLowerCase();
      const settings = givenKeywords(kwargs);
      if (!TYPES.includes(type)) throw optionFault(name, type, TYPES);
      if (UNSERVED.includes(type))
        throw new SaltInvocationError(`Interfaces of the type ${type} cannot be written by this module`);
      const needs = { slave: "master", bond: "slaves", bridge: "ports", source: "source" };
      const need = Object.entries(needs).find(([key]) => key === type)?.[1];
      if (need !== undefined && !settings.has(need)) throw attributeFault(needText(need, type));
      const isTest = isTruthy(settings.get("test"));
      if (!isTest) await installFor(type, context);
      const adapter =
        type === "source" ? sourceOf(name, settings) : adapterOf(name, type, args.enabled, settings);
      if (isTest) return endedLines(adapterText(adapter));
      const text = writeAdapter(adapter, settings.get("filename"));
      if (type === "pppoe") writeDialling(adapter);
      return endedLines(text);
    },
  }),
  build_bond: fileFn({
    doc: "Writes the options of the module of the kernel for several network cards used as one.",
    examples: ["salt '*' ip.build_bond bond0 mode=balance-alb"],
    params: { iface },
    varkw: "settings",
    run: async (args, context, { kwargs }): Promise<Plain> => {
      const name = interfaceName(args.iface);
      const settings = givenKeywords(kwargs);
      const text = bondText(name, bondOptions(settings, name));
      if (isTruthy(settings.get("test"))) return splitLines(text);
      const path = bondFile(name);
      writeInto(path, text);
      await context.call("kmod.load", ["bonding"]);
      await context.call("pkg.install", ["ifenslave"]);
      return linesOf(path);
    },
  }),
  build_routes: fileFn({
    doc: "Writes scripts that add and remove routes when an interface goes up and down; their lines.",
    examples: ["salt '*' ip.build_routes eth0 routes='[{name: a, ipaddr: 10.2.0.0, netmask: 16}]'"],
    params: { iface },
    varkw: "settings",
    run: async (args, context, { kwargs }): Promise<Plain> => {
      const name = interfaceName(args.iface);
      const settings = givenKeywords(kwargs);
      const routes = [...settings].find(([key]) => pythonStr(key).toLowerCase() === "routes")?.[1];
      if (routes === undefined)
        throw attributeFault(
          `Invalid option -- Route interface: ${name}, Option: routes, Expected: [List of routes]`,
        );
      const texts = [routesText("add", name, routes), routesText("del", name, routes)];
      if (isTruthy(settings.get("test"))) return splitLines(texts.join(""));
      const lines: Value[] = [];
      for (const [at, path] of routeFiles(name).entries()) {
        writeInto(path, texts[at] ?? "");
        await context.call("file.set_mode", [path, "0755"]);
        lines.push(...linesOf(path));
      }
      return lines;
    },
  }),
} as const;

/** The file of a bond's options. */
export function bondFile(name: string): string {
  return `/etc/modprobe.d/${interfaceName(name)}.conf`;
}

/** The scripts of an interface's routes. Only names without dots are run, so these become underscores. */
export function routeFiles(name: string): readonly string[] {
  const file = `route-${interfaceName(name).replaceAll(".", "_")}`;
  return [join(UP_DIR, file), join(DOWN_DIR, file)];
}

function needText(need: string, type: string): string {
  const where = type === "bridge" ? " on Debian or Ubuntu based systems" : "";
  return `${need} is a required setting for ${type} interfaces${where}`;
}

async function installFor(type: string, context: ExecutionContext): Promise<void> {
  if (type === "vlan") await context.call("pkg.install", ["vlan"]);
  if (type === "bridge") await context.call("pkg.install", ["bridge-utils"]);
  if (type === "pppoe" && !isTruthy(await context.call("pkg.version", ["ppp"])))
    await context.call("pkg.install", ["ppp"]);
}

function sourceOf(name: string, settings: Dict): Adapter {
  const adapter = newAdapter(name);
  adapter.sources.push(settings.get("source") ?? "");
  return adapter;
}

/** Writes an interface into the main file with all others, or alone into a file of its own; its text. */
function writeAdapter(adapter: Adapter, filename: Value | undefined): string {
  const adapters = readInterfaces();
  adapters.set(adapter.name, adapter);
  // As in Salt, lines `source` that are in the files are not written again: what they name stands in the main file.
  const written = (one: Adapter): string =>
    one === adapter && one.sources.length > 0 ? sourceText(one.sources) : adapterText(one);
  const text = written(adapter);
  if (filename === undefined) {
    writeInto(INTERFACES_FILE, [...adapters.values()].map(written).join(""));
    return text;
  }
  const file = pythonStr(filename);
  if (file.split("/").includes("..")) throw new SaltInvocationError("filename may not hold '..'");
  writeInto(file.startsWith("/") ? file : `${INTERFACES_DIR}/${file}`, text);
  return text;
}

function writeDialling(adapter: Adapter): void {
  const attributes = adapter.families.get("inet")?.attributes ?? new Map<Value, Value>();
  const provider = attributes.get("provider");
  if (provider === undefined) throw attributeFault("provider is a required setting for pppoe interfaces");
  const path = `/etc/ppp/peers/${interfaceName(provider)}`;
  writeInto(path, "");
  writeFileSync(path, dialText(attributes), { mode: 0o640 });
}
