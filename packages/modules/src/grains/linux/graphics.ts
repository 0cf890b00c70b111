/**
 * Graphics processors, from the list of PCI devices and the names in `pci.ids`.
 */
import type { Machine } from "../portable/machine.js";
import { trimmed } from "../portable/machine.js";

/** One entry of the grain `gpus`. */
export type Graphics = {
  readonly vendor: string;
  readonly model: string;
};

/** PCI classes: VGA, 3D, other display controllers, and processing accelerators. */
const CLASSES = ["0x0300", "0x0302", "0x0380", "0x1200"];

const VENDORS = ["nvidia", "amd", "ati", "intel", "cirrus logic", "vmware", "matrox", "aspeed"];

const NAME_FILES = ["/usr/share/misc/pci.ids", "/usr/share/hwdata/pci.ids", "/usr/share/pci.ids"];

/** The names of a vendor and of its device, from the text of `pci.ids`; numbers where they are not in it. */
export function pciNames(names: string, vendor: string, device: string): { vendor: string; device: string } {
  const start = new RegExp(`^${vendor}  (.*)$`, "m").exec(names);
  const unnamed = { vendor: `Vendor ${vendor}`, device: `Device ${device}` };
  if (start === null) return unnamed;
  const from = start.index + start[0].length;
  const next = names.slice(from).search(/\n[0-9a-f]{4} /);
  const section = names.slice(from, next === -1 ? undefined : from + next);
  const found = new RegExp(`^\\t${device}  (.*)$`, "m").exec(section)?.[1];
  return { vendor: start[1] ?? unnamed.vendor, device: found ?? unnamed.device };
}

/** The short name of a vendor, or `unknown`. */
export function vendorWord(name: string): string {
  const words = name.toLowerCase().split(/[^a-z0-9]/);
  return VENDORS.find((vendor) => words.includes(vendor)) ?? "unknown";
}

/** The graphics processors of the machine, by their place on the bus. */
export function readGraphics(machine: Machine): readonly Graphics[] {
  const folder = "/sys/bus/pci/devices";
  const devices = machine.list(folder).filter((device) => {
    const type = machine.text(`${folder}/${device}/class`) ?? "";
    return CLASSES.some((wanted) => type.startsWith(wanted));
  });
  if (devices.length === 0) return [];
  const file = NAME_FILES.find((path) => machine.exists(path));
  const names = (file && machine.text(file)) ?? "";
  const number = (device: string, what: string): string =>
    (trimmed(machine, `${folder}/${device}/${what}`) ?? "").replace(/^0x/, "");
  return devices.map((device) => {
    const { vendor, device: model } = pciNames(names, number(device, "vendor"), number(device, "device"));
    return { vendor: vendorWord(vendor), model };
  });
}
