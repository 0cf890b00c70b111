/**
 * What the firmware says of the machine: maker, product, serial number, BIOS.
 */
import type { Machine } from "../portable/machine.js";
import { trimmed } from "../portable/machine.js";

const DMI = "/sys/class/dmi/id";

/** Files of the firmware's tables by grain. */
const FILES = {
  biosversion: "bios_version",
  biosvendor: "bios_vendor",
  boardname: "board_name",
  productname: "product_name",
  manufacturer: "sys_vendor",
  biosreleasedate: "bios_date",
  uuid: "product_uuid",
  serialnumber: "product_serial",
} as const;

/** The hardware grains; what may only be read by root is absent for others. */
export type Hardware = { -readonly [grain in keyof typeof FILES]?: string };

/** One text of the device tree, without the NUL at its end. */
function fromDeviceTree(machine: Machine, name: string): string | undefined {
  return machine.text(`/proc/device-tree/${name}`)?.replaceAll("\0", "").trim() || undefined;
}

/** The device tree of ARM and Power machines: the model is `manufacturer,product`, or the product alone. */
function deviceTree(machine: Machine): Hardware {
  const model = fromDeviceTree(machine, "model");
  const [, manufacturer, product] = /^([^,]*),(.*)$/s.exec(model ?? "") ?? [];
  const productname = product ?? model;
  const serialnumber = fromDeviceTree(machine, "serial-number") ?? fromDeviceTree(machine, "system-id");
  return {
    ...(manufacturer === undefined ? {} : { manufacturer }),
    ...(productname === undefined ? {} : { productname }),
    ...(serialnumber === undefined ? {} : { serialnumber }),
  };
}

/** The hardware grains of a Linux machine. */
export function readHardware(machine: Machine): Hardware {
  const hardware: Hardware = deviceTree(machine);
  for (const grain of Object.keys(FILES) as (keyof typeof FILES)[]) {
    const text = trimmed(machine, `${DMI}/${FILES[grain]}`);
    if (text !== undefined) hardware[grain] = grain === "uuid" ? text.toLowerCase() : text;
  }
  return hardware;
}
