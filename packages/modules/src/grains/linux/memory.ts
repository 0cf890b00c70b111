/**
 * Memory, from `/proc/meminfo`.
 */

/** The memory grains, in MiB. */
export interface MemoryGrains {
  readonly mem_total: number;
  readonly swap_total: number;
}

/** Reads the text of `/proc/meminfo`. */
export function parseMeminfo(text: string): MemoryGrains {
  const mebibytes = (name: string): number => {
    const kibibytes = new RegExp(`^${name}:\\s*(\\d+)`, "m").exec(text)?.[1];
    return Math.floor(Number(kibibytes ?? 0) / 1024);
  };
  return { mem_total: mebibytes("MemTotal"), swap_total: mebibytes("SwapTotal") };
}
