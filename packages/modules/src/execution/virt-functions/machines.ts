/**
 * Functions of virtual machines.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExecutionContext, ExecutionFunction, Rest, Value } from "@salt/core";
import { fn, maybe, needed } from "@salt/core";
import { parseXml } from "../xml-functions/xml-text.js";
import { graphicsIn, loaderIn, macsIn, nicsIn } from "./machine-xml.js";
import type { Virsh } from "./virsh.js";
import { isOn, onOff, virshOf, vm_ } from "./virsh.js";

/** A function that does one thing to a machine. */
function action(
  doc: string,
  name: string,
  command: string,
  parameter: "vm_" | "name" = "vm_",
): ExecutionFunction {
  return fn({
    doc,
    examples: [`salt '*' virt.${name} web1`],
    params: parameter === "vm_" ? { vm_ } : { name: vm_ },
    varkw: "kwargs",
    run: async (args, context, rest) => {
      const which: string = "vm_" in args ? args.vm_ : args.name;
      return await (await virshOf(context, rest)).act(command, which);
    },
  });
}

/** A function that tells something of a machine's description. */
function described(
  doc: string,
  name: string,
  read: (xml: string) => Value,
  ...how: readonly string[]
): ExecutionFunction {
  return fn({
    doc,
    examples: [`salt '*' virt.${name} web1`],
    params: { vm_ },
    varkw: "kwargs",
    run: async (args, context, rest) => read(await xmlOf(await virshOf(context, rest), args.vm_, ...how)),
  });
}

function list(doc: string, name: string, which: "all" | "active" | "inactive"): ExecutionFunction {
  return fn({
    doc,
    examples: [`salt '*' virt.${name}`],
    varkw: "kwargs",
    run: async (_args, context, rest) => await (await virshOf(context, rest)).machines(which),
  });
}

const path = needed.str("The file with the description.");
const xml = needed.str("The description, in XML.");
const config = maybe.bool(false, "Change what it starts with, too.");

