/**
 * `npm run test:pack`: looks at the packages of `npm run build:npm`, installs them into an empty folder, and runs them.
 */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mustRun } from "./packaging/node-package.js";
import { root, run } from "./setup.js";
import { ownVersion } from "./spread-version.js";

const place = join(root, "build", "npm");
run(process.execPath, [join(root, "scripts", "npm-packages.js")]);
const archives = readdirSync(place).filter((name) => name.endsWith(".tgz"));
for (const archive of archives) checkFiles(archive);
checkBom();
const folder = mkdtempSync(join(tmpdir(), "salt-pack-"));
try {
  install();
  use();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log("all went well");

/** What is published holds its licence and its types, and nothing that is for tests or for the builder. */
function checkFiles(archive) {
  const files = mustRun("tar", ["-tzf", join(place, archive)])
    .trim()
    .split("\n");
  const strange = files.filter((path) =>
    /\.test\.|\.map$|tsbuildinfo|\/testing\/|build-time|__pycache__/.test(path),
  );
  expect(strange.length === 0, `${archive} has no ${strange[0]}`);
  for (const needed of ["LICENSE", "package.json", "dist/index.js", "dist/index.d.ts"]) {
    expect(files.includes(`package/${needed}`), `${archive} has ${needed}`);
  }
}

function checkBom() {
  const bom = JSON.parse(readFileSync(join(place, "sbom.cdx.json"), "utf8"));
  const names = bom.components.map(({ group, name }) => (group ? `${group}/${name}` : name));
  expect(bom.bomFormat === "CycloneDX", "the list is of CycloneDX");
  for (const name of ["zeromq", "better-sqlite3"]) expect(names.includes(name), `the list has ${name}`);
}

/** Scripts stay off, so that nothing is compiled again: the addon is the one that this repository was tested with. */
function install() {
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  const files = archives.map((name) => join(place, name));
  const options = ["--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"];
  mustRun("npm", ["install", ...options, ...files], { cwd: folder });
  const addon = join("node_modules", "better-sqlite3", "build");
  cpSync(join(root, addon), join(folder, addon), { recursive: true });
}

function use() {
  const node = (words) => mustRun(process.execPath, words, { cwd: folder });
  const bin = (name) => join(folder, "node_modules", ".bin", name);
  const names = readdirSync(join(folder, "node_modules", "@salt"));
  expect(names.length === archives.length, "all packages are installed");
  const imports = names.map((name) => `await import("@salt/${name}");`).join("\n");
  writeFileSync(join(folder, "imports.js"), `${imports}\nprocess.exit(0);\n`);
  node(["imports.js"]);
  for (const file of [
    "salt",
    "salt-call",
    "salt-cp",
    "salt-key",
    "salt-master",
    "salt-minion",
    "salt-run",
    "spm",
  ]) {
    const said = mustRun(bin(file), ["--version"], { cwd: folder });
    expect(said === `${file} ${ownVersion()} (salt-ts)\n`, `${file} says its version, not ${said}`);
  }
  const report = mustRun(bin("salt"), ["--versions-report"], { cwd: folder });
  for (const name of ["better-sqlite3", "zeromq"]) {
    const { version } = JSON.parse(readFileSync(join(folder, "node_modules", name, "package.json"), "utf8"));
    expect(report.includes(`${name}: ${version}\n`), `the report says that ${name} is ${version}`);
  }
  writeFileSync(join(folder, "minion"), `root_dir: ${folder}\nid: packed\n`);
  const words = [
    "-c",
    folder,
    "--local",
    "--out=json",
    "state.single",
    "test.succeed_without_changes",
    "name=it",
  ];
  const answer = JSON.parse(mustRun(bin("salt-call"), words, { cwd: folder }));
  expect(Object.values(answer.local)[0].result === true, "a state runs");
  expect(existsSync(join(folder, "etc")) || existsSync(join(folder, "var")), "root_dir is kept to");
}

function expect(holds, what) {
  if (!holds) throw new Error(`Missed: ${what}`);
}
