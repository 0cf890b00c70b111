/**
 * States of environments of Python of their own.
 */
import { stateFn, stateModule } from "@salt/core";
import { has } from "./answer/answer.js";
import { managed, managedParams } from "./virtualenv-functions/managed.js";

const definition = {
  doc: "Makes an environment of Python be there, with these packages.",
  params: managedParams,
  varkw: "kwargs",
  run: managed,
} as const;

export const virtualenv = stateModule("virtualenv_mod", {
  virtualName: "virtualenv",
  doc: "States of environments of Python of their own.",
  available: async (context) =>
    (await has(context, "virtualenv.create")) ? true : "virtualenv module could not be loaded",
  functions: {
    managed: stateFn(definition),
    manage: stateFn({ ...definition, doc: "The same as virtualenv.managed." }),
  },
});
