/**
 * Bundles the commands, as the last step of `npm run build`: one small entry per command, so that each starts
 * fast, and shared pieces that are loaded when they are needed.
 */
import { existsSync, readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const cli = join(fileURLToPath(new URL("..", import.meta.url)), "packages", "cli");
const outdir = join(cli, "dist", "bundle");

/** Not a command, but a program of its own: what the minion's job processes run. */
const JOB_WORKER = "job-worker.js";

/** Packages with native parts find these beside themselves. */
const NATIVE = ["zeromq", "better-sqlite3"];

/** Packages in CommonJS ask for Node's own modules by `require`, which an ES module has to make first. */
const REQUIRE = 'import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);';

const names = [...readdirSync(join(cli, "bin")).filter((name) => name.endsWith(".js")), JOB_WORKER];
const missing = names.filter((name) => !existsSync(join(cli, "dist", "bin", name)));
if (missing.length > 0) {
  console.error(`Not compiled: ${missing.join(", ")}. Run 'npm run build', which compiles first.`);
  process.exit(1);
}

rmSync(outdir, { recursive: true, force: true });
await build({
  entryPoints: names.map((name) => join(cli, "dist", "bin", basename(name))),
  outdir,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  minifySyntax: true,
  minifyWhitespace: true,
  keepNames: true,
  legalComments: "none",
  logLevel: "warning",
  external: NATIVE,
  banner: { js: REQUIRE },
});
