/**
 * Which distribution this is: `os`, `osfullname`, `osrelease`, `oscodename`, `lsb_distrib_*`.
 */
import type { Machine } from "../portable/machine.js";
import { osFamily, osName } from "./distribution-names.js";
import type { OsRelease } from "./os-release.js";
import { parseLsbRelease, readOsRelease } from "./os-release.js";

/** The grains that name the distribution. */
export interface Distribution {
  readonly os: string;
  readonly os_family: string;
  readonly oscodename: string;
  readonly osfullname: string;
  readonly osrelease: string;
  readonly [lsb: `lsb_distrib_${string}`]: string;
}

type Lsb = { [grain: string]: string };

/** What distributions without `/etc/lsb-release` say of themselves, under the names of that file. */
function lsbOf(release: OsRelease): Lsb {
  const lsb: Lsb = {};
  if (release.NAME !== undefined) lsb.lsb_distrib_id = release.NAME.trim();
  if (release.VERSION_ID !== undefined) lsb.lsb_distrib_release = release.VERSION_ID;
  const codename = release.VERSION_CODENAME ?? release.PRETTY_NAME;
  if (codename !== undefined) lsb.lsb_distrib_codename = codename;
  const leap = cpeVersion(release.CPE_NAME, "opensuse");
  if (leap !== undefined) lsb.lsb_distrib_release = leap;
  if (release.ID === "mendel") lsb.lsb_distrib_release = release.PRETTY_NAME?.split(" ")[2] ?? "";
  return lsb;
}

/** The version in a CPE name of a vendor. */
function cpeVersion(cpe: string | undefined, vendor: string): string | undefined {
  const parts = cpe?.split(":") ?? [];
  const [found, , version] = parts[1]?.startsWith("/") ? parts.slice(2) : parts.slice(3);
  return found === vendor && version !== "*" ? version : undefined;
}

function isSuse(release: OsRelease): boolean {
  return /^cpe:(?:2\.3:|\/)?o:(?:suse|opensuse):/i.test(release.CPE_NAME ?? "");
}

/** The name in brackets of a text such as `9.3 (Plow)`. */
function inBrackets(text: string | undefined): string | undefined {
  return /\((\D+?)\)/.exec(text ?? "")?.[1];
}

/** The most exact version that any file tells: the one with the most parts. */
function mostExactVersion(machine: Machine, release: OsRelease): string {
  const file = machine.text("/etc/centos-release") ?? machine.text("/etc/redhat-release") ?? "";
  const debian = release.ID === "debian" ? machine.text("/etc/debian_version")?.trim() : undefined;
  const candidates = [release.VERSION_ID, /release ([\d.]+)/.exec(file)?.[1], debian];
  const parts = (version: string): number => version.split(".").length;
  return candidates.reduce<string>(
    (best, next = "") => (best === "" || parts(next) > parts(best) ? next : best),
    "",
  );
}

function fullName(release: OsRelease, lsb: Lsb): string {
  if (isSuse(release) && release.NAME === "openSUSE Leap") return "Leap";
  if (isSuse(release) && release.VERSION === "Tumbleweed") return "Tumbleweed";
  if (lsb.lsb_distrib_description?.toLowerCase().startsWith("antergos")) return "Antergos Linux";
  return (release.NAME ?? lsb.lsb_distrib_id ?? "").trim();
}

/** The code name; some distributions hide it in the brackets of their version. */
function codename(os: string, release: OsRelease, lsb: Lsb): string {
  const own = lsb.lsb_distrib_codename?.trim() ?? "";
  const named =
    release.VERSION_CODENAME ?? inBrackets(release.VERSION) ?? inBrackets(release.PRETTY_NAME) ?? "";
  if (os === "Rocky" || os === "AlmaLinux") return /\(([^)]*)\)/.exec(own)?.[1] ?? own;
  if (os === "AstraLinuxSE") return (/\((\S+)/.exec(own)?.[1] ?? own).toLowerCase();
  return own === "" || own.includes("Red Hat") ? named : own;
}

/** CentOS 7 and 8 tell their minor release only in `/etc/centos-release`. */
function hidesMinorRelease(lsb: Lsb): boolean {
  return /CentOS Linux [78]/.test(lsb.lsb_distrib_codename ?? "");
}

/** The distribution that runs on a machine. */
export function readDistribution(machine: Machine): Distribution {
  const release = readOsRelease(machine) ?? {};
  const file = parseLsbRelease(machine.text("/etc/lsb-release") ?? "");
  const lsb = file.lsb_distrib_id === undefined ? { ...file, ...lsbOf(release) } : file;
  if (hidesMinorRelease(lsb)) delete lsb.lsb_distrib_release;
  const osfullname = fullName(release, lsb);
  const os = isSuse(release) ? "SUSE" : osName(osfullname, release.ID);
  const oscodename = codename(os, release, lsb);
  if (os === "Rocky" || os === "AlmaLinux" || os === "AstraLinuxSE") lsb.lsb_distrib_codename = oscodename;
  const osrelease = (lsb.lsb_distrib_release ?? mostExactVersion(machine, release)).trim();
  return { ...lsb, os, os_family: osFamily(os), oscodename, osfullname, osrelease };
}
