/**
 * SELinux and secure boot.
 */
import type { Machine } from "../portable/machine.js";

/** The grain `selinux`: enabled when its file system is there, enforced when that says so. */
export function readSelinux(machine: Machine): Readonly<Record<string, string | boolean>> {
  const mode = machine.text("/sys/fs/selinux/enforce");
  const enforced = mode === undefined ? "Disabled" : mode.startsWith("1") ? "Enforcing" : "Permissive";
  const enabled = { enabled: mode !== undefined };
  return machine.which("getenforce") === undefined ? enabled : { ...enabled, enforced };
}

/** The grains `efi` and `efi-secure-boot`. The state of secure boot is the last byte of a firmware variable. */
export function readEfi(machine: Machine): Readonly<Record<string, boolean>> {
  const folder = ["/sys/firmware/efi/efivars", "/sys/firmware/efi/vars"].find((path) => machine.exists(path));
  if (folder === undefined) return { efi: false, "efi-secure-boot": false };
  const variables = machine.list(folder).filter((name) => name.startsWith("SecureBoot-"));
  const file = `${folder}/${variables[0]}${folder.endsWith("efivars") ? "" : "/data"}`;
  const bytes = variables.length === 1 ? machine.head(file, 64) : undefined;
  return { efi: true, "efi-secure-boot": bytes?.at(-1) === 1 };
}
