/**
 * `npm run test:rpm`: builds the packages of rpm in two versions, installs them with `rpm --root` into a root that has
 * no packages of rpm yet, verifies them, uses them there, upgrades and erases them. Needs root.
 */
import { spawnSync } from "node:child_process";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { freshRoot, runInRoot } from "./packaging/bare-root.js";
import { root, run } from "./setup.js";
import { ownVersion } from "./spread-version.js";

const version = ownVersion();
const next = `${version}^next`;
const NAMES = ["salt", "salt-master", "salt-minion", "salt-api"];
for (const one of [version, next]) run(process.execPath, [join(root, "scripts", "rpm.js"), "--version", one]);
const bare = freshRoot([join(root, "packaging", "rpm", "root-test.sh")]);
const files = (of) => NAMES.map((name) => join(root, "build", "rpm", `${name}-${of}-1.x86_64.rpm`));

step("install");
// What they need is there, but from packages of Debian, which rpm knows nothing of.
rpm(["--install", "--nodeps", ...files(version)]);
step("verify");
rpm(["--verify", "--nodeps", ...NAMES]);
step("use");
use(version);
step("upgrade");
appendFileSync(join(bare, "etc", "logrotate.d", "salt-minion"), "# mine\n");
const configuration = readFileSync(join(bare, "etc", "salt", "minion"), "utf8");
rpm(["--upgrade", "--nodeps", ...files(next)]);
expect(
  readFileSync(join(bare, "etc", "logrotate.d", "salt-minion"), "utf8").endsWith("# mine\n"),
  "a changed file",
);
expect(readFileSync(join(bare, "etc", "salt", "minion"), "utf8") === configuration, "the configuration");
rpm(["--verify", "--nodeps", "salt", "salt-master", "salt-api"]);
use(next);
step("erase");
rpm(["--erase", "--nodeps", ...NAMES]);
expect(!existsSync(join(bare, "usr", "lib", "salt")), "that nothing is left in /usr/lib/salt");
expect(existsSync(join(bare, "etc", "salt", "pki", "master", "minions", "web1")), "the accepted keys");
step("all went well");

function step(what) {
  console.log(`== ${what}`);
}

function rpm(args) {
  const script = 'mount --make-rprivate / && exec rpm "$@"';
  const done = spawnSync("unshare", ["-m", "sh", "-c", script, "sh", "--root", bare, ...args], {
    encoding: "utf8",
  });
  process.stdout.write(`${done.stdout}${done.stderr}`);
  expect(done.status === 0, `that rpm ${args[0]} succeeds`);
}

function use(of) {
  expect(runInRoot(bare, ["/bin/sh", "/tmp/root-test.sh", of]) === 0, `that ${of} works`);
}

function expect(holds, what) {
  if (holds) return;
  console.error(`Missed: ${what}`);
  process.exit(1);
}
