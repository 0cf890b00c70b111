/**
 * Code names of Salt's releases, compared with the release whose behaviour this minion has.
 */
import type { Value } from "@salt/core";
import { CommandExecutionError, executionModule, fn, needed } from "@salt/core";
import { SALT_LEVEL } from "../grains/portable/salt-version.js";

/** The first releases of the old numbering, by year and month. */
const DATED: ReadonlyMap<string, readonly number[]> = new Map([
  ["hydrogen", [2014, 1]],
  ["helium", [2014, 7]],
  ["lithium", [2015, 5]],
  ["beryllium", [2015, 8]],
  ["boron", [2016, 3]],
  ["carbon", [2016, 11]],
  ["nitrogen", [2017, 7]],
  ["oxygen", [2018, 3]],
  ["fluorine", [2019, 2]],
]);
/** Of each since then, in order; a release takes the name of the next element. */
const NUMBERED =
  "neon sodium magnesium aluminium silicon phosphorus sulfur chlorine argon potassium calcium scandium titanium vanadium chromium manganese iron";
const FIRST_NUMBER = 3000;

const name = needed.any("The code name, in any case, e.g. `Sulfur`.");

export const saltVersion = executionModule("salt_version", {
  doc: "Code names of Salt's releases, compared with the release whose behaviour this minion has.",
  functions: {
    get_release_number: fn({
      doc: "The number of a release; null for a name that is none.",
      examples: ["salt '*' salt_version.get_release_number Oxygen"],
      params: { name },
      run: (args) => releaseOf(args.name)?.join(".") ?? null,
    }),
    equal: comparison("is", "equal", (order) => order === 0),
    greater_than: comparison("is later than", "greater_than", (order) => order > 0),
    less_than: comparison("is earlier than", "less_than", (order) => order < 0),
  },
});

function comparison(words: string, short: string, holds: (order: number) => boolean) {
  return fn({
    doc: `Whether this minion's release ${words} the named one; false for a name that is none.`,
    examples: [`salt '*' salt_version.${short} Sulfur`],
    params: { name },
    run: (args) => {
      const release = releaseOf(args.name);
      return release !== undefined && holds((SALT_LEVEL[0] ?? 0) - (release[0] ?? 0));
    },
  });
}

function releaseOf(given: Value): readonly number[] | undefined {
  if (typeof given !== "string") throw new CommandExecutionError("'name' argument must be a string");
  const wanted = given.toLowerCase();
  const at = NUMBERED.split(" ").indexOf(wanted);
  return at === -1 ? DATED.get(wanted) : [FIRST_NUMBER + at];
}
