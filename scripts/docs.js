/**
 * `npm run docs`: writes docs/reference, manual pages and completion files from the option tables and the plugins,
 * which are their only source.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensureBuilt, ensureInstalled, requireNode, root } from "./setup.js";

requireNode();
ensureInstalled();
ensureBuilt();

const { masterOptions, minionOptions, spmOptions, toJson, toValue } = await import("@salt/core");
const { builtinPlugins } = await import("@salt/modules");
const reference = join(root, "docs", "reference");
rmSync(reference, { recursive: true, force: true });
mkdirSync(reference, { recursive: true });

write("master-options.md", "Options of the master", optionTable(masterOptions));
write("minion-options.md", "Options of the minion", optionTable(minionOptions));
write("spm-options.md", "Options of spm", optionTable(spmOptions));
write("execution-functions.md", "Execution functions", await functions("execution", "salt '*' "));
write("runner-functions.md", "Runner functions", await functions("runner", "salt-run "));
write("wheel-functions.md", "Wheel functions", await functions("wheel", "WheelClient: "));
write("returners.md", "Returners", await plugins("returner"));
write("outputters.md", "Outputters", await plugins("outputter"));

const { bin: bins } = JSON.parse(readFileSync(join(root, "packages", "cli", "package.json"), "utf8"));
const { PROGRAMS, bashCompletion, manPage, zshCompletion } = await import("@salt/cli");
const programs = PROGRAMS.filter(({ name }) => name in bins);
const names = {
  execution: await functionNames("execution"),
  runner: await functionNames("runner"),
  outputters: builtinPlugins.ofKind("outputter").map(({ virtualName }) => virtualName),
};
writeFolder(
  "docs/man",
  programs.map((program) => [`${program.name}.1`, manPage(program)]),
);
writeFolder("completions", [
  ["salt.bash", bashCompletion(programs, names)],
  ["_salt", zshCompletion(programs, names)],
]);

function writeFolder(folder, files) {
  rmSync(join(root, folder), { recursive: true, force: true });
  mkdirSync(join(root, folder), { recursive: true });
  for (const [name, text] of files) {
    writeFileSync(join(root, folder, name), text);
    console.log(`${folder}/${name}`);
  }
}

async function functionNames(kind) {
  const modules = await Promise.all(builtinPlugins.ofKind(kind).map((entry) => entry.load()));
  return modules.flatMap((module) =>
    Object.keys(module.functions).map((name) => `${module.virtualName}.${name}`),
  );
}

function write(name, title, body) {
  writeFileSync(join(reference, name), `# ${title}\n\nWritten by \`npm run docs\`.\n\n${body}`);
  console.log(`docs/reference/${name}`);
}

function optionTable(options) {
  const rows = Object.entries(options).map(
    ([name, option]) =>
      `| \`${name}\` | ${option.type} | ${preset(option.fallback)} | ${cell(option.doc)}${option.unserved ? " No effect yet." : ""} |\n`,
  );
  return `| Option | Type | Default | |\n|---|---|---|---|\n${rows.join("")}`;
}

function preset(value) {
  return value === null ? "" : `\`${cell(toJson(toValue(value)))}\``;
}

/** Text inside a table: a bar would end its cell. */
function cell(text) {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

async function functions(kind, prefix) {
  const modules = await Promise.all(builtinPlugins.ofKind(kind).map((entry) => entry.load()));
  const sections = modules
    .toSorted((a, b) => (a.virtualName < b.virtualName ? -1 : 1))
    .map((module) => {
      const entries = Object.entries(module.functions).map(([name, fn]) =>
        entry(`${module.virtualName}.${name}`, fn),
      );
      return `## ${module.virtualName}\n\n${module.doc}\n\n${entries.join("")}`;
    });
  return sections.join("");

  function entry(name, fn) {
    const examples = fn.examples.length > 0 ? fn.examples : [`${prefix}${name}`];
    const params = Object.entries(fn.params).map(([param, { doc, fallback, shownFallback }]) => {
      const standard =
        shownFallback ?? (fallback === undefined ? "required" : preset(fallback) || "default: nothing");
      return `- \`${param}\` (${standard}): ${doc}\n`;
    });
    return `### ${name}\n\n${fn.doc}\n\n${params.join("")}\n    ${examples.join("\n    ")}\n\n`;
  }
}

async function plugins(kind) {
  const all = await Promise.all(builtinPlugins.ofKind(kind).map((entry) => entry.load()));
  return all.map(({ virtualName, doc }) => `- \`${virtualName}\`: ${doc}\n`).join("");
}
