/**
 * Turns a chunk that esbuild made, an ES module, into the function that `start-bundle.ts` loads: loading ES modules
 * costs more than compiling them, and V8's compiled code cannot be kept for them.
 */
import { transform } from "esbuild";

/** Packages with native parts stay outside: they find these beside their own files. */
export const NATIVE = ["zeromq", "better-sqlite3"];

/** Modules of Node that are loaded in any case. */
const ALWAYS_LOADED = ["node:fs", "node:path", "node:url", "node:module"];

/** How a chunk begins: with imports of others. */
const CHUNK_IMPORTS = /^(?:import(?:\{([^}]*)\}from)?"\.\/([^"]+)\.js";)/;

/** The text of a chunk's function; `bundled` has the chunks of packages that are asked for by `createRequire`. */
export async function chunkText(module, bundled) {
  const { imports, rest } = takeImports(module);
  const { body, exported } = takeExports(rest);
  // Imports and exports go through esbuild as well: it renames what CommonJS has a meaning for, such as `module`.
  const isolated = await transform(withBundled(`${imports}${body}\n__handOver(${exported});`, bundled), {
    format: "cjs",
    target: "node20",
    define: { "import.meta.url": "__moduleUrl" },
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "none",
  });
  const code = loadLate(isolated.code.replace(/^"use strict";/, ""));
  return `(function(__load,__later,__import,__handOver,require,__moduleUrl){"use strict";${code}\n})`;
}

/** Takes the imports of other chunks off: each becomes a constant. */
function takeImports(module) {
  let rest = module;
  let imports = "";
  for (let found = CHUNK_IMPORTS.exec(rest); found !== null; found = CHUNK_IMPORTS.exec(rest)) {
    const [all, names, chunk] = found;
    const wanted = names === undefined ? "" : `const{${names.replaceAll(" as ", ":")}}=`;
    imports += `${wanted}__load("${chunk}");`;
    rest = rest.slice(all.length);
  }
  return { imports, rest };
}

/** Takes the exports off; as an expression that gives them. */
function takeExports(module) {
  const byDefault = /export default ([\w$]+\(\));?\s*$/.exec(module);
  if (byDefault !== null) {
    // A CommonJS package: its members are to be had by name, as Node's own import() gives them.
    return { body: module.slice(0, byDefault.index), exported: `(m=>({...m,default:m}))(${byDefault[1]})` };
  }
  const named = /export\{([^}]*)\};?\s*$/.exec(module);
  if (named === null) return { body: module, exported: "{}" };
  const body = module.slice(0, named.index);
  const names = named[1].split(",").map((name) => exportedName(name, body));
  return { body, exported: `{${names.join(",")}}` };
}

/** Importers take the value of an export when they load: it must be set once, not counting locals of its name. */
function exportedName(text, body) {
  const [local, outside = local] = text.trim().split(" as ");
  const pattern = new RegExp(
    `(?<![\\w$.{,("'\\-]|let |const )${local.replaceAll("$", "\\$")}(?:=(?![=>])|\\+\\+|--|[-+*/|&?]{1,2}=)`,
    "g",
  );
  const isFixed = (body.match(pattern) ?? []).length <= 1;
  if (!isFixed)
    throw new Error(`${outside} is exported and may change: importers would keep its first value.`);
  return local === outside ? local : `${outside}:${local}`;
}

/** Packages that `createRequire` loads come from their chunk, if they have one. */
function withBundled(body, bundled) {
  return body.replace(/\b\w*createRequire\w*\(import\.meta\.url\)\("([\w-]+)"\)/g, (all, name) =>
    bundled.has(name) ? `__load("${bundled.get(name)}").default` : all,
  );
}

/** Makes Node's own modules, and native packages, load at their first use, by the cheaper of Node's two loaders. */
function loadLate(source) {
  const late = new Set();
  const declared = source.replace(/\b(import_\w+)=require\("(node:[\w/]+)"\)/g, (all, variable, module) => {
    if (ALWAYS_LOADED.includes(module)) return all;
    late.add(variable);
    return `${variable}=__late("${module}")`;
  });
  // `new a().B()` would make an `a`: what is made needs parentheses around it.
  const made = declared.replace(/\bnew (import_\w+)\.(\w+)/g, (all, variable, name) =>
    late.has(variable) ? `new (${variable}().${name})` : all,
  );
  const used = made.replace(/\b(import_\w+)\./g, (all, variable) =>
    late.has(variable) ? `${variable}().` : all,
  );
  const required = used.replace(/\bimport\("([^"]+)"\)/g, (all, module) => {
    if (module.startsWith("./")) return `__later("${module.slice("./".length, -".js".length)}")`;
    const isLoadable = NATIVE.includes(module) || module.startsWith("node:");
    return isLoadable ? `Promise.resolve().then(()=>(m=>({...m,default:m}))(require("${module}")))` : all;
  });
  const imported = required.replace(/(?<![.\w"'`])import\(/g, "__import(");
  const helper = late.size === 0 ? "" : "const __late=(name)=>{let loaded;return()=>loaded??=require(name)};";
  return helper + imported;
}