export const machineFunctions = {
  list_domains: list("The virtual machines.", "list_domains", "all"),
  list_active_vms: list("The virtual machines that run.", "list_active_vms", "active"),
  list_inactive_vms: list("The virtual machines that do not run.", "list_inactive_vms", "inactive"),
  vm_state: fn({
    doc: "The state of a virtual machine, or of all.",
    examples: ["salt '*' virt.vm_state", "salt '*' virt.vm_state web1"],
    params: { vm_: maybe.str(null, "The virtual machine; all when not given.") },
    varkw: "kwargs",
    run: async (args, context, rest) => {
      const virsh = await virshOf(context, rest);
      const names = args.vm_ === null ? await virsh.machines("all") : [await virsh.machine(args.vm_)];
      const found = new Map<Value, Value>();
      for (const name of names) found.set(name, await virsh.state(name));
      return found;
    },
  }),
  get_xml: described("The description of a virtual machine, in XML.", "get_xml", (text) => text),
  get_nics: described(
    "The network cards of a virtual machine, by address.",
    "get_nics",
    (text) => nicsIn(parseXml(text)),
    "--inactive",
  ),
  get_macs: described("The addresses of a virtual machine's network cards.", "get_macs", (text) =>
    macsIn(parseXml(text)),
  ),
  get_graphics: described("The screen of a virtual machine.", "get_graphics", (text) =>
    graphicsIn(parseXml(text)),
  ),
  get_loader: described("The firmware of a virtual machine.", "get_loader", (text) =>
    loaderIn(parseXml(text)),
  ),
  start: action("Starts a virtual machine.", "start", "start", "name"),
  stop: action("Cuts the power of a virtual machine.", "stop", "destroy", "name"),
  shutdown: action("Asks a virtual machine to end.", "shutdown", "shutdown"),
  reboot: action("Asks a virtual machine to start again.", "reboot", "reboot", "name"),
  reset: action("Presses the reset button of a virtual machine.", "reset", "reset"),
  pause: action("Stops a virtual machine where it is.", "pause", "suspend"),
  resume: action("Lets a paused virtual machine go on.", "resume", "resume"),
  undefine: fn({
    doc: "Forgets a virtual machine; its disks stay.",
    examples: ["salt '*' virt.undefine web1"],
    params: { vm_ },
    varkw: "kwargs",
    run: async (args, context, rest) =>
      await (await virshOf(context, rest)).act("undefine", args.vm_, "--nvram"),
  }),
  ctrl_alt_del: fn({
    doc: "Presses Ctrl, Alt and Del of a virtual machine.",
    examples: ["salt '*' virt.ctrl_alt_del web1"],
    params: { vm_ },
    varkw: "kwargs",
    run: async (args, context, rest) => {
      const keys = ["KEY_LEFTCTRL", "KEY_LEFTALT", "KEY_DELETE"];
      return await (await virshOf(context, rest)).act("send-key", args.vm_, ...keys);
    },
  }),
  set_autostart: fn({
    doc: "Makes a virtual machine start with the host, or not.",
    examples: ["salt '*' virt.set_autostart web1 on"],
    params: { vm_, state: onOff },
    varkw: "kwargs",
    run: async (args, context, rest) => {
      const off = isOn(args.state) ? [] : ["--disable"];
      return await (await virshOf(context, rest)).act("autostart", args.vm_, ...off);
    },
  }),
  setmem: fn({
    doc: "Sets the memory of a virtual machine that does not run; false when it does.",
    examples: ["salt '*' virt.setmem web1 768"],
    params: { vm_, memory: needed.int("Memory in MiB."), config },
    varkw: "kwargs",
    run: async (args, context, rest) => {
      const size = `${args.memory}MiB`;
      return await resize(args, ["setmaxmem", "--size", size], ["setmem", "--size", size], context, rest);
    },
  }),
  setvcpus: fn({
    doc: "Sets the number of processors of a virtual machine that does not run; false when it does.",
    examples: ["salt '*' virt.setvcpus web1 4"],
    params: { vm_, vcpus: needed.int("The number."), config },
    varkw: "kwargs",
    run: async (args, context, rest) => {
      const count = ["setvcpus", "--count", String(args.vcpus)];
      return await resize(args, [...count, "--maximum", "--config"], [...count, "--config"], context, rest);
    },
  }),
  define_xml_str: fn({
    doc: "Defines a virtual machine.",
    examples: ["salt '*' virt.define_xml_str '<domain>…</domain>'"],
    params: { xml },
    varkw: "kwargs",
    run: async (args, context, rest) => await withFile("define", args.xml, await virshOf(context, rest)),
  }),
  define_xml_path: fn({
    doc: "Defines a virtual machine of a file; false when that cannot be read.",
    examples: ["salt '*' virt.define_xml_path /tmp/web1.xml"],
    params: { path },
    varkw: "kwargs",
    run: async (args, context, rest) => await ofPath("define", args.path, await virshOf(context, rest)),
  }),
  create_xml_str: fn({
    doc: "Starts a virtual machine that is forgotten at its end.",
    examples: ["salt '*' virt.create_xml_str '<domain>…</domain>'"],
    params: { xml },
    varkw: "kwargs",
    run: async (args, context, rest) => await withFile("create", args.xml, await virshOf(context, rest)),
  }),
  create_xml_path: fn({
    doc: "Starts a virtual machine of a file, which is forgotten at its end; false when the file cannot be read.",
    examples: ["salt '*' virt.create_xml_path /tmp/web1.xml"],
    params: { path },
    varkw: "kwargs",
    run: async (args, context, rest) => await ofPath("create", args.path, await virshOf(context, rest)),
  }),
};

async function xmlOf(virsh: Virsh, name: string, ...how: readonly string[]): Promise<string> {
  // The last line break is lost on the way.
  return `${await virsh.told("dumpxml", "--domain", await virsh.machine(name), ...how)}\n`;
}

async function resize(
  args: { readonly vm_: string; readonly config: boolean },
  most: readonly string[],
  now: readonly string[],
  context: ExecutionContext,
  rest: Rest,
): Promise<boolean> {
  const virsh = await virshOf(context, rest);
  const name = await virsh.machine(args.vm_);
  if ((await virsh.state(name)) !== "shutdown") return false;
  const kept = args.config && !most.includes("--config") ? ["--config"] : [];
  for (const [command = "", ...words] of [[...most, ...kept], now])
    await virsh.told(command, "--domain", name, ...words);
  return true;
}

async function ofPath(command: "define" | "create", path: string, virsh: Virsh): Promise<boolean> {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return false;
  }
  return await withFile(command, text, virsh);
}

async function withFile(command: "define" | "create", text: string, virsh: Virsh): Promise<boolean> {
  const scratch = mkdtempSync(join(tmpdir(), "salt-virt-"));
  try {
    const file = join(scratch, "machine.xml");
    writeFileSync(file, text, { mode: 0o600 });
    await virsh.told(command, "--file", file);
    return true;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
