/**
 * `file.managed`: a file with contents, owner and permissions.
 */
import { fileState } from "./answer.js";
import { managedState } from "./managed.js";
import { managedParams } from "./managed-arguments.js";

export const managedStates = {
  managed: fileState({
    doc: "Makes sure that a file is there with its contents, owner and permissions.",
    params: managedParams,
    varkw: "kwargs",
    run: (args, context, { kwargs }) => managedState(args, kwargs, context),
  }),
};
