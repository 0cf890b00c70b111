/**
 * The renderer `js`: SLS files in JavaScript or TypeScript.
 */
import { rendererModule } from "@salt/core";
import { rendererText } from "@salt/render";
import { runModule } from "./js-functions/run-module.js";

export const js = rendererModule("js", {
  doc: "Run an ES module that exports `run`; what it returns, or promises, is the data. `#!js ts` is for TypeScript.",
  render: (input, context) => runModule(rendererText(input), input, context),
});
