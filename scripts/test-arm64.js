/**
 * `npm run test:arm64`: the archive for arm64, made by a cross compiler, looked at and used by an emulator of that processor
 * (qemu-user-static): what is to run there is of that processor, and commands, states, SQLite and ZeroMQ work. Daemons are
 * not started: an emulator says nothing of their speed. Needs root and apt-get unless the programs are there.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureProgram } from "./packaging/ensure-program.js";
import { mustRun } from "./packaging/node-package.js";
import { isOlderThanBuild, root, run } from "./setup.js";
import { ownVersion } from "./spread-version.js";

/** Where Debian's cross compiler has the libraries of that processor. */
const LIBRARIES = "/usr/aarch64-linux-gnu";
const AARCH64 = 183;

const name = `salt-${ownVersion()}-linux-arm64`;
const tree = join(root, "build", name);
if (isOlderThanBuild(`${tree}.tar.gz`))
  run(process.execPath, [join(root, "scripts", "tarball.js"), "--platform", "linux-arm64"]);
ensureProgram("qemu-aarch64-static", "qemu-user-static");
const count = checkPrograms();
console.log(`== all ${count} programs and addons are of that processor`);
const place = mkdtempSync(join(tmpdir(), "salt-arm64-"));
try {
  use();
} finally {
  rmSync(place, { recursive: true, force: true });
}
console.log("== all went well");

/** Every file in the ELF format must be of that processor; how many there are. */
function checkPrograms() {
  const files = readdirSync(tree, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const programs = files
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .map((path) => ({ path, bytes: readFileSync(path) }))
    .filter(({ bytes }) => bytes.subarray(0, 4).toString("latin1") === "\x7fELF");
  for (const { path, bytes } of programs) expect(bytes.readUInt16LE(18) === AARCH64, `${path} is of arm64`);
  expect(programs.length >= 3, "Node and two addons are there");
  return programs.length;
}

function use() {
  for (const kind of ["master", "minion", "spm"])
    writeFileSync(join(place, kind), `root_dir: ${place}\nid: arm\n`);
  const local = ["-c", place, "--local", "--out=json"];
  expect(say("salt-call", [...local, "test.ping"]).includes("true"), "test.ping answers");
  expect(
    say("salt-call", [...local, "grains.get", "cpuarch"]).includes("aarch64"),
    "the grain cpuarch says so",
  );
  const file = join(place, "made");
  const state = say("salt-call", [...local, "state.single", "file.managed", `name=${file}`, "contents=made"]);
  expect(state.includes('"result": true') && readFileSync(file, "utf8") === "made\n", "a state makes a file");
  const report = say("salt", ["-c", place, "--versions-report"]);
  expect(/SQLite: \d/.test(report) && /ZMQ: \d/.test(report), "SQLite and ZeroMQ are loaded");
  say("spm", ["-c", place, "list", "packages"]);
}

function say(program, words) {
  const bundle = join(tree, "lib", "bundle", `${program}.js`);
  return mustRun("qemu-aarch64-static", ["-L", LIBRARIES, join(tree, "lib", "node"), bundle, ...words]);
}

function expect(holds, what) {
  if (!holds) throw new Error(`Missed: ${what}`);
}
