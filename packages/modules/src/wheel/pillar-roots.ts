/**
 * The directories of `pillar_roots`.
 */
import { wheelModule } from "@salt/core";
import { rootsFunctions } from "./roots/functions.js";

export const pillarRoots = wheelModule("pillar_roots", {
  doc: "The directories of `pillar_roots`.",
  functions: rootsFunctions("pillar_roots"),
});
