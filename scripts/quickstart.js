/**
 * `npm run quickstart`: a master and three minions on this machine, and the first commands anyone would try.
 * `npm run quickstart -- --keep` leaves them running.
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { bin, ensureBuilt, ensureInstalled, requireNode } from "./setup.js";

const MINIONS = ["web1", "web2", "db1"];
const READY_WITHIN_MS = 60_000;
const keep = process.argv.includes("--keep");

requireNode();
ensureInstalled();
ensureBuilt();

const place = mkdtempSync(join(tmpdir(), "salt-quickstart-"));
const daemons = [];
process.once("SIGINT", () => finish(130));
process.once("SIGTERM", () => finish(143));
try {
  await main();
  if (keep) explainKept();
  await finish(0);
} catch (error) {
  console.error(`\nquickstart failed: ${error.message}`);
  await finish(1);
}

async function main() {
  const [publish, ret] = await freePorts(2);
  writeConfiguration(publish, ret);
  console.log(`A master on ports ${publish} and ${ret}, three minions, everything below ${place}\n`);
  start("salt-master", join(place, "master"));
  for (const id of MINIONS) start("salt-minion", join(place, id));

  const keys = () => salt("salt-key", ["-L", "--out=json"]).stdout;
  await until("the minions to ask for their keys", () => {
    const pending = parse(keys())?.minions_pre ?? [];
    return MINIONS.every((id) => pending.includes(id));
  });
  show("salt-key", ["-L"]);
  show("salt-key", ["-y", "-A"]);
  await until("the minions to come up", () => {
    const up = parse(salt("salt", ["*", "test.ping", "--static", "--out=json", "-t", "2"]).stdout);
    return up !== undefined && Object.keys(up).length === MINIONS.length;
  });
  show("salt", ["*", "test.ping"]);
  show("salt", ["*", "cmd.run", "uname -a"]);
  show("salt", ["-G", `os:${osGrain()}`, "grains.item", "osfinger"]);
}

/** The `os` grain of this machine: the example is `os:Debian`, which elsewhere would match nobody. */
function osGrain() {
  const grains = parse(salt("salt", ["web1", "grains.item", "os", "--out=json"]).stdout);
  return grains?.web1?.os ?? "Debian";
}

function writeConfiguration(publish, ret) {
  const user = userInfo().username;
  const shared = (name) =>
    `user: ${user}\nroot_dir: ${join(place, name, "root")}\npki_dir: /pki\ncachedir: /cache\nsock_dir: ${join(place, name, "sock")}\n` +
    `log_file: /log\npidfile: /pid\n`;
  folder("master");
  writeFileSync(
    join(place, "master", "master"),
    `${shared("master")}interface: 127.0.0.1\npublish_port: ${publish}\nret_port: ${ret}\n`,
  );
  for (const id of MINIONS) {
    folder(id);
    writeFileSync(
      join(place, id, "minion"),
      `${shared(id)}id: ${id}\nmaster: 127.0.0.1\nmaster_port: ${ret}\nacceptance_wait_time: 1\n`,
    );
  }
}

function folder(name) {
  mkdirSync(join(place, name, "root"), { recursive: true, mode: 0o700 });
}

function start(program, config) {
  const child = spawn(join(bin, program), ["-c", config, "-l", "error"], {
    stdio: ["ignore", "ignore", "inherit"],
    detached: true,
  });
  child.unref();
  daemons.push({ program, child });
}

function salt(program, args) {
  return spawnSync(join(bin, program), ["-c", join(place, "master"), ...args], { encoding: "utf8" });
}

function show(program, args) {
  console.log(`$ ${program} ${args.map(quoted).join(" ")}`);
  const began = performance.now();
  const done = salt(program, args);
  const took = performance.now() - began;
  process.stdout.write(done.stdout);
  process.stderr.write(done.stderr);
  console.log(`  (${took.toFixed(0)} ms)\n`);
  if (done.status !== 0) throw new Error(`${program} ended with status ${done.status}`);
}

function quoted(word) {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word}'`;
}

async function until(what, holds) {
  const deadline = performance.now() + READY_WITHIN_MS;
  while (!holds()) {
    const dead = daemons.find(({ child }) => child.exitCode !== null);
    if (dead !== undefined) throw new Error(`${dead.program} ended with status ${dead.child.exitCode}`);
    if (performance.now() > deadline) throw new Error(`waited ${READY_WITHIN_MS / 1000} s for ${what}`);
    await wait(200);
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function explainKept() {
  const at = `-c ${join(place, "master")}`;
  console.log("The daemons go on running. Go on from here:");
  console.log(`  ${join(bin, "salt")} ${at} '*' status.uptime`);
  console.log(`  ${join(bin, "salt")} ${at} -C 'web* and G@kernel:Linux' cmd.run 'uptime'`);
  console.log(`  ${join(bin, "salt-run")} ${at} jobs.list_jobs`);
  console.log("Stop them and remove everything:");
  console.log(`  kill ${daemons.map(({ child }) => child.pid).join(" ")}; rm -r ${place}`);
}

async function finish(status) {
  if (keep && status === 0) process.exit(0);
  for (const { child } of daemons) if (child.exitCode === null) child.kill("SIGTERM");
  await Promise.all(daemons.map(({ child }) => ended(child)));
  rmSync(place, { recursive: true, force: true });
  if (status === 0) {
    console.log("Everything has been stopped and removed. Next:");
    console.log("  npm run quickstart -- --keep    the same, left running for you to try things");
    console.log("  npm test                        every test that needs nothing outside npm");
    console.log(
      "  README.md                       the real thing, with /etc/salt/master and /etc/salt/minion",
    );
  }
  process.exit(status);
}

async function ended(child) {
  const deadline = performance.now() + 10_000;
  while (child.exitCode === null && child.signalCode === null) {
    if (performance.now() > deadline) child.kill("SIGKILL");
    await wait(20);
  }
}

async function freePorts(count) {
  const servers = await Promise.all(
    Array.from({ length: count }, () => {
      const server = createServer();
      return new Promise((resolve, reject) => {
        server.once("error", reject).listen(0, "127.0.0.1", () => resolve(server));
      });
    }),
  );
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
