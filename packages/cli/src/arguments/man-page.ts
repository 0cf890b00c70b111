/**
 * Manual pages in roff, made from a program's table like its `--help`.
 */
import type { Option, Options } from "./option.js";
import type { Program } from "./program.js";

/** The page of section 1 for a program. */
export function manPage(program: Program<Options>): string {
  const lines = [
    `.TH ${roff(program.name.toUpperCase())} 1`,
    ".SH NAME",
    `${roff(program.name)} \\- ${roff(program.about.replace(/\.$/, ""))}`,
    ".SH SYNOPSIS",
    roff(program.usage),
    ".SH OPTIONS",
    ...optionParts(program.options),
    ".SH EXIT STATUS",
    "Listed in docs/exit\\-codes.md.",
    ".SH SEE ALSO",
    PAGES.filter((name) => name !== program.name)
      .map((name) => `\\fB${roff(name)}\\fR(1)`)
      .join(",\n"),
  ];
  return `${lines.join("\n")}\n`;
}

const PAGES = ["salt", "salt-call", "salt-key", "salt-master", "salt-minion", "salt-run"] as const;

/** Options that are served beyond those of `--help` are in the page too. */
function optionParts(options: Options): string[] {
  const groups = new Map<string, Option<unknown>[]>();
  for (const option of Object.values(options)) {
    const group = option.group ?? "";
    groups.set(group, [...(groups.get(group) ?? []), option]);
  }
  return [...groups].flatMap(([group, members]) => [
    ...(group === "" ? [] : [`.SS ${roff(group)}`]),
    ...members.flatMap(optionPart),
  ]);
}

function optionPart({ flags, metavar, meaning, fallback, action }: Option<unknown>): string[] {
  const spellings = flags.map((flag) => {
    if (metavar === undefined) return `\\fB${roff(flag)}\\fR`;
    return `\\fB${roff(flag)}\\fR${flag.startsWith("--") ? "=" : " "}\\fI${roff(metavar)}\\fR`;
  });
  const isShown = action === "store" && fallback !== undefined && fallback !== "";
  const sentence = `${meaning.charAt(0).toUpperCase()}${meaning.slice(1)}.`;
  const preset = isShown ? ` Default: ${String(fallback)}.` : "";
  return [".TP", spellings.join(", "), roff(sentence + preset)];
}

/** Text as roff shows it: hyphens that can be copied, and no line that begins with a control character. */
function roff(text: string): string {
  const escaped = text.replaceAll("\\", "\\e").replaceAll("-", "\\-");
  return /^[.']/.test(escaped) ? `\\&${escaped}` : escaped;
}
