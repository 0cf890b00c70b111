/**
 * The built-in plugins, written by `npm run gen`. Not to be edited.
 */
import type { CatalogEntry } from "@salt/core";

export const builtinEntries: readonly CatalogEntry[] = [
  { kind: "execution", name: "cmdmod", virtualName: "cmd", load: () => import("./execution/cmdmod.js").then((plugin) => plugin.cmd) },
  { kind: "execution", name: "config", virtualName: "config", control: true, load: () => import("./execution/config.js").then((plugin) => plugin.config) },
  { kind: "execution", name: "event", virtualName: "event", control: true, load: () => import("./execution/event.js").then((plugin) => plugin.event) },
  { kind: "execution", name: "grains", virtualName: "grains", control: true, load: () => import("./execution/grains.js").then((plugin) => plugin.grains) },
  { kind: "execution", name: "pillar", virtualName: "pillar", control: true, load: () => import("./execution/pillar.js").then((plugin) => plugin.pillar) },
  { kind: "execution", name: "saltutil", virtualName: "saltutil", control: true, load: () => import("./execution/saltutil.js").then((plugin) => plugin.saltutil) },
  { kind: "execution", name: "test", virtualName: "test", control: true, load: () => import("./execution/test.js").then((plugin) => plugin.test) },
  { kind: "grains", name: "core", virtualName: "core", load: () => import("./grains/core.js").then((plugin) => plugin.core) },
  { kind: "grains", name: "disks", virtualName: "disks", load: () => import("./grains/disks.js").then((plugin) => plugin.disks) },
  { kind: "grains", name: "extra", virtualName: "extra", load: () => import("./grains/extra.js").then((plugin) => plugin.extra) },
  { kind: "grains", name: "minion_process", virtualName: "minion_process", load: () => import("./grains/minion-process.js").then((plugin) => plugin.minionProcess) },
  { kind: "grains", name: "storage", virtualName: "storage", load: () => import("./grains/storage.js").then((plugin) => plugin.storage) },
  { kind: "outputter", name: "highstate", virtualName: "highstate", load: () => import("./outputters/highstate.js").then((plugin) => plugin.highstate) },
  { kind: "outputter", name: "json", virtualName: "json", load: () => import("./outputters/json.js").then((plugin) => plugin.json) },
  { kind: "outputter", name: "key", virtualName: "key", load: () => import("./outputters/key.js").then((plugin) => plugin.key) },
  { kind: "outputter", name: "nested", virtualName: "nested", load: () => import("./outputters/nested.js").then((plugin) => plugin.nested) },
  { kind: "outputter", name: "newline_values_only", virtualName: "newline_values_only", load: () => import("./outputters/newline-values-only.js").then((plugin) => plugin.newlineValuesOnly) },
  { kind: "outputter", name: "no_return", virtualName: "no_return", load: () => import("./outputters/no-return.js").then((plugin) => plugin.noReturn) },
  { kind: "outputter", name: "pprint", virtualName: "pprint", load: () => import("./outputters/pprint.js").then((plugin) => plugin.pprint) },
  { kind: "outputter", name: "progress", virtualName: "progress", load: () => import("./outputters/progress.js").then((plugin) => plugin.progress) },
  { kind: "outputter", name: "quiet", virtualName: "quiet", load: () => import("./outputters/quiet.js").then((plugin) => plugin.quiet) },
  { kind: "outputter", name: "raw", virtualName: "raw", load: () => import("./outputters/raw.js").then((plugin) => plugin.raw) },
  { kind: "outputter", name: "table", virtualName: "table", load: () => import("./outputters/table.js").then((plugin) => plugin.table) },
  { kind: "outputter", name: "txt", virtualName: "txt", load: () => import("./outputters/txt.js").then((plugin) => plugin.txt) },
  { kind: "outputter", name: "yaml", virtualName: "yaml", load: () => import("./outputters/yaml.js").then((plugin) => plugin.yaml) },
];
