/**
 * `npm run --silent cases:yaml`: loads and dumps YAML, one JSON object a line in and out.
 */

import { createInterface } from "node:readline";
import { dumpYaml, loadYaml, YamlFault } from "../../packages/jinja/dist/index.js";
import { decode, encode } from "./values.js";

function load({ id, text }) {
  try {
    return { id, value: encode(loadYaml(text)) };
  } catch (error) {
    if (!(error instanceof YamlFault)) throw error;
    const { pyClass, problem, line = null, column = null } = error;
    return { id, error: { class: pyClass, problem, line, column } };
  }
}

/** PyYAML's options by ours. */
function dumpOptions(options) {
  const { default_flow_style = null, default_style = null } = options;
  return {
    flow: default_flow_style ?? "scalars",
    width: options.width ?? 80,
    indent: options.indent ?? 2,
    style: default_style ?? undefined,
    sortKeys: options.sort_keys ?? true,
    allowUnicode: options.allow_unicode ?? true,
  };
}

function dump({ id, value, options = {} }) {
  return { id, text: dumpYaml(decode(value), dumpOptions(options)) };
}

for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() === "") continue;
  const test = JSON.parse(line);
  console.log(JSON.stringify(test.op === "load" ? load(test) : dump(test)));
}
