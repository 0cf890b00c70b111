/**
 * Bundles the commands, as the last step of `npm run build`, so that they start fast. Each command becomes two
 * files in packages/cli/dist/bundle: a tiny one that answers `--version`, and the program with all it can need.
 * They are CommonJS since loading ES modules costs more than compiling them.
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
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { keepCompiled } from "./keep-compiled.js";

const cli = join(fileURLToPath(new URL("..", import.meta.url)), "packages", "cli");
const compiled = join(cli, "dist", "bin");
/** A failed build leaves the bundles of the last one in place. */
const finished = join(cli, "dist", "bundle");
const outdir = `${finished}.new`;

/** Packages with native parts stay outside: they find these beside their own files. */
const NATIVE = ["zeromq", "better-sqlite3"];

/** Packages that read a file beside their own; they are ES modules, which only `import` loads. */
const WITH_FILES = ["bzip2-wasm"];

/** Modules of Node that are loaded in any case. */
const ALWAYS_LOADED = ["node:fs", "node:path", "node:url", "node:module"];

/** Not commands: what the minion's job processes run, the master's that compile pillars, and spm's that run hooks. */
const WORKERS = ["job-worker", "pillar-worker", "spm-hooks"];

const common = {
  bundle: true,
  format: "cjs",
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
for (const name of names) {
  await bundleProgram(name);
  await bundleEntry(name);
}
const python = join(cli, "..", "python", "python");
cpSync(python, join(outdir, "python"), { recursive: true, filter: (path) => !path.endsWith("__pycache__") });
keepCompiled(outdir);
rmSync(finished, { recursive: true, force: true });
// `npm test` and others look at this file to see whether a build is due.
writeFileSync(join(outdir, "build-time"), "");
renameSync(outdir, finished);

async function bundleProgram(name) {
  const outfile = join(outdir, `${name}-main.js`);
  await build({
    ...common,
    entryPoints: [join(compiled, `${name}.js`)],
    outfile,
    external: [...NATIVE, ...WITH_FILES],
    define: { "import.meta.url": "__moduleUrl" },
    banner: { js: 'const __moduleUrl=require("node:url").pathToFileURL(__filename).href;' },
  });
  writeFileSync(outfile, loadLate(readFileSync(outfile, "utf8")));
}

/** Makes Node's own modules, and native packages, load at their first use, by the cheaper of Node's two loaders. */
function loadLate(bundle) {
  const source = bundle.replace(/^#!.*\n/, "");
  const late = new Set();
  const declared = source.replace(
    /\b(import_node_\w+)=require\("(node:[\w/]+)"\)/g,
    (all, variable, module) => {
      if (ALWAYS_LOADED.includes(module)) return all;
      late.add(variable);
      return `${variable}=__late("${module}")`;
    },
  );
  // `new a().B()` would make an `a`: what is made needs parentheses around it.
  const made = declared.replace(/\bnew (import_node_\w+)\.(\w+)/g, (all, variable, name) =>
    late.has(variable) ? `new (${variable}().${name})` : all,
  );
  const used = made.replace(/\b(import_node_\w+)\./g, (all, variable) =>
    late.has(variable) ? `${variable}().` : all,
  );
  const required = used.replace(/\bimport\("([^"]+)"\)/g, (all, module) =>
    NATIVE.includes(module) || module.startsWith("node:")
      ? `Promise.resolve().then(()=>__toESM(require("${module}")))`
      : all,
  );
  const imported = required.replace(/(?<![.\w"'`])import\(/g, "__import(");
  return `const __late=(name)=>{let loaded;return()=>loaded??=require(name)};${imported}`;
}

async function bundleEntry(name) {
  const contents = [
    'import { tellVersion } from "./tell-version.js";',
    'import { startBundle } from "./start-bundle.js";',
    `if (!tellVersion("${name}")) startBundle(__dirname, "${name}-main.js");`,
  ];
  const stdin = { contents: contents.join("\n"), resolveDir: compiled, sourcefile: `${name}.js` };
  await build({ ...common, stdin, outfile: join(outdir, `${name}.js`) });
}
