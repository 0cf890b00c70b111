/**
 * `npm run gen`: writes the catalog of built-in plugins from the files that define them, and the version everywhere.
 *
 * A plugin file exports `executionModule("name", { virtualName: … })` or the like; the row of the catalog is read
 * from that call, so that a plugin is found by its name without loading it.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./setup.js";
import { spreadVersion } from "./spread-version.js";

/** Folder by folder: the kind of plugin in it and the function that defines one. */
const KINDS = [
  { folder: "auth", kind: "auth", definer: "authModule" },
  { folder: "beacons", kind: "beacon", definer: "beaconModule" },
  { folder: "engines", kind: "engine", definer: "engineModule" },
  { folder: "execution", kind: "execution", definer: "executionModule" },
  { folder: "grains", kind: "grains", definer: "grainsModule" },
  { folder: "pillar", kind: "pillar", definer: "pillarModule" },
  { folder: "outputters", kind: "outputter", definer: "outputter" },
  { folder: "renderers", kind: "renderer", definer: "rendererModule" },
  { folder: "returners", kind: "returner", definer: "(?:returnerModule|cachingReturner)" },
  { folder: "sdb", kind: "sdb", definer: "sdbModule" },
  { folder: "states", kind: "state", definer: "stateModule" },
  { folder: "runners", kind: "runner", definer: "runnerModule" },
  { folder: "executors", kind: "executor", definer: "executorModule" },
  { folder: "tops", kind: "top", definer: "topModule" },
  { folder: "wheel", kind: "wheel", definer: "wheelModule" },
];

const source = join(root, "packages", "modules", "src");
const rowsOf = ({ folder, kind, definer }) =>
  pluginFiles(folder).flatMap((file) => rowOf(folder, file, kind, definer));
const isOutputter = ({ kind }) => kind === "outputter";
const outputters = KINDS.filter(isOutputter).flatMap(rowsOf);
const others = KINDS.filter((one) => !isOutputter(one)).flatMap(rowsOf);

// Commands that only print take nothing else into their bundles.
write("outputters.generated.ts", "The built-in outputters", "outputterEntries", outputters);
write("catalog.generated.ts", "The built-in plugins", "builtinEntries", [
  ...others,
  "  ...outputterEntries,",
]);
spreadVersion();
console.log(`${outputters.length + others.length} plugins`);

function write(file, what, name, rows) {
  const needsOutputters = rows.some((row) => row.includes("...outputterEntries"));
  const imported = needsOutputters ? 'import { outputterEntries } from "./outputters.generated.js";\n' : "";
  writeFileSync(
    join(source, file),
    `/**
 * ${what}, written by \`npm run gen\`. Not to be edited.
 */
import type { CatalogEntry } from "@salt/core";
${imported}
export const ${name}: readonly CatalogEntry[] = [
${rows.join("\n")}
];
`,
  );
}

function pluginFiles(folder) {
  const path = join(source, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .sort();
}

function rowOf(folder, file, kind, definer) {
  const text = readFileSync(join(source, folder, file), "utf8");
  const found = new RegExp(`^export const (\\w+)(?:: \\w+)? = ${definer}\\(\\s*"([^"]+)"`, "m").exec(text);
  if (found === null) return [];
  const [, exported, name] = found;
  const virtualName = /^ {2}virtualName: "([^"]+)"/m.exec(text)?.[1] ?? name;
  const control = kind === "execution" && hasControl(text, folder) ? " control: true," : "";
  const path = `./${folder}/${file.replace(/\.ts$/, ".js")}`;
  const load = `() => import("${path}").then((plugin) => plugin.${exported})`;
  return `  { kind: "${kind}", name: "${name}", virtualName: "${virtualName}",${control} load: ${load} },`;
}

/** Whether the plugin has functions that the minion runs in its own loop, in its file or in files of its folder. */
function hasControl(text, folder) {
  if (/\bcontrol: true\b/.test(text)) return true;
  const parts = [...text.matchAll(/from "\.\/([\w-]+\/[\w-]+)\.js"/g)].map(([, path]) => `${path}.ts`);
  return parts.some((path) => /\bcontrol: true\b/.test(readFileSync(join(source, folder, path), "utf8")));
}
