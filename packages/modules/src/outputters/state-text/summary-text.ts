/**
 * The counts below the results of a state run.
 */
import type { OutputContext, Value } from "@salt/core";
import { float, isTruthy, pythonStr } from "@salt/core";
import type { Colors } from "../text/colors.js";
import { isProfiled } from "./result-text.js";

/** What is counted over the states of a host. */
export interface StateCounts {
  /** States by their result. */
  readonly byResult: Map<Value, number>;
  /** States with warnings. */
  warnings: number;
  changes: number;
  /** Milliseconds of states that ran one after another. */
  serial: number;
  /** Milliseconds of states that ran beside each other. */
  readonly parallel: number[];
}

/** Counts at zero. */
export function newCounts(): StateCounts {
  return { byResult: new Map(), warnings: 0, changes: 0, serial: 0, parallel: [] };
}

const LONGEST_LABEL = "Succeeded".length;
const SECOND = 1000;

/** The lines of the summary. */
export function summaryLines(
  host: string,
  counts: StateCounts,
  colors: Colors,
  context: OutputContext,
): string[] {
  const total = [...counts.byResult.values()].reduce((sum, count) => sum + count, 0);
  const shown = [...counts.byResult.values(), ...(counts.warnings > 0 ? [counts.warnings] : [])];
  const width = LONGEST_LABEL + 2 + Math.max(0, ...shown.map((count) => String(count).length));
  const rule = "-".repeat(width);
  const count = (label: string, text: string): string =>
    `${label}: ${text.padStart(width - label.length - 2)}`;
  const good = (counts.byResult.get(true) ?? 0) + (counts.byResult.get(null) ?? 0);
  const failed = counts.byResult.get(false) ?? 0;
  const failColor = failed > 0 ? colors.red : colors.cyan;
  const paint = (color: string, text: string): string => color + text + colors.reset;
  const lines = [paint(colors.cyan, `\nSummary for ${host}\n${rule}`)];
  lines.push(paint(colors.green, count("Succeeded", String(good))) + changeText(counts, colors));
  lines.push(paint(failColor, count("Failed", String(failed))));
  if (isTruthy(context.opts.get("state_output_pct")) && total > 0) {
    lines.push(paint(colors.green, count("Success %", percentage(good, total))));
    lines.push(paint(failColor, count("Failure %", percentage(failed, total))));
  }
  if (counts.warnings > 0) lines.push(paint(colors.lightRed, count("Warnings", String(counts.warnings))));
  lines.push(paint(colors.cyan, `${rule}\nTotal states run: ${String(total).padStart(width - 7)}`));
  if (isProfiled(context)) lines.push(paint(colors.cyan, runTime(counts, width - 5)));
  return lines;
}

function changeText({ byResult, changes }: StateCounts, colors: Colors): string {
  const unchanged = byResult.get(null) ?? 0;
  const parts: string[] = [];
  if (unchanged > 0) parts.push(`${colors.lightYellow}unchanged=${unchanged}${colors.reset}`);
  if (changes > 0) parts.push(`${colors.green}changed=${changes}${colors.reset}`);
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}

function runTime({ serial, parallel }: StateCounts, width: number): string {
  const ms = serial + Math.max(0, ...parallel);
  const [number, unit] = ms > SECOND - 1 ? [ms / SECOND, "s"] : [ms, "ms"];
  return `Total run time: ${number.toFixed(3).padStart(width)} ${unit}`;
}

/** Two decimals, halves to the even neighbour as Python rounds. */
function percentage(part: number, total: number): string {
  const hundredths = (part / total) * 100 * 100;
  const floor = Math.floor(hundredths);
  const tie = hundredths - floor === 0.5;
  const rounded = tie ? floor + (floor % 2) : Math.round(hundredths);
  return pythonStr(float(rounded / 100));
}
