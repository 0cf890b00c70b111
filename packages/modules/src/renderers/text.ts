/**
 * The renderer `text`.
 */
import { rendererModule } from "@salt/core";
import { rendererText } from "@salt/render";

export const text = rendererModule("text", {
  doc: "Give the text as it is: the end of a pipe whose result is to be text.",
  render: (input) => rendererText(input),
});
