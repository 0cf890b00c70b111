/**
 * Version and features of systemd, as `systemctl --version` prints them.
 *
 * Both can be read where the programs of systemd have them from, their shared library: its file name carries the
 * version and its constants the features. Starting the program would take longer than all other grains together,
 * and is done only where there is no such library.
 */
import type { Machine } from "../portable/machine.js";
import { outputOf } from "../portable/program.js";

/** The grain `systemd`. */
export type Systemd = {
  readonly version: string;
  readonly features: string;
};

/** Reads what `systemctl --version` printed; the words that Salt has for "unknown" when that says nothing. */
export function parseSystemdVersion(output: string): Systemd {
  const [first = "", second = ""] = output.split("\n");
  const known = first.startsWith("systemd ");
  return {
    version: known ? (first.split(" ")[1] ?? "UNDEFINED") : "UNDEFINED",
    features: known ? second : "",
  };
}

/** The version in a name such as `libsystemd-shared-252.so` or `libsystemd-shared-255.4-1.fc40.so`. */
export function versionInName(name: string): string | undefined {
  return /^libsystemd-shared-(\d+)[^/]*\.so$/.exec(name)?.[1];
}

/** The features in a piece of the library. */
export function featuresIn(piece: Uint8Array): string | undefined {
  const at = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength).indexOf("PAM +AUDIT ");
  const start = at === -1 ? -1 : at - 1;
  const end = piece.indexOf(0, at);
  if (start < 0 || end === -1) return undefined;
  return Buffer.from(piece.subarray(start, end)).toString("latin1");
}

function libraryFolders(machine: Machine): readonly string[] {
  const perArchitecture = machine.list("/usr/lib").filter((name) => name.includes("-linux-gnu"));
  return ["/usr/lib/systemd", "/lib/systemd", ...perArchitecture.map((name) => `/usr/lib/${name}/systemd`)];
}

/** The grain as the library tells it. Its constants lie near its end, so that is where the search begins. */
function fromLibrary(machine: Machine): Systemd | undefined {
  for (const folder of libraryFolders(machine)) {
    const name = machine.list(folder).find((entry) => versionInName(entry) !== undefined);
    const version = name === undefined ? undefined : versionInName(name);
    const features = name === undefined ? undefined : machine.findFromEnd(`${folder}/${name}`, featuresIn);
    if (version !== undefined && features !== undefined) return { version, features };
  }
  return undefined;
}

/** The grain of the machine. */
export async function readSystemd(machine: Machine, systemctl: string): Promise<Systemd> {
  return fromLibrary(machine) ?? parseSystemdVersion((await outputOf(systemctl, ["--version"], 2000)) ?? "");
}
