/**
 * Grains on storage that not every machine has: RAID, logical volumes, iSCSI, NVMe, Fibre Channel, ZFS.
 */
import type { GrainsContext, Plain } from "@salt/core";
import { grainsModule, isTruthy } from "@salt/core";
import { parseMdstat, readVolumes } from "./linux/block-devices.js";
import { hasPoolFeatures, readPools } from "./linux/zfs.js";
import { thisMachine } from "./portable/machine.js";

type Grains = Readonly<Record<string, Plain>>;

/** The lines of a file that begin in some way, without that beginning. */
function linesAfter(path: string, beginning: string): readonly string[] {
  const lines = (thisMachine.text(path) ?? "").split("\n").map((line) => line.trim());
  return lines.filter((line) => line.startsWith(beginning)).map((line) => line.slice(beginning.length));
}

function mdadm(): Grains {
  const text = thisMachine.text("/proc/mdstat");
  return text === undefined ? {} : { mdadm: parseMdstat(text) };
}

function lvm(): Grains {
  return thisMachine.which("lvm") === undefined ? {} : { lvm: readVolumes(thisMachine) };
}

/** Names of this machine on storage networks, each where its option asks for it. */
function initiators({ opts }: GrainsContext): Grains {
  const wanted = (option: string): boolean => isTruthy(opts.get(option));
  const ports = wanted("fibre_channel_grains") ? thisMachine.list("/sys/class/fc_host") : [];
  const portName = (port: string): string | undefined =>
    linesAfter(`/sys/class/fc_host/${port}/port_name`, "0x")[0];
  return {
    ...(wanted("iscsi_grains")
      ? { iscsi_iqn: linesAfter("/etc/iscsi/initiatorname.iscsi", "InitiatorName=") }
      : {}),
    ...(wanted("nvme_grains")
      ? { nvme_nqn: linesAfter("/etc/nvme/hostnqn", "nqn.").map((name) => `nqn.${name}`) }
      : {}),
    ...(wanted("fibre_channel_grains")
      ? { fc_wwn: ports.map(portName).filter((name) => name !== undefined) }
      : {}),
  };
}

async function zfs(): Promise<Grains> {
  const pools = await readPools(thisMachine);
  return {
    zfs_support: pools !== undefined,
    zfs_feature_flags: hasPoolFeatures(thisMachine),
    ...(pools === undefined || Object.keys(pools).length === 0 ? {} : { zpool: pools }),
  };
}

/** `mdadm`, `lvm`, `iscsi_iqn`, `nvme_nqn`, `fc_wwn`, `zfs_support`, `zfs_feature_flags` and `zpool`. */
export const storage = grainsModule("storage", {
  doc: "RAID devices, volumes, pools, and names on storage networks.",
  functions: {
    mdadm,
    lvm,
    initiators,
    zfs: () => (process.platform === "win32" ? {} : zfs()),
  },
});
