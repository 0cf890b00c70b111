/**
 * The state `stateconf`: it only holds values for the renderer of that name.
 */
import { needed, stateFn, stateModule } from "@salt/core";

const params = { name: needed.any("The state's name.") };

export const stateconf = stateModule("stateconf", {
  doc: "Values for the renderer stateconf; on the machine nothing is done.",
  functions: {
    set: stateFn({
      doc: "Holds values for templates; does nothing.",
      params,
      varkw: "kwargs",
      run: ({ name }) => ({ name, changes: {}, result: true, comment: "" }),
    }),
    context: stateFn({
      doc: "The same as `stateconf.set`.",
      params,
      varkw: "kwargs",
      run: ({ name }) => ({ name, changes: {}, result: true, comment: "" }),
    }),
  },
});
