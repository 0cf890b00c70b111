/**
 * Disks, RAID devices and logical volumes, from `/sys/block` and `/proc/mdstat`.
 */
import type { Machine } from "../portable/machine.js";

/** The disks of the machine by whether they rotate; virtual ones such as loop devices do not count. */
export function readDisks(machine: Machine): {
  readonly disks: readonly string[];
  readonly ssds: readonly string[];
} {
  const real = machine.list("/sys/block").filter((name) => {
    const link = machine.link(`/sys/block/${name}`);
    return link !== undefined && !link.startsWith("../devices/virtual/");
  });
  const withFlag = (flag: string): readonly string[] =>
    real.filter((name) => machine.text(`/sys/block/${name}/queue/rotational`)?.startsWith(flag));
  return { disks: withFlag("1"), ssds: withFlag("0") };
}

/** The RAID devices in the text of `/proc/mdstat`, sorted. */
export function parseMdstat(text: string): readonly string[] {
  const names = text.split("\n").flatMap((line) => {
    const [name, rest] = line.split(" : ");
    return name === undefined || rest === undefined || name === "Personalities" ? [] : [name];
  });
  return [...new Set(names)].sort();
}

/** The two halves of a device-mapper name: dashes inside a half are doubled. */
export function splitVolumeName(name: string): readonly [group: string, volume: string] | undefined {
  const [, group, volume] = /^((?:[^-]|--)+)-((?:[^-]|--)+)$/.exec(name) ?? [];
  return group === undefined || volume === undefined
    ? undefined
    : [group.replaceAll("--", "-"), volume.replaceAll("--", "-")];
}

/** Active logical volumes by volume group. */
export function readVolumes(machine: Machine): Readonly<Record<string, readonly string[]>> {
  const groups: Record<string, string[]> = {};
  for (const device of machine.list("/sys/block").filter((name) => name.startsWith("dm-"))) {
    // A UUID with a second dash after the 64 letters belongs to an inner part of a volume.
    const isVolume = /^LVM-\w{64}\s*$/.test(machine.text(`/sys/block/${device}/dm/uuid`) ?? "");
    const [group, volume] =
      splitVolumeName((machine.text(`/sys/block/${device}/dm/name`) ?? "").trim()) ?? [];
    if (isVolume && group !== undefined && volume !== undefined)
      groups[group] = [...(groups[group] ?? []), volume];
  }
  for (const volumes of Object.values(groups)) volumes.sort();
  return groups;
}
