/**
 * A bare Debian: made once by debootstrap, and copied for each use.
 */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup.js";
import { ensureProgram } from "./ensure-program.js";
import { cache, mustRun } from "./node-package.js";

const RELEASE = "bookworm";

/** What a machine that boots has beside a bare one. */
const BOOTED = ["systemd", "systemd-sysv", "dbus", "procps"];

/** A fresh copy of a bare Debian, with files put into its /tmp. Needs root, and debootstrap or apt-get. */
export function freshRoot(files) {
  const place = join(root, "build", "root");
  copyOf(debian(), place);
  for (const file of files) cpSync(file, join(place, "tmp", file.slice(file.lastIndexOf("/") + 1)));
  return place;
}

/** A fresh copy of a Debian that boots by systemd. Needs what `freshRoot` needs. */
export function freshMachine() {
  const place = join(root, "build", "machine");
  copyOf(debian(BOOTED), place);
  return place;
}

/**
 * Boots it, with processes, mounts and network of its own, and runs a command there as a service. Prints what it says and gives its status, once the
 * machine has been shut down; undefined when it was not by then, after which it was shut down.
 */
export function bootAndRun(place, command, withinMs) {
  ensureProgram("systemd-nspawn", "systemd-container");
  const words = command.map((word) => `"${word}"`).join(" ");
  const unit = `[Unit]
After=multi-user.target
SuccessAction=exit
FailureAction=exit
[Service]
Type=oneshot
ExecStart=${words}
TimeoutStartSec=infinity
StandardOutput=truncate:/opt/said
StandardError=inherit
[Install]
WantedBy=graphical.target
`;
  writeFileSync(join(place, "etc", "systemd", "system", "what-to-do.service"), unit);
  mustRun("systemctl", ["--root", place, "enable", "what-to-do.service"]);
  mustRun("systemctl", ["--root", place, "set-default", "graphical.target"]);
  const machine = [
    "--quiet",
    "--directory",
    place,
    "--boot",
    "--private-network",
    "--register=no",
    "--keep-unit",
  ];
  const settings = ["--hostname=web1", "--console=pipe", "--kill-signal=SIGRTMIN+3"];
  const done = spawnSync("systemd-nspawn", [...machine, ...settings, "systemd.show_status=no"], {
    stdio: ["ignore", "ignore", "inherit"],
    timeout: withinMs,
    killSignal: "SIGTERM",
  });
  process.stdout.write(readFileSync(join(place, "opt", "said"), "utf8"));
  return done.status ?? undefined;
}

/** Runs a command in it, with processes, mounts and network of its own; its status. */
export function runInRoot(place, command) {
  const script =
    'ip link set lo up 2>/dev/null || true; mount -t proc proc "$0/proc"; mount -t devtmpfs dev "$0/dev" 2>/dev/null || mount --rbind /dev "$0/dev"; exec env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 chroot "$0" "$@"';
  const args = ["-n", "-m", "-p", "-f", "--kill-child", "sh", "-c", script, place, ...command];
  return spawnSync("unshare", args, { stdio: "inherit" }).status;
}

function copyOf(model, place) {
  if (process.getuid?.() !== 0) throw new Error("A bare root can only be made by root");
  rmSync(place, { recursive: true, force: true });
  mustRun("cp", ["-a", model, place]);
}

function debian(packages = []) {
  const place = join(cache, [`debian-${RELEASE}`, ...packages].join("-"));
  if (existsSync(place)) return place;
  mkdirSync(cache, { recursive: true });
  ensureProgram("debootstrap", "debootstrap", { recommended: true });
  rmSync(`${place}.new`, { recursive: true, force: true });
  const include = packages.length === 0 ? [] : [`--include=${packages.join(",")}`];
  mustRun("debootstrap", ["--variant=minbase", ...include, RELEASE, `${place}.new`]);
  mustRun("mv", [`${place}.new`, place]);
  return place;
}
