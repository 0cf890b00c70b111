/**
 * The architecture that packages are made for, which is not always that of the kernel.
 */
import type { Machine } from "../portable/machine.js";

const HARD_FLOAT = 0x400;

/** Debian's names by machine number and word size of ELF files. */
const DEBIAN: { readonly [machineAndBits: string]: string } = {
  "3/32": "i386",
  "8/32": "mipsel",
  "8/64": "mips64el",
  "20/32": "powerpc",
  "21/64": "ppc64el",
  "22/64": "s390x",
  "62/32": "x32",
  "62/64": "amd64",
  "183/64": "arm64",
  "243/64": "riscv64",
  "258/64": "loong64",
};

/** Names that rpm has for processors, where they differ from the kernel's. */
const RPM: { readonly [cpuarch: string]: string } = { ppc64le: "powerpc64le", ppc64: "powerpc64" };

/** Debian's name for what an ELF file was built for, from its first 52 bytes; undefined for anything else. */
export function debianArchitecture(elf: Uint8Array): string | undefined {
  if (elf.length < 52 || elf[0] !== 0x7f || elf[1] !== 0x45) return undefined;
  const view = new DataView(elf.buffer, elf.byteOffset, elf.byteLength);
  const little = elf[5] === 1;
  const machine = view.getUint16(18, little);
  if (machine === 40) return (view.getUint32(36, little) & HARD_FLOAT) !== 0 ? "armhf" : "armel";
  return DEBIAN[`${machine}/${elf[4] === 2 ? 64 : 32}`];
}

/** The grain `osarch`: on Debian what `dpkg` itself was built for, as it would answer. */
export function packageArchitecture(machine: Machine, family: string, cpuarch: string): string {
  if (family === "RedHat" || family === "Suse") return RPM[cpuarch] ?? cpuarch;
  if (family !== "Debian") return cpuarch;
  const program = machine.which("dpkg");
  const elf = program === undefined ? undefined : machine.head(program, 64);
  return (elf && debianArchitecture(elf)) ?? cpuarch;
}
