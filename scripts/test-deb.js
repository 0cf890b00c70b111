/**
 * `npm run test:deb`: builds the packages for Debian in two versions, has lintian look at them, and does in a bare
 * Debian what packaging/debian/chroot-test.sh says. Needs root.
 */
import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freshRoot, runInRoot } from "./packaging/bare-root.js";
import { ensureProgram } from "./packaging/ensure-program.js";
import { root, run } from "./setup.js";
import { ownVersion } from "./spread-version.js";

const version = ownVersion();
const next = `${version}+next`;
const place = join(root, "build", "deb");

for (const one of [version, next]) {
  run(process.execPath, [join(root, "scripts", "deb.js"), "--version", one, "--compression", "gzip"]);
}
lint();
const packages = readdirSync(place).filter((name) => name.endsWith(".deb"));
const wanted = packages.filter((name) => name.includes(`_${version}_`) || name.includes(`_${next}_`));
const files = [
  join(root, "packaging", "debian", "chroot-test.sh"),
  ...wanted.map((name) => join(place, name)),
];
const bare = freshRoot(files);
layOutKeys(join(bare, "tmp", "keys"));
process.exit(runInRoot(bare, ["/bin/sh", "/tmp/chroot-test.sh", version, next]) ?? 1);

/** lintian's opinion, which must have no error in it. */
function lint() {
  ensureProgram("lintian", "lintian");
  console.log(`lintian of ${version}:`);
  const debs = readdirSync(place).filter((name) => name.endsWith(`_${version}_amd64.deb`));
  run("lintian", ["--allow-root", "--fail-on", "error", ...debs.map((name) => join(place, name))]);
  console.log("lintian has no error.");
}

/** Keys in the places and forms in which a Salt leaves them: a master, and a minion that it has accepted. */
function layOutKeys(folder) {
  for (const owner of ["master", "minion"]) {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", {
      modulusLength: 2048,
      privateKeyEncoding: { type: "pkcs1", format: "pem" },
      publicKeyEncoding: { type: "spki", format: "pem" },
    });
    mkdirSync(join(folder, owner, ...(owner === "master" ? ["minions"] : [])), { recursive: true });
    writeFileSync(join(folder, owner, `${owner}.pem`), privateKey, { mode: 0o400 });
    writeFileSync(join(folder, owner, `${owner}.pub`), publicKey);
    if (owner === "minion") writeFileSync(join(folder, "master", "minions", "web1"), publicKey);
  }
}
