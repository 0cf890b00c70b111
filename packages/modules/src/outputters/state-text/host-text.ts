/**
 * The state run of one host as text.
 */
import type { Dict, OutputContext, Value } from "@salt/core";
import { isDict, isInt, isList, isTruthy, pythonStr } from "@salt/core";
import type { ColorName, Colors } from "../text/colors.js";
import { colorsFor, withoutEscapes } from "../text/colors.js";
import { splitLines } from "../text/lines.js";
import { nestedText } from "../text/nested-text.js";
import { pprintText } from "../text/pprint-text.js";
import { compressedCount, countChanges } from "./compress.js";
import { fullText, terseText } from "./result-text.js";
import type { StateResult } from "./state-result.js";
import { durationOf, hasChanges, nameIn, readStateResults } from "./state-result.js";
import type { StateCounts } from "./summary-text.js";
import { newCounts, summaryLines } from "./summary-text.js";

/** The text for a host, and whether anything changed there. */
export interface HostText {
  readonly text: string;
  readonly changed: boolean;
}

/** Writes out runs that are nested in the results of orchestration; given to avoid a cycle of files. */
export type NestedRuns = (changes: Value) => string;

const MARGIN = " ".repeat(14);

/** The text for a host. Throws NotStateDataError. */
export function hostText(
  host: string,
  data: Value,
  context: OutputContext,
  nestedRuns: NestedRuns,
): HostText {
  const colors = colorsFor(context);
  const name = context.stripColors ? withoutEscapes(host) : host;
  const told = (color: ColorName, lines: readonly string[], changed: boolean): HostText => ({
    text: [`${colors[color]}${name}:${colors.reset}`, ...lines].join("\n"),
    changed,
  });
  if (typeof data === "boolean" || isInt(data))
    return told("cyan", [greenLine(pythonStr(data), colors)], true);
  if (typeof data === "string")
    return told(
      "cyan",
      splitLines(data).map((line) => greenLine(line, colors)),
      true,
    );
  if (isList(data)) return told("lightRed", errorLines(data, colors, context), false);
  if (!isDict(data)) return told("green", [], false);
  const report = new HostReport(context, colors, nestedRuns);
  const lines = report.lines(host, data);
  return told(report.hostColor, lines, report.counts.changes > 0);
}

function greenLine(text: string, colors: Colors): string {
  return `${colors.green}    ${text}${colors.reset}`;
}

function errorLines(errors: readonly Value[], colors: Colors, context: OutputContext): string[] {
  const lines = errors.map((error) => {
    const text = context.stripColors ? withoutEscapes(pythonStr(error)) : pythonStr(error);
    return `${colors.lightRed}----------\n    ${text}${colors.reset}`;
  });
  return [`    ${colors.lightRed}Data failed to compile:${colors.reset}`, ...lines];
}

class HostReport {
  readonly counts: StateCounts = newCounts();
  /** That of the last result which did not go well. */
  hostColor: ColorName = "green";
  readonly #context: OutputContext;
  readonly #colors: Colors;
  readonly #nestedRuns: NestedRuns;

  constructor(context: OutputContext, colors: Colors, nestedRuns: NestedRuns) {
    this.#context = context;
    this.#colors = colors;
    this.#nestedRuns = nestedRuns;
  }

  lines(host: string, data: Dict): string[] {
    const { results, unordered } = readStateResults(data);
    const strays = unordered.flatMap((info) => ["A result without its place in the run:", pprintText(info)]);
    const lines = results.flatMap((result) => this.#result(result));
    return [...strays, ...lines, ...summaryLines(host, this.counts, this.#colors, this.#context)];
  }

  #result(result: StateResult): string[] {
    const count = compressedCount(result.key);
    const before = this.counts.byResult.get(result.result) ?? 0;
    this.counts.byResult.set(result.result, before + count);
    if (result.data.has("__parallel__")) this.counts.parallel.push(durationOf(result.data));
    else this.counts.serial += durationOf(result.data);
    const changes = this.#changes(result);
    if (changes.changed) this.counts.changes += count > 1 ? countChanges(result.changes) : 1;
    const onlyChanges = isTruthy(this.#context.opts.get("state_output_diff")) || !this.#context.stateVerbose;
    if (onlyChanges && isTruthy(result.result) && !changes.changed) return [];
    return this.#shown(result, changes);
  }

  #shown(result: StateResult, changes: { readonly changed: boolean; readonly text: string }): string[] {
    const colorName = this.#colorOf(result, changes.changed);
    const style = { colors: this.#colors, color: this.#colors[colorName], context: this.#context };
    const form = this.#context.stateOutput.toLowerCase();
    const name = form.endsWith("_id") ? result.id : result.name;
    switch (this.#brevity(form, result, changes.changed)) {
      case "left out":
        return [];
      case "terse":
        return [terseText(result, name, style)];
      case "full": {
        if (result.warnings !== undefined) this.counts.warnings += 1;
        return fullText(result, name, changes.text, style);
      }
    }
  }

  #colorOf(result: StateResult, changed: boolean): ColorName {
    const color = result.result === false ? "red" : result.result === null ? "lightYellow" : undefined;
    if (color !== undefined) this.hostColor = color;
    return color ?? (changed ? "cyan" : "green");
  }

  #brevity(form: string, result: StateResult, changed: boolean): "full" | "terse" | "left out" {
    if (form.startsWith("filter")) {
      const outcome = pythonStr(result.result);
      if (words(this.#context.opts.get("state_output_terse")).includes(outcome)) return "terse";
      return words(this.#context.opts.get("state_output_exclude")).includes(outcome) ? "left out" : "full";
    }
    if (form.startsWith("terse")) return "terse";
    if (form.startsWith("mixed")) return result.result === false ? "full" : "terse";
    return form.startsWith("changes") && isTruthy(result.result) && !changed ? "terse" : "full";
  }

  #changes(result: StateResult): { readonly changed: boolean; readonly text: string } {
    const { changes } = result;
    if (ORCHESTRATION.has(nameIn(result.data))) {
      return { changed: true, text: `\n${this.#nestedRuns(changes)}`.replace(/^/gm, MARGIN) };
    }
    if (!hasChanges(result)) return { changed: false, text: "" };
    if (!isDict(changes)) return { changed: true, text: `Changes that are no map: ${pythonStr(changes)}` };
    const runs = changes.get("ret") ?? null;
    if (!isDict(runs) || changes.get("out") !== "highstate") {
      return {
        changed: true,
        text: `\n${nestedText(changes, { ...this.#context, retcode: 0 }, 14).trimEnd()}`,
      };
    }
    const hosts = [...runs].map(([host, data]) =>
      hostText(pythonStr(host), data, this.#context, this.#nestedRuns),
    );
    const text = hosts
      .map((host) =>
        splitLines(host.text)
          .map((line) => `\n${MARGIN}${line}`)
          .join(""),
      )
      .join("");
    return { changed: hosts.some((host) => host.changed), text };
  }
}

/** Names of results whose changes are state runs themselves. */
const ORCHESTRATION: ReadonlySet<string> = new Set(["state.orch", "state.orchestrate", "state.sls"]);

function words(value: Value | undefined): readonly string[] {
  if (isList(value)) return value.map(pythonStr);
  return typeof value === "string" ? value.split(",") : [];
}
