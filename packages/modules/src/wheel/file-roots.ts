/**
 * The directories of `file_roots`.
 */
import { wheelModule } from "@salt/core";
import { rootsFunctions } from "./roots/functions.js";

export const fileRoots = wheelModule("file_roots", {
  doc: "The directories of `file_roots`.",
  functions: rootsFunctions("file_roots"),
});
