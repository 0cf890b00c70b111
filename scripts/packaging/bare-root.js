/**
 * A bare Debian: made once by debootstrap, and copied for each use.
 */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup.js";
import { ensureProgram } from "./ensure-program.js";
import { cache, mustRun } from "./node-package.js";

const RELEASE = "bookworm";

/** A fresh copy of a bare Debian, with files put into its /tmp. Needs root, and debootstrap or apt-get. */
export function freshRoot(files) {
  if (process.getuid?.() !== 0) throw new Error("A bare root can only be made by root");
  const place = join(root, "build", "root");
  rmSync(place, { recursive: true, force: true });
  mustRun("cp", ["-a", debian(), place]);
  for (const file of files) cpSync(file, join(place, "tmp", file.slice(file.lastIndexOf("/") + 1)));
  return place;
}

/** Runs a command in it, with processes, mounts and network of its own; its status. */
export function runInRoot(place, command) {
  const script =
    'ip link set lo up 2>/dev/null || true; mount -t proc proc "$0/proc"; mount -t devtmpfs dev "$0/dev" 2>/dev/null || mount --rbind /dev "$0/dev"; exec env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 chroot "$0" "$@"';
  const args = ["-n", "-m", "-p", "-f", "--kill-child", "sh", "-c", script, place, ...command];
  return spawnSync("unshare", args, { stdio: "inherit" }).status;
}

function debian() {
  const place = join(cache, `debian-${RELEASE}`);
  if (existsSync(place)) return place;
  mkdirSync(cache, { recursive: true });
  ensureProgram("debootstrap", "debootstrap", { recommended: true });
  rmSync(`${place}.new`, { recursive: true, force: true });
  mustRun("debootstrap", ["--variant=minbase", RELEASE, `${place}.new`]);
  mustRun("mv", [`${place}.new`, place]);
  return place;
}
