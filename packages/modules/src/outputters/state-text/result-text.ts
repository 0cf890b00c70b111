/**
 * One state's result as text: in full, or on one line.
 */
import type { Dict, OutputContext, Value } from "@salt/core";
import { isDict, isList, isTruthy, pythonStr } from "@salt/core";
import type { Colors } from "../text/colors.js";
import type { StateResult } from "./state-result.js";
import { hasChanges, required } from "./state-result.js";
import { wrapText } from "./wrap.js";

const WARNING_WIDTH = 80;
const MARGIN = 14;

/** How results are printed, beside what they are. */
export interface ResultStyle {
  readonly colors: Colors;
  /** The escape sequence of this result's colour. */
  readonly color: string;
  readonly context: OutputContext;
}

/** Whether start times and durations are printed. */
export function isProfiled({ opts }: OutputContext): boolean {
  return isTruthy(opts.get("state_output_profile") ?? true);
}

/** The lines of a result in full; `changes` is the text of its changes. */
export function fullText(result: StateResult, name: string, changes: string, style: ResultStyle): string[] {
  const { colors, color, context } = style;
  const line = (text: string): string => `    ${color}${text}${colors.reset}`;
  const lines = [`${color}----------${colors.reset}`, line(`      ID: ${result.id}`)];
  lines.push(line(`Function: ${result.module}.${result.fun}`));
  if (result.id !== name) lines.push(line(`    Name: ${name}`));
  lines.push(line(`  Result: ${pythonStr(result.result)}`), line(` Comment: ${commentOf(result.data)}`));
  if (isProfiled(context) && result.data.has("start_time")) {
    const duration = pythonStr(result.data.get("duration") ?? "");
    lines.push(line(` Started: ${pythonStr(result.data.get("start_time") ?? null)}`));
    lines.push(line(`Duration: ${duration === "" ? "" : `${duration} ms`}`));
  }
  lines.push(`${color}     Changes:   ${changes}${colors.reset}`);
  if (result.warnings !== undefined) {
    const text = wrapText(result.warnings.join("\n"), WARNING_WIDTH, MARGIN).trimStart();
    lines.push(`   ${colors.lightRed} Warnings: ${text}${colors.reset}`);
  }
  return lines;
}

/** The comment, its further lines below the first; `data` of a result is put behind it. */
function commentOf(data: Dict): string {
  const comment = pythonStr(required(data, "comment"))
    .trim()
    .replaceAll("\n", `\n${" ".repeat(MARGIN)}`);
  const more: Value | undefined = data.get("data");
  if (more === undefined) return comment;
  if (isList(more)) return [comment, ...more.map(pythonStr)].join(" ");
  if (!isDict(more)) return `${comment} ${pythonStr(more)}`;
  return comment + [...more].map(([key, value]) => `\n\t\t${pythonStr(key)}: ${pythonStr(value)}`).join("");
}

/** A result on one line; in a table with `state_tabular`. */
export function terseText(result: StateResult, name: string, style: ResultStyle): string {
  const { colors, color, context } = style;
  const tabular = context.opts.get("state_tabular") === true;
  const outcome = outcomeOf(result);
  let text = "";
  if (result.warnings !== undefined) {
    text = `${colors.lightRed}Warnings:\n${result.warnings.join("\n")}${colors.reset}${tabular ? "\n" : ""}`;
  }
  const profile = isProfiled(context) && result.data.has("start_time");
  const started = profile ? pythonStr(result.data.get("start_time") ?? null) : "";
  const duration = profile ? pythonStr(required(result.data, "duration")) : "";
  if (tabular) {
    const times = profile ? `${started} [${duration.padStart(7)} ms] ` : "";
    const fun = `${result.module.padStart(10)}.${result.fun.padEnd(10)}`;
    return `${text}${color}${times}${fun} ${outcome.padEnd(7)}   Name: ${name}${colors.reset}`;
  }
  const times = profile ? ` - Started: ${started} - Duration: ${duration} ms` : "";
  const fun = `${result.module}.${result.fun}`;
  return `${text} ${color} Name: ${name} - Function: ${fun} - Result: ${outcome}${times}${colors.reset}`;
}

function outcomeOf(result: StateResult): string {
  if (result.result === false) return "Failed";
  if (result.result === null) return "Differs";
  return hasChanges(result) ? "Changed" : "Clean";
}
