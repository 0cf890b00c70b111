/**
 * `npm run test:tarball`: installs the archive of `npm run build:tarball` in a bare Debian without Node and network,
 * and does there what packaging/tarball/bare-root-test.sh says. Needs root.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { freshRoot, runInRoot } from "./packaging/bare-root.js";
import { isOlderThanBuild, root, run } from "./setup.js";

const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const next = `${version}-next`;
const platform = `${process.platform}-${process.arch}`;
const archive = (of) => `salt-${of}-${platform}.tar.gz`;

if (isOlderThanBuild(join(root, "build", archive(version))))
  run(process.execPath, [join(root, "scripts", "tarball.js")]);
run(process.execPath, [join(root, "scripts", "tarball.js"), "--version", next]);
const script = join(root, "packaging", "tarball", "bare-root-test.sh");
const archives = [version, next].map((of) => join(root, "build", archive(of)));
const place = freshRoot([script, ...archives]);
const words = [version, next].flatMap((of) => [`/tmp/${archive(of)}`, of]);
process.exit(runInRoot(place, ["/bin/sh", "/tmp/bare-root-test.sh", ...words]) ?? 1);
