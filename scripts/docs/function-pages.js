/**
 * Reference pages of plugins with functions: one page for each name that a module serves.
 */
import { toJson, toValue } from "@salt/core";
import { builtinPlugins } from "@salt/modules";
import { block, cell, firstSentence, page, prose, table } from "./markdown.js";

/** The functions of a state module that the run itself calls, and what their being there means. */
const HOOKS = {
  mod_watch: "reacts to `watch`",
  mod_aggregate: "can be aggregated",
  mod_init: "prepares something before its first state",
  mod_run_check: "checks `onlyif` and `unless` itself",
};

/** The pages of one kind: `[path, text]` for each, and what the index says of them. */
export async function functionPages(kind, folder, title, example) {
  const byName = groupedByName(await modulesOf(kind));
  const names = [...byName.keys()].sort();
  const pages = names.map((name) => [`${folder}/${name}.md`, modulePage(name, byName.get(name), example)]);
  const rows = names.map((name) => {
    const modules = byName.get(name);
    return [`[${name}](${name}.md)`, countOf(modules), cell(firstSentence(modules[0].doc))];
  });
  const count = rows.reduce((sum, [, functions]) => sum + functions, 0);
  pages.push([`${folder}/index.md`, page(title, table(["Module", "Functions", ""], rows))]);
  // Some modules are known by name only, so that their absence has a reason.
  const served = rows.filter(([, functions]) => functions > 0).length;
  return { pages, modules: served, count };
}

/** Every function of a kind by its whole name. */
export async function functionNames(kind) {
  const modules = await modulesOf(kind);
  return modules.flatMap((module) => ownFunctions(module).map(([name]) => `${module.virtualName}.${name}`));
}

/** Loads the built-in plugins of a kind. */
export function modulesOf(kind) {
  return Promise.all(builtinPlugins.ofKind(kind).map((entry) => entry.load()));
}

function groupedByName(modules) {
  const groups = new Map();
  for (const module of modules)
    groups.set(module.virtualName, [...(groups.get(module.virtualName) ?? []), module]);
  return groups;
}

function ownFunctions({ functions }) {
  return Object.entries(functions).filter(([name]) => !(name in HOOKS));
}

function countOf(modules) {
  return new Set(modules.flatMap((module) => ownFunctions(module).map(([name]) => name))).size;
}

/** Several modules may serve one name, such as the package managers; the first that fits the machine does. */
function modulePage(name, modules, example) {
  if (modules.length === 1) return page(name, moduleText(modules[0], "##", example));
  const parts = modules.map((module) => `## ${module.name}\n\n${moduleText(module, "###", example)}`);
  const served = "Served by the first of these that fits the machine.";
  return page(name, `${served}\n\n${parts.join("")}`);
}

function moduleText(module, level, example) {
  const hooks = Object.keys(HOOKS).filter((hook) => hook in module.functions);
  const said = hooks.length > 0 ? `This module ${hooks.map((hook) => HOOKS[hook]).join(", ")}.\n\n` : "";
  const entries = ownFunctions(module).map(([name, fn]) => entry(`${module.virtualName}.${name}`, fn));
  return `${prose(module.doc)}\n\n${said}${entries.join("")}`;

  function entry(name, fn) {
    const rows = Object.entries(fn.params).map(([param, row]) => [
      `\`${param}\``,
      standard(row),
      cell(row.doc),
    ]);
    if (fn.varargs !== undefined) rows.push([`\`*${fn.varargs}\``, "", "Any further arguments."]);
    if (fn.varkw !== undefined) rows.push([`\`**${fn.varkw}\``, "", "Any further keyword arguments."]);
    const heading = `${level} ${name.replaceAll("_", "\\_")}\n\n${prose(fn.doc)}\n\n`;
    return heading + table(["Argument", "Default", ""], rows) + example(name, fn);
  }
}

function standard({ fallback, shownFallback }) {
  if (shownFallback !== undefined) return cell(shownFallback);
  if (fallback === undefined) return "**required**";
  return fallback === null ? "" : `\`${toJson(toValue(fallback)).replaceAll("|", "\\|")}\``;
}

/** The command lines of a function, as somebody types them. */
export function commandExample(prefix) {
  return (name, fn) =>
    block("sh", fn.examples.length > 0 ? fn.examples : [`${prefix}${[name, ...neededBy(fn)].join(" ")}`]);
}

/** The least that an SLS has to say for a state. */
export function stateExample(name, fn) {
  const needs = neededBy(fn).filter((param) => param !== "NAME");
  const args = ["name", ...needs.map((param) => param.toLowerCase())].map((param) => `    - ${param}: …`);
  return block("yaml", ["an id:", `  ${name}:`, ...args]);
}

function neededBy(fn) {
  const params = Object.entries(fn.params).filter(([, { fallback }]) => fallback === undefined);
  return params.map(([name]) => name.toUpperCase());
}
