/**
 * Reference pages of configuration options, from the tables that the programs read their files by.
 */
import { masterOptions, minionOptions, restOptions, spmOptions, toJson, toValue } from "@salt/core";
import { cell, page, table } from "./markdown.js";

/** `[path, text]` of every page, with the number of options. */
export function optionPages() {
  return [
    ["master", masterOptions, "the master", "/etc/salt/master"],
    ["minion", minionOptions, "the minion", "/etc/salt/minion"],
    ["spm", spmOptions, "spm", "/etc/salt/spm"],
    ["salt-api", restOptions, "salt-api", "/etc/salt/master` below `rest_cherrypy"],
  ].map(([name, options, of, file]) => ({
    path: `${name}-options.md`,
    text: page(`Options of ${of}`, `${intro(file)}${optionTable(options)}`),
    title: `Options of ${of}`,
    count: Object.keys(options).length,
  }));
}

function intro(file) {
  return `Read from \`${file}\` and the files that \`default_include\` names. An empty default is none.\n\n`;
}

function optionTable(options) {
  const rows = Object.entries(options)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { type, fallback, doc, unserved }]) => [
      `\`${name}\``,
      type,
      fallback === null ? "" : `\`${toJson(toValue(fallback)).replaceAll("|", "\\|")}\``,
      `${cell(doc)}${unserved ? " **No effect yet.**" : ""}`,
    ]);
  return table(["Option", "Type", "Default", ""], rows);
}
