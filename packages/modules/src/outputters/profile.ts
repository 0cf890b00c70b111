/**
 * The profile outputter: how long each state took, as a table in the order of duration.
 */
import type { Value } from "@salt/core";
import { Float, isDict, isInt, isList, outputter, pythonStr } from "@salt/core";
import { boxLines } from "./table.js";
import { colorsFor } from "./text/colors.js";
import { compareText } from "./text/sorted.js";

const NAME_WIDTH = 60;
const INDENT = 4;
const LABELS = ["name", "mod.fun", "duration (ms)"] as const;
/** Stands for a duration that is not known, as in Salt. */
const UNKNOWN = -1;

interface StateTime {
  readonly name: string;
  readonly fun: string;
  readonly milliseconds: number;
}

export const profile = outputter(
  "profile",
  "States with their durations, the longest last.",
  (value, context) => {
    const times = (isDict(value) ? [...value.values()] : []).flatMap(timesOf);
    if (times.length === 0) return undefined;
    const texts = times.map(({ milliseconds }) => milliseconds.toFixed(4));
    const width = Math.max(LABELS[2].length, ...texts.map((text) => text.length));
    const rows = times
      .map(({ name, fun }, at) => [(texts[at] ?? "").padStart(width), name, fun] as const)
      .toSorted(byText)
      .map(([time, name, fun]) => [name, fun, time]);
    return boxLines([LABELS, ...rows], INDENT, colorsFor(context)).join("\n");
  },
);

/** The states of one minion; a list of errors counts as states without a name. */
function timesOf(states: Value): StateTime[] {
  if (isDict(states)) return [...states].map(([tag, state]) => timeOf(pythonStr(tag), state));
  if (isList(states)) return states.map((text) => timeOf(pythonStr(text), new Map()));
  return typeof states === "string" ? [...states].map((letter) => timeOf(letter, new Map())) : [];
}

function timeOf(tag: string, state: Value): StateTime {
  const parts = tag.split("_|-");
  const fun = `${parts[0]}.${parts.at(-1)}`;
  if (!isDict(state)) return { name: shortened(tag), fun, milliseconds: UNKNOWN };
  const name = state.has("name") ? state.get("name") : state.get("__id__");
  const duration = state.get("duration");
  const milliseconds = duration instanceof Float ? duration.valueOf() : duration;
  return {
    name: name === undefined || name === null ? "<>" : shortened(pythonStr(name)),
    fun,
    milliseconds: typeof milliseconds === "number" || isInt(milliseconds) ? Number(milliseconds) : UNKNOWN,
  };
}

function shortened(name: string): string {
  const letters = [...name];
  return letters.length > NAME_WIDTH ? `${letters.slice(0, NAME_WIDTH - 3).join("")}...` : name;
}

/** As in Salt, durations are ordered as the padded texts they are by then: those not known, -1, come behind short ones. */
function byText(one: readonly string[], other: readonly string[]): number {
  return one.reduce((order, text, at) => order || compareText(text, other[at] ?? ""), 0);
}
