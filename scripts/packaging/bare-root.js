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
/** The service of such a machine that does what it was booted for. */
const SERVICE = "what-to-do.service";
/** How long a machine may take to boot and shut down when that is all. */
const TRIAL_MS = 90_000;

/** The words that test scripts share; they lie beside each script. */
export const steps = join(root, "packaging", "testing", "steps.sh");

/** A fresh copy of a bare Debian, with files put into its /tmp. Needs root, and debootstrap or apt-get. */
export function freshRoot(files) {
  const place = join(root, "build", "root");
  copyOf(debian(), place);
  for (const file of [steps, ...files])
    cpSync(file, join(place, "tmp", file.slice(file.lastIndexOf("/") + 1)));
  return place;
}

/** A fresh copy of a Debian that boots by systemd. Needs what `freshRoot` needs. */
export function freshMachine() {
  const place = join(root, "build", "machine");
  copyOf(debian(BOOTED), place);
  return place;
}

/** Why no machine can be booted here, or undefined when one can. */
export function whyNoMachine(place) {
  const { status, output, complaints } = boot(place, ["/bin/true"], TRIAL_MS);
  if (status === 0) return undefined;
  const said = `${complaints}\n${output}`.trim().split("\n").at(-1);
  const how = status === undefined ? `it had not ended after ${TRIAL_MS / 1000} seconds` : `status ${status}`;
  return `${said || "systemd-nspawn says nothing"} (${how})`;
}

/**
 * Boots it, with processes, mounts and network of its own, and runs a command there as a service. Prints what it says and
 * gives its status, once the machine has been shut down; undefined when it was not by then, after which it was shut down.
 */
export function bootAndRun(place, command, withinMs) {
  const { status, output, complaints } = boot(place, command, withinMs);
  process.stdout.write(output);
  if (status !== 0) process.stderr.write(complaints);
  return status;
}

function boot(place, command, withinMs) {
  ensureProgram("systemd-nspawn", "systemd-container");
  const said = join(place, "opt", "said");
  rmSync(said, { force: true });
  writeFileSync(join(place, "etc", "systemd", "system", SERVICE), serviceOf(command));
  mustRun("systemctl", ["--root", place, "enable", SERVICE]);
  mustRun("systemctl", ["--root", place, "set-default", "graphical.target"]);
  // Names of machines are unique, also while another test runs.
  const name = `salt-test-${process.pid}`;
  const machine = [`--directory=${place}`, `--machine=${name}`, "--quiet", "--boot", "--private-network"];
  const outside = ["--register=no", "--keep-unit", "--console=pipe", "--kill-signal=SIGRTMIN+3"];
  const words = [...machine, ...outside, "--hostname=web1", "systemd.show_status=no"];
  const done = spawnSync("systemd-nspawn", words, {
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
    timeout: withinMs,
    killSignal: "SIGTERM",
  });
  const output = existsSync(said) ? readFileSync(said, "utf8") : "";
  return { status: done.status ?? undefined, output, complaints: done.stderr };
}

function serviceOf(command) {
  return `[Unit]
After=multi-user.target
SuccessAction=exit
FailureAction=exit
[Service]
Type=oneshot
ExecStart=${command.map((word) => `"${word}"`).join(" ")}
TimeoutStartSec=infinity
StandardOutput=truncate:/opt/said
StandardError=inherit
[Install]
WantedBy=graphical.target
`;
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
