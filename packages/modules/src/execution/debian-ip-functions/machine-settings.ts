/**
 * Settings of networks that belong to the whole machine: its names, and whether networks come up when it starts.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { Dict, ExecutionContext, Value } from "@salt/core";
import { isList, isTruthy, pythonStr } from "@salt/core";
import { isFile } from "../file-functions/paths.js";
import { attributeFault, oneLine, settingFault, YES_OR_NO, yesOrNo } from "./faults.js";
import { splitLines } from "./files.js";

const NETWORKING_FILE = "/etc/default/networking";
const RESOLV_FILE = "/etc/resolv.conf";

/** What is set. */
export interface MachineSettings {
  /** Whether networks come up when the machine starts; empty when it is not known. */
  readonly networking: string;
  readonly hostname: string;
  readonly domainname: string;
  /** Domains in which short names are looked up, with spaces between them. */
  readonly searchdomain: string;
}

/** What the files of this machine say. */
export function machineSettings(): MachineSettings {
  const networking = textOf(NETWORKING_FILE)
    .split("\n")
    .filter((line) => line.startsWith("CONFIGURE_INTERFACES"))
    .at(-1);
  const value = networking?.slice(networking.indexOf("=") + 1).trim() ?? "";
  const [hostname = ""] = textOf("/etc/hostname").split("\n");
  const directive = (name: string): readonly string[] => {
    const lines = textOf(RESOLV_FILE)
      .split("\n")
      .map((line) =>
        line
          .replace(/\s[#;].*$/, "")
          .trim()
          .split(/\s+/),
      );
    return (
      lines
        .filter(([word]) => word?.toLowerCase() === name)
        .at(-1)
        ?.slice(1) ?? []
    );
  };
  return {
    networking: value,
    hostname,
    domainname: directive("domain")[0] ?? "",
    searchdomain: directive("search").join(" "),
  };
}

function textOf(path: string): string {
  return isFile(path) ? readFileSync(path, "utf8") : "";
}

/** Settings as they are shown. */
export function shownSettings(settings: MachineSettings): readonly string[] {
  const { networking, hostname, domainname, searchdomain } = settings;
  const lines = [
    ["NETWORKING", networking],
    ["HOSTNAME", hostname],
    ["DOMAIN", domainname],
    ["SEARCH", searchdomain],
  ];
  return lines.filter(([, value]) => value !== "").map(([key, value]) => `${key}=${value}\n`);
}

/** Whether services rather than a file say if networks come up: on Ubuntu. */
export function isByServices({ grains }: ExecutionContext): boolean {
  const release = Number.parseInt(pythonStr(grains.get("osrelease") ?? ""), 10);
  return grains.get("osfullname") === "Ubuntu" && release >= 12;
}

/** The settings that are in force on a machine where services say if networks come up. */
export async function settingsByServices(context: ExecutionContext): Promise<MachineSettings> {
  const has = isTruthy(await context.call("service.available", ["networking"]));
  const isOn = has && isTruthy(await context.call("service.status", ["networking"]));
  return { ...machineSettings(), networking: isOn ? "yes" : "no", searchdomain: "" };
}

/** Writes settings; as they then are shown. Throws PythonError (`AttributeError`) for values that cannot be. */
export async function buildSettings(given: Dict, context: ExecutionContext): Promise<readonly string[]> {
  const now = machineSettings();
  const opts = new Map([...given].map(([key, value]) => [pythonStr(key).toLowerCase(), value] as const));
  const isTest = isTruthy(opts.get("test"));
  const isOn = yesOrNo(opts.has("enabled") ? (opts.get("enabled") ?? null) : now.networking);
  if (isOn === undefined) throw settingFault("networking", YES_OR_NO);
  const fullName = oneLine(pythonStr(opts.get("hostname") ?? now.hostname));
  if (fullName === "") throw settingFault("hostname", ["server1.example.com"]);
  const networking = isOn ? "yes" : "no";
  if (isByServices(context)) {
    if (!isTest) await switchServices(isOn, context);
  } else {
    const text = networkingText(networking);
    if (isTest) return splitLines(text);
    writeFileSync(NETWORKING_FILE, text);
  }
  const [hostname = "", ...domain] = fullName.split(".");
  const domainname = domain.length > 0 ? domain.join(".") : now.domainname;
  const searchdomain = opts.has("search") ? searchText(opts.get("search") ?? null) : now.searchdomain;
  const settings = { networking, hostname, domainname, searchdomain };
  if (!isTest && (domainname !== now.domainname || searchdomain !== now.searchdomain))
    writeResolver(settings);
  return shownSettings(settings);
}

function searchText(value: Value): string {
  return oneLine(isList(value) ? value.map(pythonStr).join(" ") : pythonStr(value));
}

async function switchServices(isOn: boolean, context: ExecutionContext): Promise<void> {
  for (const name of ["NetworkManager", "networking"])
    if (isTruthy(await context.call("service.available", [name])))
      await context.call(isOn ? "service.enable" : "service.disable", [name]);
}

function networkingText(networking: string): string {
  return `# Read by the script that brings up networks when the machine starts.

# 'no': no interface comes up then
CONFIGURE_INTERFACES=${networking}

# Interfaces that are left alone, with the wildcards of the shell
#EXCLUDE_INTERFACES=

# 'yes': say more
#VERBOSE=no
`;
}

function writeResolver({ domainname, searchdomain }: MachineSettings): void {
  if (!existsSync(RESOLV_FILE))
    throw attributeFault(`${RESOLV_FILE} cannot be written. ${RESOLV_FILE} does not exist and is not made`);
  const lines = readFileSync(RESOLV_FILE, "utf8").split("\n");
  const kept = lines.filter((line) => !/^(domain|search)\s/i.test(line) && line !== "");
  const domain = domainname === "" ? [] : [`domain ${domainname}`];
  const search = searchdomain === "" ? [] : [`search ${searchdomain}`];
  writeFileSync(RESOLV_FILE, `${[...domain, ...search, ...kept].join("\n")}\n`);
}
