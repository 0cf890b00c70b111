/**
 * The renderer `json`.
 */
import { errorText, parseJson, rendererModule } from "@salt/core";
import { RenderFault, rendererText } from "@salt/render";

export const json = rendererModule("json", {
  doc: "Read JSON as data; a first line that names the pipe is no part of it.",
  render: (input) => {
    const text = rendererText(input).replace(/^#!.*(?:\n|$)/, "");
    if (text.trim() === "") return new Map();
    try {
      return parseJson(text);
    } catch (error) {
      throw new RenderFault(errorText(error), undefined, { cause: error });
    }
  },
});
