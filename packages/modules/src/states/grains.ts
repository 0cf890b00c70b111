/**
 * States of grains that are kept by hand.
 */
import { maybe, needed, stateFn, stateModule } from "@salt/core";
import { failed, unchanged } from "./answer/answer.js";
import { grainAt, grainPath } from "./grains-functions/grain.js";
import { listAbsent, listAppend, listPresent } from "./grains-functions/list.js";
import { grainAbsent, grainPresent } from "./grains-functions/value.js";

const name = needed.str("The grain, or a path to a key inside one.");
const delimiter = { ...needed.str("Between the keys of a path."), fallback: ":" };
const value = needed.any("The value.");
const force = maybe.bool(false, "Overwrite or remove even a map or a list.");

export const grains = stateModule("grains", {
  doc: "States of grains that are kept by hand.",
  functions: {
    exists: stateFn({
      doc: "Tells whether there is a grain.",
      params: { name, delimiter },
      run: async (args, context) => {
        const path = grainPath(args);
        return (await grainAt(path, context)) === undefined
          ? failed(path, "Grain does not exist")
          : unchanged(path, "Grain exists");
      },
    }),
    present: stateFn({
      doc: "Makes a grain have a value.",
      params: { name, value, delimiter, force },
      run: (args, context) => grainPresent({ ...args, path: grainPath(args) }, context),
    }),
    absent: stateFn({
      doc: "Makes a grain be empty, or not be there.",
      params: {
        name,
        destructive: maybe.bool(false, "Remove the grain instead of emptying it."),
        delimiter,
        force,
      },
      run: (args, context) => grainAbsent({ ...args, path: grainPath(args) }, context),
    }),
    list_present: stateFn({
      doc: "Makes values be in a grain that is a list.",
      params: { name, value, delimiter },
      run: (args, context) => listPresent({ ...args, path: grainPath(args) }, context),
    }),
    list_absent: stateFn({
      doc: "Makes values not be in a grain that is a list.",
      params: { name, value, delimiter },
      run: (args, context) => listAbsent({ ...args, path: grainPath(args) }, context),
    }),
    append: stateFn({
      doc: "Adds a value to a grain that is a list.",
      params: { name, value, convert: maybe.bool(false, "Make a list of a grain that is none."), delimiter },
      run: (args, context) => listAppend({ ...args, path: grainPath(args) }, context),
    }),
  },
});
