/**
 * The Node that goes into packages: the registry's own package of it, of the version and with the checksum that
 * packaging/node.json says.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup.js";

/** What is fetched and compiled for packages stays here from one build to the next. */
export const cache = join(root, "build", "cache");

const wanted = JSON.parse(readFileSync(join(root, "packaging", "node.json"), "utf8"));

/** Node's version. */
export const nodeVersion = wanted.version;

/** A directory with `bin/node`, `include` and `LICENSE` for a platform such as `linux-x64`. */
export function nodePackage(platform) {
  const name = `node-${platform}-${nodeVersion}`;
  const place = join(cache, name);
  if (existsSync(place)) return place;
  mkdirSync(cache, { recursive: true });
  const archive = join(cache, `${name}.tgz`);
  if (!existsSync(archive))
    mustRun("npm", ["pack", "--silent", `node-${platform}@${nodeVersion}`], { cwd: cache });
  const sum = `sha512-${createHash("sha512").update(readFileSync(archive)).digest("base64")}`;
  if (sum !== wanted.integrity[platform]) {
    rmSync(archive);
    throw new Error(
      `node-${platform}@${nodeVersion} is not the one of packaging/node.json: its sum is ${sum}`,
    );
  }
  mkdirSync(`${place}.new`, { recursive: true });
  mustRun("tar", ["-xzf", archive, "-C", `${place}.new`, "--strip-components=1"]);
  renameSync(`${place}.new`, place);
  return place;
}

/** Runs a command; throws with what it said when it fails. */
export function mustRun(command, args, options = {}) {
  const ran = spawnSync(command, args, { encoding: "utf8", maxBuffer: 1 << 28, ...options });
  if (ran.status === 0) return ran.stdout;
  const said = `${ran.stdout ?? ""}${ran.stderr ?? ""}`.split("\n").slice(-30).join("\n");
  throw new Error(`${command} ${args.join(" ")} failed: ${ran.error?.message ?? said}`);
}
