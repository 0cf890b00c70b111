/**
 * What the engine reports while it pulls, pushes, builds and imports.
 */
import type { Dict, Value } from "@salt/core";
import { CommandExecutionError, get, getDict, getString, isDict, pythonStr } from "@salt/core";

/** Layers by what became of them, as answers of pull and push show them. */
export class Layers {
  readonly #found = new Map<string, string[]>();

  /** Notes a layer once. */
  add(kind: string, id: Value | undefined): void {
    const known = this.#found.get(kind) ?? [];
    const text = pythonStr(id ?? "");
    if (!known.includes(text)) this.#found.set(kind, [...known, text]);
  }

  /** The entry of an answer; nothing when no layer was named. */
  entry(): Readonly<Record<string, Dict>> {
    return this.#found.size === 0 ? {} : { Layers: new Map<Value, Value>(this.#found) };
  }
}

/** Where a report goes that comes while an image is pulled; `before` are the short ids of images of before. */
export interface PullReport {
  readonly layers: Layers;
  readonly before: readonly string[];
  status: string | undefined;
}

/** Takes one report of a pull. */
export function takePullStatus(report: PullReport, event: Dict): void {
  const status = getString(event, "status") ?? "";
  const id = event.get("id");
  if (status === "Already exists") report.layers.add("Already_Pulled", id);
  else if (status === "Pull complete") report.layers.add("Pulled", id);
  else if (status.startsWith("Status: ")) report.status = status.slice("Status: ".length);
  else if (status === "Download complete") {
    const isOld = report.before.includes(pythonStr(id ?? ""));
    report.layers.add(isOld ? "Already_Pulled" : "Pulled", id);
  }
}

/** Takes one report of a push. */
export function takePushStatus(layers: Layers, event: Dict): void {
  const status = (getString(event, "status") ?? "").toLowerCase();
  const id = event.get("id");
  if (id === undefined) return;
  if (status.includes("already pushed") || status.includes("already exists"))
    layers.add("Already_Pushed", id);
  else if (status.includes("successfully pushed") || status === "pushed") layers.add("Pushed", id);
}

/** The texts of errors among reports. */
export function errorsIn(events: readonly Value[]): readonly string[] {
  return events.flatMap((event) => {
    const detail = getDict(event, "errorDetail");
    if (detail === undefined) return [];
    const message = pythonStr(detail.get("message") ?? "");
    const code = get(detail, "code");
    return [code === undefined ? message : `${pythonStr(code)}: ${message}`];
  });
}

/** Reports that are maps. */
export function eventsIn(events: readonly Value[]): readonly Dict[] {
  return events.filter((event) => isDict(event));
}

/** An error with what the engine reported. */
export function withErrors(message: string, events: readonly Value[]): CommandExecutionError {
  const errors = errorsIn(events);
  const told = errors.length === 0 ? "" : `. Error(s) follow:\n\n${errors.join("\n\n")}`;
  return new CommandExecutionError(`${message}${told}`);
}
