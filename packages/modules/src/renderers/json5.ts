/**
 * The renderer `json5`.
 */
import { rendererModule } from "@salt/core";
import { rendererText } from "@salt/render";
import { readJson5 } from "./json5-functions/read-json5.js";

export const json5 = rendererModule("json5", {
  doc: "Read JSON5 as data: JSON with comments, names without quotes and commas at the end.",
  render: (input) => {
    const text = rendererText(input).replace(/^#!.*(?:\n|$)/, "");
    return text.trim() === "" ? new Map() : readJson5(text);
  },
});
