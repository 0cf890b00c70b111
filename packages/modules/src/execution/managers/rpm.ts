/**
 * The database of rpm: what dnf and zypper install goes into it.
 */
import type { ExecutionContext } from "@salt/core";
import { getString } from "@salt/core";
import type { PackageVersions } from "../pkg-functions/installed.js";
import { runProgram } from "../program/run-program.js";
import { compareRpmVersions } from "./rpm-version.js";

/** Names that rpm, dnf and zypper take for names: no options, no files, no patterns. */
export const RPM_NAMES = /^[A-Za-z0-9_][\w.+~-]*$/;

/** One package as rpm has it. */
export interface RpmPackage {
  /** With its architecture where that is not the machine's own. */
  readonly name: string;
  readonly arch: string;
  readonly epoch: string | null;
  readonly version: string;
  readonly release: string | null;
  /** When it was installed, in seconds; null for a file. */
  readonly installed: number | null;
}

const FIELDS = ["NAME", "EPOCH", "VERSION", "RELEASE", "ARCH", "INSTALLTIME"];
/** Fields of a package one by one; no field can hold this. */
export const RPM_FORMAT = `${FIELDS.map((field) => `%{${field}}`).join("_|-")}\\n`;
const X86 = ["i386", "i486", "i586", "i686", "athlon", "geode"];
const ARM = ["armv5tel", "armv5tejl", "armv6l", "armv7l", "armv7hl", "armv7hnl"];
const ARCHES = new Set([
  ...X86,
  ...ARM,
  ...["x86_64", "amd64", "ia32e", "ia64", "aarch64", "noarch", "src"],
  ...["ppc", "ppc64", "ppc64le", "ppc64iseries", "ppc64pseries", "s390", "s390x", "riscv64"],
  ...["alpha", "alphaev4", "sparc", "sparcv8", "sparcv9", "sparc64", "mips", "mipsel", "sh3", "sh4"],
]);
const X86_32 = new Set(X86);

/** Reads what RPM_FORMAT gave. */
export function readRpmPackages(text: string, context: ExecutionContext): readonly RpmPackage[] {
  return text.split("\n").flatMap((line): RpmPackage[] => {
    const [name = "", epoch = "", version = "", release = "", arch = "", time] = line.split("_|-");
    if (time === undefined || name === "gpg-pubkey") return [];
    const none = (field: string): string | null => (field === "(none)" || field === "" ? null : field);
    return [
      {
        name: resolvedName(name, arch, context),
        arch,
        epoch: none(epoch) === "0" ? null : none(epoch),
        version,
        release: none(release),
        installed: /^\d+$/.test(time) ? Number(time) : null,
      },
    ];
  });
}

/** `[epoch:]version[-release]`. */
export function fullVersion({ epoch, version, release }: RpmPackage): string {
  return `${epoch === null ? "" : `${epoch}:`}${version}${release === null ? "" : `-${release}`}`;
}

/** All installed packages. */
async function installedRpms(context: ExecutionContext): Promise<readonly RpmPackage[]> {
  const words = ["rpm", "-qa", "--nodigest", "--nosignature", "--queryformat", RPM_FORMAT];
  return readRpmPackages((await runProgram(words, context)).stdout, context);
}

/** The versions of all installed packages by name. */
export async function rpmVersions(context: ExecutionContext): Promise<PackageVersions> {
  const found = new Map<string, string[]>();
  for (const one of await installedRpms(context)) {
    const versions = [...(found.get(one.name) ?? []), fullVersion(one)];
    found.set(one.name, versions.sort(compareRpmVersions));
  }
  return found;
}

/** A name, with the architecture where that is neither the machine's own nor none. */
export function resolvedName(name: string, arch: string, { grains }: ExecutionContext): string {
  const own = getString(grains, "osarch") ?? "";
  const isOwn = arch === own || arch === "noarch" || (X86_32.has(arch) && X86_32.has(own));
  return isOwn ? name : `${name}.${arch}`;
}

/** Name and architecture of `name.arch`. */
export function splitRpmArch(name: string): readonly [string, string | undefined] {
  const at = name.lastIndexOf(".");
  const arch = name.slice(at + 1);
  return at > 0 && ARCHES.has(arch) ? [name.slice(0, at), arch] : [name, undefined];
}
