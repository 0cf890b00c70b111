/**
 * The yaml outputter.
 */
import { outputter } from "@salt/core";
import { yamlText } from "./yaml-text.js";

export const yaml = outputter(
  "yaml",
  "YAML with sorted keys; --out-indent sets its indent, a negative one puts everything in brackets.",
  (value, { indent }) => yamlText(value, indent !== undefined && indent < 0 ? { flow: true } : { indent }),
);
