/**
 * Bundles the commands, as the last step of `npm run build`, so that they start fast: packages/cli/dist/bundle gets a
 * tiny file for each command, which answers `--version`, and chunks of code that all commands share.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { chunkText, NATIVE } from "./chunk-text.js";
import { keepCompiled } from "./keep-compiled.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const cli = join(root, "packages", "cli");
const compiled = join(cli, "dist", "bin");
/** A failed build leaves the bundles of the last one in place. */
const finished = join(cli, "dist", "bundle");
const outdir = `${finished}.new`;

/** Packages that read a file beside their own; they are ES modules, which only `import` loads. */
const WITH_FILES = ["bzip2-wasm"];

/** Packages that are also asked for by `createRequire`. */
const REQUIRED = ["yaml"];

/** Not commands: what the minion's job processes run, the master's that compile pillars, and spm's that run hooks. */
const WORKERS = ["job-worker", "release-switch", "pillar-worker", "spm-hooks"];

const common = {
  bundle: true,
  platform: "node",
  target: "node20",
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  logLevel: "warning",
};

const commands = readdirSync(join(cli, "bin")).filter((name) => name.endsWith(".js"));
const names = [...commands.map((name) => name.slice(0, -".js".length)), ...WORKERS];
const missing = names.filter((name) => !existsSync(join(compiled, `${name}.js`)));
if (missing.length > 0) {
  console.error(`Not compiled: ${missing.join(", ")}. Run 'npm run build', which compiles first.`);
  process.exit(1);
}

rmSync(outdir, { recursive: true, force: true });
mkdirSync(outdir, { recursive: true });
writeFileSync(join(outdir, "package.json"), '{ "type": "commonjs" }\n');
await bundlePrograms();
for (const name of names) await bundleEntry(name);
const python = join(cli, "..", "python", "python");
cpSync(python, join(outdir, "python"), { recursive: true, filter: (path) => !path.endsWith("__pycache__") });
keepCompiled(outdir);
rmSync(finished, { recursive: true, force: true });
// `npm test` and others look at this file to see whether a build is due.
writeFileSync(join(outdir, "build-time"), "");
renameSync(outdir, finished);

/** All programs at once, divided by what imports what, and when. */
async function bundlePrograms() {
  const { metafile } = await build({
    ...common,
    format: "esm",
    splitting: true,
    metafile: true,
    absWorkingDir: root,
    entryPoints: names.map((name) => ({ in: join(compiled, `${name}.js`), out: `${name}-main` })),
    outdir,
    external: [...NATIVE, ...WITH_FILES],
  });
  const outputs = Object.entries(metafile.outputs).map(([path, output]) => ({
    file: basename(path),
    output,
  }));
  const bundled = new Map(REQUIRED.map((name) => [name, chunkOf(name, outputs)]));
  for (const { file } of outputs) {
    const path = join(outdir, file);
    writeFileSync(path, await chunkText(readFileSync(path, "utf8"), bundled));
  }
}

/** The chunk that an import of a package loads. */
function chunkOf(name, outputs) {
  const found = outputs.find(({ output }) => output.entryPoint?.startsWith(`node_modules/${name}/`));
  if (found === undefined) throw new Error(`No chunk begins with the package ${name}.`);
  return found.file.slice(0, -".js".length);
}

async function bundleEntry(name) {
  const contents = [
    'import { tellVersion } from "./tell-version.js";',
    'import { startBundle } from "./start-bundle.js";',
    `if (!tellVersion("${name}")) startBundle(__dirname, "${name}-main");`,
  ];
  const stdin = { contents: contents.join("\n"), resolveDir: compiled, sourcefile: `${name}.js` };
  // Of what it imports, only the version stays; the places that ask for this address fall away.
  const define = { "import.meta.url": "undefined" };
  await build({ ...common, format: "cjs", stdin, define, outfile: join(outdir, `${name}.js`) });
}
