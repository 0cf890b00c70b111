/**
 * A machine of its own for one page: what it writes is gone afterwards, and no port of the real machine is taken.
 *
 * It is made inside the namespaces that `npm run test:docs` opens, and refuses to work anywhere else.
 */
import { spawnSync } from "node:child_process";
import { appendFileSync, mkdirSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SaltError } from "@salt/core";

/** Where layers and temporary files lie: a file system in memory, seen by this page alone. */
const LAYERS = "/run";
/** Directories that a page may write to; the real ones lie unchanged below. */
const COVERED = ["/etc", "/srv", "/var", "/opt", "/root", "/usr"];
/** The machine's own name, and the other minions of its fleet. */
const HOST = "web1";
const OTHERS = ["web2", "db1"];

/** Covers the directories and names the machine. Throws SaltError outside of the namespaces. */
export function makeMachine(outerMounts: string): void {
  if (readlinkSync("/proc/self/ns/mnt") === outerMounts)
    throw new SaltError("DOCS_MACHINE", "A page is run in namespaces of its own: npm run test:docs");
  must("mount", ["--make-rprivate", "/"]);
  must("mount", ["-t", "tmpfs", "tmpfs", LAYERS]);
  for (const directory of COVERED) cover(directory);
  mkdirSync(join(LAYERS, "tmp"), { mode: 0o1777 });
  must("hostname", [HOST]);
  must("ip", ["link", "set", "lo", "up"]);
  writeFileSync("/etc/hosts", `127.0.0.1 localhost ${HOST} salt\n`);
  for (const path of [
    "/etc/salt",
    "/srv/salt",
    "/srv/pillar",
    "/srv/spm",
    "/var/cache/salt",
    "/var/log/salt",
  ])
    rmSync(path, { recursive: true, force: true });
  for (const path of ["/etc/salt", "/srv/salt", "/srv/pillar"]) mkdirSync(path, { recursive: true });
}

/** The environment of a reader who has the commands on the path. */
export function environment(bin: string, path: string): Readonly<Record<string, string>> {
  return {
    PATH: `${bin}:${path}`,
    HOME: "/root",
    TMPDIR: join(LAYERS, "tmp"),
    LANG: "C.UTF-8",
    COLUMNS: "120",
  };
}

/** The commands that start a master and minions, and accept their keys. */
export function fleetCommands(): readonly string[] {
  const others = OTHERS.map((id) => {
    const directory = join(LAYERS, id);
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, "minion"), `id: ${id}\nroot_dir: ${directory}\nacceptance_wait_time: 1\n`);
    return `salt-minion -c ${directory} -d`;
  });
  appendFileSync("/etc/salt/minion", "acceptance_wait_time: 1\n");
  const ids = [HOST, ...OTHERS];
  return [
    "salt-master -d",
    "salt-minion -d",
    ...others,
    `for id in ${ids.join(" ")}; do until salt-key -y -a $id | grep -q "minion $id accepted"; do sleep 0.2; done; done`,
    `until [ "$(salt '*' test.ping --out=txt -t 1 --gather-job-timeout 1 2>&1 | grep -c True)" = ${ids.length} ]; do :; done`,
  ];
}

function cover(directory: string): void {
  const [upper, work] = ["upper", "work"].map((part) => join(LAYERS, part, directory));
  if (upper === undefined || work === undefined) return;
  for (const part of [upper, work]) mkdirSync(part, { recursive: true });
  const layers = `lowerdir=${directory},upperdir=${upper},workdir=${work}`;
  must("mount", ["-t", "overlay", "overlay", "-o", layers, directory]);
}

function must(program: string, args: readonly string[]): void {
  const done = spawnSync(program, args, { encoding: "utf8" });
  if (done.status !== 0)
    throw new SaltError("DOCS_MACHINE", `${program} ${args.join(" ")}: ${done.stderr || String(done.error)}`);
}
