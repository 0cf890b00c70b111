/**
 * The yaml outputter.
 */
import { outputter } from "@salt/core";
import { nestedText } from "./text/nested-text.js";
import { yamlText } from "./yaml-text.js";

export const yaml = outputter(
  "yaml",
  "YAML with sorted keys; --out-indent sets its indent, a negative one puts everything in brackets.",
  (value, context) => {
    const { indent, opts } = context;
    // The word is for JSON; Salt's other outputters fail over it, and nested is what is printed then.
    if (opts.get("output_indent") === "pretty") return nestedText(value, context);
    return yamlText(value, indent !== undefined && indent < 0 ? { flow: true } : { indent });
  },
);
