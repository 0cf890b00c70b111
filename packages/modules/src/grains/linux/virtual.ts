/**
 * Whether the machine is real, and if not, what it runs on: `virtual` and `virtual_subtype`.
 */
import type { Machine } from "../portable/machine.js";
import { outputOf } from "../portable/program.js";
import { detectContainer } from "./container.js";
import type { Hardware } from "./hardware.js";

/** The grains on virtualisation. */
export interface Virtual {
  readonly virtual: string;
  readonly virtual_subtype?: string;
}

/** Answers of `systemd-detect-virt` that Salt takes over as they are. */
const AS_THEY_ARE = ["qemu", "kvm", "oracle", "xen", "bochs", "chroot", "uml", "systemd-nspawn"];

const BY_WORD: readonly (readonly [word: string, Virtual])[] = [
  ["vmware", { virtual: "VMware" }],
  ["microsoft", { virtual: "VirtualPC" }],
  ["lxc", { virtual: "container", virtual_subtype: "LXC" }],
  ["podman", { virtual: "container", virtual_subtype: "Podman" }],
  ["docker", { virtual: "container", virtual_subtype: "Docker" }],
  ["amazon", { virtual: "Nitro", virtual_subtype: "Amazon EC2" }],
];

/** The grains for an answer of `systemd-detect-virt`; undefined for those that Salt has no name for. */
export function virtualFromDetected(detected: string): Virtual | undefined {
  if (AS_THEY_ARE.includes(detected)) return { virtual: detected };
  return BY_WORD.find(([word]) => detected.includes(word))?.[1];
}

/** Strings of the firmware's tables that give a hypervisor away, in the order in which they are looked for. */
const BY_FIRMWARE: readonly (readonly [part: RegExp, Virtual])[] = [
  [/QEMU|Bochs|SeaBIOS|Manufacturer Google/, { virtual: "kvm" }],
  [/BHYVE/, { virtual: "bhyve" }],
  [/oVirt/, { virtual: "kvm", virtual_subtype: "ovirt" }],
  [/RHEV Hypervisor/, { virtual: "kvm", virtual_subtype: "rhev" }],
  [/VirtualBox/, { virtual: "VirtualBox" }],
  [/VMware/, { virtual: "VMware" }],
  [/Microsoft.*Virtual Machine/s, { virtual: "VirtualPC" }],
  [/Parallels Software/, { virtual: "Parallels" }],
];

/** The grains that the firmware's tables tell of. */
function virtualFromFirmware(hardware: Hardware): Virtual | undefined {
  const text = [`Manufacturer ${hardware.manufacturer}`, hardware.productname, hardware.biosvendor].join(
    "\n",
  );
  return BY_FIRMWARE.find(([part]) => part.test(text))?.[1];
}

/** What the product name alone decides, whatever else was found before. */
function fromProduct(product: string, before: Virtual): Virtual {
  if (product.includes("VirtualBox")) return { ...before, virtual: "VirtualBox" };
  if (product.includes("RHEV Hypervisor")) return { virtual: "kvm", virtual_subtype: "rhev" };
  if (product.includes("oVirt Node")) return { virtual: "kvm", virtual_subtype: "ovirt" };
  if (product.includes("Google")) return { ...before, virtual: "gce" };
  return product.includes("BHYVE") ? { ...before, virtual: "bhyve" } : before;
}

function fromXen(machine: Machine, product: string, before: Virtual): Virtual {
  const folders = ["/proc/sys/xen", "/sys/bus/xen", "/proc/xen"];
  if (!folders.some((folder) => machine.exists(folder))) return before;
  if (machine.exists("/proc/xen/xsd_kva")) return { virtual: "xen", virtual_subtype: "Xen Dom0" };
  if (product === "HVM domU") return { virtual: "xen", virtual_subtype: "Xen HVM DomU" };
  const capabilities = machine.text("/proc/xen/capabilities");
  if (capabilities?.includes("control_d")) return { virtual: "xen", virtual_subtype: "Xen Dom0" };
  const isGuest = capabilities !== undefined || machine.exists("/sys/bus/xen/drivers/xenconsole");
  return isGuest ? { virtual: "xen", virtual_subtype: "Xen PV DomU" } : before;
}

function fromOpenvz(machine: Machine, before: Virtual): Virtual {
  const id = /^envID:\s+(\d+)$/m.exec(machine.text("/proc/self/status") ?? "")?.[1];
  if (id !== undefined) return { ...before, virtual: id === "0" ? "openvzhn" : "openvzve" };
  if (machine.exists("/proc/vz/version")) return { ...before, virtual: "openvzhn" };
  return machine.exists("/proc/vz/veinfo") ? { ...before, virtual: "openvzve" } : before;
}

function fromControlGroup(machine: Machine, before: Virtual): Virtual {
  const groups = machine.text("/proc/1/cgroup") ?? "";
  const isLxc =
    groups.includes(":/lxc/") || (machine.text("/proc/1/environ") ?? "").includes("container=lxc");
  if (isLxc) return { virtual: "container", virtual_subtype: "LXC" };
  if (groups.includes(":/kubepods/")) return { ...before, virtual_subtype: "kubernetes" };
  if (groups.includes(":/libpod_parent/")) return { ...before, virtual_subtype: "libpod" };
  const isDocker = /:\/(?:system\.slice\/docker|docker\/|docker-ce\/)/.test(groups);
  return isDocker ? { virtual: "container", virtual_subtype: "Docker" } : before;
}

/** Guests of Amazon's clouds say so in the firmware's tables. */
function fromAmazon(hardware: Hardware, before: Virtual): Virtual {
  if (!["qemu", "kvm", "xen", "amazon"].includes(before.virtual)) return before;
  if (hardware.manufacturer === "Amazon EC2") {
    const virtual = before.virtual === "xen" ? "xen" : "Nitro";
    return {
      virtual,
      virtual_subtype: hardware.productname ? `Amazon EC2 (${hardware.productname})` : "Amazon EC2",
    };
  }
  return hardware.biosversion?.includes(".amazon") ? { ...before, virtual_subtype: "Amazon EC2" } : before;
}

/**
 * What the processor says. Only `systemd-detect-virt` can ask it; it is run only when the processor shows a
 * hypervisor, or cannot show one.
 */
async function fromProcessor(machine: Machine, cpuinfo: string, hardware: Hardware): Promise<Virtual> {
  const mayBeGuest = /^flags\s*:.*\bhypervisor\b/m.test(cpuinfo) || !/^flags\s*:/m.test(cpuinfo);
  const program = mayBeGuest ? machine.which("systemd-detect-virt") : undefined;
  const detected = program === undefined ? undefined : await outputOf(program, [], 2000);
  return (
    virtualFromDetected(detected?.trim() ?? "") ?? virtualFromFirmware(hardware) ?? { virtual: "physical" }
  );
}

/** The grains on virtualisation. Later looks overrule earlier ones, in Salt's order. */
export async function readVirtual(machine: Machine, cpuinfo: string, hardware: Hardware): Promise<Virtual> {
  const container = virtualFromDetected(detectContainer(machine) ?? "");
  let found = container ?? (await fromProcessor(machine, cpuinfo, hardware));
  found = fromOpenvz(machine, found);
  found = fromXen(machine, hardware.productname ?? "", found);
  if (cpuinfo.includes("QEMU Virtual CPU")) found = { ...found, virtual: "kvm" };
  found = fromProduct(hardware.productname ?? "", found);
  found = fromControlGroup(machine, found);
  if (found.virtual_subtype !== undefined && found.virtual === "physical")
    found = { ...found, virtual: "virtual" };
  return fromAmazon(hardware, found);
}
