/**
 * The text of `--help`, made from a program's table.
 */
import type { Option, Options } from "./option.js";
import type { Program } from "./program.js";

/** Column where meanings start; longer spellings of an option get a line of their own. */
const MEANING_COLUMN = 24;

/** The whole help text; `width` is that of the terminal. */
export function helpText(program: Program<Options>, width = 80): string {
  const lines = [`Usage: ${program.usage}`, "", program.about, "", "Options:"];
  const groups = new Map<string | undefined, Option<unknown>[]>();
  for (const option of Object.values(program.options)) {
    if (option.hidden !== true) groups.set(option.group, [...(groups.get(option.group) ?? []), option]);
  }
  for (const [group, options] of groups) {
    if (group !== undefined) lines.push("", `  ${group}:`);
    const indent = group === undefined ? 2 : 4;
    for (const option of options) lines.push(...optionLines(option, indent, width - 2));
  }
  return `${lines.join("\n")}\n`;
}

function optionLines(option: Option<unknown>, indent: number, width: number): string[] {
  const spelling =
    " ".repeat(indent) + option.flags.map((flag) => withMetavar(flag, option.metavar)).join(", ");
  const meaning = wrap(option.meaning + defaultText(option), Math.max(width - MEANING_COLUMN, 20));
  const margin = " ".repeat(MEANING_COLUMN);
  if (spelling.length + 2 > MEANING_COLUMN) return [spelling, ...meaning.map((line) => margin + line)];
  return meaning.map((line, index) => (index === 0 ? spelling.padEnd(MEANING_COLUMN) : margin) + line);
}

function withMetavar(flag: string, metavar: string | undefined): string {
  if (metavar === undefined) return flag;
  return flag.startsWith("--") ? `${flag}=${metavar}` : `${flag} ${metavar}`;
}

function defaultText({ fallback }: Option<unknown>): string {
  const told =
    (typeof fallback === "string" && fallback !== "") || (typeof fallback === "number" && fallback !== 0);
  return told ? ` [default: ${fallback}]` : "";
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
