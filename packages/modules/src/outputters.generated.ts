/**
 * The built-in outputters, written by `npm run gen`. Not to be edited.
 */
import type { CatalogEntry } from "@salt/core";

export const outputterEntries: readonly CatalogEntry[] = [
  { kind: "outputter", name: "highstate", virtualName: "highstate", load: () => import("./outputters/highstate.js").then((plugin) => plugin.highstate) },
  { kind: "outputter", name: "json", virtualName: "json", load: () => import("./outputters/json.js").then((plugin) => plugin.json) },
  { kind: "outputter", name: "key", virtualName: "key", load: () => import("./outputters/key.js").then((plugin) => plugin.key) },
  { kind: "outputter", name: "nested", virtualName: "nested", load: () => import("./outputters/nested.js").then((plugin) => plugin.nested) },
  { kind: "outputter", name: "newline_values_only", virtualName: "newline_values_only", load: () => import("./outputters/newline-values-only.js").then((plugin) => plugin.newlineValuesOnly) },
  { kind: "outputter", name: "no_return", virtualName: "no_return", load: () => import("./outputters/no-return.js").then((plugin) => plugin.noReturn) },
  { kind: "outputter", name: "pprint", virtualName: "pprint", load: () => import("./outputters/pprint.js").then((plugin) => plugin.pprint) },
  { kind: "outputter", name: "profile", virtualName: "profile", load: () => import("./outputters/profile.js").then((plugin) => plugin.profile) },
  { kind: "outputter", name: "progress", virtualName: "progress", load: () => import("./outputters/progress.js").then((plugin) => plugin.progress) },
  { kind: "outputter", name: "quiet", virtualName: "quiet", load: () => import("./outputters/quiet.js").then((plugin) => plugin.quiet) },
  { kind: "outputter", name: "raw", virtualName: "raw", load: () => import("./outputters/raw.js").then((plugin) => plugin.raw) },
  { kind: "outputter", name: "table", virtualName: "table", load: () => import("./outputters/table.js").then((plugin) => plugin.table) },
  { kind: "outputter", name: "txt", virtualName: "txt", load: () => import("./outputters/txt.js").then((plugin) => plugin.txt) },
  { kind: "outputter", name: "yaml", virtualName: "yaml", load: () => import("./outputters/yaml.js").then((plugin) => plugin.yaml) },
];
