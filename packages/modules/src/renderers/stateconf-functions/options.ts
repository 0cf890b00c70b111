/**
 * The options of the renderer `stateconf`: `#!stateconf -Gosp yaml . jinja`.
 */
import { RenderFault } from "@salt/render";

/** A renderer with its own options. */
export interface Inner {
  readonly renderer: string;
  readonly argline: string;
}

/** What stands behind the renderer's name. */
export interface StateconfOptions {
  /** Whether a state is added that requires all others. */
  readonly goal: boolean;
  /** Whether each state requires the one before it. */
  readonly ordered: boolean;
  /** Whether a state is added that comes before all others. */
  readonly start: boolean;
  /** Whether the data of an SLS comes in, rather than a text. */
  readonly isData: boolean;
  readonly data: Inner;
  readonly template: Inner;
}

/** Reads the options. Throws RenderFault. */
export function readOptions(argline: string): StateconfOptions {
  const words = argline.split(/\s+/).filter((word) => word !== "");
  let letters = "";
  while (words[0]?.startsWith("-") && words[0] !== "-") letters += words.shift()?.slice(1) ?? "";
  const unknown = Array.from(letters).find((letter) => !"Gosp".includes(letter));
  if (unknown !== undefined) throw new RenderFault(`option -${unknown} not recognized`);
  const [data, template, more] = (words.length === 0 ? "yaml . jinja" : words.join(" ")).split(/\s+\.\s+/);
  if (data === undefined || template === undefined || more !== undefined) {
    throw new RenderFault("Invalid use of the renderer stateconf", undefined, {
      hint: "Usage: #!stateconf [-Gosp] [<data renderer> [options] . <template renderer> [options]]",
    });
  }
  return {
    goal: !letters.includes("G"),
    ordered: letters.includes("o"),
    start: letters.includes("s"),
    isData: letters.includes("p"),
    data: innerOf(data),
    template: innerOf(template),
  };
}

function innerOf(text: string): Inner {
  const [renderer = "", ...rest] = text.trim().split(" ");
  return { renderer, argline: rest.join(" ").trim() };
}
