/**
 * Whether this is a container, and of what kind, from the marks that container managers leave.
 */
import type { Machine } from "../portable/machine.js";

/** The name that `systemd-detect-virt` has for the container around us; undefined outside of one. */
export function detectContainer(machine: Machine): string | undefined {
  if (machine.exists("/proc/vz") && !machine.exists("/proc/bc")) return "openvz";
  if (/Microsoft|WSL/.test(machine.text("/proc/sys/kernel/osrelease") ?? "")) return "wsl";
  const told = machine.text("/run/systemd/container") ?? machine.text("/run/host/container-manager");
  if (told !== undefined) return told.trim();
  const own = /(?:^|\0)container=([^\0]+)/.exec(machine.text("/proc/1/environ") ?? "")?.[1];
  if (own !== undefined && own !== "oci") return own;
  if (machine.exists("/run/.containerenv")) return "podman";
  return machine.exists("/.dockerenv") ? "docker" : undefined;
}
